"""One worker's week in the order of its hours: visits, ways between them, and rest apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.care.models import Visit
from franchise_kit.care.queries.facts import begins_within
from franchise_kit.care.queries.rota import LONGEST_GAP_MINUTES, RotaVisit, WorkerWeek, week_of_rota
from franchise_kit.care.queries.ways import Ways
from franchise_kit.care.rules.rest import rest_minutes
from franchise_kit.kernel.days import london_day
from tenants.actor import Actor
from tenants.refusal import NotFound

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a worker's day, aware instants: a ``visit``, a ``way`` to the next one, or a ``gap``."""

    kind: str
    begins: datetime
    ends: datetime
    person_name: str = field(default="", repr=False)
    is_draft: bool = False

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (self.ends - self.begins) // MINUTE


@dataclass(frozen=True, slots=True)
class ScheduleDay:
    """One London day; ``rest_before_minutes`` is None where nothing was planned on the two days before."""

    on: date
    stretches: tuple[Stretch, ...]
    rest_before_minutes: int | None

    def minutes_of(self, kind: str) -> int:
        """Return the minutes of one kind of stretch."""
        return sum(one.minutes for one in self.stretches if one.kind == kind)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A worker's week from a Monday."""

    monday: date
    worker: WorkerWeek
    days: tuple[ScheduleDay, ...]

    def minutes_of(self, kind: str) -> int:
        """Return the minutes of one kind of stretch."""
        return sum(day.minutes_of(kind) for day in self.days)


def schedule_of(session: Session, worker_id: UUID, *, by: Actor, monday: date, now: datetime) -> Schedule:
    """Return a worker's week as it is planned; raise ``NotFound`` for who does not work here then.

    A visit that begins on a day belongs to it, also over midnight.
    """
    week = week_of_rota(session, by=by, monday=monday, now=now, worker_id=worker_id)
    worker = next((one for one in week.workers if one.id == worker_id), None)
    if worker is None:
        raise NotFound(record_kind="worker")
    visits = [one for one in week.visits if one.cancelled_by is None]
    ways = Ways(session, {one.person_supported_id for one in visits}, week.numbers)
    last = _ended_before(session, worker_id, monday)
    return Schedule(monday, worker, tuple(_days(visits, monday, ways, last)))


def _ended_before(session: Session, worker_id: UUID, monday: date) -> datetime | None:
    """Return when the worker's last visit of the two days before a week ends, maybe within it."""
    return session.scalar(
        select(func.max(Visit.planned_until)).where(
            Visit.worker_id == worker_id,
            begins_within(monday - timedelta(days=2), monday),
            Visit.cancelled_at.is_(None),
        )
    )


def _days(
    visits: Sequence[RotaVisit], monday: date, ways: Ways, last: datetime | None
) -> Iterator[ScheduleDay]:
    for number in range(7):
        on = monday + timedelta(days=number)
        todays = [one for one in visits if london_day(one.planned_from) == on]
        rest = None
        if todays:
            rest = rest_minutes(last, todays[0].planned_from) if last is not None else None
            last = max(one.planned_until for one in todays)
        yield ScheduleDay(on, tuple(_stretches(todays, ways)), rest)


def _stretches(visits: Sequence[RotaVisit], ways: Ways) -> Iterator[Stretch]:
    for visit, after in pairwise([*visits, None]):
        if visit is None:
            return
        yield Stretch(
            "visit", visit.planned_from, visit.planned_until, visit.person_name, "draft" in visit.marks
        )
        if after is not None:
            yield from _between(visit, after, ways)


def _between(visit: RotaVisit, after: RotaVisit, ways: Ways) -> Iterator[Stretch]:
    gap = (after.planned_from - visit.planned_until) // MINUTE
    if gap <= 0:
        return
    needed = ways.minutes(visit.person_supported_id, after.person_supported_id) or 0
    way = min(needed, gap) if gap <= LONGEST_GAP_MINUTES else 0
    # On the road just before the next visit: the gap is free until then.
    leaves = after.planned_from - way * MINUTE
    if leaves > visit.planned_until:
        yield Stretch("gap", visit.planned_until, leaves)
    if way:
        yield Stretch("way", leaves, after.planned_from)
