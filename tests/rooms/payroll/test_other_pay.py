# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days of absence are paid by one run, by what the law and the contract say of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from franchise_kit.payroll.actions.other_pay import OtherPayHeldAlready, hold_other_pay
from franchise_kit.payroll.queries.holiday_pay import find_leave_owed_pence
from franchise_kit.payroll.rules.other_pay import HOLIDAY, LEAVE_OWED, MATERNITY, ROLLED_UP, SICK, OtherPay
from franchise_kit.people.models import Contract, Worker
from franchise_kit.time.models import Absence, LeaveSettings
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.other_pay import (
    NOON,
    hold,
    let_go,
    make_away,
    make_holiday,
    make_leave,
    make_months,
    make_paid_time,
    make_payslip,
    make_run,
    month,
    owed,
)
from tests.support.rows import rows
from tests.support.thread import make_worker

MONDAY, FRIDAY = date(2026, 7, 6), date(2026, 7, 10)
JULY, AUGUST = month(7), month(8)
DAY = timedelta(days=1)


def carer(coop: Coop, *, pence: int = 0) -> UUID:
    """Make somebody at 13.45 an hour for 20 hours a week, paid so much a month from March to June."""
    worker_id = make_worker(coop, pence_per_hour=13_45)
    make_months(coop, worker_id, (3, 4, 5, 6), pence=pence)
    return worker_id


def sums(found: Sequence[OtherPay]) -> list[tuple[str, int, bool]]:
    return [(one.kind, one.pence, one.is_late) for one in found]


def without_guaranteed_hours(coop: Coop, worker_id: UUID) -> None:
    with upkeep(coop) as session:
        session.execute(
            update(Contract)
            .where(Contract.worker_id == worker_id)
            .values(kind="non_guaranteed_hours", weekly_minutes=0)
        )


def test_a_sick_day_is_paid_once(aber: Coop) -> None:
    nia = carer(aber, pence=1_300_00)
    make_away(aber, nia, "sickness", MONDAY, FRIDAY)

    run = hold(aber, [nia], JULY)

    # 1,300 a month is 300 a week, so that the flat rate is less than 80 % of it.
    assert [(row["pence"], row["state"]) for row in rows(aber, "other_pay_day")] == [(24_65, "held")] * 5
    assert owed(aber, [nia], JULY) == {}
    assert sums(owed(aber, [nia], month(7, pay_run_id=run))[nia]) == [(SICK, 123_25, False)]


def test_what_is_taken_back_is_paid_by_another_run(aber: Coop) -> None:
    nia = carer(aber, pence=1_300_00)
    make_away(aber, nia, "sickness", MONDAY, FRIDAY)
    before = owed(aber, [nia], JULY)

    let_go(aber, hold(aber, [nia], JULY))

    assert rows(aber, "other_pay_day") == []
    assert owed(aber, [nia], JULY) == before


def test_days_told_of_late_come_with_the_next_run(aber: Coop) -> None:
    nia = carer(aber, pence=1_300_00)
    make_away(aber, nia, "sickness", MONDAY, MONDAY)
    hold(aber, [nia], JULY, state="approved")
    make_away(aber, nia, "sickness", date(2026, 7, 13), date(2026, 7, 14))

    found = owed(aber, [nia], AUGUST)[nia]

    assert [row["state"] for row in rows(aber, "other_pay_day")] == ["paid"]
    assert sums(found) == [(SICK, 49_30, True)]


def test_an_absence_that_was_told_again_is_not_paid_again(aber: Coop) -> None:
    nia = carer(aber, pence=1_300_00)
    first = make_away(aber, nia, "sickness", MONDAY, FRIDAY)
    hold(aber, [nia], JULY, state="approved")
    with upkeep(aber) as session:
        session.execute(
            update(Absence)
            .where(Absence.id == first)
            .values(state="withdrawn", decided_at=None, decided_by_person=None)
        )
    make_away(aber, nia, "sickness", MONDAY, FRIDAY + 3 * DAY)

    # The Monday after is new.
    assert sums(owed(aber, [nia], AUGUST)[nia]) == [(SICK, 24_65, True)]


def test_two_runs_at_once_do_not_pay_a_day_twice(aber: Coop) -> None:
    nia = carer(aber, pence=1_300_00)
    make_away(aber, nia, "sickness", MONDAY, FRIDAY)
    found = owed(aber, [nia], JULY)
    hold(aber, [nia], JULY)
    other = make_run(aber, replace(JULY, pay_on=date(2026, 7, 30)), state="draft")

    with pytest.raises(OtherPayHeldAlready), upkeep(aber) as session:
        hold_other_pay(session, other, found)

    assert {row["pay_run_id"] == other for row in rows(aber, "other_pay_day")} == {False}


