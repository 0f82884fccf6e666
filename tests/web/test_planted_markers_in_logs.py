# SPDX-License-Identifier: AGPL-3.0-or-later
"""A morning's work of two co-ops, with a marker in everything that is typed: none is in the log."""

import io
import json
import logging
from collections.abc import Iterator

import pyotp
import pytest
from flask import Flask

from app import logs
from tenants import clock
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Hub
from tests.support.openings import carry_all
from tests.support.people import PASSWORD, make_person
from tests.support.visiting import ask_of, give
from tests.support.web import Visitor
from tests.web.test_visitors_entering import come_in

MARKER = "zqxmarker"
INVITED = {
    "email": f"{MARKER}.new@example.invalid",
    "first_name": f"{MARKER}first",
    "full_name": f"{MARKER}full name",
    "language": "en",
    "roles": ["care_worker"],
}


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    text = io.StringIO()
    logs.configure(text)
    yield text
    root.handlers, root.level = handlers, level


def work(app: Flask, coop: Coop) -> list[str]:
    """Do what people do, rightly and wrongly; return the secrets that came up."""
    roles = ("coop_admin", "registered_manager", "data_protection_lead")
    person = make_person(coop, *roles, name=f"{MARKER} Llwyd", email=f"{MARKER}@example.invalid")
    stranger = Visitor(app, coop)
    stranger.get("/sign-in")
    stranger.post("/sign-in", {"email": person.email, "password": f"{MARKER}-wrong-password"})
    stranger.post("/sign-in", {"email": f"{MARKER}.nobody@example.invalid", "password": MARKER})
    stranger.post("/sign-in/forgotten", {"email": person.email})
    stranger.get(f"/sign-in/reset/{MARKER}")
    stranger.get(f"/enter?token={MARKER}")
    stranger.get(
        f"/{MARKER}?{MARKER}={MARKER}", headers={"User-Agent": MARKER, "Referer": f"http://{MARKER}"}
    )
    stranger.post("/sign-in/passkey", {"credential": MARKER})
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    visitor.get("/search", query_string={"q": MARKER})
    visitor.get(f"/journal?person={MARKER}&kind={MARKER}")
    visitor.get("/accounts/invite")
    visitor.post("/accounts/invite", INVITED)
    visitor.post("/accounts/invite", INVITED)
    visitor.get("/settings/papers/new")
    paper = (io.BytesIO(b"<html>" + MARKER.encode()), f"{MARKER}.html")
    visitor.post("/settings/papers/new", {"kind": "other", "paper": paper})
    visitor.get("/tokens/new")
    made = visitor.post("/tokens/new", {"name": MARKER, "permissions": ["journal.read"], "days": "3"})
    token = made.text.partition("cydofal_")[2][:76]
    for sent in (f"cydofal_{token}", MARKER):
        visitor.get("/api/v1/journal", headers={"Authorization": f"Bearer {sent}"})
    carry_all(coop)
    run_pending(coop)
    cookies = [one.value for one in (visitor.client._cookies or {}).values()]
    assert person.totp_secret is not None
    return [token[33:], person.totp_secret, pyotp.TOTP(person.totp_secret).at(clock.ticking()), *cookies]


def test_nothing_that_was_typed_and_no_secret_is_in_the_log(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop, stream: io.StringIO
) -> None:
    secrets = [secret for coop in (aber, bryn) for secret in work(app, coop)]
    asked = ask_of(aber, purpose=f"{MARKER} purpose", name=f"{MARKER} Prys")
    give(asked)
    come_in(app, asked.asker, aber, asked.id)
    run_pending(HUB)

    written = stream.getvalue()
    lines = [json.loads(line) for line in written.splitlines()]
    assert MARKER not in written.lower()
    assert PASSWORD not in written
    assert [secret for secret in secrets if len(secret) > 6 and secret in written] == []
    assert {line["office"] for line in lines if "office" in line} == {"hub", aber.schema, bryn.schema}
    assert {line["event"] for line in lines} >= {"request", "sign_in_refused"}
    assert [line for line in lines if line["event"] == "request" and line["time"][-6:] != "+00:00"] == []
