# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way from the hub's host to a co-op's: set out, stand at the door, come in once, read, leave."""

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
from tests.support.people import make_person
from tests.support.visiting import (
    PAYROLL,
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
    at_hub.get("/doors")
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
    assert set(HUB_ACTIONS) == {"look_at_hand_over", "claim_hand_over", "is_still_sent"}


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
    assert (after.status_code, after.headers["Location"]) == (303, "/left")
    assert guest.get("/left").status_code == 200


def test_a_guest_may_change_the_language(app: Flask, hub: Hub, aber: Coop) -> None:
    asked = ask_of(aber)
    give(asked)
    guest = come_in(app, asked.asker, aber, asked.id)
    before = guest.get("/inside").text

    guest.post("/language", {"language": "cy", "next": "/inside"})

    assert '<html lang="en"' in before
    assert '<html lang="cy"' in guest.get("/inside").text


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
        answer = other.get("/inside" if isinstance(office, Coop) else "/doors", headers=header)
        assert answer.status_code == 303
        assert answer.headers["Location"] == ("/left" if isinstance(office, Coop) else "/sign-in?next=/doors")


@pytest.mark.parametrize("path", ["/accounts/", "/visitors", "/sharing", "/journal/", "/today", "/account"])
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
    found = re.search(r"/visitors/agreements/([0-9a-f-]{36})", chair.get("/visitors").text)
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
        person.full_name: signed_in(app, HUB, person).get("/doors").text
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
    colleague.get("/doors")

    assert colleague.post(f"/doors/{asked.id}/set-out").status_code == 404


def test_a_guest_put_out_while_reading_is_told_that_the_visit_is_over(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop
) -> None:
    here, there = ask_of(aber), ask_of(bryn)
    give(here)
    give(there)
    guest, other = come_in(app, here.asker, aber, here.id), come_in(app, there.asker, bryn, there.id)
    revoke_grant(coop=aber, grant_id=here.id, by=decider(aber), now=clock.now())

    page = guest.get("/account", follow_redirects=True)

    # Of whoever is outside only the co-op's language is known.
    assert (page.request.path, "Mae eich ymweliad ar ben." in page.text) == ("/left", True)
    # Whoever has an account here signs in with the same browser afterwards.
    assert guest.get("/sign-in").status_code == 200
    assert other.get("/inside").status_code == 200
