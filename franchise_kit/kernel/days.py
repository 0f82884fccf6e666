"""Days and months as people live them: from midnight to midnight in London. Instants are aware and UTC."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
YEAR_MONTHS: Final = 12
_MORE_THAN_A_MONTH: Final = timedelta(days=32)


# Of a week's visits many begin together, and to read the zone's table is most of the work.
@lru_cache(maxsize=4096)
def london_day(instant: datetime) -> date:
    """Return the London day in which an aware instant lies."""
    return instant.astimezone(LONDON).date()


def london_instant(day: date, at: time) -> datetime:
    """Return the instant of a London clock time; of an hour that comes twice in October, the first."""
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def london_midnight(day: date) -> datetime:
    """Return the instant at which a London day begins; it may last 23, 24 or 25 hours."""
    return london_instant(day, time.min)


def london_span(from_: date, until: date) -> tuple[datetime, datetime]:
    """Return the instants between which days lie, from ``from_``; ``until`` and the second are exclusive."""
    return london_midnight(from_), london_midnight(until)


def month_begins(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def month_after(day: date) -> date:
    """Return the first day of the month after a day's month."""
    return month_begins(month_begins(day) + _MORE_THAN_A_MONTH)


def month_before(day: date) -> date:
    """Return the first day of the month before a day's month."""
    return month_begins(month_begins(day) - timedelta(days=1))


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or earlier for a negative number; a short month's last day.

    Source: Interpretation Act 1978, schedule 1: a month is a calendar month; Dodds v Walker
    [1981] 1 WLR 1027: the corresponding date, and the last day of a month that has none.
    """
    year, month = divmod(day.year * YEAR_MONTHS + day.month - 1 + months, YEAR_MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_missing_clock_time(day: date, at: time) -> bool:
    """Say whether a London clock time does not exist on a day: the hour that is skipped in March."""
    instant = london_instant(day, at)
    return instant.astimezone(LONDON).replace(tzinfo=None) != datetime.combine(day, at.replace(tzinfo=None))
