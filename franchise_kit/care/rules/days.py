"""Days as people live them: from midnight to midnight in London."""

from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


def london_day(instant: datetime) -> date:
    """Return the London day in which an aware instant lies.

    Source: the co-op rule that days are those of Europe/London.
    """
    return instant.astimezone(LONDON).date()


def midnight(day: date) -> datetime:
    """Return the UTC instant at which a London day begins.

    Source: the co-op rule that days are those of Europe/London.
    """
    return datetime.combine(day, time(), tzinfo=LONDON).astimezone(UTC)


def instant_of(day: date, at: time) -> datetime:
    """Return the UTC instant of a London clock time; of an hour that comes twice in October, the first.

    Source: the co-op rule that days are those of Europe/London.
    """
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)
