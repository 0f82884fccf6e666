"""Late, short and missed: what was told against what happened. Nobody writes it; it follows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# By the co-op's settings, or so many minutes after the time that was told.
LATE_AFTER_MINUTES: Final = 15
# A visit that took less than nine tenths of its time was short: something was left out. The tenth is for who
# was quicker than the plan.
SHORT_BELOW_PERCENT: Final = 90


@dataclass(frozen=True, slots=True)
class Told:
    """A visit as it was told to the worker, and as it went; instants are aware."""

    told_from: datetime
    told_until: datetime
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    cancelled_by: str | None = None


def judged(told: Told, *, late_after_minutes: int, now: datetime) -> frozenset[str]:
    """Return what a visit was of ``late``, ``short`` and ``missed``; nothing for one that is still to come.

    Missed: nobody had come by the end that was told, also if somebody came later, or the co-op cancelled it.
    What the person or a professional cancelled is none of the three. Short is judged when the visit is over.
    Source: the network's quality standard S1 (missed visits); WSI 2017/1264, reg. 41 (time for each visit).
    """
    if told.cancelled_by is not None:
        return frozenset({"missed"} if told.cancelled_by == "co_op" else ())
    came = told.checked_in_at
    if (came is None and told.told_until <= now) or (came is not None and came >= told.told_until):
        return frozenset({"missed"})
    found = set()
    if came is not None and came - told.told_from > timedelta(minutes=late_after_minutes):
        found.add("late")
    if came is not None and told.checked_out_at is not None:
        told_for, stayed = told.told_until - told.told_from, told.checked_out_at - came
        if stayed * 100 < told_for * SHORT_BELOW_PERCENT:
            found.add("short")
    return frozenset(found)
