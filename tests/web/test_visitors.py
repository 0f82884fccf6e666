# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages about who may come in, on both sides of the wall, and the way from one host to the other."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.web.hub_actions import HUB_ACTIONS
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.visiting.actions.agreeing import accept_agreement
from franchise_kit.visiting.actions.deciding import revoke_grant
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


def signed_in(app: Flask, office: Coop | Hub, person: SeedAccount) -> Visitor:
    visitor = Visitor(app, office)
    visitor.sign_in(person)
    return visitor


def manager_at(app: Flask, coop: Coop) -> Visitor:
    return signed_in(app, coop, make_person(coop, "registered_manager", name="Rhian Huws"))


def door_of(answer: TestResponse, coop: Coop) -> str:
    """Return the path of the door that the hub's page leads to, and see that it is the right co-op's."""
    found = re.search(r'content="0;url=http://([\w-]+)\.localhost:8000(/enter\?token=[\w-]+)"', answer.text)
    assert found is not None, answer.text
    assert found[1] == coop.slug
    return found[2]


def go_to_door(app: Flask, who: SeedAccount | Visitor, coop: Coop, entry_id: UUID) -> tuple[Visitor, str]:
    """Set out from the hub and stand at the co-op's door."""
    at_hub = who if isinstance(who, Visitor) else signed_in(app, HUB, who)
    at_hub.get("/doors/")
    path = door_of(at_hub.post(f"/doors/{entry_id}/set-out"), coop)
    return Visitor(app, coop), path


