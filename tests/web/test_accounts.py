# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts and roles on their pages: everybody's for administrators, one's own for oneself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from franchise_kit.access.actions import accounts, roles
from franchise_kit.access.queries.accounts import get_account
from franchise_kit.access.rules.roles import roles_of_side
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.access import lines_of
from tests.support.people import PASSWORD, actor_of, make_person
from tests.support.web import Visitor

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


def signed_in(app: Flask, office: Coop, *roles: str, name: str = "Mari Llwyd") -> Visitor:
    visitor = Visitor(app, office)
    visitor.sign_in(make_person(office, *roles, name=name))
    return visitor


def test_the_list_shows_everybody_of_this_co_op_and_nobody_else(app: Flask, aber: Coop, bryn: Coop) -> None:
    make_person(aber, "care_worker", name="Dewi Hughes")
    make_person(bryn, "care_worker", name="Rhian Vaughan")

    page = signed_in(app, aber, "coop_admin").get("/accounts").text

    assert "Dewi Hughes" in page
    assert "Rhian Vaughan" not in page


def test_ids_in_addresses_are_not_enough(app: Flask, aber: Coop, bryn: Coop) -> None:
    stranger = make_person(bryn, "care_worker")
    admin = signed_in(app, aber, "coop_admin")

    assert admin.get(f"/accounts/{stranger.id}").status_code == 404
    assert admin.get(f"/accounts/{stranger.id}/roles").status_code == 404
    admin.get("/accounts")
    for act in ("suspend", "resume", "end-sessions", "invite-again", "factors-off"):
        assert admin.post(f"/accounts/{stranger.id}/{act}").status_code == 404, act


def test_somebody_without_the_permission_finds_nothing_and_leaves_a_line(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)
    visitor.sign_in(carer)
    before = len(lines_of(aber))

    assert visitor.get("/accounts").status_code == 404

    lines = lines_of(aber)[before:]
    assert [(line.doing, line.outcome, line.code, line.account_id) for line in lines] == [
        ("access.open_page", "refused", "permission_lacking", carer.id)
    ]


def test_a_role_is_proposed_by_one_and_approved_by_another(app: Flask, aber: Coop) -> None:
    member = make_person(aber, "worker_member", name="Dewi Hughes")
    admin = signed_in(app, aber, "coop_admin")
    manager = signed_in(app, aber, "registered_manager", name="Non Rees")
    admin.get(f"/accounts/{member.id}/roles")

    answer = admin.post(
        f"/accounts/{member.id}/roles", {"roles": ["worker_member", "care_worker"], "version": "1"}
    )

    assert answer.status_code == 303
    assert "waits for a second person" in admin.get(f"/accounts/{member.id}").text
    page = manager.get("/accounts/waiting")
    assert "Dewi Hughes" in page.text
    targets = [part.split('"')[0] for part in page.text.split('action="')]
    path = next(target for target in targets if target.endswith("/approve"))
    assert manager.post(path).status_code == 303
    with reading(aber) as session:
        account = get_account(session, member.id, by=SYSTEM)
    assert {role.role: role.state for role in account.roles} == {
        "care_worker": "given",
        "worker_member": "given",
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Your roles here were changed, so please sign in again."),
        ("cy", "Newidiwyd eich rolau yma, felly mewngofnodwch eto."),
    ],
)
def test_whoever_s_roles_were_changed_is_told_why_they_sign_in_again(
    app: Flask, aber: Coop, bryn: Coop, language: str, words: str
) -> None:
    person = make_person(aber, "worker_member", name="Nia Bowen")
    carer, stranger, elsewhere = Visitor(app, aber), Visitor(app, aber), Visitor(app, bryn)
    carer.sign_in(person)
    admin = actor_of(aber, make_person(aber, "coop_admin"))

    roles.change(office=aber, account_id=person.id, wanted=["timebank_broker"], by=admin, now=clock.ticking())

    assert carer.get("/account").headers["Location"] == "/sign-in?next=/account"
    for visitor in (carer, stranger, elsewhere):
        visitor.get("/sign-in")
        visitor.post("/language", {"language": language})
    pages = [visitor.get("/sign-in").text for visitor in (carer, stranger, elsewhere)]
    assert [words in page for page in pages] == [True, False, False]
    carer.sign_in(person)
    accounts.end_sessions(office=aber, account_id=person.id, by=admin, now=clock.ticking())
    assert words not in carer.get("/sign-in").text


def test_the_invitation_shows_roles_by_what_they_are_for(app: Flask, aber: Coop) -> None:
    page = signed_in(app, aber, "coop_admin").get("/accounts/invite").text

    legends = re.findall(r"<legend[^>]*>\s*([^<]+?)\s*</legend>", page)
    assert legends == [
        "Language",
        "Members",
        "Care",
        "Money and pay",
        "Governance",
        "The office",
        "People outside",
    ]
    assert page.count('name="roles"') == len(roles_of_side(is_hub=False))
    assert "Visits people and records the visits. A second person must say yes." in page
    assert "Board officer who approves pay runs and payments. Needs a second step to sign in." in page


def test_an_invitation_without_a_role_says_so_beside_the_roles(app: Flask, aber: Coop) -> None:
    admin = signed_in(app, aber, "coop_admin")
    admin.get("/accounts/invite")

    answer = admin.post(
        "/accounts/invite",
        {"email": "a@example.invalid", "first_name": "A", "full_name": "A B", "language": "en"},
    )

    assert answer.status_code == 422
    assert 'href="#roles"' in answer.text
    assert 'id="roles-error"' in answer.text
    assert answer.text.count('id="roles"') == 1


