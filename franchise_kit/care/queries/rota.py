"""A week of the rota for whoever keeps it: every visit with its marks, every worker with their minutes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, pairwise
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import Visit
from franchise_kit.care.queries.facts import spoken_names
from franchise_kit.care.queries.patterns import RotaNumbers, rota_numbers
from franchise_kit.care.queries.planned import Line, by_worker, planned_lines
from franchise_kit.care.queries.ways import Ways
from franchise_kit.care.rules import visits as rules
from franchise_kit.care.rules.patterns import WEEK, check_monday
from franchise_kit.care.rules.rest import Busy, clashes, short_rests
from franchise_kit.kernel.days import london_day, london_midnight
from franchise_kit.people.queries.facts import names_of
from franchise_kit.people.queries.rota_facts import RotaWorker, rota_workers
from franchise_kit.people.rules.contracts import is_employed
from tenants.actor import Actor
from tenants.refusal import NotFound

DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)
# Which worker is away on which day: absence lies above this room.
AwayDays = Collection[tuple[UUID, date]]
# A gap longer than this is no way from one visit to the next: whoever has it goes home in between.
LONGEST_GAP_MINUTES: Final = 120


class RotaVisit(NamedTuple):
    """A visit of the week. ``state`` is as of ``rules.visits.state_of``; ``marks`` are codes.

    Marks: draft, changed (since it was told), late, short (under half an hour), cut_short, clash,
    little_rest, tight (too little time for the way), not_employed, away.
    The columns of a ``planned.Line`` come first, as they stand there: two thousand are made of two thousand
    lines, and by name each takes three times as long.
    """

    id: UUID
    person_supported_id: UUID
    visit_kind_id: UUID | None
    worker_id: UUID | None
    planned_from: datetime
    planned_until: datetime
    window_minutes: int
    is_told: bool
    is_changed: bool
    told_worker_id: UUID | None
    told_from: datetime | None
    told_until: datetime | None
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    cancelled_by: str | None
    version: int
    person_name: str
    worker_name: str
    state: str
    marks: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """How long it is planned to take."""
        return (self.planned_until - self.planned_from) // MINUTE

    def __repr__(self) -> str:
        """Say which visit it is, and nobody's name."""
        return f"RotaVisit(id={self.id!r}, state={self.state!r}, version={self.version!r})"


@dataclass(frozen=True, slots=True)
class RotaWarning:
    """What somebody should look at: a code, the worker, the two visits, and the figures of its sentence.

    Codes: clash; little_rest (minutes, least); tight (minutes, needed); not_employed; away.
    """

    code: str
    worker_id: UUID
    visit_ids: tuple[UUID, ...]
    figures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkerWeek:
    """A worker's week: minutes of visits, of ways between, and of the contract (None for no contract)."""

    id: UUID
    name: str = field(repr=False)
    planned_minutes: int
    travel_minutes: int
    contract_minutes: int | None
    visits: int

    @property
    def minutes_left(self) -> int | None:
        """What the contract has left; less than nought where more is planned."""
        if self.contract_minutes is None:
            return None
        return self.contract_minutes - self.planned_minutes - self.travel_minutes


@dataclass(frozen=True, slots=True)
class RotaWeek:
    """Seven London days from a Monday: visits by time, workers by family name, and what to look at."""

    monday: date
    visits: tuple[RotaVisit, ...]
    workers: tuple[WorkerWeek, ...]
    warnings: tuple[RotaWarning, ...]
    numbers: RotaNumbers

    def count(self, mark: str) -> int:
        """Return how many visits have a mark."""
        return sum(mark in visit.marks for visit in self.visits)


