# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in and out, as a browser does it."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask

from tenants import clock
from tenants.office import HUB, Coop
from tests.support.people import PASSWORD, make_person
from tests.support.web import Visitor

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


def cookie_of(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie("__Host-cydofal", domain=visitor.host.partition(":")[0])
    assert cookie is not None
    return cookie.value


def test_a_care_worker_signs_in_and_is_at_home(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)

    response = visitor.sign_in(carer)

    assert response.headers["Location"] == "/"
    page = visitor.get("/account")
    assert page.status_code == 200
    assert carer.full_name in page.text


def test_the_cookie_is_of_one_host_alone(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)
    visitor.get("/sign-in")

    response = visitor.post("/sign-in", {"email": carer.email, "password": PASSWORD})

    name, _, rest = response.headers["Set-Cookie"].partition("=")
    parts = {part.strip() for part in rest.split(";")[1:]}
    assert name == "__Host-cydofal"
    assert parts == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def test_under_a_local_path_the_cookie_keeps_to_the_path(app: Flask, aber: Coop) -> None:
    response = app.test_client().get(f"/c/{aber.slug}/sign-in", base_url="http://127.0.0.1:8000")

    name, _, rest = response.headers["Set-Cookie"].partition("=")
    assert name == f"cydofal-{aber.slug}"
    assert {part.strip() for part in rest.split(";")[1:]} == {
        "HttpOnly",
        f"Path=/c/{aber.slug}",
        "SameSite=Lax",
    }


@pytest.mark.parametrize("host", ["bryn", "hub"])
def test_a_session_cookie_of_one_co_op_is_refused_everywhere_else(
    app: Flask, aber: Coop, bryn: Coop, host: str
) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "coop_admin"))
    thief = Visitor(app, bryn if host == "bryn" else HUB)
    thief.client.set_cookie("__Host-cydofal", cookie_of(visitor), domain=thief.host.partition(":")[0])

    response = thief.get("/account")

    assert response.status_code == 303
    assert response.headers["Location"] == "/sign-in?next=/account"


def test_unknown_address_and_wrong_password_get_the_same_page(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker", email="known@example.invalid")
    bodies = []
    for email, password in ((carer.email, "not the password"), ("never@example.invalid", PASSWORD)):
        visitor = Visitor(app, aber)
        visitor.get("/sign-in")
        response = visitor.post("/sign-in", {"email": email, "password": password})
        assert response.status_code == 422
        bodies.append(without_tokens(response.text).replace(email, "ADDRESS"))

    assert bodies[0] == bodies[1]


def without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrf_token" not in line)


def test_the_second_factor_is_asked_before_anything_opens(app: Flask, aber: Coop) -> None:
    admin = make_person(aber, "coop_admin")
    visitor = Visitor(app, aber)
    visitor.get("/sign-in")

    response = visitor.post("/sign-in", {"email": admin.email, "password": PASSWORD, "next": "/account"})

    assert response.headers["Location"] == "/sign-in/second-factor?next=/account"
    assert visitor.get("/account").headers["Location"] == "/sign-in/second-factor?next=/account"


def test_a_code_works_once(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    admin = make_person(aber, "coop_admin")
    Visitor(app, aber).sign_in(admin)
    second = Visitor(app, aber)
    second.get("/sign-in")
    second.post("/sign-in", {"email": admin.email, "password": PASSWORD})
    second.get("/sign-in/second-factor")
    assert admin.totp_secret is not None

    response = second.post("/sign-in/second-factor", {"code": pyotp.TOTP(admin.totp_secret).at(START)})

    assert response.status_code == 422
    assert second.get("/account").status_code == 303


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_code_is_good_for_one_step_each_way(app: Flask, aber: Coop, steps: int, status: int) -> None:
    clock.set_fixed(START)
    admin = make_person(aber, "coop_admin")
    visitor = Visitor(app, aber)
    visitor.get("/sign-in")
    visitor.post("/sign-in", {"email": admin.email, "password": PASSWORD})
    visitor.get("/sign-in/second-factor")
    assert admin.totp_secret is not None
    code = pyotp.TOTP(admin.totp_secret).at(START + timedelta(seconds=30 * steps))

    assert visitor.post("/sign-in/second-factor", {"code": code}).status_code == status


def test_roles_that_need_a_second_factor_cannot_work_without_one(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "coop_admin", has_factor=False))

    assert visitor.get("/accounts").headers["Location"] == "/account/security"
    assert visitor.get("/account/security").status_code == 200


def test_the_session_id_changes_at_sign_in_step_up_and_sign_out(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    carer = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)
    visitor.sign_in(carer)
    first = cookie_of(visitor)
    visitor.get("/sign-in/prove")
    visitor.post("/sign-in/prove", {"password": PASSWORD})
    second = cookie_of(visitor)
    visitor.post("/sign-out")

    assert first != second
    assert is_dead(app, aber, first)
    assert is_dead(app, aber, second)


def is_dead(app: Flask, office: Coop, cookie: str) -> bool:
    thief = Visitor(app, office)
    thief.client.set_cookie("__Host-cydofal", cookie, domain=thief.host.partition(":")[0])
    return thief.get("/account").status_code == 303


def test_sign_out_is_a_post_and_needs_its_token(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))

    assert visitor.get("/sign-out").status_code == 405
    forged = visitor.client.post("/sign-out", base_url=f"http://{visitor.host}")
    assert forged.status_code == 400
    assert visitor.get("/account").status_code == 200