def test_open_sickness_is_paid_up_to_the_end_of_the_run(aber: Coop) -> None:
    nia = carer(aber, pence=1_300_00)
    make_away(aber, nia, "sickness", date(2026, 7, 30), None)

    assert sums(owed(aber, [nia], JULY)[nia]) == [(SICK, 49_30, False)]


@pytest.mark.parametrize(
    ("case", "months", "basis", "expected_pence"),
    [
        # 910 for the 61 days from 1 May is 104.43 a week, of which 80 % is 83.54.
        ("paid for less than eight weeks", {5: 455_00, 6: 455_00}, "since_start", 83_55),
        # 20 hours at 13.45 are 269 a week.
        ("not paid yet", {}, "contract", 123_25),
    ],
)
def test_the_average_of_short_service(
    aber: Coop, case: str, months: dict[int, int], basis: str, expected_pence: int
) -> None:
    nia = make_worker(aber, pence_per_hour=13_45)
    make_months(aber, nia, months)
    make_away(aber, nia, "sickness", MONDAY, FRIDAY)

    (one,) = owed(aber, [nia], JULY)[nia]

    assert (one.pence, one.steps[0].values["basis"]) == (expected_pence, basis), case


def test_a_spell_over_the_change_of_april_2026(aber: Coop) -> None:
    nia = make_worker(aber, pence_per_hour=13_45)
    make_run(aber, month(3))
    make_away(aber, nia, "sickness", date(2026, 3, 30), date(2026, 4, 10))

    # Three days wait; two at a fifth of 118.75; a week at 123.25.
    assert sums(owed(aber, [nia], month(4))[nia]) == [(SICK, 170_75, False)]


def test_days_before_the_first_run_and_of_another_coop_are_not_paid(aber: Coop, bryn: Coop) -> None:
    nia, theirs = make_worker(aber, pence_per_hour=13_45), make_worker(bryn, pence_per_hour=13_45)
    make_away(aber, nia, "sickness", date(2026, 6, 1), date(2026, 6, 5))
    make_away(bryn, theirs, "sickness", MONDAY, FRIDAY)

    assert owed(aber, [nia, theirs], JULY) == {}


def test_a_holiday_is_paid_by_its_days_at_the_hour_of_the_contract(aber: Coop) -> None:
    nia = carer(aber)
    make_away(aber, nia, "holiday", date(2026, 7, 30), date(2026, 8, 3), minutes=720)

    (one,) = owed(aber, [nia], JULY)[nia]
    hold(aber, [nia], JULY)

    # Two days of four hours at 13.45, then one.
    assert (one.kind, one.pence, one.minutes) == (HOLIDAY, 107_60, 480)
    assert [(one.kind, one.pence, one.minutes) for one in owed(aber, [nia], AUGUST)[nia]] == [
        (HOLIDAY, 53_80, 240)
    ]


def test_irregular_hours_have_the_average_of_the_weeks_with_pay(aber: Coop) -> None:
    nia = make_worker(aber, pence_per_hour=13_45)
    without_guaranteed_hours(aber, nia)
    for number, minutes, pence in ((5, 600, 130_00), (6, 1200, 290_00)):
        run = make_run(aber, month(number))
        make_payslip(aber, run, nia, pence)
        make_paid_time(aber, run, nia, datetime(2026, number, 5, 9, tzinfo=UTC), minutes)
    make_away(aber, nia, "holiday", MONDAY, FRIDAY, minutes=600)

    (one,) = owed(aber, [nia], JULY)[nia]

    # 420 for 30 hours is 14 an hour.
    assert (one.pence, dict(one.steps[0].values)) == (
        140_00,
        {"minutes": 600, "hour_pence": 14_00, "weeks": 2},
    )


def test_rolled_up_pay_takes_the_place_of_paid_holidays(aber: Coop) -> None:
    nia, siwan = (
        make_worker(aber, pence_per_hour=13_45),
        make_worker(aber, "Siwan Ellis", pence_per_hour=13_45),
    )
    without_guaranteed_hours(aber, nia)
    with upkeep(aber) as session:
        session.add(
            LeaveSettings(id=1, begins_month=4, weeks_hundredths=560, is_rolled_up=True, changed_at=NOON)
        )
    for one in (nia, siwan):
        make_away(aber, one, "holiday", MONDAY, FRIDAY, minutes=600)

    found = owed(aber, [nia, siwan], JULY, worked_pence={nia: 1_000_00, siwan: 1_000_00})

    # Whoever has guaranteed hours is paid when they are away.
    assert sums(found[nia]) == [(ROLLED_UP, 120_70, False)]
    assert sums(found[siwan]) == [(HOLIDAY, 134_50, False)]


