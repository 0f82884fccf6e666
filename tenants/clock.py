"""The one reader of the clock. Only views, jobs and commands ask it; rules and actions are told."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class _Clock:
    def __init__(self) -> None:
        self.fixed: datetime | None = None


_clock = _Clock()


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return _clock.fixed or datetime.now(UTC)


def today() -> date:
    """Return the present day in Europe/London."""
    return now().astimezone(LONDON).date()


def set_fixed(instant: datetime | None) -> None:
    """Hold the clock at an instant, for the demo's date and for tests; ``None`` lets it run."""
    if instant is not None and instant.tzinfo is None:
        raise ValueError("The clock is held only at an aware instant.")
    _clock.fixed = instant.astimezone(UTC) if instant is not None else None


def is_fixed() -> bool:
    """Say whether the clock is held."""
    return _clock.fixed is not None