def come_in(app: Flask, who: SeedAccount | Visitor, coop: Coop, entry_id: UUID) -> Visitor:
    guest, path = go_to_door(app, who, coop, entry_id)
    assert guest.get(path).status_code == 200
    answer = guest.post("/enter", {"token": path.partition("=")[2]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inside")
    guest.get("/inside")
    return guest


def test_the_list_of_hub_actions_is_short_and_known() -> None:
    assert set(HUB_ACTIONS) == {"look_at_hand_over", "claim_hand_over"}


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
    listed = manager.get("/visitors/").text
    path = re.search(r"/visitors/requests/[0-9a-f-]{36}", listed)
    assert path is not None
    manager.get(path[0])
    decided = manager.post(
        f"{path[0]}/accept",
        {"record_kinds": ["incident"], "record_ids": [str(one) for one in SIX_IDS[:4]], "hours": "24"},
    )
    carry_all(aber, bryn)
    answer = asker.get("/entries/").text

    assert (sent.status_code, decided.status_code) == (303, 303)
    assert "Elin Prys" in listed
    assert "4 of the 6 records asked for" in answer
    assert "Go in" in answer
    assert "Nobody has asked to come in" in manager_at(app, bryn).get("/visitors/").text


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
    manager.get("/visitors/")

    manager.post(f"/visitors/requests/{refused.id}/refuse", {"reason": "too_wide"})
    manager.post(f"/visitors/requests/{given.id}/revoke")

    assert (grant_of(refused).state, grant_of(given).state) == ("refused", "revoked")


def test_a_guest_comes_in_reads_under_the_band_and_leaves(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked, terms(ids=SIX_IDS[:4]))

    guest = come_in(app, asked.asker, aber, asked.id)
    inside = guest.get("/inside").text
    left = guest.post("/leave")
    after = guest.get("/inside")

    assert "Elin Prys, you are inside Aber Care Co-op for: To see how six incidents were dealt with" in inside
    assert "4 records" in inside
    assert (left.status_code, left.headers["Location"]) == (303, "/left")
    assert (after.status_code, "/sign-in" in after.headers["Location"]) == (303, True)
    assert guest.get("/left").status_code == 200


def test_every_page_of_a_guest_is_in_the_co_ops_journal_and_on_its_page(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop
) -> None:
    asked = ask_of(aber)
    give(asked)

    guest = come_in(app, asked.asker, aber, asked.id)
    guest.get("/inside")

    assert grant_of(asked).reads_count == 2
    page = manager_at(app, aber).get(f"/visitors/requests/{asked.id}").text
    assert "Nobody has read anything under this" not in page


def test_opening_the_door_page_changes_nothing(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    guest, path = go_to_door(app, asked.asker, aber, asked.id)

    for _look in range(3):
        assert guest.get(path).status_code == 200

    assert guest.post("/enter", {"token": path.partition("=")[2]}).status_code == 303


def test_a_way_in_works_once_and_at_one_door(app: Flask, hub: Hub, aber: Coop, bryn: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    guest, path = go_to_door(app, asked.asker, aber, asked.id)
    elsewhere = Visitor(app, bryn)
    token = {"token": path.partition("=")[2]}
    elsewhere.get("/sign-in")
    guest.get(path)

    wrong_door = (elsewhere.get(path).status_code, elsewhere.post("/enter", token).status_code)
    first = guest.post("/enter", token)
    late = Visitor(app, aber)
    late.get("/sign-in")
    second = late.post("/enter", token)

    assert wrong_door == (409, 409)
    assert (first.status_code, second.status_code, late.get(path).status_code) == (303, 409, 409)


@pytest.mark.parametrize("path", ["/enter", "/enter?token=", "/enter?token=made-up", "/enter?token=a&more=b"])
def test_a_stranger_without_a_way_in_gets_nowhere(app: Flask, hub: Hub, aber: Coop, path: str) -> None:
    assert Visitor(app, aber).get(path).status_code == 409


def test_a_guests_cookie_opens_nothing_of_another_co_op_or_of_the_hub(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop
) -> None:
    asked = ask_of(aber)
    give(asked)
    guest = come_in(app, asked.asker, aber, asked.id)
    cookie = guest.client.get_cookie("__Host-cydofal", domain=guest.host.partition(":")[0])
    assert cookie is not None

    for office in (bryn, HUB):
        other = Visitor(app, office)
        header = {"Cookie": f"__Host-cydofal={cookie.value}"}
        answer = other.get("/inside" if isinstance(office, Coop) else "/doors/", headers=header)
        assert answer.status_code == 303
        assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("path", ["/accounts/", "/visitors/", "/sharing/", "/journal/", "/today", "/account"])
def test_a_guest_sees_no_page_that_the_grant_does_not_open(
    app: Flask, hub: Hub, aber: Coop, path: str
) -> None:
    asked = ask_of(aber)
    give(asked)
    guest = come_in(app, asked.asker, aber, asked.id)

    assert guest.get(path).status_code == 404


def test_the_front_door_leads_a_guest_to_what_they_were_let_in_for(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)

    assert come_in(app, asked.asker, aber, asked.id).get("/").headers["Location"] == "/inside"


def test_a_guest_is_outside_at_the_next_request_once_the_grant_is_taken_back(
    app: Flask, hub: Hub, aber: Coop
) -> None:
    asked = ask_of(aber)
    give(asked)
    guest = come_in(app, asked.asker, aber, asked.id)
    before = guest.get("/inside").status_code

    revoke_grant(coop=aber, grant_id=asked.id, by=decider(aber), now=clock.now())

    assert (before, guest.get("/inside").status_code) == (200, 303)


def test_a_guest_is_outside_at_the_next_request_once_the_grant_has_run_out(
    app: Flask, hub: Hub, aber: Coop
) -> None:
    clock.set_fixed(clock.now())
    asked = ask_of(aber, hours=1)
    give(asked, terms(hours=1))
    guest = come_in(app, asked.asker, aber, asked.id)
    before = guest.get("/inside").status_code

    clock.set_fixed(clock.now() + timedelta(minutes=60))

    assert (before, guest.get("/inside").status_code) == (200, 303)


def test_an_agreement_is_offered_signed_for_less_used_and_ended(app: Flask, hub: Hub, aber: Coop) -> None:
    officer = make_person(HUB, "payroll_bureau", name="Gwen Pugh")
    at_hub = signed_in(app, HUB, officer)
    at_hub.get("/offers/new")
    at_hub.post(
        "/offers/new",
        {"coop_id": str(aber.id), "kind": "payroll_bureau", "permissions": list(PAYROLL)},
    )
    carry_all(aber)
    chair = signed_in(app, aber, make_person(aber, "chair", name="Siân Ellis"))
    found = re.search(r"/visitors/agreements/([0-9a-f-]{36})", chair.get("/visitors/").text)
    assert found is not None
    chair.get(found[0])
    signed = chair.post(f"{found[0]}/accept", {"permissions": ["payslip.read"]})
    carry_all(aber)

    guest = come_in(app, at_hub, aber, UUID(found[1]))
    inside = guest.get("/inside").text
    chair.post(f"{found[0]}/end")

    assert signed.status_code == 303
    assert "you are inside Aber Care Co-op for: Shared payroll" in inside
    assert "Read payslips" in inside
    assert "Prepare a pay run" not in inside
    assert guest.get("/inside").status_code == 303


def test_an_agreement_is_refused_by_page(app: Flask, hub: Hub, aber: Coop) -> None:
    agreement_id, _officer = offer_to(aber)
    chair = signed_in(app, aber, make_person(aber, "chair"))
    chair.get(f"/visitors/agreements/{agreement_id}")

    missing = chair.post(f"/visitors/agreements/{agreement_id}/refuse")
    chair.post(f"/visitors/agreements/{agreement_id}/refuse", {"reason": "not_now"})

    assert missing.status_code == 422
    assert "Not now; please ask again later" in chair.get(f"/visitors/agreements/{agreement_id}").text


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
    stranger.get("/visitors/")
    paths = (f"/visitors/requests/{asked.id}", f"/visitors/agreements/{agreement_id}")

    assert [stranger.get(path).status_code for path in paths] == [404, 404]
    assert stranger.post(f"{paths[0]}/refuse", {"reason": "other"}).status_code == 404
    assert stranger.post(f"{paths[1]}/refuse", {"reason": "other"}).status_code == 404
    assert grant_of(asked).state == "asked"


def test_the_hub_side_shows_each_person_their_own_doors(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    agreement_id, officer = offer_to(aber)
    accept_agreement(
        coop=aber, agreement_id=agreement_id, by=decider(aber, "chair"), permissions=PAYROLL, now=clock.now()
    )
    carry_all(aber)
    colleague = make_person(HUB, "quality_lead", name="Nia Rees")

    doors = {
        person.full_name: signed_in(app, HUB, person).get("/doors/").text
        for person in (asked.asker, officer, colleague)
    }

    assert "six incidents" in doors["Elin Prys"]
    assert "Shared payroll" in doors["Gwen Pugh"]
    assert "six incidents" not in doors["Gwen Pugh"]
    assert "No door is open to you" in doors["Nia Rees"]


def test_nobody_sets_out_through_a_colleagues_door(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    colleague = signed_in(app, HUB, make_person(HUB, "quality_lead", name="Nia Rees"))
    colleague.get("/doors/")

    assert colleague.post(f"/doors/{asked.id}/set-out").status_code == 404


def test_the_pages_speak_welsh(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    manager = signed_in(app, aber, make_person(aber, "registered_manager", language="cy"))

    pages = [manager.get(path).text for path in ("/visitors/", f"/visitors/requests/{asked.id}")]

    assert "Pwy gaiff ddod i mewn" in pages[0]
    assert "Gadael iddynt ddod i mewn" in pages[1]


def test_the_asker_of_actor_is_the_person_signed_in(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)

    assert grant_of(asked).asked_by_person == actor_of(HUB, asked.asker).person_id
