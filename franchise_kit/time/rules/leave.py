"""How much leave somebody has in a leave year, in whole minutes, and each step of how it was reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from franchise_kit.kernel.days import months_after

# Without a setting of the co-op's own the leave year begins on 1 April.
USUAL_MONTH: Final = 4
# Weeks of leave a year, in hundredths: 5.6 is what the law gives.
LEGAL_WEEKS: Final = 560
# 12.07 % is what 5.6 weeks are of the 46.4 that are left.
ACCRUAL_PER_MYRIAD: Final = 1207
MOST_DAYS: Final = 28
MONTHS: Final = 12
# A day of leave is a fifth of the week where nobody agreed otherwise.
_HALF_DAYS_A_WEEK: Final = 10
_HOUR: Final = 60
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LeaveYear:
    """A leave year; both days are of it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Return 365, or 366."""
        return (self.last - self.first).days + 1

    @property
    def next_first(self) -> date:
        """Return the first day of the next one."""
        return self.last + timedelta(days=1)

    @property
    def before_last(self) -> date:
        """Return the last day of the one before."""
        return self.first - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a leave year, both of them in it, on which a week of guaranteed minutes held."""

    weekly_minutes: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Entitled:
    """What guaranteed hours give.

    ``whole`` is the year's, ``accrued`` what may be taken by now, ``months`` the months begun where somebody
    is in their first year (else ``None``).
    """

    whole_minutes: int
    accrued_minutes: int
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Accrual:
    """One pay period: minutes worked in it, those of the average while on leave, and the leave they make."""

    first: date
    worked_minutes: int
    average_minutes: int
    leave_minutes: int


def leave_year_of(day: date, begins_month: int) -> LeaveYear:
    """Return the leave year in which a day lies; it begins on the first day of a month.

    Source: Working Time Regulations 1998 (SI 1998/1833), reg. 13(3): by agreement; the co-op's setting.
    """
    year = day.year if day.month >= begins_month else day.year - 1
    return LeaveYear(date(year, begins_month, 1), date(year + 1, begins_month, 1) - _DAY)


def half_day_minutes(weekly_minutes: int) -> int:
    """Return the minutes of half a day of leave: a tenth of a week, rounded up.

    Units: whole minutes. Source: ours: a week is five days where nobody agreed otherwise.
    """
    return max(1, -(-weekly_minutes // _HALF_DAYS_A_WEEK))


def year_minutes(weekly_minutes: int, weeks_hundredths: int) -> int:
    """Return the leave of a whole year; a part of a minute is rounded up.

    Units: whole minutes a week, hundredths of weeks; whole minutes.
    Source: Working Time Regulations 1998, regs 13 and 13A: 5.6 weeks. The limit of 28 days is that of five
    days a week, which a day of leave goes by here.
    """
    return -(-weekly_minutes * weeks_hundredths // 100)


def entitled(
    stretches: Sequence[Stretch], year: LeaveYear, *, weeks_hundredths: int, started_on: date, on: date
) -> Entitled:
    """Return what guaranteed hours give in a leave year, and how much of it may be taken by a day.

    Whoever is here for a part of the year, or changes their hours in it, has each part by its days, rounded
    up to half days. In somebody's first year a twelfth of a year's leave comes at the beginning of each of
    their months, rounded up to half days, and never more than the year gives.
    Units: whole minutes.
    Source: Working Time Regulations 1998, regs 13(5), 15A and 15A(2A).
    """
    if not stretches:
        return Entitled(0, 0)
    half = half_day_minutes(stretches[-1].weekly_minutes)
    whole = _of_the_year(stretches, year, weeks_hundredths, half)
    if on >= months_after(started_on, MONTHS):
        return Entitled(whole, whole)
    months = months_begun(max(started_on, year.first), min(on, year.last), started_on=started_on)
    of_a_year = year_minutes(stretches[-1].weekly_minutes, weeks_hundredths)
    accrued = min(whole, rounded_up(of_a_year * months, MONTHS, half))
    return Entitled(whole, accrued, months)


def months_begun(first: date, last: date, *, started_on: date) -> int:
    """Return how many of somebody's months begin from a day to another, both included.

    Their months begin on the day of the month on which they started, or on the last day of a shorter month.
    Source: Working Time Regulations 1998, reg. 15A(2): at the beginning of each month of employment.
    """
    if last < first:
        return 0
    return _begun_by(started_on, last) - _begun_by(started_on, first - _DAY)


def rounded_up(numerator: int, denominator: int, step: int) -> int:
    """Return a fraction of whole minutes, rounded up to whole steps.

    Source: Working Time Regulations 1998, reg. 15A(2A): to the next half day.
    """
    return -(-numerator // (denominator * step)) * step


def accrued_minutes(worked_minutes: int) -> int:
    """Return the leave of one pay period: 12.07 % of its minutes, to the nearest hour, half an hour up.

    Units: whole minutes; the answer is whole hours. Fewer minutes than none, by corrections, give none.
    Source: Working Time Regulations 1998, reg. 15B(2) and (4).
    """
    exact = max(0, worked_minutes) * ACCRUAL_PER_MYRIAD
    step = 10_000 * _HOUR
    return (2 * exact + step) // (2 * step) * _HOUR


def accrual(first: date, worked_minutes: int, average_minutes: int = 0) -> Accrual:
    """Return what one pay period gives, from what was worked and the average while somebody was on leave.

    Source: Working Time Regulations 1998, regs 15B and 15C.
    """
    return Accrual(first, worked_minutes, average_minutes, accrued_minutes(worked_minutes + average_minutes))


def average_minutes(worked_minutes: int, days_here: int, days_away: int) -> int:
    """Return the minutes that days of sickness or family leave count as: the average of the days before.

    ``worked_minutes`` were worked in the ``days_here`` before (52 weeks, or since the first day, without the
    days of such leave). A half minute goes up.
    Source: Working Time Regulations 1998, reg. 15C.
    """
    if days_here <= 0:
        return 0
    return (2 * max(0, worked_minutes) * days_away + days_here) // (2 * days_here)


def most_minutes(worked_minutes: int, days_worked: int) -> int | None:
    """Return the most that somebody accrues in a year: 28 of their average days; ``None`` before any work.

    Units: whole minutes, a half up. Source: Working Time Regulations 1998, reg. 15B(5): not above 28 days.
    """
    if days_worked <= 0 or worked_minutes <= 0:
        return None
    return (2 * worked_minutes * MOST_DAYS + days_worked) // (2 * days_worked)


def capped(accruals: Iterable[Accrual], most: int | None) -> int:
    """Return all that was accrued, and not more than the most.

    Source: as ``most_minutes``.
    """
    total = sum(one.leave_minutes for one in accruals)
    return total if most is None else min(total, most)


def _of_the_year(stretches: Sequence[Stretch], year: LeaveYear, weeks_hundredths: int, half: int) -> int:
    only = stretches[0]
    if len(stretches) == 1 and (only.first, only.last) == (year.first, year.last):
        return year_minutes(only.weekly_minutes, weeks_hundredths)
    parts = sum(
        one.weekly_minutes * weeks_hundredths * ((one.last - one.first).days + 1) for one in stretches
    )
    return rounded_up(parts, 100 * year.days, half)


def _begun_by(started_on: date, day: date) -> int:
    """Return how many of somebody's months have begun by a day."""
    if day < started_on:
        return 0
    months = (day.year - started_on.year) * MONTHS + day.month - started_on.month
    return months + (1 if months_after(started_on, months) <= day else 0)
