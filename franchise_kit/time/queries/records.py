"""The record that the law asks for: of each worker, day by day, the schedule and what really happened.

Travel, visits and rest breaks stand apart (WSI 2017/1264, reg. 41).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.queries.attended import AttendedVisit, attended_visits, told_visits
from franchise_kit.kernel.days import london_day, london_span
from franchise_kit.people.queries.facts import worker_of_id
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.queries.ways import Between, Stay, between
from tenants.actor import Actor
from tenants.refusal import NotFound

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_WITH_PEOPLE: Final = ("visit", "sleep_in", "waking_night")
_COLUMNS: Final = {
    **dict.fromkeys(_WITH_PEOPLE, "visits"),
    "travel": "travel",
    "waiting": "waiting",
    "break": "rest",
    "rest": "rest",
}
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Sums:
    """Whole minutes of a day, or of many. ``other`` is training, supervision, standby and the like."""

    visits: int = 0
    travel: int = 0
    waiting: int = 0
    rest: int = 0
    other: int = 0

    def __add__(self, more: "Sums") -> "Sums":
        """Return both together."""
        return Sums(
            self.visits + more.visits,
            self.travel + more.travel,
            self.waiting + more.waiting,
            self.rest + more.rest,
            self.other + more.other,
        )


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One stretch of a day: a visit, a way, a wait, a rest; planned, actual, or both.

    ``kind`` is a kind of time, or ``rest`` for a gap that is the worker's own. Instants are aware.
    """

    kind: str
    person_name: str = field(repr=False)
    planned: Span | None
    planned_minutes: int
    actual: Span | None
    actual_minutes: int

    @property
    def begins(self) -> datetime:
        """When it was planned to begin, or began unplanned."""
        span = self.planned or self.actual
        if span is None:
            msg = "A line is of something planned, or of something that happened."
            raise RuntimeError(msg)
        return span[0]


@dataclass(frozen=True, slots=True)
class RecordDay:
    """A London day on which something was planned or worked."""

    day: date
    lines: tuple[RecordLine, ...]
    planned: Sums
    actual: Sums


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """A worker's days from ``from_`` to before ``until``."""

    worker_id: UUID
    worker_name: str = field(repr=False)
    from_: date
    until: date
    days: tuple[RecordDay, ...]

    @property
    def planned(self) -> Sums:
        """All that was planned."""
        return sum((one.planned for one in self.days), Sums())

    @property
    def actual(self) -> Sums:
        """All that happened."""
        return sum((one.actual for one in self.days), Sums())


def work_record(session: Session, worker_id: UUID, *, by: Actor, from_: date, until: date) -> WorkRecord:
    """Return a worker's record: one's own, or anybody's for who approves time; or raise ``NotFound``.

    Whom one visited is named to the worker themself, and to who reads all visits.
    """
    worker = worker_of_id(session, worker_id)
    is_own = worker is not None and by.person_id is not None and worker.person_id == by.person_id
    within(by, Permission.TIMESHEET_SUBMIT if is_own else Permission.TIMESHEET_APPROVE)
    if worker is None:
        raise NotFound(record_kind="worker")
    names = is_own or by.permissions.get(Permission.VISIT_READ) == "coop"
    gathered = _Gathered()
    _plan(gathered, session, told_visits(session, from_, until, worker_id=worker_id), names=names)
    _happened(gathered, session, worker_id, from_, until)
    return WorkRecord(worker.id, worker.full_name, from_, until, tuple(_days(gathered.lines.values())))


