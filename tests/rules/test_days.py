"""Days are London's, also when the clocks change; months begin on their first."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.kernel import days

DAYS = st.dates(date(2010, 1, 1), date(2090, 12, 31))


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


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2096, 2, 29), 48, date(2100, 2, 28)),
        (date(2028, 2, 28), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -3, date(2025, 10, 15)),
    ],
)
def test_months_are_added(day: date, months: int, expected: date) -> None:
    assert days.months_after(day, months) == expected


@given(day=DAYS, months=st.integers(-24, 240))
def test_a_month_later_is_in_that_month_and_never_on_a_later_day(day: date, months: int) -> None:
    later = days.months_after(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(day=DAYS, months=st.integers(-24, 240))
def test_a_later_day_is_never_earlier_months_later(day: date, months: int) -> None:
    assert days.months_after(day, months) <= days.months_after(day + timedelta(days=1), months)
