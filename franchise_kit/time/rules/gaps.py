"""What lies between two visits of one worker: the way, waiting, or time that is their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

# More than this beyond the way, and somebody can go home, shop or rest: the gap is their own.
FREE_AFTER_MINUTES: Final = 60
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """Whole minutes between two visits; one of ``travel`` with ``waiting`` and ``free`` is nought."""

    travel: int
    waiting: int
    free: int


def gap_between(left_at: datetime, arrives_at: datetime, way_minutes: int | None) -> Gap:
    """Return what the time from leaving one visit to arriving at the next is made of.

    Up to an hour more than the way takes, the way counts as travel and the rest as waiting, and both are
    worked. Anything longer is free: the co-op's choice is that whoever has longer goes where they like, and
    the way back is then a way from home. Where it was not so, a co-ordinator enters the travel by hand.
    A way is never longer than the gap: who was quicker has travelled for as long as they did. Where nobody
    knows the way (``None``), a gap of up to an hour is travel.

    Units: aware instants; whole minutes of real time, also across a change of the clocks; parts are dropped.
    Source: National Minimum Wage Regulations 2015 (SI 2015/621), regs 30, 32 and 34: travel between
    assignments counts, and so does waiting that is not free; not the ways from and to home.
    """
    between = arrives_at.astimezone(UTC) - left_at.astimezone(UTC)
    minutes = max(0, between // _MINUTE)
    if minutes > (way_minutes or 0) + FREE_AFTER_MINUTES:
        return Gap(0, 0, minutes)
    travel = minutes if way_minutes is None else min(minutes, way_minutes)
    return Gap(travel, minutes - travel, 0)


def overlapping(spans: Iterable[tuple[str, datetime, datetime]]) -> frozenset[str]:
    """Return the names of those spans of time that share an instant with another; ends are exclusive.

    Source: ours: nobody is paid twice for one minute without somebody having looked.
    """
    ordered = sorted(spans, key=lambda span: (span[1], span[2]))
    found: set[str] = set()
    longest: tuple[str, datetime] | None = None
    for name, begins, ends in ordered:
        if longest is not None and begins < longest[1]:
            found |= {name, longest[0]}
        if longest is None or ends > longest[1]:
            longest = (name, ends)
    return frozenset(found)
