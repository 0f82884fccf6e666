"""Time by London days: a night over midnight is of two days, each with the minutes that were really in it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from franchise_kit.kernel.days import london_day, london_midnight

_DAY = timedelta(days=1)


def minutes_by_day(starts_at: datetime, minutes: int) -> dict[date, int]:
    """Return the minutes of a time by London day, from its beginning on.

    Units: an aware instant; whole minutes of real time, so that a night of a clock change has its own.
    Source: ours: an hour is paid by what the contract says of the day that it was of.
    """
    found: dict[date, int] = {}
    at, left = starts_at.astimezone(UTC), minutes
    while left > 0:
        day = london_day(at)
        ends = london_midnight(day + _DAY)
        # What begins within a minute of midnight is of the day it begins on.
        here = min(left, max(1, (ends - at) // timedelta(minutes=1)))
        found[day] = found.get(day, 0) + here
        at, left = at + timedelta(minutes=here), left - here
    return found


def difference_by_day(starts_at: datetime, before: int, after: int) -> Mapping[date, int]:
    """Return by London day how many minutes more, or fewer, a time has that was put right, at its end.

    Units: as above; ``before`` and ``after`` are how long it stood and stands, in whole minutes.
    Source: ours: what was paid is never changed, a new entry says the difference.
    """
    were, are = minutes_by_day(starts_at, before), minutes_by_day(starts_at, after)
    changed = {day: are.get(day, 0) - were.get(day, 0) for day in were.keys() | are.keys()}
    return {day: minutes for day, minutes in sorted(changed.items()) if minutes}
