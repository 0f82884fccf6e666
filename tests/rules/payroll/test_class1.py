# SPDX-License-Identifier: AGPL-3.0-or-later
"""Class 1 National Insurance: half-pennies, letters, bands, and what always holds."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.class1 import Class1, NoSuchCategory, contributions
from franchise_kit.payroll.rules.pence import ni_penny
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency

FIGURES = figures_for(date(2026, 5, 5))
LETTERS = "ABCDEFHIJKLMNSVXZ"


def worked(category: str, earnings_pence: int, frequency: Frequency = Frequency.W1) -> Class1:
    return contributions(
        category=category, frequency=frequency, earnings_pence=earnings_pence, figures=FIGURES
    )


@pytest.mark.parametrize(
    ("case", "earnings_pence", "expected_pence"),
    [
        ("earnings at the threshold cost nothing", 242_00, 0),
        ("only the part above the threshold counts", 300_00, 4_64),
        ("a half-penny is dropped", 967_25, 58_00),
        ("the third decimal alone decides", 967_26, 58_00),
        ("three and a bit tenths above a half go up", 967_28, 58_00),
        ("six tenths go up", 967_30, 58_01),
    ],
)
def test_employee_contribution(case: str, earnings_pence: int, expected_pence: int) -> None:
    assert worked("A", earnings_pence).employee_pence == expected_pence, case


@pytest.mark.parametrize(
    ("case", "pence", "rate_bps", "expected_pence"),
    [
        ("nothing", 0, 1500, 0),
        ("£0.005 is dropped", 5, 1000, 0),
        ("£0.0056 is dropped, since the fourth decimal is cut", 7, 800, 0),
        ("£0.0059 is dropped too", 59, 100, 0),
        ("£0.006 goes up", 6, 1000, 1),
        ("£0.0155 is a penny", 155, 100, 1),
        ("£0.016 is two", 16, 1000, 2),
        ("whole pennies stay", 200, 1500, 30),
    ],
)
def test_the_penny_of_national_insurance(case: str, pence: int, rate_bps: int, expected_pence: int) -> None:
    assert ni_penny(pence, rate_bps) == expected_pence, case


def test_the_two_bands_are_rounded_each_on_its_own() -> None:
    """£58.1085 goes up and £0.006 goes up; their sum £58.1145 would have gone down."""
    month = worked("B", 4189_30, Frequency.M1)

    assert [(step.code, step.values["amount_pence"]) for step in month.steps[1:]] == [
        ("employee_main", 58_11),
        ("employee_upper", 1),
        ("employer_main", 565_80),
        ("employer_upper", 4),
    ]
    assert (month.employee_pence, month.employer_pence) == (58_12, 565_84)


@pytest.mark.parametrize(
    ("category", "employee_pence", "employer_pence"),
    [
        ("A", 271_26, 715_69),
        ("B", 78_09, 715_69),
        ("C", 0, 715_69),
        ("D", 82_80, 465_79),
        ("E", 78_09, 465_79),
        ("F", 271_26, 465_79),
        ("H", 271_26, 149_89),
        ("I", 78_09, 465_79),
        ("J", 82_80, 715_69),
        ("K", 0, 465_79),
        ("L", 82_80, 465_79),
        ("M", 271_26, 149_89),
        ("N", 271_26, 465_79),
        ("S", 0, 465_79),
        ("V", 271_26, 149_89),
        ("X", 0, 0),
        ("Z", 82_80, 149_89),
    ],
)
def test_every_letter_has_its_rates(category: str, employee_pence: int, employer_pence: int) -> None:
    month = worked(category, 5188_27, Frequency.M1)

    assert (month.employee_pence, month.employer_pence) == (employee_pence, employer_pence)


@pytest.mark.parametrize("category", ["", "a", "G", "Q", "AA", "1"])
def test_a_letter_that_there_is_not_is_refused(category: str) -> None:
    with pytest.raises(NoSuchCategory) as refused:
        worked(category, 500_00)

    assert refused.value.facts == {"tax_year": "2026-27"}


@pytest.mark.parametrize(
    ("case", "earnings_pence", "bands"),
    [
        ("below the lower limit nothing is told", 128_99, (0, 0, 0)),
        ("at it, all of it", 129_00, (129_00, 0, 0)),
        ("at the threshold", 242_00, (129_00, 113_00, 0)),
        ("at the upper limit", 967_00, (129_00, 113_00, 725_00)),
        ("above it no more", 5000_00, (129_00, 113_00, 725_00)),
        ("pay given back", -10_00, (0, 0, 0)),
    ],
)
def test_the_bands_that_hmrc_is_told(case: str, earnings_pence: int, bands: tuple[int, int, int]) -> None:
    week = worked("A", earnings_pence)

    assert (week.at_lel_pence, week.lel_to_pt_pence, week.pt_to_uel_pence) == bands, case


def test_letter_x_has_no_bands_and_says_why() -> None:
    none = worked("X", 5000_00)

    assert (none.at_lel_pence, none.lel_to_pt_pence, none.pt_to_uel_pence) == (0, 0, 0)
    assert [(step.code, dict(step.values)) for step in none.steps] == [
        ("no_national_insurance", {"category": "X"})
    ]


@settings(max_examples=300, deadline=None)
@given(
    category=st.sampled_from(LETTERS),
    frequency=st.sampled_from(list(Frequency)),
    earnings=st.integers(-1_000_00, 30_000_00),
    more=st.integers(0, 5_000_00),
)
def test_more_earnings_never_cost_less(category: str, frequency: Frequency, earnings: int, more: int) -> None:
    less, greater = worked(category, earnings, frequency), worked(category, earnings + more, frequency)

    assert 0 <= less.employee_pence <= greater.employee_pence
    assert 0 <= less.employer_pence <= greater.employer_pence
    assert less.pt_to_uel_pence <= greater.pt_to_uel_pence
    told = less.at_lel_pence + less.lel_to_pt_pence + less.pt_to_uel_pence
    assert told in {0, min(earnings, FIGURES.class1.thresholds["UEL"].of(frequency))}
