# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rest between two days' work, clashes, and the way from one door to the next."""

from datetime import UTC, datetime, timedelta, tzinfo
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.care.rules.rest import Busy, ShortRest, clashes, short_rests
from franchise_kit.care.rules.travel import Place, place_of, road_metres, straight_metres, travel_minutes
from franchise_kit.kernel.days import LONDON

CARDIGAN, ABERYSTWYTH = "52.08310,-4.66090", "52.41530, -4.08290"
PLACES = st.builds(Place, st.integers(50_000_000, 55_000_000), st.integers(-6_000_000, -2_000_000))


def busy(number: int, day: int, begins: str, ends: str) -> Busy:
    def at(clock: str) -> datetime:
        hours, minutes = clock.split(":")
        return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=int(hours), minutes=int(minutes))

    return Busy(UUID(int=number), at(begins), at(ends))


@pytest.mark.parametrize(
    ("case", "visits", "expected"),
    [
        ("one after another", [busy(1, 2, "09:00", "10:00"), busy(2, 2, "10:00", "11:00")], []),
        ("over another", [busy(1, 2, "09:00", "10:00"), busy(2, 2, "09:59", "11:00")], [(1, 2)]),
        (
            "within a long one, after a short one",
            [busy(1, 2, "09:00", "12:00"), busy(2, 2, "09:30", "10:00"), busy(3, 2, "11:00", "11:30")],
            [(1, 2), (1, 3)],
        ),
    ],
)
def test_visits_that_one_worker_cannot_both_do(
    case: str, visits: list[Busy], expected: list[tuple[int, int]]
) -> None:
    assert [(one.int, other.int) for one, other in clashes(visits)] == expected, case


@pytest.mark.parametrize(
    ("case", "visits", "expected"),
    [
        ("eleven hours", [busy(1, 2, "20:00", "21:00"), busy(2, 3, "08:00", "09:00")], []),
        ("a minute less", [busy(1, 2, "20:00", "21:01"), busy(2, 3, "08:00", "09:00")], [(2, 1, 659)]),
        ("within a day", [busy(1, 2, "07:00", "08:00"), busy(2, 2, "10:00", "11:00")], []),
        ("after a night", [busy(1, 2, "23:00", "31:00"), busy(2, 3, "09:00", "10:00")], [(2, 1, 120)]),
        ("into a night", [busy(1, 2, "23:00", "31:00"), busy(2, 3, "06:00", "06:30")], [(2, 1, 0)]),
    ],
)
def test_rest_between_two_days(case: str, visits: list[Busy], expected: list[tuple[int, int, int]]) -> None:
    found = [
        (one.before_visit.int, one.after_visit.int, one.minutes) for one in short_rests(reversed(visits), 660)
    ]

    assert found == expected, case
    assert all(isinstance(one, ShortRest) for one in short_rests(visits, 660))


@pytest.mark.parametrize(
    ("case", "left", "comes", "expected"),
    [
        ("an hour is lost in March", "2027-03-27T21:00", "2027-03-28T08:30", [630]),
        ("eleven hours by the clock are ten", "2027-03-27T21:00", "2027-03-28T08:00", [600]),
        ("an hour is won in October", "2026-10-24T22:00", "2026-10-25T08:00", []),
        ("and half an hour less is too little", "2026-10-24T22:00", "2026-10-25T07:30", [630]),
    ],
)
@pytest.mark.parametrize("zone", [UTC, LONDON])
def test_rest_is_real_time_when_the_clocks_change(
    case: str, left: str, comes: str, expected: list[int], zone: tzinfo
) -> None:
    ends, begins = (
        datetime.fromisoformat(at).replace(tzinfo=LONDON).astimezone(zone) for at in (left, comes)
    )
    hour = timedelta(hours=1)
    visits = [Busy(UUID(int=1), ends - hour, ends), Busy(UUID(int=2), begins, begins + hour)]

    assert [one.minutes for one in short_rests(visits, 660)] == expected, case


def test_a_way_is_longer_than_the_straight_line() -> None:
    one, other = place_of(CARDIGAN), place_of(ABERYSTWYTH)
    assert one is not None
    assert other is not None

    straight = straight_metres(one, other)
    road = road_metres(straight, 140)

    assert straight == 53_970
    assert road == 75_558
    assert travel_minutes(road, 667) == 114


@pytest.mark.parametrize(
    "text", [None, "", "52.1", "a,b", "52.1,-4.1,3", "91,0", "0,181", "NaN,0", "52.1,Infinity"]
)
def test_what_is_no_place(text: str | None) -> None:
    assert place_of(text) is None


@given(one=PLACES, other=PLACES)
def test_there_and_back_is_the_same_and_never_less_than_nothing(one: Place, other: Place) -> None:
    there = straight_metres(one, other)

    assert there == straight_metres(other, one)
    assert (there == 0) or one != other
    assert there >= 0
    assert travel_minutes(there, 667) * 667 >= there
