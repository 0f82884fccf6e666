# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much leave there is: a year's weeks, a first year's twelfths, and 12.07 % of hours worked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.time.rules.leave import (
    LEGAL_WEEKS,
    Accrual,
    Entitled,
    LeaveYear,
    Stretch,
    accrual,
    accrued_minutes,
    average_minutes,
    capped,
    entitled,
    half_day_minutes,
    leave_year_of,
    months_begun,
    most_minutes,
    rounded_up,
    year_minutes,
)

YEAR = LeaveYear(date(2026, 4, 1), date(2027, 3, 31))
WEEK = 30 * 60
DAYS = st.dates(date(2010, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("case", "day", "month", "first", "last"),
    [
        ("its first day", date(2026, 4, 1), 4, date(2026, 4, 1), date(2027, 3, 31)),
        ("the day before is of the year before", date(2026, 3, 31), 4, date(2025, 4, 1), date(2026, 3, 31)),
        ("a calendar year", date(2028, 2, 29), 1, date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_leave_year(case: str, day: date, month: int, first: date, last: date) -> None:
    assert leave_year_of(day, month) == LeaveYear(first, last), case


@given(day=DAYS, month=st.integers(1, 12))
def test_every_day_is_in_its_leave_year_and_years_follow(day: date, month: int) -> None:
    year = leave_year_of(day, month)

    assert year.first <= day <= year.last
    assert year.days in (365, 366)
    assert leave_year_of(year.last + timedelta(days=1), month).first == year.last + timedelta(days=1)


@pytest.mark.parametrize(
    ("case", "worked", "leave"),
    [
        ("a hundred hours give twelve", 100 * 60, 12 * 60),
        ("just below half an hour", 103 * 60 + 33, 12 * 60),
        ("and half an hour goes up", 103 * 60 + 34, 13 * 60),
        ("a few hours give none", 4 * 60, 0),
        ("five hours give one", 5 * 60, 60),
        ("none", 0, 0),
        ("more taken back than worked", -60, 0),
    ],
)
def test_what_a_pay_period_gives(case: str, worked: int, leave: int) -> None:
    assert accrued_minutes(worked) == leave, case


@given(worked=st.integers(0, 60 * 400))
def test_accrued_leave_is_the_nearest_whole_hour(worked: int) -> None:
    leave = accrued_minutes(worked)

    assert leave % 60 == 0
    assert abs(leave * 10_000 - worked * 1207) <= 30 * 10_000


@given(worked=st.integers(0, 60 * 400), more=st.integers(0, 600))
def test_who_works_more_never_has_less(worked: int, more: int) -> None:
    assert accrued_minutes(worked + more) >= accrued_minutes(worked)


def test_the_average_of_days_on_leave_counts_as_worked() -> None:
    assert accrual(date(2026, 5, 1), 40 * 60, 10 * 60) == Accrual(date(2026, 5, 1), 2400, 600, 6 * 60)


@pytest.mark.parametrize(
    ("case", "worked", "here", "away", "minutes"),
    [
        ("a week of 20 hours", 52 * 1200, 364, 7, 1200),
        ("half a minute goes up", 1, 2, 1, 1),
        ("nobody knows yet", 0, 0, 3, 0),
    ],
)
def test_the_average(case: str, worked: int, here: int, away: int, minutes: int) -> None:
    assert average_minutes(worked, here, away) == minutes, case


def test_the_most_is_28_average_days() -> None:
    most = most_minutes(250 * 480, 250)

    assert most == 28 * 480
    assert capped([Accrual(YEAR.first, 250 * 480, 0, accrued_minutes(250 * 480))], most) == 28 * 480
    assert most_minutes(0, 0) is None
    assert capped([], None) == 0


def test_a_whole_year_of_guaranteed_hours() -> None:
    found = entitled(
        [Stretch(WEEK, YEAR.first, YEAR.last)],
        YEAR,
        weeks_hundredths=LEGAL_WEEKS,
        started_on=date(2020, 1, 6),
        on=YEAR.first,
    )

    assert found == Entitled(168 * 60, 168 * 60)


@pytest.mark.parametrize(
    ("case", "on", "months", "accrued"),
    [
        ("the first day", date(2026, 6, 15), 1, 15 * 60),
        ("the day before the second month", date(2026, 7, 14), 1, 15 * 60),
        ("the second month", date(2026, 7, 15), 2, 30 * 60),
        ("half a year", date(2026, 11, 15), 6, 84 * 60),
    ],
)
def test_a_first_year_comes_by_the_month(case: str, on: date, months: int, accrued: int) -> None:
    started = date(2026, 6, 15)
    stretch = Stretch(WEEK, started, YEAR.last)

    found = entitled([stretch], YEAR, weeks_hundredths=LEGAL_WEEKS, started_on=started, on=on)

    # 290 of 365 days of 168 hours, up to the next three hours.
    assert found == Entitled(135 * 60, accrued, months), case


def test_after_a_year_here_all_of_the_year_may_be_taken() -> None:
    started = date(2026, 6, 15)
    year = leave_year_of(date(2027, 6, 15), 4)
    stretches = [Stretch(WEEK, year.first, year.last)]
    kept = {"weeks_hundredths": LEGAL_WEEKS, "started_on": started}

    before = entitled(stretches, year, on=date(2027, 6, 14), **kept)  # type: ignore[arg-type] # one of each
    after = entitled(stretches, year, on=date(2027, 6, 15), **kept)  # type: ignore[arg-type] # one of each

    assert (before.accrued_minutes, before.months) == (30 * 60, 2)
    assert after == Entitled(168 * 60, 168 * 60)


def test_hours_that_change_count_by_their_days() -> None:
    parts = [Stretch(WEEK, YEAR.first, date(2026, 9, 30)), Stretch(1200, date(2026, 10, 1), YEAR.last)]

    found = entitled(
        parts, YEAR, weeks_hundredths=LEGAL_WEEKS, started_on=date(2020, 1, 6), on=date(2026, 12, 1)
    )

    # 183 days of 168 hours and 182 of 112: 140.08 hours, up to the next half day of two hours.
    assert found.whole_minutes == 142 * 60


def test_without_guaranteed_hours_there_is_nothing_of_them() -> None:
    nothing = entitled([], YEAR, weeks_hundredths=LEGAL_WEEKS, started_on=YEAR.first, on=YEAR.first)

    assert nothing == Entitled(0, 0)


@given(
    started=st.dates(date(2020, 1, 1), date(2027, 3, 31)),
    on=st.dates(date(2026, 4, 1), date(2027, 3, 31)),
    weekly=st.integers(1, 60 * 60),
)
def test_nobody_may_take_more_than_the_year_gives(started: date, on: date, weekly: int) -> None:
    stretch = Stretch(weekly, max(started, YEAR.first), YEAR.last)

    found = entitled([stretch], YEAR, weeks_hundredths=LEGAL_WEEKS, started_on=started, on=on)

    assert 0 <= found.accrued_minutes <= found.whole_minutes
    assert found.whole_minutes <= year_minutes(weekly, LEGAL_WEEKS) + half_day_minutes(weekly)


@given(numerator=st.integers(0, 10**9), denominator=st.integers(1, 400), step=st.integers(1, 600))
def test_rounding_up_never_takes_anything(numerator: int, denominator: int, step: int) -> None:
    found = rounded_up(numerator, denominator, step)

    assert found % step == 0
    assert numerator <= found * denominator < numerator + step * denominator


@given(started=st.dates(date(2015, 1, 1), date(2026, 12, 31)))
def test_twelve_months_begin_in_somebodys_first_year(started: date) -> None:
    day_before = date(started.year + 1, started.month, min(started.day, 28)) - timedelta(days=1)

    assert months_begun(started, day_before, started_on=started) == 12


def test_a_month_begins_on_the_last_day_of_a_shorter_one() -> None:
    started = date(2026, 1, 31)

    assert months_begun(started, date(2026, 2, 27), started_on=started) == 1
    assert months_begun(started, date(2026, 2, 28), started_on=started) == 2
    assert months_begun(date(2026, 3, 1), date(2026, 2, 1), started_on=started) == 0
