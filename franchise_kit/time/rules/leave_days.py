"""How many minutes of leave some days take: by the week that somebody works, and by what it was told from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Final

# What days were counted by, the nearest to what happens first.
VISITS, USUAL_WEEK, ROTA, FIVE_DAYS = "visits", "usual_week", "rota", "five_days"
COUNTED_BY: Final = (VISITS, USUAL_WEEK, ROTA, FIVE_DAYS)
# So many weeks before the days are looked at, and at least so many of them with visits say what is usual.
WEEKS_BEFORE: Final = 12
_LEAST_WEEKS: Final = 4
_WEEK_DAYS: Final = 7
_FIVE: Final = (1, 1, 1, 1, 1, 0, 0)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rota:
    """Minutes of visits by London day: those that a worker was told of, and those planned, drafts too."""

    told: Mapping[date, int]
    planned: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Week:
    """Minutes of each weekday, Monday first, added up over ``weeks`` weeks, and what they were told from."""

    minutes: Sequence[int]
    weeks: int
    counted_by: str


@dataclass(frozen=True, slots=True)
class LeaveDays:
    """Whole minutes of leave that days take, and what they were counted by."""

    minutes: int
    counted_by: str


def days_looked_at(first: date, last: date, *, today: date) -> tuple[date, date]:
    """Return from which day to before which other visits are looked at for leave of some days.

    Whole weeks: those before the days (or before today, where the days are further ahead), and the days' own.
    Source: ours.
    """
    return _monday(min(first, today)) - WEEKS_BEFORE * _WEEK_DAYS * _DAY, _monday(last) + _WEEK_DAYS * _DAY


def usual_week(rota: Rota, first: date, last: date, *, today: date, guaranteed_minutes: int) -> Week:
    """Return the week that somebody works: as told in the twelve before, or as planned, or of five days.

    The twelve weeks say it when at least four of them have visits; the weeks of the days themselves when
    visits of at least half the guaranteed minutes are planned in them, drafts too.
    Units: whole minutes; ``guaranteed_minutes`` of one week.
    Source: Working Time Regulations 1998 (SI 1998/1833), reg. 13: leave is weeks, and a week is what somebody
    works in one; what stands for it is ours.
    """
    before = _monday(min(first, today))
    told = _week(rota.told, before - WEEKS_BEFORE * _WEEK_DAYS * _DAY, before, USUAL_WEEK)
    if told.weeks >= _LEAST_WEEKS:
        return told
    from_, until = _monday(first), _monday(last) + _WEEK_DAYS * _DAY
    planned = _week(rota.planned, from_, until, ROTA)
    wanted = guaranteed_minutes * ((until - from_).days // _WEEK_DAYS)
    if planned.weeks and 2 * sum(planned.minutes) >= wanted:
        return planned
    return Week(_FIVE, 1, FIVE_DAYS)


def leave_of_days(
    rota: Rota, weekly: Mapping[date, int], first: date, last: date, *, today: date
) -> LeaveDays:
    """Return what days of leave take, the last included; a part of a minute goes up.

    ``weekly`` has the guaranteed minutes of a week by day, for each day on which a contract guarantees any. A
    day takes as much of the guaranteed week as it has of the usual one, so that a whole week of leave is
    always a week of the contract. Without guaranteed hours the visits that were told on the days count, or
    the average of the usual week.
    Units: whole minutes. Source: Working Time Regulations 1998, regs 13, 13A and 15B; a day's share is ours.
    """
    days = [first + ahead * _DAY for ahead in range((last - first).days + 1)]
    told = LeaveDays(sum(rota.told.get(day, 0) for day in days), VISITS)
    usual = usual_week(rota, first, last, today=today, guaranteed_minutes=max(weekly.values(), default=0))
    if weekly:
        shares = sum(weekly.get(day, 0) * usual.minutes[day.weekday()] for day in days)
        guaranteed = LeaveDays(-(-shares // sum(usual.minutes)), usual.counted_by)
        return guaranteed if guaranteed.minutes or not told.minutes else told
    if told.minutes or usual.counted_by == FIVE_DAYS:
        return told
    shares = sum(usual.minutes[day.weekday()] for day in days)
    return LeaveDays(-(-shares // usual.weeks), usual.counted_by)


@dataclass(frozen=True, slots=True)
class KeptHoliday:
    """What is left of a holiday: days, both of it, and the minutes of leave that they take."""

    first: date
    last: date
    minutes: int


def spread(minutes: int, first: date, last: date, *, week: Sequence[int] | None) -> dict[date, int]:
    """Return the minutes of a holiday for each of its days that has any; the last day is one of them.

    Each day has its share by ``week``: parts, Monday first, or ``None`` for five equal days where nobody
    knows the week. Where the days have no part of it they are equal. A holiday is paid and given back by it.
    Units: whole minutes, which add up. Source: ours: a holiday may lie in two runs, and is paid by its days.
    """
    days = [first + ahead * _DAY for ahead in range((last - first).days + 1)]
    parts = [(_FIVE if week is None else week)[day.weekday()] for day in days]
    if not any(parts):
        parts = [1] * len(days)
    ends = list(accumulate(parts, initial=0))
    shares = (minutes * after // ends[-1] - minutes * before // ends[-1] for before, after in pairwise(ends))
    return {day: share for day, share in zip(days, shares, strict=True) if share}


def without_sick_days(
    holiday: KeptHoliday, sick_first: date, sick_last: date, *, week: Sequence[int] | None
) -> tuple[KeptHoliday, ...]:
    """Return what is left of a holiday without the days on which somebody was ill: none, one or two parts.

    Each day keeps its share as ``spread`` has it by ``week``. Days that take no leave are no holiday alone.
    Units: whole minutes.
    Source: Working Time Regulations 1998, reg. 13, as read with Pereda (C-277/08, 2009): who is ill in a
    holiday may take it at another time.
    """
    by_day = spread(holiday.minutes, holiday.first, holiday.last, week=week)
    parts = [
        (holiday.first, min(holiday.last, sick_first - _DAY)),
        (max(holiday.first, sick_last + _DAY), holiday.last),
    ]
    kept = [
        KeptHoliday(first, last, sum(share for day, share in by_day.items() if first <= day <= last))
        for first, last in parts
    ]
    return tuple(part for part in kept if part.minutes)


def _week(minutes: Mapping[date, int], from_: date, until: date, counted_by: str) -> Week:
    """Return the weekdays of what lies in some days, and how many weeks have any of it."""
    found = {day: count for day, count in minutes.items() if from_ <= day < until and count > 0}
    return Week(_by_weekday(found.items()), len({_monday(day) for day in found}), counted_by)


def _by_weekday(found: Iterable[tuple[date, int]]) -> tuple[int, ...]:
    sums = [0] * _WEEK_DAYS
    for day, minutes in found:
        sums[day.weekday()] += minutes
    return tuple(sums)


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY
