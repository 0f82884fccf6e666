"""The one reader of the clock. Only views, jobs and commands ask it; rules and actions are told.

The demo lives on one day: its hours are real, its date is not.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class _Clock:
    def __init__(self) -> None:
        self.fixed: datetime | None = None
        self.day: date | None = None


_clock = _Clock()


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    instant = ticking()
    if _clock.day is None or _clock.fixed is not None:
        return instant
    return datetime.combine(_clock.day, instant.timetz())


def ticking() -> datetime:
    """Return an instant that passes, also in the demo: codes, holds, links and sessions must end."""
    return _clock.fixed or datetime.now(UTC)


def today() -> date:
    """Return the present day in Europe/London."""
    return now().astimezone(LONDON).date()


def set_fixed(instant: datetime | None) -> None:
    """Hold the clock at an instant, for tests; ``None`` lets it run."""
    if instant is not None and instant.tzinfo is None:
        msg = "The clock is held only at an aware instant."
        raise ValueError(msg)
    _clock.fixed = instant.astimezone(UTC) if instant is not None else None


def hold_day(day: date | None) -> None:
    """Live on one day, as the demo does; ``None`` lets the days go by."""
    _clock.day = day


def held_day() -> date | None:
    """Return the day that is held, if one is."""
    return _clock.day
