# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a visit stands, and London days across the change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from franchise_kit.care.rules.visits import (
    Planned,
    check_length,
    is_counted,
    is_cut_short,
    is_late,
    is_missed,
    notice_minutes,
    state_of,
)
from franchise_kit.kernel.days import london_day, london_instant, london_midnight

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
WORKER = uuid4()


@pytest.mark.parametrize(
    ("expected", "visit", "out", "worker", "now"),
    [
        ("planned", Planned(NINE, TEN), None, WORKER, NINE),
        ("open", Planned(NINE, TEN), None, None, NINE),
        ("missed", Planned(NINE, TEN), None, WORKER, TEN),
        ("missed", Planned(NINE, TEN), None, None, TEN),
        ("under_way", Planned(NINE, TEN, NINE), None, WORKER, TEN),
        ("done", Planned(NINE, TEN, NINE), TEN, WORKER, TEN),
        ("under_way", Planned(NINE, TEN, TEN), None, WORKER, TEN),
        ("done_late", Planned(NINE, TEN, TEN), TEN + timedelta(minutes=30), WORKER, TEN + timedelta(hours=1)),
        ("cancelled", Planned(NINE, TEN, None, "person"), None, WORKER, TEN),
    ],
)
def test_how_a_visit_stands(
    expected: str, visit: Planned, out: datetime | None, worker: object, now: datetime
) -> None:
    assert state_of(visit, out, worker, now) == expected  # type: ignore[arg-type] # an id or none


@pytest.mark.parametrize(
    ("cancelled_by", "counted", "missed"),
    [(None, True, True), ("co_op", True, True), ("person", False, False), ("professional", False, False)],
)
def test_only_the_co_ops_own_cancelling_counts(cancelled_by: str | None, counted: bool, missed: bool) -> None:
    visit = Planned(NINE, TEN, None, cancelled_by)

    assert (is_counted(visit), is_missed(visit, None)) == (counted, missed)


@pytest.mark.parametrize(
    ("came", "missed"), [(TEN - timedelta(minutes=1), False), (TEN, True), (TEN + timedelta(hours=2), True)]
)
def test_who_comes_after_the_planned_end_comes_too_late(came: datetime, missed: bool) -> None:
    assert is_missed(Planned(NINE, TEN, came), None) is missed


@pytest.mark.parametrize(
    ("case", "came", "now", "late"),
    [
        ("in the grace", NINE + timedelta(minutes=25), TEN, False),
        ("after grace and window", NINE + timedelta(minutes=26), TEN, True),
        ("nobody yet, in time", None, NINE + timedelta(minutes=25), False),
        ("nobody yet, late", None, NINE + timedelta(minutes=26), True),
    ],
)
def test_late_is_after_the_grace_and_the_window(
    case: str,
    came: datetime | None,
    now: datetime,
    late: bool,
) -> None:
    assert is_late(Planned(NINE, TEN, came), 15, 10, now) is late, case


@pytest.mark.parametrize(("minutes", "is_short"), [(48, False), (47, True)])
def test_a_visit_is_cut_short_by_more_than_a_fifth(minutes: int, is_short: bool) -> None:
    assert is_cut_short(NINE, TEN, NINE, NINE + timedelta(minutes=minutes)) is is_short


@pytest.mark.parametrize(
    ("case", "cancelled_at", "minutes"),
    [
        ("a day before", NINE - timedelta(days=1), 1440),
        ("rounded down", NINE - timedelta(seconds=119), 1),
        ("afterwards", NINE + timedelta(minutes=5), -5),
    ],
)
def test_the_notice_of_a_cancelled_visit(case: str, cancelled_at: datetime, minutes: int) -> None:
    assert notice_minutes(NINE, cancelled_at) == minutes, case


def test_a_quarter_of_an_hour_is_long_enough() -> None:
    check_length(NINE, NINE + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 3, 28), time(9), datetime(2026, 3, 28, 9, tzinfo=UTC)),
        (date(2026, 3, 29), time(9), datetime(2026, 3, 29, 8, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(9), datetime(2026, 10, 25, 9, tzinfo=UTC)),
    ],
)
def test_a_clock_time_is_londons(day: date, at: time, expected: datetime) -> None:
    assert london_instant(day, at) == expected


def test_a_day_begins_at_midnight_in_london() -> None:
    day = date(2026, 6, 1)

    assert london_midnight(day) == datetime(2026, 5, 31, 23, 0, tzinfo=UTC)
    assert london_day(london_midnight(day)) == day
    assert london_day(london_midnight(day) - timedelta(seconds=1)) == date(2026, 5, 31)
