"""Days are London's, also when the clocks change; months begin on their first."""

from datetime import UTC, date, datetime, time

import pytest

from franchise_kit.kernel import days


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_an_instant_lies_in_a_london_day(instant: datetime, day: date) -> None:
    assert days.london_day(instant) == day


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 22), 24)]
)
def test_a_day_has_the_hours_that_the_clocks_give_it(day: date, hours: int) -> None:
    begins, ends = days.london_span(day, date.fromordinal(day.toordinal() + 1))

    assert (ends - begins).total_seconds() == hours * 3600


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert days.london_instant(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "before", "begins", "after"),
    [
        (date(2026, 1, 31), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)),
        (date(2028, 2, 29), date(2028, 1, 1), date(2028, 2, 1), date(2028, 3, 1)),
        (date(2026, 12, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_months_follow_each_other(day: date, before: date, begins: date, after: date) -> None:
    assert (days.month_before(day), days.month_begins(day), days.month_after(day)) == (before, begins, after)
