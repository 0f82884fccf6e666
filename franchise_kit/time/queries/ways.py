"""What lay between a worker's visits of a day, by the ways that care knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.care.queries.attended import AttendedVisit, attended_visits
from franchise_kit.care.queries.patterns import rota_numbers
from franchise_kit.care.queries.ways import Ways
from franchise_kit.kernel.days import london_day, london_span
from franchise_kit.time.rules.gaps import Gap, gap_between

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Between:
    """The gap before a visit: from ``begins`` to ``ends``, what it is made of, and how far the way is."""

    visit_id: UUID
    begins: datetime
    ends: datetime
    gap: Gap
    metres: int


@dataclass(frozen=True, slots=True)
class Stay:
    """A visit in time: as it was told, or as it went."""

    visit: AttendedVisit
    begins: datetime
    ends: datetime


def between_attended(session: Session, worker_id: UUID, day: date) -> list[Between]:
    """Return what lay between the visits that a worker made; a gap is of the day on which it began."""
    begins, ends = london_span(day - _DAY, day + 2 * _DAY)
    stays = [
        Stay(one, one.checked_in_at, one.checked_out_at)
        for one in attended_visits(session, worker_id, begins, ends)
        if one.checked_in_at is not None and one.checked_out_at is not None
    ]
    return [one for one in between(session, stays) if london_day(one.begins) == day]


def between(session: Session, stays: Sequence[Stay]) -> list[Between]:
    """Return what lies between stays that are in order; nothing where one begins before another ends."""
    people = {stay.visit.person_supported_id for stay in stays}
    ways = Ways(session, people, rota_numbers(session))
    found = []
    for before, after in pairwise(stays):
        way = ways.way(before.visit.person_supported_id, after.visit.person_supported_id)
        gap = gap_between(before.ends, after.begins, way[0] if way is not None else None)
        metres = way[1] if way is not None and gap.travel else 0
        if after.begins > before.ends:
            found.append(Between(after.visit.id, before.ends, after.begins, gap, metres))
    return found
