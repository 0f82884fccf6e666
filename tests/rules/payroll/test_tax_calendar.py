# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a pay date stands in its tax year."""

from datetime import date, timedelta

import pytest

from franchise_kit.payroll.rules.tax_calendar import (
    Frequency,
    NoSuchPeriod,
    TaxTable,
    earnings_period,
    period_of,
    tax_month,
    tax_table,
    tax_week,
    tax_year,
)


@pytest.mark.parametrize(
    ("pay_date", "year", "month", "week"),
    [
        (date(2026, 4, 5), "2025-26", 12, 53),
        (date(2026, 4, 6), "2026-27", 1, 1),
        (date(2026, 4, 12), "2026-27", 1, 1),
        (date(2026, 4, 13), "2026-27", 1, 2),
        (date(2026, 5, 5), "2026-27", 1, 5),
        (date(2026, 5, 6), "2026-27", 2, 5),
        (date(2026, 12, 31), "2026-27", 9, 39),
        (date(2027, 1, 5), "2026-27", 9, 40),
        (date(2027, 1, 6), "2026-27", 10, 40),
        (date(2027, 4, 4), "2026-27", 12, 52),
        (date(2027, 4, 5), "2026-27", 12, 53),
        (date(2028, 4, 4), "2027-28", 12, 53),
        (date(2028, 4, 5), "2027-28", 12, 53),
        (date(2100, 4, 5), "2099-00", 12, 53),
    ],
)
def test_a_pay_date_has_its_year_month_and_week(pay_date: date, year: str, month: int, week: int) -> None:
    assert (tax_year(pay_date), tax_month(pay_date), tax_week(pay_date)) == (year, month, week)


@pytest.mark.parametrize("began_in", [2026, 2027])
def test_months_and_weeks_go_up_one_by_one_all_year(began_in: int) -> None:
    first, last = date(began_in, 4, 6), date(began_in + 1, 4, 5)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]

    assert {tax_year(day) for day in days} == {f"{began_in}-{began_in - 1999}"}
    assert [day.day for day in days if tax_month(day) != tax_month(day - timedelta(days=1))] == [6] * 12
    assert sorted({tax_month(day) for day in days}) == list(range(1, 13))
    assert [tax_week(day) for day in days] == [number // 7 + 1 for number in range(len(days))]


@pytest.mark.parametrize(
    ("frequency", "pay_date", "period"),
    [
        (Frequency.M1, date(2026, 11, 27), 8),
        (Frequency.W1, date(2026, 11, 27), 34),
        (Frequency.W2, date(2027, 4, 4), 52),
        (Frequency.M1, date(2027, 4, 5), 12),
        (Frequency.W1, date(2027, 4, 5), 53),
        (Frequency.W2, date(2027, 4, 5), 54),
        (Frequency.W4, date(2027, 4, 5), 56),
    ],
)
def test_the_left_over_days_have_periods_of_their_own(
    frequency: Frequency, pay_date: date, period: int
) -> None:
    assert period_of(pay_date, frequency) == period


@pytest.mark.parametrize(
    ("frequency", "period", "is_cumulative", "table"),
    [
        (Frequency.M1, 8, True, TaxTable(8, 12, stands_alone=False)),
        (Frequency.M1, 8, False, TaxTable(1, 12, stands_alone=True)),
        (Frequency.W1, 52, True, TaxTable(52, 52, stands_alone=False)),
        (Frequency.W1, 53, True, TaxTable(1, 52, stands_alone=True)),
        (Frequency.W2, 30, False, TaxTable(2, 52, stands_alone=True)),
        (Frequency.W2, 54, True, TaxTable(2, 52, stands_alone=True)),
        (Frequency.W4, 20, False, TaxTable(4, 52, stands_alone=True)),
        (Frequency.W4, 56, True, TaxTable(4, 52, stands_alone=True)),
    ],
)
def test_a_payment_has_its_line_of_the_tables(
    frequency: Frequency, period: int, is_cumulative: bool, table: TaxTable
) -> None:
    assert tax_table(frequency, period, is_cumulative=is_cumulative) == table


@pytest.mark.parametrize(("is_cumulative", "stands_alone"), [(True, False), (False, True)])
def test_a_years_pay_takes_the_years_line_in_whatever_month(
    *, is_cumulative: bool, stands_alone: bool
) -> None:
    table = tax_table(Frequency.A1, 5, is_cumulative=is_cumulative)

    assert table == TaxTable(12, 12, stands_alone)


@pytest.mark.parametrize("frequency", [Frequency.W2, Frequency.W4])
def test_week_53_stands_alone_for_pay_by_several_weeks_too(frequency: Frequency) -> None:
    table = tax_table(frequency, 53, is_cumulative=True)

    assert table == tax_table(frequency, frequency.last_period, is_cumulative=True)


@pytest.mark.parametrize(
    ("frequency", "period"),
    [
        *((frequency, period) for frequency in Frequency for period in (-1, 0)),
        *((Frequency.M1, 13), (Frequency.W1, 54), (Frequency.W2, 55), (Frequency.W4, 57)),
        *((Frequency.A1, 13), (Frequency.W4, 54), (Frequency.W4, 55)),
    ],
)
def test_a_period_that_the_year_does_not_have_breaks(frequency: Frequency, period: int) -> None:
    with pytest.raises(NoSuchPeriod):
        tax_table(frequency, period, is_cumulative=True)


@pytest.mark.parametrize(
    ("frequency", "periods", "expected"),
    [
        (Frequency.M1, (1, 2, 12), (1, 2, 12)),
        (Frequency.W1, (1, 2, 53), (1, 2, 53)),
        (Frequency.W2, (1, 2, 3, 52, 54), (1, 1, 2, 26, 27)),
        (Frequency.W4, (1, 4, 5, 52, 56), (1, 1, 2, 13, 14)),
    ],
)
def test_pay_by_several_weeks_has_earnings_periods_of_so_many(
    frequency: Frequency, periods: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert tuple(earnings_period(one, frequency) for one in periods) == expected