def test_nobody_changes_their_own_roles_by_hand(app: Flask, aber: Coop) -> None:
    admin = make_person(aber, "coop_admin")
    visitor = Visitor(app, aber)
    visitor.sign_in(admin)
    visitor.get(f"/accounts/{admin.id}")

    answer = visitor.post(f"/accounts/{admin.id}/roles", {"roles": ["coop_admin", "chair"], "version": "1"})

    assert answer.status_code == 409
    with reading(aber) as session:
        assert [role.role for role in get_account(session, admin.id, by=SYSTEM).roles] == ["coop_admin"]


def test_a_suspended_person_is_out_on_the_next_request(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)
    visitor.sign_in(carer)
    admin = signed_in(app, aber, "coop_admin", name="Gwen Parri")
    admin.get(f"/accounts/{carer.id}")

    assert admin.post(f"/accounts/{carer.id}/suspend").status_code == 303

    assert visitor.get("/account").status_code == 303


def test_an_administrator_ends_somebody_s_sessions(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)
    visitor.sign_in(carer)
    admin = signed_in(app, aber, "coop_admin", name="Gwen Parri")
    admin.get(f"/accounts/{carer.id}")

    admin.post(f"/accounts/{carer.id}/end-sessions")

    assert visitor.get("/account").status_code == 303


def test_role_changes_ask_for_a_fresh_proof(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    member = make_person(aber, "worker_member")
    admin = signed_in(app, aber, "coop_admin")
    clock.set_fixed(START + timedelta(minutes=5))

    path = f"/accounts/{member.id}/roles"
    assert admin.get(path).headers["Location"] == f"/sign-in/prove?next={path}"


def test_pausing_an_account_asks_for_a_fresh_proof_and_leads_back(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    member = make_person(aber, "worker_member")
    admin = signed_in(app, aber, "coop_admin")
    path = f"/accounts/{member.id}"
    fresh = admin.get(path).text
    proved = admin.get(f"{path}/suspend").headers["Location"]
    clock.set_fixed(START + timedelta(minutes=5))

    later = admin.get(path).text
    asked = admin.get(f"{path}/suspend").headers["Location"]
    refused = admin.post(f"{path}/suspend").headers["Location"]
    ended = admin.post(f"{path}/end-sessions").headers["Location"]

    assert f'action="{path}/suspend"' in fresh
    assert f'action="{path}/suspend"' not in later
    assert f'href="{path}/suspend"' in later
    assert (proved, asked, refused) == (path, f"/sign-in/prove?next={path}/suspend", "/sign-in/prove")
    assert ended == path
    with reading(aber) as session:
        assert get_account(session, member.id, by=SYSTEM).status == "active"


def test_one_s_own_devices_can_be_ended(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    here, there = Visitor(app, aber), Visitor(app, aber)
    here.sign_in(carer)
    there.sign_in(carer)
    page = here.get("/account/devices").text
    path = next(part.split('"')[0] for part in page.split('action="') if part.split('"')[0].endswith("/end"))

    assert here.post(path).status_code == 303

    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_signing_out_everywhere_signs_out_here_too(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_worker")
    visitor.get("/account/devices")

    assert visitor.post("/account/devices/end-all").headers["Location"] == "/sign-in"
    assert visitor.get("/account").status_code == 303


def test_a_password_is_changed_by_whoever_knows_the_present_one(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "care_worker")
    visitor.get("/account/password")

    wrong = visitor.post("/account/password", {"present": "x", "password": "pont dros afon lydan"})
    weak = visitor.post("/account/password", {"present": PASSWORD, "password": "password1234"})
    good = visitor.post("/account/password", {"present": PASSWORD, "password": "pont dros afon lydan"})

    assert [wrong.status_code, weak.status_code, good.status_code] == [422, 422, 303]
    assert "among the first that are guessed" in weak.text
    assert visitor.get("/account").status_code == 200


@pytest.mark.parametrize("extra", [{"status": "active"}, {"person_id": "x"}, {"permissions": "all"}])
def test_fields_that_nobody_asked_for_are_refused(app: Flask, aber: Coop, extra: dict[str, str]) -> None:
    admin = signed_in(app, aber, "coop_admin")
    admin.get("/accounts/invite")
    wanted = {
        "email": "tomos@example.invalid",
        "first_name": "Tomos",
        "full_name": "Tomos Wyn",
        "language": "cy",
        "roles": ["board_member"],
    }

    assert admin.post("/accounts/invite", {**wanted, **extra}).status_code == 422


def test_a_name_with_script_in_it_shows_as_text(app: Flask, aber: Coop) -> None:
    make_person(aber, "care_worker", name="<script>alert(1)</script> {{7*7}}")

    page = signed_in(app, aber, "coop_admin").get("/accounts").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}}" in page


def test_every_page_for_signed_in_people_has_a_sign_out(app: Flask, aber: Coop) -> None:
    visitor = signed_in(app, aber, "coop_admin")
    for path in ("/account", "/account/security", "/accounts", "/accounts/invite", "/sign-in/prove"):
        page = visitor.get(path).text
        assert 'action="/sign-out"' in page, path
