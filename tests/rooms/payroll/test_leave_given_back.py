# SPDX-License-Identifier: AGPL-3.0-or-later
"""Leave that is given back after its run was approved: for just the days whose pay no longer stands."""

from datetime import UTC, date, datetime

import pytest

from franchise_kit.payroll import queries
from franchise_kit.time.actions.giving_back import give_leave_back
from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.absence import decider
from tests.support.other_pay import make_away, make_holiday
from tests.support.pay import approve, draft, make_paid, make_time, preparer, submit, treasurer
from tests.support.rows import rows

DECEMBER = (date(2026, 11, 23), date(2026, 12, 23))
WEEKEND = [0, 0, 0, 0, 0, 480, 480]
MONDAY_WEDNESDAY_SATURDAY = [480, 0, 480, 0, 0, 480, 0]
Days = tuple[int, int]


@pytest.mark.parametrize(
    ("week", "holiday", "minutes", "ill", "paid_on", "back", "kept"),
    [
        (WEEKEND, (6, 9), 960, (7, 8), [7, 8], (960, 215_20, 7, 8), []),
        (
            MONDAY_WEDNESDAY_SATURDAY,
            (9, 15),
            1440,
            (12, 15),
            [9, 11, 14],
            (480, 107_60, 14, 14),
            [(9, 11, 960)],
        ),
    ],
)
def test_leave_is_back_for_the_days_whose_pay_is_gone(
    aber: Coop,
    *,
    week: list[int],
    holiday: Days,
    minutes: int,
    ill: Days,
    paid_on: list[int],
    back: tuple[int, int, int, int],
    kept: list[tuple[int, int, int]],
) -> None:
    clock.set_fixed(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    nia = make_paid(aber, minutes=600)
    first, last = (date(2026, 11, day) for day in holiday)
    make_holiday(aber, nia.worker_id, first, last, minutes=minutes, week=week)
    by = preparer(aber)
    run = submit(aber, draft(aber, by), by)
    approve(aber, run, treasurer(aber))
    paid = [row["day"].day for row in rows(aber, "other_pay_day", "day")]
    ill_first, ill_last = (date(2026, 11, day) for day in ill)
    sick = make_away(aber, nia.worker_id, "sickness", ill_first, ill_last)

    given = give_leave_back(coop=aber, absence_id=sick, version=1, by=decider(aber), now=clock.now())
    make_time(aber, nia, 600, starts_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    second = draft(aber, by, pay_on=date(2026, 12, 23), period=DECEMBER)
    with reading(aber) as session:
        facts = next(one for one in queries.list_runs(session, by=by) if one.id == second)
        said = queries.list_concerns(session, facts, by=by).of_workers

    assert paid == paid_on
    assert [one.found.values for one in said if one.found.code == "days_gone"] == [
        {
            "back_pence": back[1],
            "first_on": date(2026, 11, back[2]),
            "last_on": date(2026, 11, back[3]),
            "of_run_id": str(run),
        }
    ]
    assert given == back[0]
    stands = [
        row
        for row in rows(aber, "absence", "from_on")
        if (row["kind"], row["state"]) == ("holiday", "agreed")
    ]
    assert [(row["from_on"].day, row["last_on"].day, row["leave_minutes"]) for row in stands] == kept
