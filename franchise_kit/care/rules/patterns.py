"""Visits that come back: on which days a pattern holds, and from when to when it then is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from franchise_kit.care.rules.visits import SHORT, SHORTEST, ShortVisitNeedsReason
from franchise_kit.kernel.days import london_instant
from tenants.refusal import Refusal

WEEK: Final = timedelta(days=7)
DAY_MINUTES: Final = 24 * 60
# All seven bits, and the rarest that still is a pattern.
EVERY_DAY, MOST_WEEKS = 127, 4
LANGUAGES: Final = ("en", "cy")
# Kinds of time in which somebody stays until the clock says so, however long that night is.
NIGHTS: Final = frozenset({"sleep_in", "waking_night"})


@dataclass(frozen=True, slots=True)
class Recurring:
    """What says when visits come back. ``weekdays`` has bit 0 for Monday; ``valid_until`` is exclusive."""

    weekdays: int
    every_weeks: int
    starts_minute: int
    minutes: int
    valid_from: date
    valid_until: date | None = None
    is_night: bool = False


class NotAMonday(Refusal):
    """A week begins on a Monday."""

    code = "not_a_monday"


class PatternNotPossible(Refusal):
    """A pattern has a day of the week, a time of the day, 15 minutes to a day, and one or two carers."""

    code = "pattern_not_possible"


class PatternEndsBeforeStart(Refusal):
    """A pattern ends after the day from which it holds."""

    code = "pattern_ends_before_start"


class PatternChangedMeanwhile(Refusal):
    """Somebody else changed the pattern since it was read."""

    code = "pattern_changed_meanwhile"


def check_monday(day: date) -> None:
    """Refuse a week that does not begin on a Monday.

    Source: ISO 8601, weeks; the co-op rule that the rota goes by them.
    """
    if day.weekday() != 0:
        raise NotAMonday


def check_recurring(pattern: Recurring, *, short_reason: str | None, carers: int) -> None:
    """Refuse a pattern from which no visit could be made.

    Source: table ``visit_pattern``; WSI 2017/1264, regulation 41, for visits under 30 minutes.
    """
    is_possible = (
        1 <= pattern.weekdays <= EVERY_DAY
        and 1 <= pattern.every_weeks <= MOST_WEEKS
        and 0 <= pattern.starts_minute < DAY_MINUTES
        and SHORTEST <= timedelta(minutes=pattern.minutes) <= timedelta(minutes=DAY_MINUTES)
        and carers in (1, 2)
    )
    if not is_possible:
        raise PatternNotPossible
    if pattern.valid_until is not None and pattern.valid_until <= pattern.valid_from:
        raise PatternEndsBeforeStart
    if timedelta(minutes=pattern.minutes) < SHORT and short_reason is None:
        raise ShortVisitNeedsReason


def holds_on(pattern: Recurring, day: date) -> bool:
    """Say whether a visit of the pattern begins on a day; weeks count from the Monday of its first day.

    Source: table ``visit_pattern``.
    """
    if day < pattern.valid_from or (pattern.valid_until is not None and day >= pattern.valid_until):
        return False
    first_monday = pattern.valid_from - timedelta(days=pattern.valid_from.weekday())
    weeks = (day - first_monday) // WEEK
    return bool(pattern.weekdays >> day.weekday() & 1) and weeks % pattern.every_weeks == 0


def days_of(pattern: Recurring, from_: date, until: date) -> Iterator[date]:
    """Return the days from ``from_`` to before ``until`` on which a visit of the pattern begins.

    Source: table ``visit_pattern``.
    """
    days = (from_ + timedelta(days=number) for number in range((until - from_).days))
    return (day for day in days if holds_on(pattern, day))


def span_on(pattern: Recurring, day: date) -> tuple[datetime, datetime]:
    """Return from when to when a visit of the pattern is on a London day, as aware instants.

    A night ends when the clock says so: 23:00 to 07:00 is an hour shorter in March and longer in October.
    Any other visit takes its minutes. A clock time that does not exist is an hour later; one that comes twice
    is the first.
    Source: Summer Time Act 1972, ss. 1-3; National Minimum Wage Regulations 2015, reg. 30 (hours as worked).
    """
    return span_at(day, pattern.starts_minute, pattern.minutes, is_night=pattern.is_night)


def span_at(day: date, starts_minute: int, minutes: int, *, is_night: bool) -> tuple[datetime, datetime]:
    """Return from when to when a visit is that begins some minutes after midnight by London's clock.

    Source: as ``span_on``.
    """
    begins = clock_instant(day, starts_minute)
    if not is_night:
        return begins, begins + timedelta(minutes=minutes)
    return begins, clock_instant(day, starts_minute + minutes)


def clock_instant(day: date, minute: int) -> datetime:
    """Return the instant at which London's clock is so many minutes past a day's midnight, or past a day.

    Source: Summer Time Act 1972, ss. 1-3.
    """
    days, rest = divmod(minute, DAY_MINUTES)
    hours, minutes = divmod(rest, 60)
    return london_instant(day + timedelta(days=days), time(hours, minutes))