class _Gathered:
    """Lines by what they are of: a visit, the way to it, an entry by hand."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, UUID], RecordLine] = {}

    def plan(self, key: tuple[str, UUID], span: Span, minutes: int, *, name: str = "") -> None:
        """Add what was planned."""
        self.lines[key] = RecordLine(key[0], name, span, minutes, None, 0)

    def happen(self, key: tuple[str, UUID], kind: str, span: Span, minutes: int) -> None:
        """Add what happened; minutes of a correction go to what they correct."""
        known = self.lines.get(key, RecordLine(kind, "", None, 0, None, 0))
        self.lines[key] = replace(
            known, kind=kind, actual=known.actual or span, actual_minutes=known.actual_minutes + minutes
        )


def _plan(gathered: _Gathered, session: Session, told: Sequence[AttendedVisit], *, names: bool) -> None:
    stays = [Stay(one, one.told_from, one.told_until) for one in told if one.cancelled_by is None]
    for stay in stays:
        name = stay.visit.person_name if names else ""
        minutes = (stay.ends - stay.begins) // _MINUTE
        gathered.plan(("visit", stay.visit.id), (stay.begins, stay.ends), minutes, name=name)
    for gap in between(session, stays):
        for kind, span, minutes in _parts(gap):
            gathered.plan((kind, gap.visit_id), span, minutes)


def _happened(gathered: _Gathered, session: Session, worker_id: UUID, from_: date, until: date) -> None:
    begins, ends = london_span(from_, until)
    rows = session.scalars(
        select(TimeEntry)
        .where(TimeEntry.worker_id == worker_id, TimeEntry.starts_at >= begins, TimeEntry.starts_at < ends)
        # What is corrected comes before its corrections.
        .order_by(TimeEntry.corrects_entry_id.is_not(None), TimeEntry.starts_at, TimeEntry.id)
    )
    keys: dict[UUID, tuple[str, UUID]] = {}
    for row in rows:
        own = _key(row.kind, row.visit_id, row.id)
        keys[row.id] = keys.get(row.corrects_entry_id, own) if row.corrects_entry_id is not None else own
        gathered.happen(keys[row.id], row.kind, (row.starts_at, row.ends_at), row.minutes)
    attended = attended_visits(session, worker_id, begins - _DAY, ends + _DAY)
    stays = [
        Stay(one, one.checked_in_at, one.checked_out_at)
        for one in attended
        if one.checked_in_at is not None and one.checked_out_at is not None
    ]
    for gap in between(session, stays):
        # A longer gap over night is the end of one day's work and the beginning of another's.
        if gap.gap.free and london_day(gap.begins) == london_day(gap.ends) and begins <= gap.begins < ends:
            gathered.happen(("rest", gap.visit_id), "rest", (gap.begins, gap.ends), gap.gap.free)


def _key(kind: str, visit_id: UUID | None, entry_id: UUID) -> tuple[str, UUID]:
    if visit_id is None:
        return kind, entry_id
    return ("visit" if kind in _WITH_PEOPLE else kind), visit_id


def _parts(gap: Between) -> Iterator[tuple[str, Span, int]]:
    arrives = gap.begins + gap.gap.travel * _MINUTE
    if gap.gap.travel:
        yield "travel", (gap.begins, arrives), gap.gap.travel
    if gap.gap.waiting:
        yield "waiting", (arrives, gap.ends), gap.gap.waiting
    if gap.gap.free and london_day(gap.begins) == london_day(gap.ends):
        yield "rest", (gap.begins, gap.ends), gap.gap.free


def _days(lines: Iterable[RecordLine]) -> Iterator[RecordDay]:
    ordered = sorted(lines, key=lambda line: line.begins)
    for day, group in groupby(ordered, key=lambda line: london_day(line.begins)):
        listed = tuple(group)
        yield RecordDay(
            day,
            listed,
            _summed((line.kind, line.planned_minutes) for line in listed),
            _summed((line.kind, line.actual_minutes) for line in listed),
        )


def _summed(minutes: Iterable[tuple[str, int]]) -> Sums:
    sums = dict.fromkeys((*_COLUMNS.values(), "other"), 0)
    for kind, how_many in minutes:
        sums[_COLUMNS.get(kind, "other")] += how_many
    return Sums(**sums)
