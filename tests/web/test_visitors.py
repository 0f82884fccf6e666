# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages about who may come in, on both sides of the wall."""

import re
from datetime import UTC, datetime, timedelta

from flask import Flask

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.visiting.actions.agreeing import accept_agreement
from tenants import clock
from tenants.office import HUB, Coop, Hub
from tests.support.openings import carry_all
from tests.support.people import actor_of, make_person
from tests.support.visiting import (
    DATA_PROTECTION_LEAD,
    PAYROLL,
    RESPONSIBLE_INDIVIDUAL,
    SIX_IDS,
    ask_of,
    decider,
    give,
    grant_of,
    offer_to,
    terms,
)
from tests.support.web import Visitor

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


def signed_in(app: Flask, office: Coop | Hub, person: SeedAccount) -> Visitor:
    visitor = Visitor(app, office)
    visitor.sign_in(person)
    return visitor


def manager_at(app: Flask, coop: Coop) -> Visitor:
    return signed_in(app, coop, make_person(coop, "registered_manager", name="Rhian Huws"))


def test_a_request_goes_from_the_hubs_page_to_the_co_ops_and_its_answer_back(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop
) -> None:
    asker = signed_in(app, HUB, make_person(HUB, "quality_lead", name="Elin Prys"))
    asker.get("/entries/ask")
    sent = asker.post(
        "/entries/ask",
        {
            "coop_id": str(aber.id),
            "purpose": "To see how six incidents were dealt with",
            "basis": "legitimate_interests",
            "record_kinds": ["incident", "visit"],
            "record_ids": "\n".join(str(one) for one in SIX_IDS),
            "hours": "72",
        },
    )
    carry_all(aber, bryn)
    manager = manager_at(app, aber)
    listed = manager.get("/visitors").text
    path = re.search(r"/visitors/requests/[0-9a-f-]{36}", listed)
    assert path is not None
    manager.get(path[0])
    decided = manager.post(
        f"{path[0]}/accept",
        {"record_kinds": ["incident"], "record_ids": [str(one) for one in SIX_IDS[:4]], "hours": "24"},
    )
    carry_all(aber, bryn)
    answer = asker.get("/entries").text

    assert (sent.status_code, decided.status_code) == (303, 303)
    assert "Elin Prys" in listed
    assert "4 of the 6 records asked for" in answer
    assert "Go in" in answer
    assert "Nobody has asked to come in" in manager_at(app, bryn).get("/visitors").text


def test_opening_a_door_asks_for_a_fresh_proof_and_shutting_it_does_not(
    app: Flask, hub: Hub, aber: Coop
) -> None:
    clock.set_fixed(START)
    asked = ask_of(aber)
    agreement_id, _ = offer_to(aber)
    person = make_person(aber, "registered_manager", "chair")
    decides = signed_in(app, aber, person)
    paths = (f"/visitors/requests/{asked.id}", f"/visitors/agreements/{agreement_id}")
    fresh = [decides.get(path).text for path in paths]
    clock.set_fixed(START + timedelta(minutes=5))

    for path, page in zip(paths, fresh, strict=True):
        later = decides.get(path).text
        assert f'action="{path}/accept"' in page
        assert f'action="{path}/accept"' not in later
        assert f'href="{path}/accept"' in later
        assert decides.get(f"{path}/accept").headers["Location"] == f"/sign-in/prove?next={path}/accept"
        given = decides.post(f"{path}/accept", {"record_kinds": ["incident"], "hours": "24"})
        assert given.headers["Location"] == "/sign-in/prove"
        assert decides.post(f"{path}/refuse", {"reason": "not_now"}).headers["Location"] == path
    assert grant_of(asked).state == "refused"


def test_the_request_page_shows_what_was_given_and_when_it_ends(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked, terms(ids=SIX_IDS[:4]))

    page = manager_at(app, aber).get(f"/visitors/requests/{asked.id}").text

    assert "What you gave" in page
    assert "4 records" in page
    assert "Take it back now" in page
    assert "Nobody has read anything under this" in page


