# SPDX-License-Identifier: AGPL-3.0-or-later
"""What days of leave take: a share of the guaranteed week, by the week that somebody works."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.time.rules.leave_days import (
    KeptHoliday,
    LeaveDays,
    Rota,
    days_looked_at,
    leave_of_days,
    spread,
    without_sick_days,
)

DAY = timedelta(days=1)
TODAY = date(2026, 11, 27)
MONDAY = date(2026, 12, 7)
FRIDAY, SATURDAY, SUNDAY = MONDAY + 4 * DAY, MONDAY + 5 * DAY, MONDAY + 6 * DAY
THIRTY = 30 * 60
THIS_MONDAY = date(2026, 11, 23)


def weeks(count: int, minutes: Mapping[int, int]) -> dict[date, int]:
    """Return minutes by day in so many weeks before this one, by weekday from 0."""
    return {
        THIS_MONDAY - week * 7 * DAY + day * DAY: told
        for week in range(1, count + 1)
        for day, told in minutes.items()
    }


def counted(rota: Rota, first: date, last: date, weekly: int = THIRTY, *, today: date = TODAY) -> LeaveDays:
    """Return what some days take of a contract that guarantees a week of minutes, or none."""
    days = [first + ahead * DAY for ahead in range((last - first).days + 1)]
    return leave_of_days(rota, dict.fromkeys(days, weekly) if weekly else {}, first, last, today=today)


NOTHING = Rota({}, {})
WEEKENDS = Rota(weeks(8, {5: 400, 6: 200}), {})


@pytest.mark.parametrize(
    ("case", "rota", "first", "last", "minutes", "counted_by"),
    [
        ("five days where nothing is known", NOTHING, MONDAY, SUNDAY, THIRTY, "five_days"),
        ("a Saturday then takes none", NOTHING, SATURDAY, SUNDAY, 0, "five_days"),
        ("who works weekends takes them", WEEKENDS, SATURDAY, SUNDAY, THIRTY, "usual_week"),
        ("Saturday has its own share", WEEKENDS, SATURDAY, SATURDAY, 20 * 60, "usual_week"),
        ("and the days between take none", WEEKENDS, MONDAY, FRIDAY, 0, "usual_week"),
        ("three weeks say nothing yet", Rota(weeks(3, {5: 600}), {}), MONDAY, FRIDAY, THIRTY, "five_days"),
        ("four do", Rota(weeks(4, {5: 600}), {}), SATURDAY, SATURDAY, THIRTY, "usual_week"),
        (
            "the drafts of that week",
            Rota({}, {SATURDAY: 600, SUNDAY: 600}),
            SATURDAY,
            SATURDAY,
            900,
            "rota",
        ),
        ("a draft alone does not", Rota({}, {SATURDAY: 60}), SATURDAY, SATURDAY, 0, "five_days"),
        ("an unusual visit that was told", Rota({SATURDAY: 90}, {}), SATURDAY, SATURDAY, 90, "visits"),
        ("a part of a minute goes up", Rota(weeks(4, {0: 1, 1: 6}), {}), MONDAY, MONDAY, 258, "usual_week"),
    ],
)
def test_a_day_takes_its_share_of_the_guaranteed_week(
    case: str, rota: Rota, first: date, last: date, minutes: int, counted_by: str
) -> None:
    assert counted(rota, first, last) == LeaveDays(minutes, counted_by), case


@pytest.mark.parametrize(
    ("case", "rota", "minutes", "counted_by"),
    [
        ("visits of those days", Rota({SATURDAY: 45} | weeks(8, {5: 400}), {}), 45, "visits"),
        (
            "the average of weeks with visits",
            Rota(weeks(5, {5: 300}) | weeks(1, {5: 301}), {}),
            301,
            "usual_week",
        ),
        ("drafts of that week", Rota({}, {SATURDAY: 120}), 120, "rota"),
        ("nothing", NOTHING, 0, "visits"),
    ],
)
def test_without_guaranteed_hours_visits_count(case: str, rota: Rota, minutes: int, counted_by: str) -> None:
    assert counted(rota, SATURDAY, SATURDAY, 0) == LeaveDays(minutes, counted_by), case


@given(
    told=st.dictionaries(st.integers(0, 6), st.integers(1, 900), min_size=1),
    weekly=st.integers(1, 60 * 60),
    start=st.integers(0, 6),
)
def test_any_seven_days_take_a_week_of_the_contract(told: dict[int, int], weekly: int, start: int) -> None:
    first = MONDAY + start * DAY

    assert counted(Rota(weeks(12, told), {}), first, first + 6 * DAY, weekly).minutes == weekly


def test_a_week_of_more_hours_from_its_wednesday_counts_from_then() -> None:
    weekly = {MONDAY + ahead * DAY: 20 * 60 if ahead < 2 else THIRTY for ahead in range(7)}

    found = leave_of_days(NOTHING, weekly, MONDAY, SUNDAY, today=TODAY)

    assert found == LeaveDays(2 * 240 + 3 * 360, "five_days")


def test_whole_weeks_are_looked_at() -> None:
    assert days_looked_at(SATURDAY, SUNDAY, today=TODAY) == (THIS_MONDAY - 84 * DAY, MONDAY + 7 * DAY)
    past = TODAY - 30 * DAY
    assert days_looked_at(past, past, today=TODAY) == (date(2026, 8, 3), date(2026, 11, 2))


FIVE_DAYS = (1, 1, 1, 1, 1, 0, 0)
WEEKEND = (0, 0, 0, 0, 0, 4800, 4800)


@pytest.mark.parametrize(
    ("case", "minutes", "days", "week", "expected"),
    [
        ("a week", 600, (MONDAY, SUNDAY), None, {0: 120, 1: 120, 2: 120, 3: 120, 4: 120}),
        ("thirds add up", 100, (MONDAY, MONDAY + 2 * DAY), None, {0: 33, 1: 33, 2: 34}),
        ("no day of it among them", 100, (SATURDAY, SUNDAY), None, {5: 50, 6: 50}),
        ("who works at weekends", 960, (FRIDAY, SUNDAY + DAY), WEEKEND, {5: 480, 6: 480}),
        ("a longer Saturday", 90, (SATURDAY, SUNDAY), (0, 0, 0, 0, 0, 2, 1), {5: 60, 6: 30}),
    ],
)
def test_leave_lies_on_its_days(
    case: str,
    minutes: int,
    days: tuple[date, date],
    week: tuple[int, ...] | None,
    expected: Mapping[int, int],
) -> None:
    found = spread(minutes, *days, week=week)

    assert found == {MONDAY + ahead * DAY: share for ahead, share in expected.items()}, case


@given(
    minutes=st.integers(1, 5000),
    week=st.lists(st.integers(0, 900), min_size=7, max_size=7),
    days=st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted),
    sick=st.tuples(st.integers(-3, 23), st.integers(-3, 23)).map(sorted),
)
def test_leave_is_given_back_for_the_days_that_it_lies_on(
    minutes: int, week: list[int], days: list[int], sick: list[int]
) -> None:
    first, last = (MONDAY + ahead * DAY for ahead in days)
    ill_first, ill_last = (MONDAY + ahead * DAY for ahead in sick)

    kept = without_sick_days(KeptHoliday(first, last, minutes), ill_first, ill_last, week=week)

    by_day = spread(minutes, first, last, week=week)
    assert sum(by_day.values()) == minutes
    of_ill = sum(share for day, share in by_day.items() if ill_first <= day <= ill_last)
    assert minutes - sum(part.minutes for part in kept) == of_ill
    assert all(part.minutes and part.first <= part.last for part in kept)


LAST = MONDAY + 13 * DAY
FORTNIGHT = KeptHoliday(MONDAY, LAST, 2 * THIRTY)


@pytest.mark.parametrize(
    ("case", "first", "last", "kept"),
    [
        ("all of it", MONDAY - DAY, MONDAY + 20 * DAY, ()),
        ("all but a weekend", MONDAY, MONDAY + 11 * DAY, ()),
        (
            "its first days",
            MONDAY,
            MONDAY + DAY,
            (KeptHoliday(MONDAY + 2 * DAY, MONDAY + 13 * DAY, 48 * 60),),
        ),
        ("its last days", FRIDAY, MONDAY + 20 * DAY, (KeptHoliday(MONDAY, MONDAY + 3 * DAY, 24 * 60),)),
        (
            "days within",
            FRIDAY,
            MONDAY + 7 * DAY,
            (
                KeptHoliday(MONDAY, MONDAY + 3 * DAY, 24 * 60),
                KeptHoliday(MONDAY + 8 * DAY, MONDAY + 13 * DAY, 24 * 60),
            ),
        ),
        (
            "a weekend takes nothing",
            SATURDAY,
            SUNDAY,
            (KeptHoliday(MONDAY, FRIDAY, THIRTY), KeptHoliday(MONDAY + 7 * DAY, MONDAY + 13 * DAY, THIRTY)),
        ),
    ],
)
def test_what_is_left_of_a_holiday_without_sick_days(
    case: str, first: date, last: date, kept: tuple[KeptHoliday, ...]
) -> None:
    assert without_sick_days(FORTNIGHT, first, last, week=FIVE_DAYS) == kept, case


def test_days_without_a_usual_share_have_equal_ones() -> None:
    weekend = KeptHoliday(SATURDAY, SUNDAY, 301)

    assert without_sick_days(weekend, SUNDAY, SUNDAY, week=FIVE_DAYS) == (
        KeptHoliday(SATURDAY, SATURDAY, 150),
    )
