# SPDX-License-Identifier: AGPL-3.0-or-later
"""Orders of courts: priority first and by date, above what is protected, and what carries over."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.court_orders import (
    Order,
    OrderNotSound,
    child_maintenance_protected_pence,
    take_in_order,
)
from franchise_kit.payroll.rules.rates import figures_for

ON = date(2026, 5, 5)
MAINTENANCE = Order(date(2026, 3, 1), True, 100_00, 800_00)
DEBT = Order(date(2025, 1, 1), False, 60_00, 700_00)


def amounts(attachable_pence: int, *orders: Order) -> list[int]:
    return [taken.pence for taken in take_in_order(attachable_pence, orders)]


@pytest.mark.parametrize(
    ("case", "attachable_pence", "expected"),
    [
        ("room for both, each sees what the one before it left", 1000_00, [100_00, 60_00]),
        ("the later one has room for a part", 850_00, [50_00, 60_00]),
        ("what is protected stays", 800_00, [0, 60_00]),
        ("below both nothing is taken", 600_00, [0, 0]),
        ("nothing earned", 0, [0, 0]),
    ],
)
def test_priority_comes_first_whatever_its_date(
    case: str, attachable_pence: int, expected: list[int]
) -> None:
    assert amounts(attachable_pence, DEBT, MAINTENANCE) == expected, case


def test_of_one_kind_the_earlier_order_comes_first() -> None:
    later = replace(DEBT, made_on=date(2025, 6, 1), normal_pence=90_00)

    assert [taken.order for taken in take_in_order(760_00, [later, DEBT])] == [DEBT, later]
    assert amounts(760_00, later, DEBT) == [60_00, 0]


def test_a_priority_order_carries_what_it_could_not_take_and_not_leave() -> None:
    short = take_in_order(750_00, [MAINTENANCE])[0]
    assert (short.pence, short.untaken_pence, short.unprotected_pence) == (0, 100_00, 50_00)

    carried = replace(
        MAINTENANCE, untaken_pence=short.untaken_pence, unprotected_pence=short.unprotected_pence
    )
    next_time = take_in_order(1000_00, [carried])[0]
    assert (next_time.pence, next_time.untaken_pence, next_time.unprotected_pence) == (150_00, 50_00, 0)


def test_an_order_without_priority_carries_nothing() -> None:
    carried = replace(DEBT, untaken_pence=40_00, unprotected_pence=40_00)
    taken = take_in_order(1000_00, [carried])[0]

    assert (taken.pence, taken.untaken_pence, taken.unprotected_pence) == (60_00, 0, 0)


def test_no_more_is_taken_than_is_owed() -> None:
    last = take_in_order(2000_00, [replace(MAINTENANCE, owed_pence=30_00, untaken_pence=50_00)])[0]

    assert (last.pence, last.untaken_pence) == (30_00, 0)


@pytest.mark.parametrize(
    "field", ["normal_pence", "protected_pence", "owed_pence", "untaken_pence", "unprotected_pence"]
)
def test_an_order_below_nothing_is_refused(field: str) -> None:
    with pytest.raises(OrderNotSound):
        take_in_order(1000_00, [replace(MAINTENANCE, **{field: -1})])


def test_three_fifths_are_protected_from_child_maintenance() -> None:
    book = figures_for(ON).book

    assert child_maintenance_protected_pence(1000_00, book=book, on=ON) == 600_00
    assert child_maintenance_protected_pence(1, book=book, on=ON) == 1


ORDERS = st.builds(
    Order,
    made_on=st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    is_priority=st.booleans(),
    normal_pence=st.integers(0, 500_00),
    protected_pence=st.integers(0, 1500_00),
    owed_pence=st.none() | st.integers(0, 2000_00),
    untaken_pence=st.integers(0, 300_00),
    unprotected_pence=st.integers(0, 300_00),
)


@settings(max_examples=200, deadline=None)
@given(attachable=st.integers(0, 5_000_00), orders=st.lists(ORDERS, max_size=4))
def test_no_order_takes_what_another_protects_before_it(attachable: int, orders: list[Order]) -> None:
    left = attachable
    for taken in take_in_order(attachable, orders):
        left -= taken.pence
        assert taken.pence >= 0
        assert taken.pence == 0 or left >= taken.order.protected_pence
    assert left >= 0