def week_of_rota(
    session: Session,
    *,
    by: Actor,
    monday: date,
    now: datetime,
    away: AwayDays = (),
    worker_id: UUID | None = None,
) -> RotaWeek:
    """Return a week for whoever keeps the rota; raise ``NotFound`` for others and ``NotAMonday``.

    ``away`` says which worker is away on which day: absence lies above this room. With ``worker_id`` only
    what is planned with that worker is read.
    """
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="visit")
    check_monday(monday)
    numbers = rota_numbers(session)
    # A day more on each side, for rest before the first day and after the last.
    theirs = () if worker_id is None else (Visit.worker_id == worker_id,)
    rows = planned_lines(session, monday - DAY, monday + WEEK + DAY, *theirs)
    begins, ends = london_midnight(monday), london_midnight(monday + WEEK)
    listed = [row for row in rows if begins <= row.planned_from < ends]
    # By the integers of the ids: a UUID's own hash is Python, and was a third of the time of a week.
    wanted = {row.person_supported_id.int: row.person_supported_id for row in rows}
    people = {one.int: name for one, name in spoken_names(session, wanted.values()).items()}
    workers = {one.id: one for one in rota_workers(session, monday, monday + WEEK)}
    names = _names(session, listed, workers)
    ways = Ways(session, wanted.values(), numbers)
    days = [_WorkerDays(one, lines, ways) for one, lines in by_worker(rows)]
    found = chain(_warnings(days, workers, numbers, begins, ends), _away(listed, away))
    warnings = tuple(found)
    marked = _marked(warnings)
    return RotaWeek(
        monday=monday,
        visits=tuple(_visits(listed, _Said(people, names, marked, numbers), now)),
        workers=tuple(_workers(days, workers, begins, ends)),
        warnings=warnings,
        numbers=numbers,
    )


class _Said(NamedTuple):
    """What is said of a week's visits: names and warnings by the integers of ids, and the co-op's numbers."""

    people: Mapping[int, str]
    workers: Mapping[int, str]
    marked: Mapping[int, tuple[str, ...]]
    numbers: RotaNumbers


class _Leg(NamedTuple):
    """The time between two visits of a worker, and what the way between them takes, in minutes."""

    after: Line
    gap: int
    way: int | None


class _WorkerDays:
    """What is planned with one worker, by time, and the legs between."""

    def __init__(self, worker_id: UUID, rows: Sequence[Line], ways: Ways) -> None:
        self.worker_id, self.rows = worker_id, rows
        self.legs = [
            _Leg(
                after,
                (after.planned_from - before.planned_until) // MINUTE,
                ways.minutes(before.person_supported_id, after.person_supported_id),
            )
            for before, after in pairwise(rows)
        ]


def _names(session: Session, rows: Iterable[Line], workers: Mapping[UUID, RotaWorker]) -> dict[int, str]:
    """Return the names of all who have a visit, also of those who do not work here that week."""
    names = {one.id.int: one.name for one in workers.values()}
    others = {row.worker_id for row in rows if row.worker_id is not None and row.worker_id.int not in names}
    return names | {worker_id.int: name for worker_id, name in names_of(session, others).items()}


def _visits(rows: Iterable[Line], said: _Said, now: datetime) -> Iterator[RotaVisit]:
    for row in rows:
        # What counts is what was told; a draft has nothing but its plan.
        planned = rules.Planned(
            row.told_from or row.planned_from,
            row.told_until or row.planned_until,
            row.checked_in_at,
            row.cancelled_by,
        )
        worker_id = row.worker_id
        yield RotaVisit._make(
            (
                *row,
                said.people[row.person_supported_id.int],
                said.workers[worker_id.int] if worker_id is not None else "",
                rules.state_of(planned, row.checked_out_at, worker_id, now),
                _marks(row, planned, said, now) if row.cancelled_by is None else (),
            )
        )


def _marks(row: Line, planned: rules.Planned, said: _Said, now: datetime) -> tuple[str, ...]:
    marks = [] if row.is_told else ["draft"]
    if row.is_changed:
        marks.append("changed")
    has_begun = planned.planned_from < now and row.is_told
    if has_begun and rules.is_late(planned, said.numbers.late_after_minutes, row.window_minutes, now):
        marks.append("late")
    if row.planned_until - row.planned_from < rules.SHORT:
        marks.append("short")
    if _is_cut_short(row):
        marks.append("cut_short")
    return (*marks, *said.marked.get(row.id.int, ()))


