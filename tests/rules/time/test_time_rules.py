# SPDX-License-Identifier: AGPL-3.0-or-later
"""Minutes and days of time worked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from franchise_kit.kernel.days import LONDON, london_day, london_span
from franchise_kit.time.rules import week_of, worked_minutes

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("case", "seconds", "expected_minutes"),
    [
        ("no time at all is still a minute", 0, 1),
        ("half a minute more goes up", 30 * 60 + 30, 31),
        ("less than half a minute is dropped", 30 * 60 + 29, 30),
        ("a day", 24 * 3600, 1440),
    ],
)
def test_worked_minutes(case: str, seconds: int, expected_minutes: int) -> None:
    minutes = worked_minutes(NINE, NINE + timedelta(seconds=seconds))

    assert minutes == expected_minutes, case


@pytest.mark.parametrize(
    ("case", "starts", "ends", "expected_minutes"),
    [
        (
            "clocks go back",
            datetime(2026, 10, 25, 0, 30, tzinfo=LONDON),
            datetime(2026, 10, 25, 2, 30, tzinfo=LONDON),
            180,
        ),
        (
            "clocks go forward",
            datetime(2026, 3, 29, 0, 30, tzinfo=LONDON),
            datetime(2026, 3, 29, 2, 30, tzinfo=LONDON),
            60,
        ),
    ],
)
def test_a_change_of_the_clocks_costs_nobody_a_minute(
    case: str, starts: datetime, ends: datetime, expected_minutes: int
) -> None:
    minutes = worked_minutes(starts, ends)

    assert minutes == expected_minutes, case


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), 25), (date(2026, 3, 29), 23), (date(2026, 7, 1), 24)]
)
def test_a_day_in_london_may_have_another_length(day: date, hours: int) -> None:
    begins, ends = london_span(day, day + timedelta(days=1))

    assert ends - begins == timedelta(hours=hours)


def test_a_late_summer_evening_in_utc_is_tomorrow_in_london() -> None:
    assert london_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_week_begins_on_monday() -> None:
    assert [week_of(date(2026, 11, day)) for day in (16, 22, 23)] == [
        date(2026, 11, 16),
        date(2026, 11, 16),
        date(2026, 11, 23),
    ]
