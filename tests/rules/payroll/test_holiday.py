# SPDX-License-Identifier: AGPL-3.0-or-later
"""Leave is paid by the average of 52 paid weeks, or rolled up, never with less than the law's share."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.payroll.rules.holiday import (
    LeaveBelowNothing,
    NoPaidWeeks,
    PaidWeek,
    WeekPay,
    leave_pence,
    rolled_up_on_leave_pence,
    rolled_up_pence,
    week_pay,
)
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.time.rules import leave

SUNDAY = date(2026, 6, 7)
FIGURES = figures_for(date(2026, 6, 26))


def week(back: int, pence: int = 400_00, minutes: int = 30 * 60, *, is_on_leave: bool = False) -> PaidWeek:
    """Return a week that ended on the Saturday so many weeks before the last."""
    return PaidWeek(SUNDAY - timedelta(days=1, weeks=back), pence, minutes, is_on_leave)


def test_the_average_is_that_of_52_weeks() -> None:
    weeks = [week(back, 520_00 if back < 26 else 400_00) for back in range(60)]

    assert week_pay(weeks, before=SUNDAY) == WeekPay(Fraction(460_00), Fraction(1800), 52)


def test_weeks_without_pay_or_on_sick_leave_are_skipped_for_earlier_ones() -> None:
    skipped = [week(0, 0, 0), week(1, 123_25, 0, is_on_leave=True)]
    weeks = [*skipped, *(week(back, 300_00) for back in range(2, 54)), week(54, 9000_00)]

    assert week_pay(weeks, before=SUNDAY) == WeekPay(Fraction(300_00), Fraction(1800), 52)


def test_nobody_looks_further_back_than_104_weeks() -> None:
    weeks = [week(103, 300_00), week(104, 9000_00)]

    assert week_pay(weeks, before=SUNDAY) == WeekPay(Fraction(300_00), Fraction(1800), 1)


def test_a_week_that_is_not_over_does_not_count() -> None:
    running = PaidWeek(SUNDAY, 900_00, 60)

    with pytest.raises(NoPaidWeeks) as refused:
        week_pay([running, week(0, 0)], before=SUNDAY)

    assert refused.value.code == "no_paid_weeks"


@pytest.mark.parametrize(
    ("case", "average", "minutes", "expected_pence"),
    [
        ("a week", WeekPay(Fraction(400_00), Fraction(1800), 52), 1800, 400_00),
        ("an hour, a fraction of a penny up", WeekPay(Fraction(400_00), Fraction(1800), 52), 60, 13_34),
        ("nothing", WeekPay(Fraction(400_00), Fraction(1800), 52), 0, 0),
        ("an average with a fraction", WeekPay(Fraction(1000_01, 3), Fraction(1200), 3), 600, 166_67),
    ],
)
def test_leave_is_paid_by_its_share_of_a_week(
    case: str, average: WeekPay, minutes: int, expected_pence: int
) -> None:
    assert leave_pence(average, minutes) == expected_pence, case


def test_leave_that_cannot_be_is_refused() -> None:
    with pytest.raises(LeaveBelowNothing):
        leave_pence(WeekPay(Fraction(1), Fraction(1), 1), -1)
    with pytest.raises(NoPaidWeeks):
        leave_pence(WeekPay(Fraction(1), Fraction(0), 1), 60)
    with pytest.raises(LeaveBelowNothing):
        rolled_up_pence(-1, FIGURES)
    with pytest.raises(NoPaidWeeks):
        rolled_up_on_leave_pence([])


@pytest.mark.parametrize(("pay_pence", "expected_pence"), [(1000_00, 120_70), (1_00, 13), (0, 0)])
def test_rolled_up_pay(pay_pence: int, expected_pence: int) -> None:
    assert rolled_up_pence(pay_pence, FIGURES) == expected_pence


@given(st.integers(0, 10_000_00))
def test_rolled_up_pay_is_never_less_than_its_share(pay_pence: int) -> None:
    found = rolled_up_pence(pay_pence, FIGURES)

    assert 0 <= found * 10_000 - pay_pence * 1207 < 10_000


def test_on_sick_leave_rolled_up_pay_is_the_average_of_what_it_was() -> None:
    assert rolled_up_on_leave_pence([100_00, 50_00, 0]) == 50_00
    assert rolled_up_on_leave_pence([100_00, 50_01]) == 75_01


def test_time_and_pay_have_the_same_figures_of_leave() -> None:
    book, on = FIGURES.book, FIGURES.on

    assert book.whole("holiday.accrual_of_irregular_hours", on=on) == leave.ACCRUAL_PER_MYRIAD
    assert book.whole("holiday.most_statutory_days", on=on) == leave.MOST_DAYS
    assert book.figure("holiday.statutory_weeks", on=on).value == Decimal(leave.LEGAL_WEEKS) / 100
