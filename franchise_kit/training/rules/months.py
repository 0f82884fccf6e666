"""Days and months as people live them: from midnight to midnight in London."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


def london_day(instant: datetime) -> date:
    """Return the London day of an aware instant.

    Source: DESIGN section 2: days are days in Europe/London.
    """
    return instant.astimezone(LONDON).date()


def london_span(from_: date, until: date) -> tuple[datetime, datetime]:
    """Return the UTC instants at which London's day ``from_`` begins and its day before ``until`` ends.

    Source: DESIGN section 2: days are days in Europe/London.
    """
    return _midnight(from_), _midnight(until)


def month_span(day: date) -> tuple[date, date]:
    """Return the first day of a day's month and of the month after it, the second exclusive.

    Source: Interpretation Act 1978, schedule 1: a month is a calendar month.
    """
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def month_before(day: date) -> date:
    """Return the first day of the month before a day's month.

    Source: Interpretation Act 1978, schedule 1: a month is a calendar month.
    """
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)
