# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same hour of care for programs, by token: entered, visited, approved, sent. A person approves pay."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.people import SeedAccount, make_person
from tests.support.program import Program, make_token
from tests.support.web import Visitor

pytestmark = pytest.mark.slow
NINE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
# The same hour as on the pages: what it comes to stands in test_the_thread.py.
GROSS, TAX, NI, NET = 13_45, 1_40, 0, 12_05


@pytest.fixture
def app(served_app: Flask) -> Iterator[Flask]:
    """The application, at nine on a Sunday in November."""
    clock.set_fixed(NINE)
    yield served_app
    clock.set_fixed(None)


def program_of(app: Flask, coop: Coop, person: SeedAccount) -> Program:
    """Return a program that may do what its holder may."""
    return Program(app, coop, make_token(coop, person).text)


def made(answer: Any) -> str:  # noqa: ANN401 - an answer of the test client
    """Return the id of what was made."""
    assert answer.status_code == 201, answer.get_json()
    return str(answer.get_json()["id"])


def test_an_hour_of_care_is_paid_by_programs_and_one_person(app: Flask, aber: Coop) -> None:
    carer = make_person(aber, "care_worker", name="Lucy Fenwick", language="cy")
    desk = program_of(app, aber, make_person(aber, "care_coordinator"))
    pay = program_of(app, aber, make_person(aber, "payroll_contact"))
    own = program_of(app, aber, carer)

    visit = plan(desk, take_on(desk, pay, carer))
    assert own.post(f"/own-visits/{visit}/check-in").status_code == 204
    clock.set_fixed(NINE + timedelta(minutes=60))
    assert own.post(f"/own-visits/{visit}/check-out", json={"note": "Paned."}).get_json() == {"minutes": 60}
    [entry] = desk.get("/time-entries").get_json()["items"]
    approved = desk.post("/time-entries/approve", json={"entry_ids": [f"{entry['id']}:{entry['version']}"]})
    assert approved.get_json() == {"count": 1}
    november = {"pay_on": "2026-11-30", "first_day": "2026-10-23", "last_day": "2026-11-22"}
    run = made(pay.post("/pay-runs", json=november))
    assert pay.post(f"/pay-runs/{run}/submit").status_code == 204
    approve(app, aber, run)

    [slip] = own.get(f"/payslips?pay_run_id={run}").get_json()["items"]
    figures = ("gross_pence", "tax_pence", "employee_ni_pence", "net_pence")
    assert [slip[name] for name in figures] == [GROSS, TAX, NI, NET]


def take_on(desk: Program, pay: Program, carer: SeedAccount) -> str:
    """Enter a worker with an account, a contract and its rate; the contact for pay adds what a P45 says."""
    worker = {
        "given_name": "Lucy",
        "family_name": "Fenwick",
        "language": "cy",
        "staff_category": "other_social_care",
        "started_on": "2026-11-02",
        "account_id": str(carer.id),
    }
    worker_id = made(desk.post("/workers", json=worker))
    contract = {"kind": "non_guaranteed_hours", "valid_from": "2026-11-02", "rate": "13.45"}
    made(desk.post(f"/workers/{worker_id}/contracts", json=contract))
    p45 = {
        "source": "p45",
        "tax_code": "C1257L",
        "from_on": "2026-11-02",
        "earlier_pay": "9000.00",
        "earlier_tax": "124.00",
    }
    assert desk.post(f"/workers/{worker_id}/tax-particulars", json=p45).status_code == 404
    assert pay.post(f"/workers/{worker_id}/tax-particulars", json=p45).status_code == 204
    return worker_id


def plan(desk: Program, worker_id: str) -> str:
    """Enter a person to support and plan an hour with them; the same key twice plans one visit."""
    person = {"given_name": "Gwen", "family_name": "Rees", "language": "cy", "started_on": "2026-11-02"}
    person_id = made(desk.post("/people-supported", json=person))
    visit = {
        "person_supported_id": person_id,
        "day": "2026-11-22",
        "at": "09:00",
        "minutes": 60,
        "worker_id": worker_id,
    }
    first, second = (desk.post("/visits", json=visit, headers={"Idempotency-Key": "once"}) for _ in "ab")
    assert made(first) == made(second)
    return made(first)


def approve(app: Flask, coop: Coop, run: str) -> None:
    """Approve a run on its page, as a treasurer who proved who they are a moment ago."""
    treasurer = Visitor(app, coop)
    treasurer.sign_in(make_person(coop, "treasurer"))
    assert "Lucy Fenwick" in treasurer.get(f"/pay-approvals/{run}").text
    treasurer.get(f"/pay-approvals/{run}/approve")
    assert treasurer.post(f"/pay-approvals/{run}/approve").status_code == 303
