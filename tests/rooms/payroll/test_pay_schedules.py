# SPDX-License-Identifier: AGPL-3.0-or-later
"""A co-op pays by one schedule or several: everybody by their own, and by one run at a time."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.schedules import NextPeriod, ScheduleNotPossible, Terms
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.pay import (
    PERIOD,
    Paid,
    approve,
    draft,
    give_time,
    make_paid,
    preparer,
    submit,
    treasurer,
)
from tests.support.rows import rows

WEEKLY = Terms(Frequency.W1, date(2026, 10, 26), pay_days_after=5)
# The week of the first shift, and its Friday.
WEEK = (date(2026, 11, 2), date(2026, 11, 9))
FRIDAY = date(2026, 11, 13)


def make(coop: Coop, by: Actor, name: str = "Bob wythnos", terms: Terms = WEEKLY) -> UUID:
    return actions.make_schedule(coop=coop, schedule=actions.NewSchedule(name, terms), by=by, now=clock.now())


def put(coop: Coop, by: Actor, schedule: UUID, *workers: Paid, from_on: date = date(2026, 10, 26)) -> int:
    return actions.put_on_schedule(
        coop=coop,
        schedule_id=schedule,
        worker_ids=[one.worker_id for one in workers],
        from_on=from_on,
        by=by,
        now=clock.now(),
    )


def close(coop: Coop, by: Actor, schedule: UUID) -> None:
    actions.close_schedule(coop=coop, schedule_id=schedule, by=by, now=clock.now())


def weekly_run(coop: Coop, by: Actor, schedule: UUID, *, pay_on: date = FRIDAY) -> UUID:
    return actions.draft_run(
        coop=coop,
        pay_on=pay_on,
        period_from=WEEK[0],
        period_until=WEEK[1],
        by=by,
        now=clock.now(),
        schedule_id=schedule,
    )


def listed(coop: Coop, by: Actor) -> list[queries.ScheduleFacts]:
    with reading(coop) as session:
        return queries.list_schedules(session, by=by, today=date(2026, 11, 20))


def test_a_weekly_and_a_monthly_worker_are_paid_side_by_side(aber: Coop) -> None:
    weekly = make_paid(aber, "Alys Wyn", pence_per_hour=2500, minutes=1200)
    make_paid(aber, "Nia Prys", pence_per_hour=2500, minutes=6000)
    by, officer = preparer(aber), treasurer(aber)
    schedule = make(aber, by)
    assert put(aber, by, schedule, weekly) == 1

    month = draft(aber, by)
    week = weekly_run(aber, by, schedule)
    for run in (month, week):
        approve(aber, submit(aber, run, by), officer)

    slips = {row["pay_run_id"]: row for row in rows(aber, "payslip")}
    # £500 in week 32, with nothing before: free pay covers it; 8 % above £242, 15 % above £96.
    of_week = slips[week]
    assert (of_week["worker_id"], of_week["frequency"], of_week["gross_pence"]) == (
        weekly.worker_id,
        "W1",
        500_00,
    )
    assert (of_week["tax_pence"], of_week["employee_ni_pence"], of_week["employer_ni_pence"]) == (
        0,
        20_64,
        60_60,
    )
    assert (slips[month]["frequency"], slips[month]["gross_pence"]) == ("M1", 2500_00)
    runs = {row["id"]: (row["tax_period"], row["frequency"]) for row in rows(aber, "pay_run")}
    assert runs == {month: (8, "M1"), week: (32, "W1")}


def test_a_run_says_nothing_of_whoever_is_on_another_schedule(aber: Coop) -> None:
    weekly = make_paid(aber, "Alys Wyn", minutes=600, pence_per_hour=None)
    make_paid(aber, "Nia Prys", minutes=600)
    by = preparer(aber)
    schedule = make(aber, by)
    put(aber, by, schedule, weekly)

    month, week = draft(aber, by), weekly_run(aber, by, schedule)

    with reading(aber) as session:
        left_out = [
            [(one.worker_name, one.reason) for one in queries.list_left_out(session, run, by=by)]
            for run in (month, week)
        ]
        without = [queries.list_without_owner(session, run, by=by) for run in (month, week)]
    assert left_out == [[], [("Alys Wyn", "no_rate")]]
    assert [len(one) for one in without] == [0, 1]
    submit(aber, month, by)


def test_the_month_after_weeks_counts_the_weeks_in_it(aber: Coop) -> None:
    alys = make_paid(aber, "Alys Wyn", pence_per_hour=2500, minutes=1200)
    by, officer = preparer(aber), treasurer(aber)
    schedule = make(aber, by)
    put(aber, by, schedule, alys)
    approve(aber, submit(aber, weekly_run(aber, by, schedule), by), officer)
    put(aber, by, _own(aber, by), alys, from_on=date(2026, 11, 16))
    _more_time(aber, alys)

    run = draft(aber, by)

    (slip,) = (row for row in rows(aber, "payslip") if row["pay_run_id"] == run)
    assert (slip["earlier_pay_pence"], slip["gross_pence"]) == (500_00, 1500_00)
    # 8 % of what £2,000 are above £1,048, and 15 % above £417, less what the week of £500 had.
    assert (slip["employee_ni_pence"], slip["employer_ni_pence"]) == (76_16 - 20_64, 237_45 - 60_60)


def _own(coop: Coop, by: Actor) -> UUID:
    return listed(coop, by)[0].id


def _more_time(coop: Coop, paid: Paid) -> None:
    at = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    give_time(coop, paid.worker_id, paid.account.person_id, 3600, starts_at=at)


def test_the_co_ops_own_schedule_is_made_by_the_first_run(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    by = preparer(aber)
    assert listed(aber, by) == []

    draft(aber, by)

    (own,) = listed(aber, by)
    assert (own.number, own.name, own.frequency, own.is_closed, own.workers) == (
        1,
        "",
        Frequency.M1,
        False,
        1,
    )
    # The run pays to 22 November, which is in the month that begins on the 1st.
    assert own.next == NextPeriod(date(2026, 12, 1), date(2027, 1, 1), date(2026, 12, 31))


def test_one_run_of_a_schedule_is_open_at_a_time(aber: Coop) -> None:
    alys = make_paid(aber, "Alys Wyn", minutes=600)
    by = preparer(aber)
    schedule = make(aber, by)
    put(aber, by, schedule, alys)
    weekly_run(aber, by, schedule)

    with pytest.raises(rules.PayRunExists):
        weekly_run(aber, by, schedule)
    with pytest.raises(rules.AnotherRunOpen):
        weekly_run(aber, by, schedule, pay_on=date(2026, 11, 20))

    assert len(rows(aber, "pay_run")) == 1


def test_nobody_is_paid_before_a_later_pay_day_that_is_approved(aber: Coop) -> None:
    alys = make_paid(aber, "Alys Wyn", minutes=600)
    by = preparer(aber)
    approve(aber, submit(aber, draft(aber, by), by), treasurer(aber))
    schedule = make(aber, by)
    put(aber, by, schedule, alys)
    _more_time(aber, alys)

    run = actions.draft_run(
        coop=aber,
        pay_on=date(2026, 11, 27),
        period_from=date(2026, 11, 16),
        period_until=date(2026, 11, 23),
        by=by,
        now=clock.now(),
        schedule_id=schedule,
    )

    with reading(aber) as session:
        (left_out,) = queries.list_left_out(session, run, by=by)
    assert (left_out.worker_name, left_out.reason) == ("Alys Wyn", "paid_later_already")
    assert len(rows(aber, "payslip")) == 1


def test_a_schedule_closes_when_nobody_is_on_it(aber: Coop) -> None:
    alys = make_paid(aber, "Alys Wyn", minutes=600)
    by = preparer(aber)
    schedule = make(aber, by)
    put(aber, by, schedule, alys)
    with pytest.raises(actions.ScheduleHasWorkers):
        close(aber, by, schedule)
    with pytest.raises(actions.FirstScheduleStays):
        close(aber, by, _own(aber, by))
    run = weekly_run(aber, by, schedule)
    put(aber, by, _own(aber, by), alys, from_on=date(2026, 11, 16))
    with pytest.raises(actions.ScheduleHasOpenRun):
        close(aber, by, schedule)
    actions.roll_back_run(coop=aber, pay_run_id=run, by=by, now=clock.now())

    close(aber, by, schedule)

    with pytest.raises(actions.ScheduleClosed):
        weekly_run(aber, by, schedule)
    with pytest.raises(actions.ScheduleClosed):
        put(aber, by, schedule, alys)
    assert [(one.is_closed, one.next is None) for one in listed(aber, by)] == [(False, False), (True, True)]


def test_what_is_no_schedule_is_not_made(aber: Coop) -> None:
    by = preparer(aber)
    make(aber, by)

    with pytest.raises(actions.ScheduleNameTaken):
        make(aber, by, "bob Wythnos ")
    with pytest.raises(ScheduleNotPossible):
        make(aber, by, " ")

    assert [one.name for one in listed(aber, by)] == ["", "Bob wythnos"]


def test_a_schedule_or_worker_of_another_co_op_is_not_there(aber: Coop, bryn: Coop) -> None:
    alys, elsewhere = make_paid(aber, "Alys Wyn"), make_paid(bryn, "Mali Ann")
    by, other = preparer(aber), preparer(bryn)
    foreign, mine = make(bryn, other), make(aber, by)

    for schedule, worker in ((foreign, alys), (mine, elsewhere), (uuid4(), alys)):
        with pytest.raises(NotFound):
            put(aber, by, schedule, worker)
    with pytest.raises(NotFound):
        weekly_run(aber, by, foreign)
    with pytest.raises(NotFound):
        make(aber, treasurer(aber), "Arall")

    assert rows(aber, "worker_schedule") == []


def test_the_journal_says_how_often_and_how_many(aber: Coop) -> None:
    alys = make_paid(aber, "Alys Wyn")
    by = preparer(aber)
    schedule = make(aber, by)
    put(aber, by, schedule, alys)

    said = [
        (row["doing"], row["codes"])
        for row in rows(aber, "journal_line", "seq")
        if row["record_id"] == schedule
    ]
    assert said == [
        ("payroll.make_schedule", {"frequency": "W1"}),
        ("payroll.put_on_schedule", {"workers": 1, "from_on": "2026-10-26"}),
    ]


def test_the_days_of_the_first_run_may_be_whatever_they_are(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    by = preparer(aber)

    draft(aber, by)

    (row,) = rows(aber, "pay_run")
    assert (row["period_from"], row["period_until"], row["frequency"], row["kind"]) == (
        *PERIOD,
        "M1",
        "regular",
    )