def test_a_form_s_token_of_another_session_is_refused(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    mine, other = Visitor(app, aber), Visitor(app, aber)
    mine.sign_in(carer)
    other.sign_in(carer)
    token = other._token

    response = mine.client.post("/sign-out", data={"csrf_token": token}, base_url=f"http://{mine.host}")

    assert response.status_code == 400
    assert mine.get("/account").status_code == 200


def test_a_copied_cookie_is_dead_after_sign_out(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))
    copied = cookie_of(visitor)

    visitor.post("/sign-out")

    assert is_dead(app, aber, copied)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example\t",
        "javascript:alert(1)",
    ],
)
def test_next_leads_only_to_a_page_of_ours(app: Flask, aber: Coop, target: str) -> None:
    carer = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)
    visitor.get("/sign-in")

    response = visitor.post("/sign-in", {"email": carer.email, "password": PASSWORD, "next": target})

    assert response.headers["Location"] in {"/", "/%09/evil.example"}


@pytest.mark.parametrize(
    ("role", "rests", "status"),
    [
        ("care_worker", timedelta(hours=11, minutes=59), 200),
        ("care_worker", timedelta(hours=12), 303),
        ("payroll_contact", timedelta(minutes=29), 200),
        ("payroll_contact", timedelta(minutes=30), 303),
    ],
)
def test_an_idle_session_ends(app: Flask, aber: Coop, role: str, rests: timedelta, status: int) -> None:
    clock.set_fixed(START)
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, role))

    clock.set_fixed(START + rests)

    assert visitor.get("/account").status_code == status


def test_after_twenty_hours_one_signs_in_anew(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))
    statuses = []
    for hours in (6, 12, 18, 20):
        clock.set_fixed(START + timedelta(hours=hours))
        statuses.append(visitor.get("/account").status_code)

    assert statuses == [200, 200, 200, 303]


def test_sensitive_pages_ask_for_a_fresh_proof(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))
    assert visitor.get("/account/address").status_code == 200

    clock.set_fixed(START + timedelta(minutes=5))
    response = visitor.get("/account/address")

    assert response.headers["Location"] == "/sign-in/prove?next=/account/address"
    visitor.get("/sign-in/prove?next=/account/address")
    proved = visitor.post("/sign-in/prove", {"password": PASSWORD, "next": "/account/address"})
    assert proved.headers["Location"] == "/account/address"
    assert visitor.get("/account/address").status_code == 200


def test_a_wrong_proof_opens_nothing(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))
    clock.set_fixed(START + timedelta(minutes=5))
    visitor.get("/sign-in/prove")

    assert visitor.post("/sign-in/prove", {"password": "some other words"}).status_code == 422
    assert visitor.get("/account/address").status_code == 303


def test_a_page_that_is_not_mine_is_not_there(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))

    assert visitor.get("/accounts").status_code == 404


@pytest.mark.parametrize("language", ["en", "cy"])
def test_password_fields_can_be_pasted_into_and_shown(app: Flask, aber: Coop, language: str) -> None:
    visitor = Visitor(app, aber)

    page = visitor.get("/sign-in", headers={"Accept-Language": language}).text

    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
    assert 'data-module="govuk-password-input"' in page


def test_sign_in_pages_answer_in_the_reader_s_language(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)

    assert "<h1>Mewngofnodi</h1>" in visitor.get("/sign-in", headers={"Accept-Language": "cy"}).text
    assert "<h1>Sign in</h1>" in visitor.get("/sign-in", headers={"Accept-Language": "en"}).text


def test_too_many_tries_are_held_and_say_for_how_long(app: Flask, aber: Coop) -> None:
    clock.set_fixed(START)
    visitor = Visitor(app, aber)
    visitor.get("/sign-in")
    for _ in range(10):
        assert visitor.post("/sign-in", {"email": "x@example.org", "password": "y"}).status_code == 422

    response = visitor.post("/sign-in", {"email": "x@example.org", "password": "y"})

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"


def test_a_stranger_s_try_is_in_the_security_log_without_who_or_where(
    app: Flask, aber: Coop, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = Visitor(app, aber)
    visitor.get("/sign-in")

    with caplog.at_level("WARNING", logger="app.security"):
        visitor.post("/sign-in", {"email": "planted@example.invalid", "password": "planted words"})

    records = [record for record in caplog.records if record.name == "app.security"]
    assert [(record.message, record.__dict__["code"]) for record in records] == [
        ("sign_in_refused", "sign_in_refused")
    ]
    said = str(records[0].__dict__)
    assert "planted" not in said
    assert "127.0.0.1" not in said
