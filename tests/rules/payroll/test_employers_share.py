# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an employer owes besides: the employment allowance till it is spent, and the levy month by month."""

from datetime import date

import pytest

from franchise_kit.payroll.rules.employment_allowance import allowance_now_pence, why_no_allowance
from franchise_kit.payroll.rules.levy import levy_now_pence
from franchise_kit.payroll.rules.rates import figures_for

FIGURES = figures_for(date(2026, 5, 5))


@pytest.mark.parametrize(
    ("case", "to_date_pence", "used_pence", "expected_pence"),
    [
        ("all of it is used at first", 3000_00, 0, 3000_00),
        ("each month what is new", 7000_00, 3000_00, 4000_00),
        ("then what is left", 12_000_00, 7000_00, 3500_00),
        ("and then nothing", 16_000_00, 10_500_00, 0),
        ("contributions given back give it back", 2000_00, 3000_00, -1000_00),
        ("there is none below nought", -5_00, 0, 0),
    ],
)
def test_the_allowance(case: str, to_date_pence: int, used_pence: int, expected_pence: int) -> None:
    now_pence = allowance_now_pence(
        employer_to_date_pence=to_date_pence, used_before_pence=used_pence, figures=FIGURES
    )

    assert now_pence == expected_pence, case


@pytest.mark.parametrize(
    ("paid", "directors", "is_connected", "expected"),
    [
        (5, 1, False, None),
        (2, 2, False, None),
        (1, 0, False, None),
        (1, 1, False, "single_paid_director"),
        (5, 1, True, "claimed_by_connected_employer"),
    ],
)
def test_who_has_no_allowance(paid: int, directors: int, is_connected: bool, expected: str | None) -> None:
    why = why_no_allowance(
        paid_count=paid, paid_directors_count=directors, is_claimed_by_connected=is_connected
    )

    assert why == expected


@pytest.mark.parametrize(
    ("case", "bill_pence", "month", "before_pence", "expected_pence"),
    [
        ("a small pay bill owes nothing", 250_000_00, 1, 0, 0),
        ("half a percent of what is above the allowance", 300_000_00, 1, 0, 250_00),
        ("the year so far counts", 500_000_00, 2, 250_00, -250_00),
        ("a whole year below three millions owes nothing", 3_000_000_00, 12, 0, 0),
        ("down to the penny", 250_001_99, 1, 0, 0),
    ],
)
def test_the_levy(case: str, bill_pence: int, month: int, before_pence: int, expected_pence: int) -> None:
    now_pence = levy_now_pence(
        pay_bill_to_date_pence=bill_pence, month=month, due_before_pence=before_pence, figures=FIGURES
    )

    assert now_pence == expected_pence, case
