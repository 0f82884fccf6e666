# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headers that every answer carries, whatever it answers; and a fault's page, which tells a number alone."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from app.late_rooms import load_rooms
from tenants import jobs
from tenants.office import Coop, Hub
from tests.support.people import make_person
from tests.support.web import Visitor, settings_of
from tests.support.world import World

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ANSWERS = [
    ("GET", "/sign-in", 200),
    ("GET", "/today", 303),
    ("GET", "/nothing-here", 404),
    ("DELETE", "/sign-in", 405),
    ("POST", "/sign-out", 400),
    ("OPTIONS", "/accounts", 200),
    ("HEAD", "/sign-in", 200),
    ("GET", "/healthz", 200),
    ("GET", "/enter?token=x", 409),
    ("GET", "/api/v1/me", 401),
    ("GET", "/api/v1/nothing", 404),
    ("PUT", "/api/v1/me", 405),
    ("GET", "/static/build/nothing.css", 404),
]
WORDS = "Marged Puw lives at 4 Stryd Fawr"


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_carries_the_policy_and_the_fixed_headers(
    app: Flask, aber: Coop, method: str, path: str, status: int
) -> None:
    answer = app.test_client().open(path, method=method, base_url=f"http://{aber.slug}.localhost:8000")

    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert answer.status_code == status
    assert policy == POLICY
    assert {name: answer.headers[name] for name in FIXED} == FIXED
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize("path", ["/sign-in", "/nothing", "/api/v1/me", "/static/build/nothing.css"])
def test_over_tls_a_year_of_tls_is_promised(app: Flask, aber: Coop, path: str) -> None:
    answer = app.test_client().get(path, base_url=f"https://{aber.slug}.localhost:8000")

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_no_page_of_a_person_may_be_kept_by_a_browser(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "coop_admin", "registered_manager", "data_protection_lead"))
    paths = (
        "/today",
        "/accounts",
        "/journal",
        "/journal/journal.csv",
        "/search?q=mari",
        "/account",
        "/settings",
    )

    kept = {path: visitor.get(path).headers["Cache-Control"] for path in paths}

    assert kept == dict.fromkeys(paths, "no-store")


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/openapi.json"])
def test_a_fault_shows_a_number_and_nothing_else(world: World, aber: Coop, path: str) -> None:
    broken = load_rooms(create_app(settings_of(world)))
    jobs.set_doorbell(None)

    def fail(**_arguments: object) -> str:
        raise LookupError(WORDS)

    for rule in broken.url_map.iter_rules():
        if rule.rule == path:
            broken.view_functions[rule.endpoint] = fail
    answer = broken.test_client().get(path, base_url=f"http://{aber.slug}.localhost:8000")

    assert answer.status_code == 500
    assert [
        word for word in ("Marged", "Stryd", "LookupError", "Traceback", ".py") if word in answer.text
    ] == []
    if path == "/sign-in":
        assert re.search(rf"\b{answer.headers['X-Request-ID']}\b", answer.text)


def test_debugging_cannot_be_turned_on_from_outside(
    world: World, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")

    made = create_app(settings_of(world))
    jobs.set_doorbell(None)

    assert (made.debug, made.testing, made.config["DEBUG"]) == (False, False, False)
    assert made.test_client().get("/console", base_url="http://localhost:8000").status_code == 404


def test_a_cookie_of_the_key_before_is_taken_while_that_key_is_listed(
    world: World, app: Flask, aber: Coop
) -> None:
    before = settings_of(world)
    person = make_person(aber, "care_worker")
    visitor = Visitor(app, aber)
    visitor.sign_in(person)
    [cookie] = [one for one in (visitor.client._cookies or {}).values() if one.key == "__Host-cydofal"]
    fresh = "w" * 22 + "Q9zX" * 8
    makers = {
        "listed": replace(before, secret_key=fresh, previous_secret_keys=(before.secret_key,)),
        "forgotten": replace(before, secret_key=fresh),
    }

    said = {}
    for name, settings in makers.items():
        made = Flask("cookies")
        made.config.update(
            SECRET_KEY=settings.place.key.derive("web cookies").hex(),
            SECRET_KEY_FALLBACKS=settings.previous_cookie_keys,
        )
        with made.test_request_context(
            "/account",
            base_url=f"http://{aber.slug}.localhost:8000",
            headers={"Cookie": f"__Host-cydofal={cookie.value}"},
        ) as context:
            opened = app.session_interface.open_session(made, context.request)
            said[name] = opened is not None and "_user_id" in opened

    assert said == {"listed": True, "forgotten": False}
