"""Rest between two days' work, and visits that one worker cannot both do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Final, NamedTuple
from uuid import UUID

from franchise_kit.kernel.days import london_day

LEAST_REST_MINUTES: Final = 660
_MINUTE: Final = timedelta(minutes=1)
_BY_TIME: Final = attrgetter("begins", "ends")


class Busy(NamedTuple):
    """A visit of one worker; instants are aware."""

    visit_id: UUID
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class ShortRest:
    """Too little rest before a visit that begins another day: ``minutes`` of it."""

    before_visit: UUID
    after_visit: UUID
    minutes: int


def clashes(visits: Iterable[Busy]) -> Iterator[tuple[UUID, UUID]]:
    """Return the pairs of one worker's visits that overlap, each with the one before that lasts longest.

    Source: the co-op rule that nobody is in two places at once.
    """
    last: Busy | None = None
    for visit in sorted(visits, key=_BY_TIME):
        if last is not None and visit.begins < last.ends:
            yield last.visit_id, visit.visit_id
        if last is None or visit.ends > last.ends:
            last = visit


def rest_minutes(left: datetime, comes: datetime) -> int:
    """Return the whole minutes between the end of one day's work and the next; none where they overlap.

    Instants are aware, of any zone. Rest is real time, also in a night in which the clocks change.
    Source: Working Time Regulations 1998 (SI 1998/1833), reg. 10: eleven consecutive hours.
    """
    # Instants of one zone are subtracted by their clock faces, so both go to UTC first.
    return max(0, (comes.astimezone(UTC) - left.astimezone(UTC)) // _MINUTE)


def short_rests(visits: Iterable[Busy], least_minutes: int) -> Iterator[ShortRest]:
    """Return where a worker rests for less than so many minutes between one day's visits and the next day's.

    A visit is of the London day on which it begins, so a night is of the evening before.
    Source: Working Time Regulations 1998 (SI 1998/1833), reg. 10: eleven hours in each 24.
    """
    last: Busy | None = None
    last_on = date.min
    for visit in sorted(visits, key=_BY_TIME):
        on = london_day(visit.begins)
        if last is not None and on > last_on:
            rest = rest_minutes(last.ends, visit.begins)
            if rest < least_minutes:
                yield ShortRest(visit.visit_id, last.visit_id, rest)
        if last is None or visit.ends > last.ends:
            last, last_on = visit, on
