# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every approved minute is paid once, at the rate of its day, however late somebody approved it."""

from datetime import UTC, date, datetime

import pytest

from franchise_kit.payroll import actions, queries
from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.pay import (
    Paid,
    approve,
    draft,
    everything,
    give_rate,
    give_time,
    make_paid,
    preparer,
    submit,
    treasurer,
)
from tests.support.rows import rows

OCTOBER = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
# The first instant of 23 October in London, with which the run begins, and twenty minutes before.
BEGINS = datetime(2026, 10, 22, 23, 0, tzinfo=UTC)
JUST_BEFORE = datetime(2026, 10, 22, 22, 40, tzinfo=UTC)


def give(coop: Coop, paid: Paid, minutes: int, starts_at: datetime, *, state: str = "approved") -> None:
    give_time(coop, paid.worker_id, paid.account.person_id, minutes, starts_at=starts_at, state=state)


def lines(coop: Coop) -> list[tuple[bool, int, int]]:
    """Return the lines of the one payslip there is: whether late, minutes, pence."""
    return [
        (row["is_late"], row["minutes"], row["rate_pence"]) for row in rows(coop, "payslip_line", "position")
    ]


def test_each_minute_is_paid_at_the_rate_of_its_day(aber: Coop) -> None:
    nia = make_paid(aber, minutes=1440, pence_per_hour=1300)
    give_rate(aber, nia, 1400, "ordinary", from_on=date(2026, 11, 3))

    draft(aber, preparer(aber))

    assert lines(aber) == [(False, 720, 1300), (False, 720, 1400)]
    assert [row["gross_pence"] for row in rows(aber, "payslip")] == [156_00 + 168_00]


def test_late_approved_time_of_earlier_days_is_paid_at_the_rate_of_its_day(aber: Coop, bryn: Coop) -> None:
    nia = make_paid(aber, minutes=600, pence_per_hour=1300)
    give_rate(aber, nia, 1400, "ordinary", from_on=date(2026, 10, 23))
    give(aber, nia, 190, OCTOBER)
    give(bryn, make_paid(bryn), 60, OCTOBER)
    contact = preparer(aber)

    run = draft(aber, contact)

    assert lines(aber) == [(False, 600, 1400), (True, 190, 1300)]
    assert {row["pay_run_id"] for row in rows(aber, "time_entry")} == {run}
    assert {row["pay_run_id"] for row in rows(bryn, "time_entry")} == {None}
    with reading(aber) as session:
        (line,) = queries.list_lines(session, run, by=contact)
    assert (line.minutes, line.late_minutes) == (790, 190)


def test_late_begins_where_the_period_does_in_london(aber: Coop) -> None:
    nia = make_paid(aber)
    give(aber, nia, 30, BEGINS)
    give(aber, nia, 20, JUST_BEFORE)

    draft(aber, preparer(aber))

    assert lines(aber) == [(False, 30, 1345), (True, 20, 1345)]


def test_time_after_the_period_waits_for_the_next_run(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    give(aber, nia, 30, datetime(2026, 11, 23, 0, 0, tzinfo=UTC))

    draft(aber, preparer(aber))

    assert lines(aber) == [(False, 600, 1345)]
    assert [row["minutes"] for row in rows(aber, "time_entry") if row["pay_run_id"] is None] == [30]


def test_time_approved_after_its_run_was_paid_is_in_the_next(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    contact = preparer(aber)
    approve(aber, submit(aber, draft(aber, contact), contact), treasurer(aber))
    give(aber, nia, 45, datetime(2026, 11, 10, 9, 0, tzinfo=UTC))

    second = draft(aber, contact, pay_on=date(2026, 12, 18), period=(date(2026, 11, 23), date(2026, 12, 14)))

    with reading(aber) as session:
        (line,) = queries.list_lines(session, second, by=contact)
    assert (line.minutes, line.late_minutes) == (45, 45)


def test_who_has_left_is_paid_for_late_approved_time(aber: Coop) -> None:
    nia = make_paid(aber)
    give(aber, nia, 60, OCTOBER)
    people.end_employment(
        coop=aber, worker_id=nia.worker_id, ended_on=date(2026, 10, 2), by=SYSTEM, now=clock.now()
    )

    draft(aber, preparer(aber))

    assert lines(aber) == [(True, 60, 1345)]


def test_the_lists_of_a_run_follow_to_earlier_days(aber: Coop) -> None:
    alys, bryn_rhys = make_paid(aber, "Alys Wyn"), make_paid(aber, "Bryn Rhys", pence_per_hour=None)
    give(aber, alys, 60, OCTOBER, state="recorded")
    give(aber, alys, 30, datetime(2026, 11, 2, 9, 0, tzinfo=UTC), state="recorded")
    give(aber, bryn_rhys, 60, OCTOBER)
    contact = preparer(aber)

    run = draft(aber, contact)

    with reading(aber) as session:
        left_out = queries.list_left_out(session, run, by=contact)
        without = queries.list_without_owner(session, run, by=contact)
    assert [(one.worker_name, one.reason) for one in left_out] == [
        ("Alys Wyn", "nothing_approved"),
        ("Bryn Rhys", "no_rate"),
    ]
    assert [(one.worker_name, one.seen.day, one.seen.why) for one in without] == [
        ("Alys Wyn", date(2026, 10, 1), "not_approved"),
        ("Alys Wyn", date(2026, 11, 2), "not_approved"),
        ("Bryn Rhys", date(2026, 10, 1), "no_contract"),
    ]


@pytest.mark.parametrize(
    ("case", "minutes_late", "from_on"),
    [
        ("a day of the period", 0, date(2026, 11, 2)),
        ("an earlier day, of which the run pays late hours", 60, date(2026, 10, 1)),
    ],
)
def test_a_rate_entered_late_puts_a_draft_out_of_date(
    aber: Coop, case: str, minutes_late: int, from_on: date
) -> None:
    nia = make_paid(aber, minutes=600)
    give(aber, nia, minutes_late, OCTOBER)
    contact, officer = preparer(aber), treasurer(aber)
    run = submit(aber, draft(aber, contact), contact)
    give_rate(aber, nia, 1400, "ordinary", from_on=from_on)
    before = everything(aber)

    with pytest.raises(actions.PayRunOutOfDate):
        approve(aber, run, officer)

    assert everything(aber) == before, case


def test_a_rate_of_days_after_those_worked_changes_nothing(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = submit(aber, draft(aber, contact), contact)
    give_rate(aber, nia, 1400, "ordinary", from_on=date(2026, 11, 3))

    approve(aber, run, treasurer(aber))

    assert [row["state"] for row in rows(aber, "pay_run")] == ["approved"]
