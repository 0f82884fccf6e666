# SPDX-License-Identifier: AGPL-3.0-or-later
"""How fairly a co-op pays: of all together, and never so that somebody's own pay could be known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.payroll.rules.pay_fairness import PayCounted, PayFairness, fairness_to_tell, middle

NOVEMBER = date(2026, 11, 1)


def told(rates: list[int], without: int = 0, living_wage: int | None = 1260) -> PayFairness:
    return fairness_to_tell(PayCounted(NOVEMBER, rates, without, living_wage))


def test_a_co_op_of_twelve_tells_its_figures() -> None:
    rates = [1250] * 5 + [1260] * 2 + [1345] * 4 + [1800]

    assert told(rates, without=6) == PayFairness(NOVEMBER, 12, 1250, 1260, 1260, 5, 6)


@pytest.mark.parametrize("workers", [1, 4])
def test_of_fewer_than_five_nothing_of_their_pay_is_told(workers: int) -> None:
    found = told([1221] * workers, without=workers)

    assert found == PayFairness(NOVEMBER, None, None, None, 1260, None, None)


def test_nobody_is_no_secret() -> None:
    assert told([]).workers == 0


def test_a_lowest_rate_that_few_have_is_hidden() -> None:
    assert told([1221] + [1345] * 9).lowest_pence is None


def test_a_count_that_would_tell_of_a_few_others_is_hidden() -> None:
    rates = [1250] * 9 + [1345] * 3

    assert told(rates, without=9).below_living_wage is None
    assert told(rates, without=9).without_guaranteed_hours is None


def test_without_a_living_wage_nobody_is_below_it() -> None:
    found = told([1221] * 6, living_wage=None)

    assert (found.living_wage_pence, found.below_living_wage) == (None, None)


@pytest.mark.parametrize(("rates", "expected"), [([1300], 1300), ([1400, 1200], 1200), ([3, 1, 2], 2)])
def test_the_middle_is_a_rate_that_somebody_has(rates: list[int], expected: int) -> None:
    assert middle(rates) == expected


def test_nothing_has_no_middle() -> None:
    with pytest.raises(ValueError, match="no middle"):
        middle([])


@given(st.lists(st.integers(1000, 3000), max_size=40), st.data())
def test_no_count_from_one_to_four_and_none_left_over_is_ever_told(
    rates: list[int], data: st.DataObject
) -> None:
    without = data.draw(st.integers(0, len(rates)))
    found = told(rates, without=without)

    for part in (found.below_living_wage, found.without_guaranteed_hours):
        assert part is None or found.workers is not None
        if part is not None and found.workers is not None:
            assert not 0 < part < 5
            assert not 0 < found.workers - part < 5
    assert found.workers is None or not 0 < found.workers < 5
    assert found.lowest_pence is None or rates.count(found.lowest_pence) >= 5
