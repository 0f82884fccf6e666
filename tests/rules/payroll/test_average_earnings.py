# SPDX-License-Identifier: AGPL-3.0-or-later
"""A week's average is exact, of the pay days of eight weeks or more, and of whole months."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from franchise_kit.payroll.rules.average_earnings import (
    Payment,
    TooFewPayDays,
    average_weekly_pence,
    pence_up,
    share_of,
)
from franchise_kit.payroll.rules.tax_calendar import Frequency


def every(days: int, *, last_on: date, pence: list[int]) -> list[Payment]:
    """Return payments so many days apart, the last of them on a day."""
    return [
        Payment(last_on - timedelta(days=days * back), amount) for back, amount in enumerate(reversed(pence))
    ]


def test_the_average_of_eight_weeks() -> None:
    payments = every(7, last_on=date(2026, 6, 5), pence=[999_00, *[300_00] * 7, 340_00])

    found = average_weekly_pence(payments, frequency=Frequency.W1, by=date(2026, 6, 10))

    assert found == Fraction(7 * 300_00 + 340_00, 8)


def test_pay_after_the_day_is_left_out() -> None:
    payments = every(7, last_on=date(2026, 6, 12), pence=[*[300_00] * 9, 9000_00])

    assert average_weekly_pence(payments, frequency=Frequency.W1, by=date(2026, 6, 11)) == 300_00


def test_months_are_whole_and_the_average_is_not_rounded() -> None:
    payments = [
        Payment(date(2026, 3, 31), 1500_00),
        Payment(date(2026, 4, 30), 1600_00),
        Payment(date(2026, 5, 29), 1700_01),
    ]

    found = average_weekly_pence(payments, frequency=Frequency.M1, by=date(2026, 6, 10))

    assert found == Fraction(3300_01 * 12, 2 * 52)


def test_two_payments_of_one_day_count_together() -> None:
    payments = [*every(28, last_on=date(2026, 6, 5), pence=[1, 800_00, 800_00]), Payment(date(2026, 6, 5), 8)]

    assert average_weekly_pence(payments, frequency=Frequency.W4, by=date(2026, 6, 5)) == Fraction(1600_08, 8)


@pytest.mark.parametrize("payments", [[], every(7, last_on=date(2026, 6, 5), pence=[300_00] * 8)])
def test_too_few_pay_days_are_refused(payments: list[Payment]) -> None:
    with pytest.raises(TooFewPayDays) as refused:
        average_weekly_pence(payments, frequency=Frequency.W1, by=date(2026, 6, 10))

    assert refused.value.code == "too_few_pay_days"


@pytest.mark.parametrize(
    ("amount", "expected"), [(Fraction(100), 100), (Fraction(201, 2), 101), (Fraction(1, 99), 1)]
)
def test_a_fraction_of_a_penny_goes_up(amount: Fraction, expected: int) -> None:
    assert pence_up(amount) == expected


def test_a_share_stays_exact() -> None:
    assert share_of(Fraction(100_01), 8000) == Fraction(400_04, 5)
