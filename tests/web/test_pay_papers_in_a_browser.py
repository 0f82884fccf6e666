# SPDX-License-Identifier: AGPL-3.0-or-later
"""Schedules, corrections, the end of a run and certificates in a real browser; axe finds nothing on any."""

from collections.abc import Iterator
from datetime import date

import pytest

from franchise_kit.payroll.actions.closing import say_paid
from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tests.support.pay import approve, draft, make_paid, preparer, submit, treasurer
from tests.support.people import make_person
from tests.support.rows import rows
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def day_back() -> Iterator[None]:
    """Give the day back that a test lived on."""
    held = clock.held_day()
    yield
    clock.hold_day(held)


@pytest.mark.usefixtures("day_back")
def test_pay_papers_and_schedules(company: Company, aber: Coop) -> None:
    language = company.language
    nia = make_paid(aber, minutes=6300, language=language)
    gone = make_paid(aber, "Bryn Rhys", minutes=5400)
    contact, officer = preparer(aber), treasurer(aber)
    run = draft(aber, contact)
    approve(aber, submit(aber, run, contact), officer)
    people.end_employment(
        coop=aber, worker_id=gone.worker_id, ended_on=date(2026, 11, 20), by=SYSTEM, now=clock.now()
    )
    say_paid(coop=aber, pay_run_id=run, by=officer, now=clock.now())
    (schedule,) = rows(aber, "pay_schedule")

    desk = company.at(aber, make_person(aber, "payroll_contact", name="Sioned Wyn", language=language))
    looked = {
        "schedules": "/pay-schedules",
        "new-schedule": "/pay-schedules/new",
        "schedule": f"/pay-schedules/{schedule['id']}",
        "new-chosen": "/pay-runs/new/chosen",
        "leavers": "/payslips/leavers",
        "of-worker": f"/payslips/workers/{nia.worker_id}",
        "correct": f"/payslips/workers/{nia.worker_id}/correct",
        "p45": f"/payslips/workers/{gone.worker_id}/p45",
        "paid": f"/pay-runs/{run}",
        "close": f"/pay-runs/{run}/close",
    }
    desk.look_at(looked)
    board = company.at(aber, make_person(aber, "treasurer", name="Owain Rees", language=language))
    board.look_at({"close-approved": f"/pay-approvals/{run}/close"})
    clock.hold_day(date(2027, 4, 6))
    desk.look_at({"p60-of-worker": f"/payslips/workers/{nia.worker_id}/p60/2026-27"})
    company.at(aber, nia.account).look_at({"p60": "/payslips/p60/2026-27"})

    assert company.faults == {}
