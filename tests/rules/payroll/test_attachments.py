# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of attachment: a band's top is in the band, other orders take room, and the order's day decides."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.attachments import (
    Attached,
    NoTableForFrequency,
    NoTableForThatDay,
    admin_fee_pence,
    council_tax_wales,
    direct_earnings_attachment,
)
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency

ON = date(2026, 5, 5)
BOOK = figures_for(ON).book
WEEKS = [Frequency.W1, Frequency.W2, Frequency.W4]


def direct(
    net_pence: int, frequency: Frequency = Frequency.W1, *, others: int = 0, is_higher: bool = False
) -> Attached:
    return direct_earnings_attachment(
        net_pence, frequency=frequency, other_orders_pence=others, is_higher=is_higher, book=BOOK, on=ON
    )


def council_tax(net_pence: int, frequency: Frequency = Frequency.W1, *, made: date = date(2024, 5, 1)) -> int:
    return council_tax_wales(net_pence, frequency=frequency, order_made_on=made, book=BOOK).pence


@pytest.mark.parametrize(
    ("case", "frequency", "net_pence", "is_higher", "expected_pence"),
    [
        ("nothing in the first band", Frequency.W1, 100_00, False, 0),
        ("a penny more is in the second", Frequency.W1, 100_01, False, 3_00),
        ("the top of a band is in it", Frequency.W1, 520_00, False, 78_00),
        ("above the last band", Frequency.W1, 520_01, False, 104_00),
        ("the higher rate takes of the first band too", Frequency.W1, 100_00, True, 5_00),
        ("a month", Frequency.M1, 1620_00, False, 243_00),
        ("a fortnight is looked up by the week", Frequency.W2, 770_00, False, 115_50),
        ("four weeks too", Frequency.W4, 400_00, False, 0),
        ("the higher rate may not pass the protected share", Frequency.M1, 3000_00, True, 1200_00),
        ("nothing earned", Frequency.W1, 0, True, 0),
    ],
)
def test_a_direct_earnings_attachment(
    case: str, frequency: Frequency, net_pence: int, is_higher: bool, expected_pence: int
) -> None:
    assert direct(net_pence, frequency, is_higher=is_higher).pence == expected_pence, case


@pytest.mark.parametrize(
    ("others", "expected_pence", "room_pence"),
    [(0, 243_00, 648_00), (486_00, 162_00, 162_00), (700_00, 0, 0)],
)
def test_other_orders_lessen_the_room_and_not_the_base(
    others: int, expected_pence: int, room_pence: int
) -> None:
    assert direct(1620_00, Frequency.M1, others=others) == Attached(expected_pence, 1500, room_pence)


@pytest.mark.parametrize(
    ("case", "frequency", "net_pence", "made", "expected_pence"),
    [
        ("nothing in the first band", Frequency.W1, 105_00, date(2024, 5, 1), 0),
        ("the second band of all of it", Frequency.W1, 190_00, date(2024, 5, 1), 5_70),
        ("an older order has the older table", Frequency.W1, 190_00, date(2022, 3, 31), 13_30),
        ("the newer begins on 1 April 2022", Frequency.W1, 190_00, date(2022, 4, 1), 5_70),
        ("at the top of the last band", Frequency.W1, 715_00, date(2024, 5, 1), 121_55),
        ("half of what is above it", Frequency.W1, 815_00, date(2024, 5, 1), 171_55),
        ("a month", Frequency.M1, 2000_00, date(2024, 5, 1), 240_00),
        ("a month above", Frequency.M1, 2960_00, date(2024, 5, 1), 536_20),
        ("a fortnight as two weeks", Frequency.W2, 1630_00, date(2024, 5, 1), 343_10),
        ("four weeks as four", Frequency.W4, 420_00, date(2024, 5, 1), 0),
        ("a half-penny stays with the worker", Frequency.W1, 105_50, date(2024, 5, 1), 3_16),
    ],
)
def test_council_tax_in_wales(
    case: str, frequency: Frequency, net_pence: int, made: date, expected_pence: int
) -> None:
    assert council_tax(net_pence, frequency, made=made) == expected_pence, case


@pytest.mark.parametrize("made", [date(2007, 3, 31), date(2027, 4, 6)])
def test_an_order_of_a_day_without_a_table_is_refused(made: date) -> None:
    with pytest.raises(NoTableForThatDay):
        council_tax(500_00, made=made)


def test_a_years_pay_has_no_table() -> None:
    with pytest.raises(NoTableForFrequency):
        direct(500_00, Frequency.A1)
    with pytest.raises(NoTableForFrequency):
        council_tax(500_00, Frequency.A1)


def test_a_fee_goes_with_a_deduction() -> None:
    assert (admin_fee_pence(0, book=BOOK, on=ON), admin_fee_pence(1, book=BOOK, on=ON)) == (0, 1_00)


@settings(max_examples=200, deadline=None)
@given(
    net=st.integers(0, 10_000_00),
    others=st.integers(0, 5_000_00),
    frequency=st.sampled_from([*WEEKS, Frequency.M1]),
    is_higher=st.booleans(),
)
def test_three_fifths_stay_with_the_worker(
    net: int, others: int, frequency: Frequency, is_higher: bool
) -> None:
    taken = direct(net, frequency, others=others, is_higher=is_higher).pence

    assert taken >= 0
    assert taken == 0 or taken + others <= net * 4 // 10


@settings(max_examples=200, deadline=None)
@given(net=st.integers(0, 10_000_00), frequency=st.sampled_from([*WEEKS, Frequency.M1]))
def test_council_tax_is_never_above_half(net: int, frequency: Frequency) -> None:
    assert 0 <= council_tax(net, frequency) <= (net + 1) // 2
