# SPDX-License-Identifier: AGPL-3.0-or-later
"""Directors: a year's limits or what is left of them, both methods come to the same, and X costs nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.class1 import NoSuchCategory
from franchise_kit.payroll.rules.directors import (
    Method,
    NoSuchTaxWeek,
    directors_contributions,
    directors_limits,
)
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency

FIGURES = figures_for(date(2025, 5, 5))
A = FIGURES.class1.categories["A"]


def charged(
    payments: list[int],
    *,
    method: Method = Method.ANNUAL,
    category: str = "A",
    frequency: Frequency = Frequency.M1,
    from_week: int = 1,
) -> list[tuple[int, int]]:
    made = directors_contributions(
        payments,
        method=method,
        category=category,
        frequency=frequency,
        from_week=from_week,
        figures=FIGURES,
    )
    return [(one.employee_pence, one.employer_pence) for one in made]


def test_hmrcs_director_under_21_from_week_5() -> None:
    assert charged([48_000_00], category="M", from_week=5) == [(2815_92, 239_40)]


@pytest.mark.parametrize(
    ("from_week", "primary_pence", "upper_pence"),
    [
        (1, 12_570_00, 50_270_00),
        (5, 11_604_00, 46_404_00),
        (27, 6_285_00, 25_135_00),
        (52, 242_00, 967_00),
        (53, 242_00, 967_00),
    ],
)
def test_the_limits_of_what_is_left_of_the_year_go_up_to_the_pound(
    from_week: int, primary_pence: int, upper_pence: int
) -> None:
    limits = directors_limits(A, from_week=from_week, figures=FIGURES)

    assert limits is not None
    assert (limits.primary_pence, limits.upper_pence) == (primary_pence, upper_pence)


@pytest.mark.parametrize("week", [-1, 0, 54])
def test_a_week_that_the_year_does_not_have_is_refused(week: int) -> None:
    with pytest.raises(NoSuchTaxWeek):
        charged([1000_00], from_week=week)


def test_a_letter_that_there_is_not_is_refused() -> None:
    with pytest.raises(NoSuchCategory):
        charged([1000_00], category="Q")


@pytest.mark.parametrize("method", list(Method))
def test_letter_x_costs_nothing(method: Method) -> None:
    assert charged([60_000_00, 60_000_00], method=method, category="X") == [(0, 0), (0, 0)]


@pytest.mark.parametrize("method", list(Method))
def test_no_payment_is_no_contribution(method: Method) -> None:
    assert charged([], method=method) == []


def test_the_last_payment_of_the_alternative_method_may_give_back() -> None:
    """One large month is charged a month's limits, and comes back within a year's."""
    payments = [500_00] * 10 + [10_000_00, 500_00]

    employee = [pence for pence, _ in charged(payments, method=Method.ALTERNATIVE)]

    assert employee[:10] == [0] * 10
    assert employee[10] > 0
    assert employee[11] < 0
    assert sum(employee) == sum(pence for pence, _ in charged(payments))


def test_a_page_can_say_how_a_payment_was_worked_out() -> None:
    second = directors_contributions(
        [10_000_00, 10_000_00],
        method=Method.ANNUAL,
        category="A",
        frequency=Frequency.M1,
        from_week=1,
        figures=FIGURES,
    )[1]

    assert [step.code for step in second.steps] == [
        "earnings_together",
        "employee_main",
        "employee_upper",
        "employer_main",
        "employer_upper",
        "contributions_now",
    ]
    assert second.steps[0].values["before_pence"] == 10_000_00
    assert second.steps[-1].values["amount_pence"] == second.employee_pence == 594_40


@settings(max_examples=150, deadline=None)
@given(
    payments=st.lists(st.integers(0, 20_000_00), min_size=1, max_size=12),
    category=st.sampled_from("ABCDEFHIJKLMNSVXZ"),
    from_week=st.integers(1, 53),
)
def test_both_methods_and_one_payment_come_to_the_same(
    payments: list[int], category: str, from_week: int
) -> None:
    annual = charged(payments, category=category, from_week=from_week)
    alternative = charged(payments, method=Method.ALTERNATIVE, category=category, from_week=from_week)
    at_once = charged([sum(payments)], category=category, from_week=from_week)

    for made in (annual, alternative):
        assert [sum(side) for side in zip(*made, strict=True)] == list(at_once[0])
    assert all(employee >= 0 and employer >= 0 for employee, employer in annual)
