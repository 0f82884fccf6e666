# SPDX-License-Identifier: AGPL-3.0-or-later
"""Setting second factors up on pages, and what those who must have one may open before they do."""

import json
import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask

from app.web.guards import guard_of
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop, Hub
from tenants.registry.naming import HubName, name_hub
from tests.support.authenticator import Authenticator
from tests.support.people import PASSWORD, make_person
from tests.support.web import Visitor

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
SEED = re.compile(r"<code[^>]*>((?:[A-Z2-7]{4} ?){8})</code>")
KEPT = re.compile(r'<a href="([^"]+)"[^>]*>I have kept them')
CODES = re.compile(r"<li><code>([A-Z2-9-]{19})</code></li>")
OPEN_WHILE_ENROLLING = {
    "account.authenticator",
    "account.begin_authenticator",
    "account.new_passkey",
    "account.passkey_options",
    "account.put_authenticator_on",
    "account.put_passkey_on",
    "account.secure",
    "login.give_proof",
    "login.prove",
    "login.prove_with_passkey",
}


def test_before_a_needed_factor_is_there_only_enrolment_is_open(app: Flask) -> None:
    enrolling = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if (guard := guard_of(view)) is not None and guard.is_enrolling
    }

    assert enrolling == OPEN_WHILE_ENROLLING


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Cydfro Care Network"), ("cy", "Rhwydwaith Gofal Cydfro")]
)
def test_at_the_hub_factors_go_by_the_name_that_its_people_gave_it(
    app: Flask, hub: Hub, monkeypatch: pytest.MonkeyPatch, language: str, name: str
) -> None:
    named = HubName("Cydfro Care Network", "Rhwydwaith Gofal Cydfro", "Cydfro")
    name_hub(by=SYSTEM, name=named, version=0, now=clock.now())
    drawn: list[str] = []
    real = pyotp.TOTP.provisioning_uri

    def listened(self: pyotp.TOTP, name: str, issuer_name: str) -> str:
        drawn.append(issuer_name)
        return real(self, name=name, issuer_name=issuer_name)

    monkeypatch.setattr(pyotp.TOTP, "provisioning_uri", listened)
    visitor = Visitor(app, hub)
    visitor.sign_in(make_person(hub, "network_director", language=language))
    visitor.get("/account/security")

    visitor.post("/account/authenticator/begin")
    visitor.get("/account/authenticator")
    options = visitor.post("/account/passkeys/options").get_json()

    assert drawn == [name]
    assert options["rp"]["name"] == name


def test_an_administrator_sets_an_authenticator_up_and_then_may_work(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    visitor = Visitor(app, aber)
    person = make_person(aber, "coop_admin", has_factor=False)
    visitor.get("/sign-in?next=/accounts/invite")
    visitor.post("/sign-in", {"email": person.email, "password": PASSWORD, "next": "/accounts/invite"})
    assert visitor.get("/accounts/invite").headers["Location"] == "/account/security"
    visitor.get("/account/security")
    visitor.post("/account/authenticator/begin")
    page = visitor.get("/account/authenticator")
    found = SEED.search(page.text)
    assert found is not None
    seed = found[1].replace(" ", "")
    assert "<svg" in page.text

    assert visitor.post("/account/authenticator", {"code": "000000"}).status_code == 422
    response = visitor.post("/account/authenticator", {"code": pyotp.TOTP(seed).at(START)})

    assert response.status_code == 200
    assert len(set(CODES.findall(response.text))) == 10
    assert KEPT.findall(response.text) == ["/accounts/invite"]
    assert visitor.get("/accounts").status_code == 200
    assert seed not in visitor.get("/account/security").text


def test_a_recovery_code_from_the_page_opens_the_second_step(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    admin = make_person(aber, "coop_admin")
    visitor = Visitor(app, aber)
    visitor.sign_in(admin)
    visitor.get("/account/security")
    shown = visitor.post("/account/recovery-codes").text
    code = CODES.findall(shown)[3]
    assert KEPT.findall(shown) == ["/account/security"]
    other = Visitor(app, aber)
    other.get("/sign-in")
    other.post("/sign-in", {"email": admin.email, "password": "tair afon a mynydd"})
    other.get("/sign-in/second-factor")

    assert other.post("/sign-in/second-factor", {"code": code}).status_code == 303
    assert other.get("/accounts").status_code == 200


def test_factors_are_changed_only_after_a_fresh_proof(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))
    visitor.get("/account/security")
    clock.set_fixed(START + timedelta(minutes=5))

    for path in ("/account/authenticator/begin", "/account/recovery-codes", "/account/passkeys/options"):
        assert visitor.post(path).headers["Location"] == "/sign-in/prove", path


def test_a_passkey_is_made_and_signs_in_without_a_password(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    carer = make_person(aber, "care_worker")
    visitor.sign_in(carer)
    visitor.get("/account/passkeys/new")
    options = visitor.post("/account/passkeys/options").get_json()
    assert options["rp"]["id"] == "aber.localhost"
    device = Authenticator("aber.localhost", "http://aber.localhost:8000")
    made = visitor.post(
        "/account/passkeys/new", {"name": "My phone", "credential": json.dumps(device.make(options))}
    )
    assert made.status_code == 200, made.text
    visitor.post("/sign-out")

    visitor.get("/sign-in")
    question = visitor.post("/sign-in/passkey/options").get_json()
    response = visitor.post("/sign-in/passkey", {"credential": json.dumps(device.answer(question))})

    assert response.status_code == 303
    assert carer.full_name in visitor.get("/account").text
    assert "My phone" in visitor.get("/account/security").text


def test_a_passkey_answer_to_no_question_is_refused(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.get("/sign-in")

    for credential in ("", "[]", "{", "{}", "x" * 20_000):
        assert visitor.post("/sign-in/passkey", {"credential": credential}).status_code == 422
    visitor.get("/sign-in")
    visitor.post("/sign-in/passkey/options")
    assert visitor.post("/sign-in/passkey", {"credential": "[1]"}).status_code == 422
    visitor.get("/sign-in")
    visitor.post("/sign-in/passkey/options")
    assert visitor.post("/sign-in/passkey", {"credential": "[" * 16_000}).status_code == 422


def test_an_address_that_asks_for_passkeys_and_never_answers_is_told_to_wait(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.get("/sign-in")
    codes = [visitor.post("/sign-in/passkey/options").status_code for _ in range(30)]

    held = visitor.post("/sign-in/passkey/options")

    assert codes == [200] * 30
    assert (held.status_code, held.get_json()["code"]) == (429, "tries_held")
    assert 0 < int(held.headers["Retry-After"]) <= 900
