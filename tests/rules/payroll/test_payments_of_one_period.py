# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several payments of one period: orders take of them together, and contributions follow the interval."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.class1 import contributions
from franchise_kit.payroll.rules.court_orders import EarlierInPeriod, Order
from franchise_kit.payroll.rules.held_orders import HeldOrder
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.made import Particulars, work_out
from franchise_kit.payroll.rules.orders import (
    AnyOrder,
    CouncilTaxOrder,
    DirectAttachment,
    TakenBy,
    loan_beside_orders,
    take_by_order,
)
from franchise_kit.payroll.rules.payslip import Line
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.payroll.rules.whole import InPeriod

ON = date(2026, 11, 30)
FIGURES = figures_for(ON)
FINE = Order(date(2026, 3, 1), True, 100_00, 800_00)
COUNCIL_TAX = CouncilTaxOrder(date(2024, 5, 1))
DIRECT = DirectAttachment(date(2023, 1, 1))


def take(net_pence: int, *orders: AnyOrder) -> list[TakenBy]:
    return take_by_order(net_pence, orders, frequency=Frequency.M1, book=FIGURES.book, on=ON)


def then(taken: list[TakenBy], net_pence: int) -> list[AnyOrder]:
    """Return orders as they meet the next payment of the period."""
    kept_pence = net_pence - sum(one.pence for one in taken)
    return [replace(one.order, earlier=EarlierInPeriod(net_pence, one.pence, kept_pence)) for one in taken]


@pytest.mark.parametrize(
    ("case", "orders", "net_pence", "pence"),
    [
        ("the normal deduction is taken once", (FINE,), (2000_00, 500_00), ([100_00], [0])),
        ("what is protected is left once", (FINE,), (850_00, 200_00), ([50_00], [50_00])),
        ("below what is protected, together above", (FINE,), (500_00, 350_00), ([0], [50_00])),
        ("a table goes by all of it", (COUNCIL_TAX,), (1000_00, 1000_00), ([50_00], [190_00])),
        ("a direct attachment as well", (DIRECT,), (1000_00, 1000_00), ([70_00], [230_00])),
        ("never more than there is", (DIRECT,), (1160_00, 20_00), ([81_20], [20_00])),
    ],
)
def test_orders_take_of_all_payments_of_a_period(
    case: str, orders: tuple[AnyOrder, ...], net_pence: tuple[int, int], pence: tuple[list[int], list[int]]
) -> None:
    first = take(net_pence[0], *orders)
    second = take(net_pence[1], *then(first, net_pence[0]))

    assert ([one.pence for one in first], [one.pence for one in second]) == pence, case


def test_what_an_order_still_waits_for_is_of_the_whole_period() -> None:
    first = take(820_00, FINE)
    second = take(30_00, *then(first, 820_00))

    assert [(one.pence, one.untaken_pence) for one in (*first, *second)] == [(20_00, 80_00), (30_00, 50_00)]


def test_a_loan_has_what_is_above_the_protected_pay_of_the_period() -> None:
    first = take(850_00, FINE)
    second = take(200_00, *then(first, 850_00))

    assert loan_beside_orders(70_00, net_pence=850_00, taken=first) == 0
    assert loan_beside_orders(70_00, net_pence=200_00, taken=second) == 70_00


ORDERS = (
    st.builds(Order, st.just(ON), st.booleans(), st.integers(0, 500_00), st.integers(0, 1500_00))
    | st.just(COUNCIL_TAX)
    | st.builds(DirectAttachment, st.just(ON), st.booleans())
)


@settings(max_examples=200, deadline=None)
@given(first=st.integers(0, 3_000_00), second=st.integers(0, 3_000_00), order=ORDERS)
def test_an_order_takes_of_two_payments_what_it_takes_of_one(
    first: int, second: int, order: AnyOrder
) -> None:
    of_first = take(first, order)
    of_second = take(second, *then(of_first, first))

    (together,) = take(first + second, order)
    # A table takes more of all pay with each band, but never more than the payment that comes with it.
    assert of_second[0].pence == min(together.pence - of_first[0].pence, second)


def test_the_first_month_after_weeks_counts_the_weeks_in_it() -> None:
    weeks = ((Frequency.W1, 400_00), (Frequency.W1, 300_00))
    holds = Particulars("1257L", "A", in_period=InPeriod(shorter=weeks))

    made = work_out([Line("visit", 60, 2000_00)], particulars=holds, pay_on=ON).sums
    again = replace(holds, in_period=InPeriod(earned_pence=2000_00, shorter=weeks, is_first=False))
    later = work_out([Line("visit", 60, 500_00)], particulars=again, pay_on=ON).sums

    month, more = due(Frequency.M1, 2700_00), due(Frequency.M1, 3200_00)
    of_weeks = [due(Frequency.W1, pence) for _interval, pence in weeks]
    assert (made.employee_ni_pence, made.employer_ni_pence) == (
        month[0] - sum(one[0] for one in of_weeks),
        month[1] - sum(one[1] for one in of_weeks),
    )
    assert (made.at_lel_pence, made.pt_to_uel_pence) == (559_00 - 2 * 129_00, 1652_00 - (158_00 + 58_00))
    assert (later.employee_ni_pence, later.employer_ni_pence) == (more[0] - month[0], more[1] - month[1])


def due(interval: Frequency, pence: int) -> tuple[int, int]:
    made = contributions(category="A", frequency=interval, earnings_pence=pence, figures=FIGURES)
    return made.employee_pence, made.employer_pence


def test_pay_after_the_last_pay_has_a_week_for_contributions_and_loans() -> None:
    holds = Particulars("0T X", "A", loans=(Plan.PLAN_2,), is_after_leaving=True)

    sums = work_out([Line("visit", 60, 700_00)], particulars=holds, pay_on=ON).sums

    # 8 % above £242, 15 % above £96; 9 % of what is above £565.09, in pounds.
    assert (sums.employee_ni_pence, sums.employer_ni_pence, sums.student_loan_pence) == (36_64, 90_60, 12_00)


def test_an_order_that_was_paid_off_in_the_period_takes_no_more() -> None:
    held = HeldOrder(
        UUID(int=1),
        "priority",
        ON,
        100_00,
        0,
        left_pence=60_00,
        earlier=EarlierInPeriod(500_00, 60_00, 440_00),
    )

    made = work_out(
        [Line("visit", 60, 700_00)], particulars=Particulars("NT", "C", orders=(held,)), pay_on=ON
    )

    assert made.orders == ()


def test_the_steps_say_what_was_paid_before() -> None:
    held = HeldOrder(
        UUID(int=1), "priority", ON, 100_00, 800_00, earlier=EarlierInPeriod(850_00, 50_00, 800_00)
    )

    made = work_out(
        [Line("visit", 60, 200_00)], particulars=Particulars("NT", "C", orders=(held,)), pay_on=ON
    )

    (step,) = made.steps("orders")
    assert (step.values["before_pence"], step.values["amount_pence"]) == (850_00, 50_00)
