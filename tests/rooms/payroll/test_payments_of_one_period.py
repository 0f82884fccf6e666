# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two payments of one month: an order takes once, and pay after the last pay has limits of a week."""

from datetime import UTC, date, datetime

from franchise_kit.people import actions as people
from franchise_kit.people.actions.deducting import NewOrder
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tests.support.deducting import give_order
from tests.support.pay import approve, draft, give_time, make_paid, preparer, submit, treasurer
from tests.support.rows import rows

FINE = NewOrder("priority", date(2026, 4, 1), date(2026, 4, 6), "CASE-1", "Llys", 200_00, 500_00, 900_00)
LATER = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)


def test_an_order_takes_once_of_two_payments_of_a_month(aber: Coop) -> None:
    nia = make_paid(aber, pence_per_hour=3000, minutes=1200)
    contact, officer = preparer(aber), treasurer(aber)
    give_order(aber, nia.worker_id, FINE)
    first = draft(aber, contact, pay_on=date(2026, 11, 24))
    approve(aber, submit(aber, first, contact), officer)
    give_time(aber, nia.worker_id, nia.account.person_id, 1200, starts_at=LATER)

    second = draft(aber, contact, pay_on=date(2026, 12, 4))
    approve(aber, submit(aber, second, contact), officer)
    give_time(aber, nia.worker_id, nia.account.person_id, 1200, starts_at=LATER.replace(day=16))
    third = draft(aber, contact, pay_on=date(2026, 12, 30), period=(date(2026, 11, 24), date(2026, 12, 24)))

    by_run = {row["id"]: row["pay_run_id"] for row in rows(aber, "payslip")}
    taken = {
        by_run[row["payslip_id"]]: (row["pence"], row["untaken_pence"]) for row in rows(aber, "payslip_order")
    }
    # £600 leave £100 above what is protected; the second £600 of the month give the other £100.
    assert taken == {first: (100_00, 100_00), second: (100_00, 0), third: (100_00, 100_00)}


def test_pay_after_the_last_pay_has_the_limits_of_a_week(aber: Coop) -> None:
    nia = make_paid(aber, pence_per_hour=3000, minutes=3600)
    people.end_employment(
        coop=aber, worker_id=nia.worker_id, ended_on=date(2026, 11, 13), by=SYSTEM, now=clock.now()
    )
    contact, officer = preparer(aber), treasurer(aber)
    approve(aber, submit(aber, draft(aber, contact, pay_on=date(2026, 11, 24)), contact), officer)
    given = []
    for day, pay_on in ((9, date(2026, 11, 30)), (10, date(2026, 12, 1))):
        give_time(
            aber,
            nia.worker_id,
            nia.account.person_id,
            600,
            starts_at=datetime(2026, 11, day, 19, 0, tzinfo=UTC),
        )
        given.append(draft(aber, contact, pay_on=pay_on))
        approve(aber, submit(aber, given[-1], contact), officer)

    slips = {row["pay_run_id"]: row for row in rows(aber, "payslip")}
    # 8 % above £242 a week. Monday and Tuesday are of one week of the tax year, which begins on a Monday.
    assert [slips[run]["gross_pence"] for run in given] == [300_00, 300_00]
    assert [slips[run]["employee_ni_pence"] for run in given] == [4_64, 24_00]
