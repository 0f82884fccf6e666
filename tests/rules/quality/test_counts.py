# SPDX-License-Identifier: AGPL-3.0-or-later
"""A month's counts as they may cross the wall."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.quality.rules.counts import MonthCounted, counts_to_tell, whole_hours
from franchise_kit.quality.rules.disclosed import figure_to_tell
from franchise_kit.quality.rules.indicators import catalogue

OCTOBER = date(2026, 10, 1)
COUNTED = MonthCounted(
    month=OCTOBER,
    people_supported=62,
    visits_planned=1900,
    visits_missed=12,
    worked={"visit": (61_230, 34), "travel": (9_029, 31), "sleep_in": (2_880, 3), "training": (200, 9)},
    workers={"manager": 1, "other_social_care": 30, "senior_social_care": 6, "domestic": 0},
)
MISSED = catalogue()["visits_missed"]


@pytest.mark.parametrize(
    ("case", "minutes", "hours"),
    [
        ("under half an hour", 29, 0),
        ("half an hour", 30, 1),
        ("an hour and a half", 90, 2),
        ("nothing", 0, 0),
    ],
)
def test_whole_hours(case: str, minutes: int, hours: int) -> None:
    assert whole_hours(minutes) == hours, case


def test_a_month_is_told_without_what_few_did() -> None:
    told = counts_to_tell(COUNTED)

    assert (told.month, told.people_supported) == (OCTOBER, 62)
    assert (told.visits_planned, told.visits_delivered) == (1900, 1888)
    assert told.hours == {"travel": 150, "visit": 1021}
    assert told.hours_hidden == ("sleep_in", "training")
    assert told.workers == {"other_social_care": 30}
    assert told.workers_hidden == ("manager", "senior_social_care")
    assert told.workers_in_all == 37


@pytest.mark.parametrize("missed", [1, 2, 3, 4])
def test_visits_made_do_not_give_those_missed_away(missed: int) -> None:
    told = counts_to_tell(replace(COUNTED, visits_missed=missed))

    assert (told.visits_planned, told.visits_delivered) == (1900, None)


@pytest.mark.parametrize(("people", "expected"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_few_people_supported_are_hidden(people: int, expected: int | None) -> None:
    assert counts_to_tell(replace(COUNTED, people_supported=people)).people_supported == expected


def test_a_month_without_anything_says_nought() -> None:
    told = counts_to_tell(MonthCounted(OCTOBER, 0, 0, 0, {}, {}))

    assert (told.people_supported, told.visits_planned, told.visits_delivered) == (0, 0, 0)
    assert (told.hours, told.hours_hidden, told.workers, told.workers_in_all) == ({}, (), {}, 0)


def test_three_workers_in_all_are_not_told() -> None:
    told = counts_to_tell(replace(COUNTED, workers={"other_social_care": 3}))

    assert (told.workers, told.workers_in_all) == ({}, None)


COUNTS = st.integers(0, 60)


@given(
    st.builds(
        MonthCounted,
        month=st.just(OCTOBER),
        people_supported=COUNTS,
        visits_planned=st.integers(60, 3000),
        visits_missed=COUNTS,
        worked=st.dictionaries(
            st.sampled_from(["visit", "travel", "sleep_in"]), st.tuples(st.integers(-60, 9000), COUNTS)
        ),
        workers=st.dictionaries(st.sampled_from(["manager", "domestic", "other"]), COUNTS),
    )
)
def test_nothing_small_is_told_or_follows(counted: MonthCounted) -> None:
    told = counts_to_tell(counted)

    shown = [told.people_supported, told.visits_planned, *told.hours.values(), *told.workers.values()]
    assert [one for one in shown if one is not None and 0 < one < 5] == []
    assert not set(told.hours) & {kind for kind, (_, workers) in counted.worked.items() if 0 < workers < 5}
    # What was delivered is told exactly where the quality figure tells what was missed.
    figure = figure_to_tell(MISSED, counted.visits_missed, counted.visits_planned)
    assert (told.visits_delivered is None) is (figure.numerator is None)
    if told.workers_in_all is not None:
        left = told.workers_in_all - sum(told.workers.values())
        assert left == 0 or (left >= 5 and len(told.workers_hidden) > 1)
