# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invitations and resets, from the page that asks for them to the page that their link opens."""

import time
from email import message_from_bytes, policy

import pytest
from flask import Flask

from app.login.pages import EVEN_SECONDS
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop
from tests.support.access import link_of, link_token
from tests.support.people import PASSWORD, make_person
from tests.support.web import Visitor
from tests.support.world import World

NEW = "pont dros afon lydan"
TOMOS = {
    "email": "tomos@example.invalid",
    "first_name": "Tomos",
    "full_name": "Tomos Wyn",
    "language": "cy",
    "roles": ["board_member"],
}


def letters_to(world: World, address: str) -> list[str]:
    found = [message_from_bytes(one.read_bytes(), policy=policy.default) for one in world.mails.glob("*.eml")]
    return [str(one["Subject"]) + "\n" + str(one.get_content()) for one in found if one["To"] == address]


def invite(app: Flask, office: Coop) -> Visitor:
    admin = Visitor(app, office)
    admin.sign_in(make_person(office, "coop_admin"))
    admin.get("/accounts/invite")
    response = admin.post("/accounts/invite", TOMOS)
    assert response.status_code == 303, response.text
    return admin


def test_an_administrator_invites_and_the_invited_signs_in(app: Flask, aber: Coop) -> None:
    invite(app, aber)
    path = f"/sign-in/invitation/{link_token(aber, 'invitation')}"
    tomos = Visitor(app, aber)
    page = tomos.get(path)
    assert "tomos@example.invalid" in page.text

    assert tomos.post(path, {"language": "cy", "password": "short"}).status_code == 422
    assert tomos.post(path, {"language": "cy", "password": NEW}).headers["Location"] == "/sign-in"
    tomos.get("/sign-in")
    tomos.post("/sign-in", {"email": TOMOS["email"], "password": NEW})

    account = tomos.get("/account")
    assert "Tomos Wyn" in account.text
    assert '<html lang="cy"' in account.text
    assert tomos.get(path).status_code == 409


def test_a_mail_holds_a_first_name_and_a_link_and_no_more(app: Flask, world: World, aber: Coop) -> None:
    invite(app, aber)
    token = link_token(aber, "invitation")
    run_pending(aber)

    letters = letters_to(world, "tomos@example.invalid")

    assert len(letters) == 1
    assert letters[0].startswith(f"Eich gwahoddiad gan {aber.name_cy}\nHelo Tomos,")
    assert f"http://{aber.slug}.localhost:8000/sign-in/invitation/{token}" in letters[0]
    assert "Wyn" not in letters[0]


def test_a_forged_host_cannot_change_the_link_in_a_mail(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)
    visitor.get("/sign-in/forgotten")

    visitor.post(
        "/sign-in/forgotten",
        {"email": carer.email},
        headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    )

    assert link_of(aber, "reset").startswith("http://aber.localhost:8000/sign-in/reset/")


def test_asking_for_a_reset_gives_everybody_the_same_page(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    pages = []
    for email in (carer.email, "nobody@example.invalid"):
        visitor = Visitor(app, aber)
        visitor.get("/sign-in/forgotten")
        pages.append(visitor.post("/sign-in/forgotten", {"email": email}))

    bodies = [
        "\n".join(line for line in page.text.splitlines() if "csrf_token" not in line) for page in pages
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert bodies[0] == bodies[1]


def test_asking_for_a_reset_takes_everybody_the_same_time(app: Flask, aber: Coop) -> None:
    visitor, took = Visitor(app, aber), []
    visitor.get("/sign-in/forgotten")

    for email in (make_person(aber, "care_worker").email, "nobody@example.invalid"):
        began = time.monotonic()
        visitor.post("/sign-in/forgotten", {"email": email})
        took.append(time.monotonic() - began)

    # Either's own work takes a fraction of what both are made to take.
    assert [seconds >= EVEN_SECONDS for seconds in took] == [True, True]


def test_a_reset_sets_a_password_and_signs_nobody_in(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)
    visitor.get("/sign-in/forgotten")
    visitor.post("/sign-in/forgotten", {"email": carer.email})
    path = f"/sign-in/reset/{link_token(aber, 'reset')}"
    visitor.get(path)

    assert visitor.post(path, {"password": NEW}).headers["Location"] == "/sign-in"

    assert visitor.get("/account").status_code == 303
    visitor.get("/sign-in")
    assert visitor.post("/sign-in", {"email": carer.email, "password": PASSWORD}).status_code == 422
    assert visitor.post("/sign-in", {"email": carer.email, "password": NEW}).status_code == 303


@pytest.mark.parametrize("purpose", ["reset", "invitation", "address"])
def test_a_link_that_nobody_was_given_opens_nothing(app: Flask, aber: Coop, purpose: str) -> None:
    visitor = Visitor(app, aber)

    assert visitor.get(f"/sign-in/{purpose}/{'A' * 43}").status_code == 409


def test_a_new_address_counts_after_a_click_and_not_by_opening_the_link(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)
    visitor.sign_in(carer)
    visitor.get("/account/address")
    visitor.post("/account/address", {"email": "newest@example.invalid"})
    path = f"/sign-in/address/{link_token(aber, 'new_email')}"

    visitor.get(path)
    assert "newest@example.invalid" not in visitor.get("/account").text
    visitor.get(path)
    assert visitor.post(path).status_code == 303

    assert "newest@example.invalid" in visitor.get("/account").text


def test_the_hub_invites_its_own_staff(app: Flask, world: World) -> None:
    operator = Visitor(app, HUB)
    operator.sign_in(make_person(HUB, "platform_operator"))
    operator.get("/accounts/invite")

    response = operator.post("/accounts/invite", {**TOMOS, "roles": ["training_editor"]})

    assert response.status_code == 303
    assert link_token(HUB, "invitation")
    assert operator.get("/accounts/invite").status_code == 200
    assert operator.post("/accounts/invite", {**TOMOS, "roles": ["care_worker"]}).status_code == 422
