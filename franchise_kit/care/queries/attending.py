"""One's own visits as they were told, with their tasks; and what was answered, for whoever reads visits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import KindTask, PersonSupported, TaskOutcome, Visit, VisitKind
from franchise_kit.care.queries.doubts import Doubts, doubts_of
from franchise_kit.care.queries.facts import spoken
from franchise_kit.care.queries.visits import get_visit
from franchise_kit.kernel.days import london_span
from franchise_kit.people.queries.facts import worker_of_person
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """A visit as it was told to the worker who asks; instants are aware.

    ``planned_from`` and ``planned_until`` are the told ones: a draft of the co-ordinator's is nobody's yet.
    """

    id: UUID
    person_supported_id: UUID
    person_name: str = field(repr=False)
    kind_names: Mapping[str, str]
    planned_from: datetime
    planned_until: datetime
    told_at: datetime
    is_double: bool
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    device_in_at: datetime | None
    device_out_at: datetime | None
    received_in_at: datetime | None
    received_out_at: datetime | None
    note: str | None = field(repr=False)
    cancelled_by: str | None
    cancelled_at: datetime | None
    version: int

    def state(self, now: datetime) -> str:
        """Return how it stands for its worker: cancelled, done, under_way, missed or planned."""
        if self.cancelled_by is not None:
            return "cancelled"
        if self.checked_out_at is not None:
            return "done"
        if self.checked_in_at is not None:
            return "under_way"
        return "missed" if self.planned_until <= now else "planned"


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task of a visit; ``said`` is ``done``, why not, or nothing yet."""

    id: UUID
    words: Mapping[str, str]
    is_essential: bool
    said: str | None
    noted_at: datetime | None


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """What was answered at a visit, and what is doubtful of its times."""

    tasks: tuple[TaskFacts, ...]
    doubts: Doubts


def list_told(session: Session, *, by: Actor, from_: date, until: date) -> list[OwnVisit]:
    """Return the visits told to oneself that begin on London days, ``until`` exclusive, in order."""
    worker_id = _own_worker_id(session, by)
    if worker_id is None:
        return []
    begins, ends = london_span(from_, until)
    wanted = _told(worker_id).where(Visit.told_from >= begins, Visit.told_from < ends)
    return [_own(*row) for row in session.execute(wanted.order_by(Visit.told_from, Visit.id))]


def get_told(session: Session, visit_id: UUID, *, by: Actor) -> OwnVisit:
    """Return a visit that was told to oneself, or raise ``NotFound``."""
    worker_id = _own_worker_id(session, by)
    row = session.execute(_told(worker_id).where(Visit.id == visit_id)).first() if worker_id else None
    if row is None:
        raise NotFound(record_kind="visit")
    return _own(*row)


def find_open(session: Session, *, by: Actor, since: datetime) -> OwnVisit | None:
    """Return the visit that one is checked in to since an instant at the earliest, the newest of them."""
    worker_id = _own_worker_id(session, by)
    if worker_id is None:
        return None
    wanted = _told(worker_id).where(Visit.checked_in_at > since, Visit.checked_out_at.is_(None))
    row = session.execute(wanted.order_by(Visit.checked_in_at.desc()).limit(1)).first()
    return _own(*row) if row is not None else None


def list_tasks(session: Session, visit_ids: Iterable[UUID], *, by: Actor) -> dict[UUID, list[TaskFacts]]:
    """Return the tasks of visits told to oneself, each with its answer; a visit without any is left out."""
    worker_id = _own_worker_id(session, by)
    ids = set(visit_ids)
    if worker_id is None or not ids:
        return {}
    return _tasks(session, (Visit.id.in_(ids), Visit.told_worker_id == worker_id))


def get_record(session: Session, visit_id: UUID, *, by: Actor) -> VisitRecord:
    """Return what was answered at a visit that one may read, and what is doubtful; raise ``NotFound``."""
    get_visit(session, visit_id, by=by)
    row = session.get_one(Visit, visit_id)
    return VisitRecord(tuple(_tasks(session, (Visit.id == visit_id,)).get(visit_id, ())), doubts_of(row))


def pays_as(session: Session, visit_id: UUID) -> str:
    """Return how a visit's time is paid: visit, sleep_in or waking_night. It asks nobody."""
    wanted = select(VisitKind.pays_as).join(Visit, Visit.visit_kind_id == VisitKind.id)
    return session.scalar(wanted.where(Visit.id == visit_id)) or "visit"


def _own_worker_id(session: Session, by: Actor) -> UUID | None:
    within(by, Permission.VISIT_RECORD)
    worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
    return worker.id if worker is not None else None


def _told(worker_id: UUID) -> Select[Visit, str, str, str, VisitKind]:
    # Of somebody the name alone: much else is sealed, and would be opened for nothing.
    names = (PersonSupported.known_as, PersonSupported.given_name, PersonSupported.family_name)
    return (
        select(Visit, *names, VisitKind)
        .join(PersonSupported, PersonSupported.id == Visit.person_supported_id)
        .outerjoin(VisitKind, VisitKind.id == Visit.visit_kind_id)
        .where(Visit.told_worker_id == worker_id)
    )


def _own(row: Visit, known_as: str, given_name: str, family_name: str, kind: VisitKind | None) -> OwnVisit:
    if row.told_at is None or row.told_from is None or row.told_until is None:
        msg = "A visit that was told to a worker has its told times."
        raise RuntimeError(msg)
    return OwnVisit(
        id=row.id,
        person_supported_id=row.person_supported_id,
        person_name=spoken(known_as, given_name, family_name),
        kind_names={"en": kind.name_en, "cy": kind.name_cy} if kind is not None else {},
        planned_from=row.told_from,
        planned_until=row.told_until,
        told_at=row.told_at,
        is_double=row.together_id is not None,
        checked_in_at=row.checked_in_at,
        checked_out_at=row.checked_out_at,
        device_in_at=row.device_in_at,
        device_out_at=row.device_out_at,
        received_in_at=row.received_in_at,
        received_out_at=row.received_out_at,
        note=row.note,
        cancelled_by=row.cancelled_by,
        cancelled_at=row.cancelled_at,
        version=row.version,
    )


def _tasks(session: Session, conditions: Iterable[Any]) -> dict[UUID, list[TaskFacts]]:
    wanted = (
        select(Visit.id, KindTask, TaskOutcome)
        .join(KindTask, KindTask.visit_kind_id == Visit.visit_kind_id)
        .outerjoin(
            TaskOutcome, (TaskOutcome.visit_id == Visit.id) & (TaskOutcome.kind_task_id == KindTask.id)
        )
        # A task that is no longer offered stays with what was said of it.
        .where(*conditions, or_(KindTask.is_offered, TaskOutcome.id.is_not(None)))
        .order_by(KindTask.position)
    )
    found: dict[UUID, list[TaskFacts]] = {}
    for visit_id, task, outcome in session.execute(wanted):
        found.setdefault(visit_id, []).append(_task(task, outcome))
    return found


def _task(task: KindTask, outcome: TaskOutcome | None) -> TaskFacts:
    return TaskFacts(
        id=task.id,
        words={"en": task.words_en, "cy": task.words_cy},
        is_essential=task.is_essential,
        said=None if outcome is None else outcome.why_not or "done",
        noted_at=outcome.noted_at if outcome is not None else None,
    )
