# SPDX-License-Identifier: AGPL-3.0-or-later
"""Orders of all kinds on one payment: who comes first, what each sees, and what a loan has left."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.court_orders import Order
from franchise_kit.payroll.rules.orders import (
    AnyOrder,
    CouncilTaxOrder,
    DirectAttachment,
    TakenBy,
    loan_beside_orders,
    take_by_order,
)
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency

ON = date(2026, 5, 5)
BOOK = figures_for(ON).book
MAINTENANCE = Order(date(2026, 3, 1), True, 100_00, 800_00)
DEBT = Order(date(2025, 1, 1), False, 60_00, 700_00)
COUNCIL_TAX = CouncilTaxOrder(date(2024, 5, 1))
DIRECT = DirectAttachment(date(2023, 1, 1))


def take(net_pence: int, *orders: AnyOrder) -> list[TakenBy]:
    return take_by_order(net_pence, orders, frequency=Frequency.M1, book=BOOK, on=ON)


def test_debts_come_last_and_a_direct_attachment_after_what_has_priority() -> None:
    taken = take(2000_00, DEBT, DIRECT, MAINTENANCE, COUNCIL_TAX)

    assert [(one.order, one.pence) for one in taken] == [
        (COUNCIL_TAX, 240_00),
        (MAINTENANCE, 100_00),
        (DIRECT, 300_00),
        (DEBT, 60_00),
    ]


def test_council_tax_goes_by_what_an_earlier_order_left() -> None:
    first = Order(date(2020, 1, 1), True, 500_00, 800_00)

    assert [one.pence for one in take(2000_00, COUNCIL_TAX, first)] == [500_00, 180_00]


def test_a_direct_attachment_has_the_room_that_is_left() -> None:
    first = Order(date(2020, 1, 1), True, 700_00, 800_00)

    assert [one.pence for one in take(2000_00, DIRECT, first)] == [700_00, 100_00]


def test_what_an_order_could_not_take_is_carried() -> None:
    taken = take(750_00, MAINTENANCE)[0]

    assert (taken.pence, taken.untaken_pence, taken.unprotected_pence) == (0, 100_00, 50_00)


@pytest.mark.parametrize(
    ("case", "net_pence", "orders", "expected_pence"),
    [
        ("no order", 1000_00, (), 70_00),
        ("room for both", 1000_00, (MAINTENANCE,), 70_00),
        ("the rest above what is protected", 953_50, (MAINTENANCE,), 53_00),
        ("no room", 850_00, (MAINTENANCE,), 0),
        ("a debt protects nothing from a loan", 700_00, (DEBT,), 70_00),
    ],
)
def test_a_loan_comes_after_orders(
    case: str, net_pence: int, orders: tuple[AnyOrder, ...], expected_pence: int
) -> None:
    taken = take(net_pence, *orders)

    assert loan_beside_orders(70_00, net_pence=net_pence, taken=taken) == expected_pence, case


DAYS = st.dates(date(2010, 1, 1), date(2026, 1, 1))
ANY_ORDER = (
    st.builds(Order, DAYS, st.booleans(), st.integers(0, 500_00), st.integers(0, 1500_00))
    | st.builds(CouncilTaxOrder, DAYS)
    | st.builds(DirectAttachment, DAYS, st.booleans())
)


@settings(max_examples=200, deadline=None)
@given(net=st.integers(0, 8_000_00), orders=st.lists(ANY_ORDER, max_size=5))
def test_orders_never_take_more_than_there_is(net: int, orders: list[AnyOrder]) -> None:
    taken = take(net, *orders)

    assert len(taken) == len(orders)
    assert all(one.pence >= 0 for one in taken)
    assert sum(one.pence for one in taken) <= net
