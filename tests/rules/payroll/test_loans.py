# SPDX-License-Identifier: AGPL-3.0-or-later
"""Loans repay whole pounds above a threshold; of several first degrees the lowest threshold alone."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.loans import (
    Plan,
    loan_figures,
    repayment_pence,
    repayments,
    threshold_pence,
    within_room,
)
from franchise_kit.payroll.rules.tax_calendar import Frequency

IN_MAY = date(2026, 5, 5)
THE_YEAR_BEFORE = date(2025, 5, 5)


def repaid(
    plans: str, pay_pence: int, *, frequency: Frequency = Frequency.M1, on: date = IN_MAY
) -> tuple[int, int]:
    due = repayments(
        [Plan(plan) for plan in plans.split()],
        frequency=frequency,
        pay_pence=pay_pence,
        figures=loan_figures(on),
    )
    return due.student_pence, due.postgraduate_pence


@pytest.mark.parametrize(
    ("case", "plans", "pay_pence", "expected"),
    [
        ("no loan", "", 9000_00, (0, 0)),
        ("at the threshold", "1", 2241_66, (0, 0)),
        ("the first pound needs 11 pounds and 12 pence", "1", 2252_77, (0, 0)),
        ("and then it is taken", "1", 2252_78, (1_00, 0)),
        ("plan 2", "2", 3448_75, (90_00, 0)),
        ("plan 4", "4", 3816_25, (90_00, 0)),
        ("plan 5", "5", 3083_33, (90_00, 0)),
        ("a postgraduate loan alone", "PG", 2750_00, (0, 60_00)),
        ("both kinds, each by itself", "2 PG", 3448_75, (90_00, 101_00)),
        ("of two plans that with the lower threshold", "4 1", 3241_66, (90_00, 0)),
        ("nothing is paid", "1 PG", 0, (0, 0)),
    ],
)
def test_what_a_month_repays(case: str, plans: str, pay_pence: int, expected: tuple[int, int]) -> None:
    assert repaid(plans, pay_pence) == expected, case


def test_plan_5_is_collected_from_april_2026_on() -> None:
    assert repaid("5", 9000_00, on=THE_YEAR_BEFORE) == (0, 0)
    assert repaid("5 2", 9000_00, on=THE_YEAR_BEFORE) == repaid("2", 9000_00, on=THE_YEAR_BEFORE)
    assert repaid("5 2", 9000_00) == repaid("5", 9000_00)


@pytest.mark.parametrize(
    ("frequency", "pay_pence", "expected_pence"),
    [
        (Frequency.W1, 665_09, 9_00),
        (Frequency.W2, 1330_18, 18_00),
        (Frequency.W4, 2769_24, 44_00),
        (Frequency.A1, 30_385_00, 90_00),
    ],
)
def test_pay_for_several_weeks_is_rounded_week_by_week(
    frequency: Frequency, pay_pence: int, expected_pence: int
) -> None:
    assert repaid("2", pay_pence, frequency=frequency) == (expected_pence, 0)


def test_an_odd_period_has_its_days_of_the_threshold() -> None:
    threshold = threshold_pence(25_000_00, days=10, days_in_year=365)

    assert threshold == 684_93
    assert repayment_pence(1000_00, threshold_pence=threshold, rate_bps=900) == 28_00


@pytest.mark.parametrize(
    ("repaid_pence", "room_pence", "expected_pence"),
    [(70_00, 53_00, 53_00), (70_00, 53_99, 53_00), (70_00, 99_00, 70_00), (70_00, 0, 0), (70_00, -5_00, 0)],
)
def test_protected_earnings_cut_a_repayment_to_the_pound(
    repaid_pence: int, room_pence: int, expected_pence: int
) -> None:
    assert within_room(repaid_pence, room_pence) == expected_pence


def test_a_page_can_say_how_it_was_worked_out() -> None:
    due = repayments([Plan.PLAN_2], frequency=Frequency.W4, pay_pence=2769_24, figures=loan_figures(IN_MAY))

    assert [(step.code, dict(step.values)) for step in due.steps] == [
        (
            "student_loan",
            {
                "plan": "2",
                "pay_pence": 2769_24,
                "threshold_pence": 565_09,
                "periods": 4,
                "rate_bps": 900,
                "amount_pence": 44_00,
            },
        )
    ]


def test_a_second_payment_of_a_period_has_no_threshold_of_its_own() -> None:
    """£2,600 a month repay 9 % of £151.25, down to £13; £3,100 repay £58, so that £500 more repay £45."""
    due = repayments(
        [Plan.PLAN_2],
        frequency=Frequency.M1,
        pay_pence=500_00,
        figures=loan_figures(IN_MAY),
        before_pence=2600_00,
    )

    assert repaid("2", 2600_00) == (13_00, 0)
    assert due.student_pence == 45_00
    assert due.steps[0].values["before_pence"] == 2600_00


@settings(max_examples=200, deadline=None)
@given(
    plans=st.sets(st.sampled_from(list(Plan))),
    frequency=st.sampled_from(list(Frequency)),
    pay=st.integers(0, 20_000_00),
)
def test_repayments_are_whole_pounds_and_no_more_than_their_share(
    plans: set[Plan], frequency: Frequency, pay: int
) -> None:
    due = repayments(plans, frequency=frequency, pay_pence=pay, figures=loan_figures(IN_MAY))

    assert due.student_pence % 100 == due.postgraduate_pence % 100 == 0
    assert 0 <= due.student_pence <= pay * 9 // 100
    assert 0 <= due.postgraduate_pence <= pay * 6 // 100