def _is_cut_short(row: Line) -> bool:
    came, went = row.checked_in_at, row.checked_out_at
    if came is None or went is None:
        return False
    return rules.is_cut_short(row.planned_from, row.planned_until, came, went)


def _marked(warnings: Iterable[RotaWarning]) -> dict[int, tuple[str, ...]]:
    marked: dict[int, set[str]] = defaultdict(set)
    for warning in warnings:
        for visit_id in warning.visit_ids:
            marked[visit_id.int].add(warning.code)
    return {visit_id: tuple(sorted(codes)) for visit_id, codes in marked.items()}


def _warnings(
    days: Iterable[_WorkerDays],
    workers: Mapping[UUID, RotaWorker],
    numbers: RotaNumbers,
    begins: datetime,
    ends: datetime,
) -> Iterator[RotaWarning]:
    """Return what to look at between two instants; the visits of the days around only count for rest."""
    for one in days:
        busy = [Busy(row.id, row.planned_from, row.planned_until) for row in one.rows]
        found = [RotaWarning("clash", one.worker_id, pair) for pair in clashes(busy)]
        found += [
            RotaWarning(
                "little_rest",
                one.worker_id,
                (rest.before_visit,),
                {"minutes": rest.minutes, "least": numbers.least_rest_minutes},
            )
            for rest in short_rests(busy, numbers.least_rest_minutes)
        ]
        found += [
            RotaWarning("tight", one.worker_id, (leg.after.id,), {"minutes": leg.gap, "needed": leg.way})
            for leg in one.legs
            if leg.way is not None and 0 <= leg.gap < leg.way
        ]
        found += _unemployed(workers.get(one.worker_id), one)
        around = {row.id.int for row in one.rows if not begins <= row.planned_from < ends}
        yield from (
            warning for warning in found if any(visit_id.int not in around for visit_id in warning.visit_ids)
        )


def _away(rows: Iterable[Line], away: AwayDays) -> Iterator[RotaWarning]:
    """Return the visits that are still to be made on a day on which their worker is away."""
    gone = {(worker_id.int, day) for worker_id, day in away}
    for row in rows if gone else ():
        if row.worker_id is None or row.cancelled_by is not None or row.checked_in_at is not None:
            continue
        if (row.worker_id.int, london_day(row.planned_from)) in gone:
            yield RotaWarning("away", row.worker_id, (row.id,))


def _unemployed(worker: RotaWorker | None, days: _WorkerDays) -> Iterator[RotaWarning]:
    # Rows are by time: whoever works here on the first day and on the last does on those between.
    if _works_then(worker, days.rows[0]) and _works_then(worker, days.rows[-1]):
        return
    for row in days.rows:
        if not _works_then(worker, row):
            yield RotaWarning("not_employed", days.worker_id, (row.id,))


def _works_then(worker: RotaWorker | None, row: Line) -> bool:
    return worker is not None and is_employed(
        worker.started_on, worker.ended_on, london_day(row.planned_from)
    )


def _workers(
    days: Iterable[_WorkerDays], workers: Mapping[UUID, RotaWorker], begins: datetime, ends: datetime
) -> Iterator[WorkerWeek]:
    by_worker = {one.worker_id: one for one in days}
    for worker in workers.values():
        one = by_worker.get(worker.id)
        rows = [row for row in one.rows if begins <= row.planned_from < ends] if one is not None else []
        legs = [leg for leg in one.legs if begins <= leg.after.planned_from < ends] if one is not None else []
        yield WorkerWeek(
            id=worker.id,
            name=worker.name,
            planned_minutes=sum((row.planned_until - row.planned_from) // MINUTE for row in rows),
            travel_minutes=sum(leg.way or 0 for leg in legs if leg.gap <= LONGEST_GAP_MINUTES),
            contract_minutes=worker.weekly_minutes,
            visits=len(rows),
        )
