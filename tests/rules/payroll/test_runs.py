# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which pay days there can be, and what lies between two of them."""

from datetime import date, timedelta

import pytest

from franchise_kit.payroll.rules.runs import (
    PayDayTooFar,
    PeriodNotPossible,
    check_period,
    tax_months_between,
)

TODAY = date(2026, 11, 26)


def check(pay_on: date, first: date, until: date) -> None:
    check_period(pay_on=pay_on, period_from=first, period_until=until, today=TODAY)


@pytest.mark.parametrize(
    ("last_that_can_be", "first", "until"),
    [
        # 62 days after the last day, and 62 days from today.
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 10, 31)),
        (date(2027, 1, 27), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_a_pay_day_is_at_most_62_days_ahead(last_that_can_be: date, first: date, until: date) -> None:
    check(last_that_can_be, first, until)

    with pytest.raises(PayDayTooFar):
        check(last_that_can_be + timedelta(days=1), first, until)


def test_a_pay_day_is_not_before_the_work() -> None:
    with pytest.raises(PeriodNotPossible):
        check(date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2))


@pytest.mark.parametrize(
    ("earlier_on", "pay_on", "between"),
    [
        (date(2026, 10, 30), date(2026, 11, 30), 0),
        (date(2026, 10, 30), date(2026, 11, 5), 0),
        (date(2026, 10, 5), date(2026, 11, 6), 1),
        (date(2026, 10, 30), date(2027, 1, 29), 2),
        (date(2026, 3, 30), date(2026, 4, 30), 0),
        (date(2026, 3, 5), date(2026, 4, 6), 1),
    ],
)
def test_tax_months_without_pay_are_counted(earlier_on: date, pay_on: date, between: int) -> None:
    assert tax_months_between(earlier_on, pay_on) == between
