# SPDX-License-Identifier: AGPL-3.0-or-later
"""A time over midnight is of two London days, also when the clocks change."""

from datetime import UTC, date, datetime

import pytest

from franchise_kit.time.rules.midnight import difference_by_day, minutes_by_day

SATURDAY, SUNDAY, MONDAY = date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)
TEN_AT_NIGHT = datetime(2026, 10, 24, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("case", "starts_at", "minutes", "expected"),
    [
        ("within a day", datetime(2026, 10, 24, 9, 0, tzinfo=UTC), 60, {SATURDAY: 60}),
        ("over midnight, when the clocks go back", TEN_AT_NIGHT, 600, {SATURDAY: 120, SUNDAY: 480}),
        ("up to midnight", TEN_AT_NIGHT, 120, {SATURDAY: 120}),
        (
            "over midnight, when the clocks go forward",
            datetime(2026, 3, 28, 22, 0, tzinfo=UTC),
            480,
            {date(2026, 3, 28): 120, date(2026, 3, 29): 360},
        ),
        (
            "a whole day of 24 hours from a Sunday of 25",
            datetime(2026, 10, 24, 23, 0, tzinfo=UTC),
            1440,
            {SUNDAY: 1440},
        ),
        (
            "a leap day",
            datetime(2028, 2, 29, 23, 0, tzinfo=UTC),
            120,
            {date(2028, 2, 29): 60, date(2028, 3, 1): 60},
        ),
        (
            "seconds before midnight",
            datetime(2026, 10, 24, 22, 59, 30, tzinfo=UTC),
            30,
            {SATURDAY: 1, SUNDAY: 29},
        ),
        ("none", TEN_AT_NIGHT, 0, {}),
    ],
)
def test_minutes_by_day(case: str, starts_at: datetime, minutes: int, expected: dict[date, int]) -> None:
    assert minutes_by_day(starts_at, minutes) == expected, case


@pytest.mark.parametrize(
    ("case", "before", "after", "expected"),
    [
        ("fewer, off the end", 600, 580, {SUNDAY: -20}),
        ("fewer than the second day has", 600, 100, {SATURDAY: -20, SUNDAY: -480}),
        ("more, at the end", 100, 140, {SATURDAY: 20, SUNDAY: 20}),
        ("none at all", 600, 0, {SATURDAY: -120, SUNDAY: -480}),
        ("the same", 600, 600, {}),
    ],
)
def test_a_difference_is_of_the_days_on_which_it_was(
    case: str, before: int, after: int, expected: dict[date, int]
) -> None:
    assert difference_by_day(TEN_AT_NIGHT, before, after) == expected, case