def test_an_error_in_the_answer_stands_beside_its_field(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    manager = manager_at(app, aber)
    manager.get(f"/visitors/requests/{asked.id}")

    no_kind = manager.post(f"/visitors/requests/{asked.id}/accept", {"hours": "24"})
    strange = manager.post(
        f"/visitors/requests/{asked.id}/accept", {"record_kinds": ["employment"], "hours": "24"}
    )
    no_reason = manager.post(f"/visitors/requests/{asked.id}/refuse", {})

    assert [answer.status_code for answer in (no_kind, strange, no_reason)] == [422, 422, 422]
    assert "Choose at least one" in no_kind.text
    assert grant_of(asked).state == "asked"


def test_a_longer_time_than_asked_is_refused_in_words(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    manager = manager_at(app, aber)
    manager.get(f"/visitors/requests/{asked.id}")

    answer = manager.post(
        f"/visitors/requests/{asked.id}/accept",
        {"record_kinds": ["incident"], "record_ids": [str(one) for one in SIX_IDS], "hours": "100"},
    )

    assert answer.status_code == 409
    assert "You can give less than was asked, never more." in answer.text


def test_two_people_say_yes_to_safeguarding_on_their_own_pages(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber, record_kinds=frozenset({"safeguarding"}), record_ids=())
    path = f"/visitors/requests/{asked.id}"
    pages = []
    for role in (RESPONSIBLE_INDIVIDUAL, DATA_PROTECTION_LEAD):
        one = signed_in(app, aber, make_person(aber, role))
        one.get(path)
        one.post(f"{path}/accept", {"record_kinds": ["safeguarding"], "hours": "72"})
        pages.append(one.get(path).text)

    assert "Waits for the second person" in pages[0]
    assert "Take it back now" in pages[1]


def test_a_refusal_and_a_taking_back_by_page(app: Flask, hub: Hub, aber: Coop) -> None:
    refused, given = ask_of(aber), ask_of(aber)
    give(given)
    manager = manager_at(app, aber)
    manager.get("/visitors")

    manager.post(f"/visitors/requests/{refused.id}/refuse", {"reason": "too_wide"})
    manager.post(f"/visitors/requests/{given.id}/revoke")

    assert (grant_of(refused).state, grant_of(given).state) == ("refused", "revoked")


def test_an_agreement_is_refused_by_page(app: Flask, hub: Hub, aber: Coop) -> None:
    agreement_id, _officer = offer_to(aber)
    chair = signed_in(app, aber, make_person(aber, "chair"))
    chair.get(f"/visitors/agreements/{agreement_id}")

    missing = chair.post(f"/visitors/agreements/{agreement_id}/refuse")
    chair.post(f"/visitors/agreements/{agreement_id}/refuse", {"reason": "not_now"})

    assert missing.status_code == 422
    assert "Not now; please ask again later" in chair.get(f"/visitors/agreements/{agreement_id}").text


def test_ending_an_agreement_is_asked_once_more(app: Flask, hub: Hub, aber: Coop) -> None:
    agreement_id, _officer = offer_to(aber)
    chair_acts = decider(aber, "chair")
    accept_agreement(
        coop=aber, agreement_id=agreement_id, by=chair_acts, permissions=PAYROLL, now=clock.now()
    )
    chair = signed_in(app, aber, make_person(aber, "chair"))

    page = chair.get(f"/visitors/agreements/{agreement_id}").text
    chair.post(f"/visitors/agreements/{agreement_id}/end")

    assert page.index("<summary") < page.index("It cannot be taken back") < page.index("Yes, end it now")
    assert "Yes, end it now" not in chair.get(f"/visitors/agreements/{agreement_id}").text


def test_only_deciders_decide_by_page(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    admin = signed_in(app, aber, make_person(aber, "coop_admin"))
    page = admin.get(f"/visitors/requests/{asked.id}")

    answer = admin.post(f"/visitors/requests/{asked.id}/refuse", {"reason": "other"})

    assert (page.status_code, "Say yes" in page.text) == (200, False)
    assert (answer.status_code, grant_of(asked).state) == (404, "asked")


def test_a_request_of_another_co_op_is_not_there(app: Flask, hub: Hub, aber: Coop, bryn: Coop) -> None:
    asked = ask_of(aber)
    agreement_id, _officer = offer_to(aber)
    stranger = signed_in(app, bryn, make_person(bryn, RESPONSIBLE_INDIVIDUAL))
    stranger.get("/visitors")
    paths = (f"/visitors/requests/{asked.id}", f"/visitors/agreements/{agreement_id}")

    assert [stranger.get(path).status_code for path in paths] == [404, 404]
    assert stranger.post(f"{paths[0]}/refuse", {"reason": "other"}).status_code == 404
    assert stranger.post(f"{paths[1]}/refuse", {"reason": "other"}).status_code == 404
    assert grant_of(asked).state == "asked"


def test_the_pages_speak_welsh(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    manager = signed_in(app, aber, make_person(aber, "registered_manager", language="cy"))

    pages = [manager.get(path).text for path in ("/visitors", f"/visitors/requests/{asked.id}")]

    assert "Pwy gaiff ddod i mewn" in pages[0]
    assert "Gadael iddynt ddod i mewn" in pages[1]


def test_the_asker_of_actor_is_the_person_signed_in(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)

    assert grant_of(asked).asked_by_person == actor_of(HUB, asked.asker).person_id
