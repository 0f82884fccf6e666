# SPDX-License-Identifier: AGPL-3.0-or-later
"""Visits that come back: their days, and their times across both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.care.rules import patterns as rules
from franchise_kit.care.rules.visits import ShortVisitNeedsReason
from franchise_kit.kernel.days import LONDON, is_missing_clock_time, london_day

MONDAY = date(2026, 11, 2)
NIGHT = rules.Recurring(127, 1, 23 * 60, 480, MONDAY, is_night=True)


def weekly(weekdays: int = 127, **more: object) -> rules.Recurring:
    facts: dict[str, object] = {"every_weeks": 1, "starts_minute": 540, "minutes": 45, "valid_from": MONDAY}
    return rules.Recurring(weekdays, **(facts | more))  # type: ignore[arg-type] # what a case changes


@pytest.mark.parametrize(
    ("case", "pattern", "days"),
    [
        ("each day of a week", weekly(), [2, 3, 4, 5, 6, 7, 8]),
        ("Monday and Sunday", weekly(0b1000001), [2, 8]),
        ("from Wednesday", weekly(valid_from=date(2026, 11, 4)), [4, 5, 6, 7, 8]),
        ("until before Thursday", weekly(valid_until=date(2026, 11, 5)), [2, 3, 4]),
        ("the other week", weekly(every_weeks=2, valid_from=date(2026, 10, 27)), []),
        (
            "the second week after",
            weekly(every_weeks=2, valid_from=date(2026, 10, 21)),
            [2, 3, 4, 5, 6, 7, 8],
        ),
        ("every fourth week", weekly(0b10, every_weeks=4, valid_from=date(2026, 10, 7)), [3]),
    ],
)
def test_the_days_of_a_week(case: str, pattern: rules.Recurring, days: list[int]) -> None:
    found = [day.day for day in rules.days_of(pattern, MONDAY, MONDAY + rules.WEEK)]

    assert found == days, case


def test_a_leap_day_is_a_day() -> None:
    pattern = weekly(valid_from=date(2028, 2, 1))

    assert date(2028, 2, 29) in list(rules.days_of(pattern, date(2028, 2, 28), date(2028, 3, 6)))


@pytest.mark.parametrize(
    ("case", "day", "begins", "hours"),
    [
        ("an ordinary night", date(2026, 11, 2), datetime(2026, 11, 2, 23, tzinfo=UTC), 8),
        ("the night that is short", date(2027, 3, 27), datetime(2027, 3, 27, 23, tzinfo=UTC), 7),
        ("the night that is long", date(2026, 10, 24), datetime(2026, 10, 24, 22, tzinfo=UTC), 9),
    ],
)
def test_a_night_lasts_what_it_lasts(case: str, day: date, begins: datetime, hours: int) -> None:
    assert rules.span_on(NIGHT, day) == (begins, begins + timedelta(hours=hours)), case


@pytest.mark.parametrize(
    ("case", "day", "minute", "begins"),
    [
        ("a time that does not exist", date(2027, 3, 28), 90, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        ("the first of two", date(2026, 10, 25), 90, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("over midnight", date(2026, 11, 2), 23 * 60 + 50, datetime(2026, 11, 2, 23, 50, tzinfo=UTC)),
    ],
)
def test_any_other_visit_takes_its_minutes(case: str, day: date, minute: int, begins: datetime) -> None:
    span = rules.span_on(weekly(starts_minute=minute), day)

    assert span == (begins, begins + timedelta(minutes=45)), case


@given(
    day=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    starts=st.integers(0, 1439),
    minutes=st.integers(15, 1440),
    is_night=st.booleans(),
)
def test_a_span_begins_on_its_day_and_ends_after(
    day: date, starts: int, minutes: int, is_night: bool
) -> None:
    begins, ends = rules.span_at(day, starts, minutes, is_night=is_night)

    assert london_day(begins) == day
    if not is_night:
        assert ends - begins == timedelta(minutes=minutes)
    else:
        assert abs((ends - begins) - timedelta(minutes=minutes)) in {timedelta(0), timedelta(hours=1)}
    at = time(starts // 60, starts % 60)
    local = begins.astimezone(LONDON)
    assert (local.hour * 60 + local.minute == starts) is not is_missing_clock_time(day, at)


@given(
    weekdays=st.integers(1, 127),
    every=st.integers(1, 4),
    valid_from=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    weeks=st.integers(1, 12),
)
def test_the_days_of_weeks_one_by_one_are_those_of_all(
    weekdays: int, every: int, valid_from: date, weeks: int
) -> None:
    pattern = weekly(weekdays, every_weeks=every, valid_from=valid_from)
    first = valid_from - timedelta(days=valid_from.weekday())
    mondays = [first + number * rules.WEEK for number in range(weeks)]

    one_by_one = [day for monday in mondays for day in rules.days_of(pattern, monday, monday + rules.WEEK)]

    assert one_by_one == list(rules.days_of(pattern, first, first + weeks * rules.WEEK))
    assert all(day >= valid_from for day in one_by_one)


@pytest.mark.parametrize(
    ("case", "pattern", "reason", "carers", "refusal"),
    [
        ("no day", weekly(0), None, 1, rules.PatternNotPossible),
        ("an eighth day", weekly(128), None, 1, rules.PatternNotPossible),
        ("every fifth week", weekly(every_weeks=5), None, 1, rules.PatternNotPossible),
        ("after midnight", weekly(starts_minute=1440), None, 1, rules.PatternNotPossible),
        ("too short", weekly(minutes=14), "person_asked", 1, rules.PatternNotPossible),
        ("too long", weekly(minutes=1441), None, 1, rules.PatternNotPossible),
        ("three carers", weekly(), None, 3, rules.PatternNotPossible),
        ("ends as it begins", weekly(valid_until=MONDAY), None, 1, rules.PatternEndsBeforeStart),
        ("short without a reason", weekly(minutes=29), None, 1, ShortVisitNeedsReason),
    ],
)
def test_a_pattern_that_cannot_be(
    case: str, pattern: rules.Recurring, reason: str | None, carers: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        rules.check_recurring(pattern, short_reason=reason, carers=carers)

    assert case


def test_half_an_hour_needs_no_reason_and_a_quarter_has_one() -> None:
    rules.check_recurring(weekly(minutes=30), short_reason=None, carers=1)
    rules.check_recurring(weekly(minutes=15), short_reason="check_or_medicines", carers=2)


@pytest.mark.parametrize(
    ("day", "at", "is_missing"),
    [
        (date(2027, 3, 28), time(1, 30), True),
        (date(2027, 3, 28), time(0, 59), False),
        (date(2027, 3, 28), time(2, 0), False),
        (date(2026, 10, 25), time(1, 30), False),
    ],
)
def test_a_clock_time_that_does_not_exist(day: date, at: time, is_missing: bool) -> None:
    assert is_missing_clock_time(day, at) is is_missing
