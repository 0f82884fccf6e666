# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages on which a co-op agrees to tell how fairly it pays, and on which the hub reads it."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from franchise_kit.payroll.rules.pay_fairness import PayFairness, PayFairnessAgreed
from tenants import clock
from tenants.office import HUB, Coop, Hub
from tests.support.openings import carry, tell
from tests.support.people import make_person
from tests.support.program import Program, make_token
from tests.support.thread import make_worker
from tests.support.web import Visitor

NOVEMBER = date(2026, 11, 1)
FIGURES = PayFairness(NOVEMBER, 37, 1250, 1345, 1345, 12, None)


@pytest.fixture(autouse=True)
def _on_the_day(hub: Hub) -> None:
    clock.set_fixed(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))


def signed_in(app: Flask, coop: Coop, role: str = "chair", language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, role, language=language))
    return visitor


def test_a_chair_sees_what_would_be_told_agrees_and_stops(app: Flask, aber: Coop) -> None:
    for name in "ABCDEF":
        make_worker(aber, f"Nia {name}", pence_per_hour=1250)
    visitor = signed_in(app, aber)

    before = visitor.get("/sharing/pay-fairness").text
    agreed = visitor.post("/sharing/pay-fairness/agree")
    during = visitor.get("/sharing/pay-fairness").text
    again = visitor.post("/sharing/pay-fairness/agree")
    said = visitor.get("/sharing/pay-fairness").text
    stopped = visitor.post("/sharing/pay-fairness/stop")
    after = visitor.get("/sharing/pay-fairness").text

    assert [agreed.status_code, again.status_code, stopped.status_code] == [303] * 3
    assert "Workers with a contract: 6" in before
    assert "Lowest rate for an ordinary hour: £12.50" in before
    assert "each month from November 2026 on is told once" in during
    assert "How fairly you pay is told already." in said
    assert "does not tell it" in after


def test_it_is_said_in_words_here_and_at_the_hub(app: Flask, aber: Coop) -> None:
    tell(aber, PayFairnessAgreed(is_agreed=True, from_month=NOVEMBER))
    tell(aber, FIGURES)
    carry(aber)
    hub = Visitor(app, HUB)
    hub.sign_in(make_person(HUB, "network_director", name="Gwen Hub"))

    page = signed_in(app, aber).get("/sharing").text
    welsh = signed_in(app, aber, language="cy").get("/sharing").text
    told = hub.get(f"/network/coops/{aber.id}").text

    assert "We tell how fairly we pay from November 2026 on." in page
    assert "Without guaranteed hours: not told" in page
    assert "Y gyfradd ganolog: £13.45" in welsh
    assert "Paid less than the Real Living Wage of £13.45: 12" in told
    assert "It has agreed to tell it each month" in told


def test_a_program_agrees_and_stops_by_the_same_acts(app: Flask, aber: Coop) -> None:
    program = Program(app, aber, make_token(aber, make_person(aber, "chair")).text)

    before = program.call("GET", "/pay-fairness").get_json()
    answers = [program.call("POST", f"/pay-fairness/{what}") for what in ("agree", "agree", "stop")]

    assert (before["is_agreed"], before["from_month"], before["now"]["workers"]) == (False, None, 0)
    assert [one.status_code for one in answers] == [204, 409, 204]
