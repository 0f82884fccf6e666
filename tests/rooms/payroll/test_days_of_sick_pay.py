# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sickness is paid on the weekdays that were agreed, and what was paid is not changed by others."""

from datetime import date
from uuid import UUID

import pytest

from franchise_kit.access import PermissionLacking
from franchise_kit.payroll.actions.qualifying_days import NewQualifyingDays, agree_qualifying_days
from franchise_kit.payroll.queries.qualifying_days import list_qualifying_days
from franchise_kit.payroll.rules.qualifying_days import QualifyingDaysPaidAlready
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.other_pay import make_away
from tests.support.pay import draft, make_paid, preparer, treasurer
from tests.support.rows import rows

SUNDAY, FRIDAY = date(2026, 11, 8), date(2026, 11, 13)
WEEKEND, MONDAY_ALONE = (5, 6), (0,)


def agree(
    coop: Coop, by: Actor, weekdays: tuple[int, ...], worker_id: UUID | None = None, from_on: date = SUNDAY
) -> None:
    days = NewQualifyingDays(from_on, weekdays, worker_id)
    agree_qualifying_days(coop=coop, days=days, by=by, now=clock.now())


def test_each_is_paid_on_the_days_that_were_agreed(aber: Coop, bryn: Coop) -> None:
    workers = [make_paid(aber, name, minutes=600) for name in ("Nia Prys", "Alys Wyn")]
    for one in workers:
        make_away(aber, one.worker_id, "sickness", SUNDAY, FRIDAY)
    by = preparer(aber)
    agree(aber, by, WEEKEND)
    agree(aber, by, MONDAY_ALONE, workers[1].worker_id)
    agree(bryn, preparer(bryn), (2,))

    draft(aber, by)

    # The Sunday is half of a week of two days, and the Monday all of a week of one.
    assert sorted(row["pence"] for row in rows(aber, "payslip_other")) == [61_63, 123_25]
    with reading(aber) as session:
        found = list_qualifying_days(session, by=by, now=clock.now())
    assert [(one.worker_name, one.weekdays) for one in found] == [("Alys Wyn", (0,)), ("", (5, 6))]
    lines = [row for row in rows(aber, "journal_line", "seq") if row["record_kind"] == "qualifying_days"]
    assert [(row["codes"]["days"], row["codes"]["day"]) for row in lines] == [
        (2, "2026-11-08"),
        (1, "2026-11-08"),
    ]


def test_days_that_a_run_pays_stay_as_they_were(aber: Coop, bryn: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    make_away(aber, nia.worker_id, "sickness", SUNDAY, FRIDAY)
    by = preparer(aber)
    draft(aber, by)

    with pytest.raises(QualifyingDaysPaidAlready):
        agree(aber, by, WEEKEND)
    with pytest.raises(NotFound):
        agree(aber, by, WEEKEND, make_paid(bryn).worker_id)
    with pytest.raises(PermissionLacking):
        agree(aber, treasurer(aber), WEEKEND)

    assert rows(aber, "qualifying_days") == []
    agree(aber, by, WEEKEND, from_on=date(2026, 11, 14))