def test_rolled_up_pay_goes_on_by_its_average_while_somebody_is_ill_all_the_time(aber: Coop) -> None:
    nia = make_worker(aber, pence_per_hour=13_45)
    without_guaranteed_hours(aber, nia)
    for number, pence in ((5, 100_00), (6, 140_00)):
        run = make_run(aber, month(number))
        make_payslip(aber, run, nia, 1_300_00, rolled_up_pence=pence)
    with upkeep(aber) as session:
        session.add(
            LeaveSettings(id=1, begins_month=4, weeks_hundredths=560, is_rolled_up=True, changed_at=NOON)
        )
    ill = make_away(aber, nia, "sickness", date(2026, 6, 29), date(2026, 7, 30))

    not_on_the_last_day = owed(aber, [nia], JULY)[nia]
    with upkeep(aber) as session:
        session.execute(update(Absence).where(Absence.id == ill).values(last_on=date(2026, 7, 31)))
    hold(aber, [nia], JULY)

    assert {one.kind for one in not_on_the_last_day} == {SICK}
    assert rows(aber, "other_pay_day", "kind, day")[0]["pence"] == 120_00
    assert owed(aber, [nia], JULY) == {}


def test_a_sick_day_in_a_paid_holiday_is_paid_once(aber: Coop) -> None:
    nia = carer(aber, pence=1_300_00)
    holiday = make_away(aber, nia, "holiday", MONDAY, MONDAY + DAY, minutes=480)
    make_away(aber, nia, "sickness", MONDAY, FRIDAY)

    both = owed(aber, [nia], JULY)[nia]
    with upkeep(aber) as session:
        session.execute(
            update(Absence)
            .where(Absence.id == holiday)
            .values(state="withdrawn", decided_at=None, decided_by_person=None)
        )

    # Two days of four hours, and three of sickness; without the holiday five.
    assert sums(both) == [(HOLIDAY, 107_60, False), (SICK, 73_95, False)]
    assert sums(owed(aber, [nia], JULY)[nia]) == [(SICK, 123_25, False)]


def test_a_sick_day_on_which_a_holiday_pays_nothing_has_sick_pay(aber: Coop) -> None:
    nia = carer(aber, pence=1_300_00)
    weekend = [0, 0, 0, 0, 0, 480, 480]
    make_holiday(aber, nia, MONDAY, MONDAY + 6 * DAY, minutes=480, week=weekend)
    make_away(aber, nia, "sickness", MONDAY, FRIDAY)

    assert sums(owed(aber, [nia], JULY)[nia]) == [(HOLIDAY, 107_60, False), (SICK, 123_25, False)]


def test_a_leaver_is_paid_for_leave_that_is_left(aber: Coop) -> None:
    nia = carer(aber)
    with upkeep(aber) as session:
        session.execute(update(Worker).where(Worker.id == nia).values(ended_on=date(2026, 7, 17)))
    make_away(aber, nia, "holiday", date(2026, 5, 4), date(2026, 5, 8), minutes=600)

    (late, last) = owed(aber, [nia], JULY)[nia]
    run = hold(aber, [nia], JULY)

    # From 1 April four months began, of twelve, of 5.6 weeks of 20 hours: 37 h 20 min, up to half days 38 h.
    # By the days until 17 July it is 33 h 8 min, up to 34 h; of them 10 h were taken.
    assert sums([late, last]) == [(HOLIDAY, 134_50, True), (LEAVE_OWED, 322_80, False)]
    assert last.minutes == 24 * 60
    assert owed(aber, [nia], AUGUST) == {}
    assert len(owed(aber, [nia], month(7, pay_run_id=run))[nia]) == 2
    with reading(aber) as session:
        assert find_leave_owed_pence(session, nia, last_on=date(2026, 7, 17)) == 322_80
        # Nobody has much leave on their first day.
        assert find_leave_owed_pence(session, nia, last_on=date(2026, 5, 8)) == 26_90


def test_maternity_pay_is_paid_by_whole_weeks(aber: Coop) -> None:
    nia = make_worker(aber, pence_per_hour=13_45)
    make_months(aber, nia, (1, 2, 3), pence=1_300_00)
    with upkeep(aber) as session:
        session.execute(update(Worker).where(Worker.id == nia).values(started_on=date(2025, 10, 25)))
    make_leave(aber, nia, child_on=date(2026, 7, 29), begins_on=MONDAY, weeks=39)
    make_away(aber, nia, "sickness", MONDAY, FRIDAY)

    found = owed(aber, [nia], JULY)[nia]
    hold(aber, [nia], JULY, state="approved")

    # The week that decides is the one from 12 April: 1,300 a month is 300 a week, and 90 % of it 270.
    assert sums(found) == [(MATERNITY, 3 * 270_00, False)]
    assert sums(owed(aber, [nia], AUGUST)[nia]) == [(MATERNITY, 3 * 270_00 + 2 * 194_32, False)]
