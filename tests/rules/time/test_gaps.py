# SPDX-License-Identifier: AGPL-3.0-or-later
"""Travel, waiting and free time between visits; and time that overlaps."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.kernel.days import LONDON
from franchise_kit.time.rules.gaps import FREE_AFTER_MINUTES, Gap, gap_between, overlapping

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("case", "minutes", "way", "expected"),
    [
        ("the way fills the gap", 12, 12, Gap(12, 0, 0)),
        ("the rest is waiting", 30, 12, Gap(12, 18, 0)),
        ("quicker than the plan", 8, 12, Gap(8, 0, 0)),
        ("an hour more than the way is not free", 72, 12, Gap(12, 60, 0)),
        ("a minute beyond it is", 73, 12, Gap(0, 0, 73)),
        ("one door to the same", 20, 0, Gap(0, 20, 0)),
        ("an unknown way is travel for an hour", 60, None, Gap(60, 0, 0)),
        ("and free after it", 61, None, Gap(0, 0, 61)),
        ("no gap", 0, 12, Gap(0, 0, 0)),
        ("overlapping visits have no gap", -5, 12, Gap(0, 0, 0)),
    ],
)
def test_a_gap(case: str, minutes: int, way: int | None, expected: Gap) -> None:
    assert gap_between(NINE, NINE + timedelta(minutes=minutes), way) == expected, case


@given(
    minutes=st.integers(-60, 1440),
    seconds=st.integers(0, 59),
    way=st.one_of(st.none(), st.integers(0, 240)),
)
def test_every_minute_of_a_gap_is_one_of_the_three(minutes: int, seconds: int, way: int | None) -> None:
    gap = gap_between(NINE, NINE + timedelta(minutes=minutes, seconds=seconds), way)

    assert gap.travel + gap.waiting + gap.free == max(0, minutes)
    assert min(gap.travel, gap.waiting, gap.free) >= 0
    assert gap.free == 0 or gap.travel + gap.waiting == 0
    assert gap.travel + gap.waiting <= (way or 0) + FREE_AFTER_MINUTES


@pytest.mark.parametrize(
    ("case", "left", "arrives", "expected"),
    [
        ("clocks go forward", "2027-03-28T00:50", "2027-03-28T02:10", Gap(15, 5, 0)),
        ("clocks go back", "2026-10-25T00:50", "2026-10-25T02:10", Gap(0, 0, 140)),
        ("leap day into March", "2028-02-29T23:50", "2028-03-01T00:10", Gap(15, 5, 0)),
    ],
)
def test_a_gap_is_real_time(case: str, left: str, arrives: str, expected: Gap) -> None:
    instants = [datetime.fromisoformat(one).replace(tzinfo=LONDON) for one in (left, arrives)]

    assert gap_between(instants[0], instants[1], 15) == expected, case


def spans(*minutes: tuple[int, int]) -> list[tuple[str, datetime, datetime]]:
    return [
        (str(number), NINE + timedelta(minutes=begins), NINE + timedelta(minutes=ends))
        for number, (begins, ends) in enumerate(minutes)
    ]


@pytest.mark.parametrize(
    ("case", "minutes", "expected"),
    [
        ("one after another", [(0, 30), (30, 60)], set()),
        ("two at once", [(0, 30), (29, 60), (60, 70)], {"0", "1"}),
        ("a long one around two short ones", [(0, 100), (10, 20), (30, 40)], {"0", "1", "2"}),
        ("the same twice", [(0, 30), (0, 30)], {"0", "1"}),
        ("nothing", [], set()),
    ],
)
def test_overlapping(case: str, minutes: list[tuple[int, int]], expected: set[str]) -> None:
    assert overlapping(spans(*minutes)) == expected, case


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8))
def test_overlapping_is_what_each_pair_says(pairs: list[tuple[int, int]]) -> None:
    listed = spans(*((begins, begins + lasts) for begins, lasts in pairs))
    expected = {
        one[0] for one in listed for two in listed if one[0] != two[0] and one[1] < two[2] and two[1] < one[2]
    }

    assert overlapping(listed) == expected
