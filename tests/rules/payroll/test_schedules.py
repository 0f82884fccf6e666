# SPDX-License-Identifier: AGPL-3.0-or-later
"""A schedule says which period comes next and when it is paid, through short months and long years."""

from datetime import date, timedelta

import pytest

from franchise_kit.payroll.rules.schedules import (
    NextPeriod,
    ScheduleNotPossible,
    Terms,
    check_schedule,
    first_terms,
    is_last_of_tax_year,
    next_period,
)
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of, tax_year

WEEKLY = Terms(Frequency.W1, date(2026, 4, 6), pay_days_after=4)


@pytest.mark.parametrize(
    ("case", "terms", "paid_until", "expected"),
    [
        (
            "the first week, paid on the Thursday after it",
            WEEKLY,
            None,
            NextPeriod(date(2026, 4, 6), date(2026, 4, 13), date(2026, 4, 16)),
        ),
        (
            "the next two weeks",
            Terms(Frequency.W2, date(2026, 4, 6), pay_days_after=5),
            date(2026, 4, 20),
            NextPeriod(date(2026, 4, 20), date(2026, 5, 4), date(2026, 5, 8)),
        ),
        (
            "four weeks after a period that was cut short",
            Terms(Frequency.W4, date(2026, 4, 6), pay_days_after=5),
            date(2026, 4, 30),
            NextPeriod(date(2026, 5, 4), date(2026, 6, 1), date(2026, 6, 5)),
        ),
        (
            "a calendar month, paid on its last working day",
            first_terms(date(2026, 5, 12)),
            None,
            # The 31st of May 2026 is a Sunday.
            NextPeriod(date(2026, 5, 1), date(2026, 6, 1), date(2026, 5, 29)),
        ),
        (
            "February has no 31st",
            first_terms(date(2026, 5, 1)),
            date(2027, 2, 1),
            NextPeriod(date(2027, 2, 1), date(2027, 3, 1), date(2027, 2, 26)),
        ),
        (
            "a month from the 23rd, paid on the 25th of the month in which it ends",
            Terms(Frequency.M1, date(2026, 4, 23), pay_day_of_month=25),
            date(2026, 10, 23),
            NextPeriod(date(2026, 10, 23), date(2026, 11, 23), date(2026, 11, 25)),
        ),
        (
            "no bank works at Christmas",
            Terms(Frequency.M1, date(2026, 4, 1), pay_day_of_month=25),
            date(2026, 12, 1),
            NextPeriod(date(2026, 12, 1), date(2027, 1, 1), date(2026, 12, 24)),
        ),
        (
            "Sunday the 6th: Friday the 4th would be a second pay day of the month before",
            Terms(Frequency.M1, date(2026, 4, 1), pay_day_of_month=6),
            date(2026, 9, 1),
            NextPeriod(date(2026, 9, 1), date(2026, 10, 1), date(2026, 9, 6)),
        ),
        (
            "a run that paid further than a schedule has it",
            first_terms(date(2026, 4, 1)),
            date(2026, 5, 10),
            NextPeriod(date(2026, 6, 1), date(2026, 7, 1), date(2026, 6, 30)),
        ),
    ],
)
def test_the_next_period(case: str, terms: Terms, paid_until: date | None, expected: NextPeriod) -> None:
    assert next_period(terms, paid_until) == expected, case


@pytest.mark.parametrize(
    ("frequency", "first_from", "payments", "last_period"),
    [
        # The first pay day of each is on 6 or 8 April 2026 or soon after; 5 April 2027 is left over.
        (Frequency.W1, date(2026, 3, 30), 53, 53),
        (Frequency.W2, date(2026, 3, 23), 27, 54),
        (Frequency.W4, date(2026, 3, 9), 14, 56),
    ],
)
def test_a_pay_day_too_many_falls_into_the_left_over_days(
    frequency: Frequency, first_from: date, payments: int, last_period: int
) -> None:
    # Paid on the Monday after a period that ends on a Sunday, also where that is a bank holiday.
    periods: list[int] = []
    paid_until = None
    for _ in range(60):
        found = next_period(Terms(frequency, first_from, pay_days_after=1), paid_until)
        paid_until = found.until
        if tax_year(found.pay_on) == "2026-27":
            periods.append(period_of(found.pay_on, frequency))

    assert len(set(periods)) == len(periods)
    assert (len(periods), periods[-1]) == (payments, last_period)


@pytest.mark.parametrize(
    ("frequency", "pay_on", "expected"),
    [
        (Frequency.M1, date(2027, 3, 31), True),
        (Frequency.M1, date(2027, 2, 26), False),
        (Frequency.W1, date(2027, 4, 2), True),
        (Frequency.W1, date(2027, 3, 29), False),
        (Frequency.W4, date(2027, 3, 9), True),
    ],
)
def test_which_pay_day_is_the_last_of_a_tax_year(
    frequency: Frequency, pay_on: date, *, expected: bool
) -> None:
    assert is_last_of_tax_year(pay_on, frequency) is expected


def test_periods_follow_each_other_without_a_gap() -> None:
    until = date(2026, 4, 1)
    for _ in range(30):
        found = next_period(first_terms(date(2026, 4, 1)), until)
        assert found.from_ == until
        assert timedelta(days=28) <= found.until - found.from_ <= timedelta(days=31)
        until = found.until


@pytest.mark.parametrize(
    ("_case", "name", "terms"),
    [
        ("no name", "  ", WEEKLY),
        ("a name as long as a letter", "w" * 61, WEEKLY),
        ("a year", "Yearly", Terms(Frequency.A1, date(2026, 4, 6), pay_days_after=1)),
        ("no rule for its pay day", "Weekly", Terms(Frequency.W1, date(2026, 4, 6))),
        ("two rules", "Monthly", Terms(Frequency.M1, date(2026, 4, 6), 3, 25)),
        ("a day of the month for weeks", "Weekly", Terms(Frequency.W1, date(2026, 4, 6), None, 25)),
        ("months from a day that February lacks", "Monthly", Terms(Frequency.M1, date(2026, 4, 30), 3)),
        ("paid after two months", "Weekly", Terms(Frequency.W1, date(2026, 4, 6), 61)),
        ("long before our first figures", "Weekly", Terms(Frequency.W1, date(2020, 4, 6), 4)),
    ],
)
def test_what_is_no_schedule(_case: str, name: str, terms: Terms) -> None:
    with pytest.raises(ScheduleNotPossible):
        check_schedule(name, terms)


def test_what_is_a_schedule() -> None:
    check_schedule("Night team", WEEKLY)
    check_schedule("From the 23rd", Terms(Frequency.M1, date(2026, 4, 23), pay_day_of_month=31))
