"""Kinds of visit with their tasks, ways between homes, and the co-op's own numbers for the rota."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.changing import check_may_plan
from franchise_kit.care.models import KindTask, PersonSupported, RotaSettings, TravelTime, VisitKind
from franchise_kit.kernel.changes import apply_changes
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class KindSaid:
    """A kind of visit, in both languages; ``pays_as`` is visit, sleep_in or waking_night."""

    name_en: str
    name_cy: str
    minutes: int
    pays_as: str = "visit"
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class TaskSaid:
    """A task of a kind of visit, in both languages. One with an id is that task, in other words."""

    words_en: str
    words_cy: str
    is_essential: bool = False
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SettingsSaid:
    """The co-op's own numbers: percent of the straight line, metres a minute, minutes of rest and grace."""

    travel_factor_percent: int
    metres_per_minute: int
    least_rest_minutes: int
    late_after_minutes: int


@dataclass(frozen=True, slots=True)
class TravelSaid:
    """How long one way takes, and how far it is; the way back is another."""

    from_person_id: UUID
    to_person_id: UUID
    minutes: int
    metres: int


class KindNameTaken(Refusal):
    """Another kind of visit has this name."""

    code = "kind_name_taken"


class KindChangedMeanwhile(Refusal):
    """Somebody else changed this kind of visit since it was read."""

    code = "kind_changed_meanwhile"


class SettingsChangedMeanwhile(Refusal):
    """Somebody else changed the numbers of the rota since they were read."""

    code = "rota_settings_changed_meanwhile"


def add_kind(*, coop: Coop, kind: KindSaid, by: Actor, now: datetime) -> UUID:
    """Add a kind of visit and return its id; raise ``KindNameTaken``."""
    with transaction(coop, by=by, doing="care.add_kind") as session:
        check_may_plan(by)
        _check_name(session, kind.name_en, None)
        row = VisitKind(id=uuid4(), entered_by_person=by.person_id, entered_at=now, **asdict(kind))
        session.add(row)
        journal.note(session, record_kind="visit_kind", record_id=row.id)
        return row.id


def save_kind(
    *, coop: Coop, kind_id: UUID, kind: KindSaid, version: int, by: Actor, now: datetime
) -> tuple[str, ...]:
    """Change a kind of visit, return what changed; raise ``KindNameTaken`` or ``KindChangedMeanwhile``."""
    with transaction(coop, by=by, doing="care.save_kind") as session:
        row = _held_kind(session, kind_id, version, by)
        _check_name(session, kind.name_en, kind_id)
        changed = apply_changes(session, row, asdict(kind), record_kind="visit_kind", by=by, now=now)
        journal.note(session, record_kind="visit_kind", record_id=kind_id)
        return changed


def save_tasks(*, coop: Coop, kind_id: UUID, tasks: Sequence[TaskSaid], version: int, by: Actor) -> None:
    """Say a kind's tasks in their order; one that is left out is no longer offered, and what was done stays.

    Raise ``KindChangedMeanwhile``, or ``NotFound`` for a task of another kind.
    """
    with transaction(coop, by=by, doing="care.save_tasks") as session:
        kind = _held_kind(session, kind_id, version, by)
        held = select(KindTask).where(KindTask.visit_kind_id == kind_id).order_by(KindTask.position)
        rows = {row.id: row for row in session.scalars(held)}
        wanted = {task.id for task in tasks if task.id is not None}
        if not wanted <= set(rows):
            raise NotFound(record_kind="visit_kind")
        # Places are unique, so all make room before any is taken.
        for place, row in enumerate(rows.values()):
            row.position = -1 - place
            row.is_offered = row.id in wanted
        session.flush()
        for place, task in enumerate(tasks, 1):
            session.add(_placed(rows, kind_id, task, place))
        left = (row for row in rows.values() if row.id not in wanted)
        for place, row in enumerate(left, len(tasks) + 1):
            row.position = place
        kind.version += 1
        journal.note(session, record_kind="visit_kind", record_id=kind_id, tasks=len(tasks))


def set_rota_settings(*, coop: Coop, settings: SettingsSaid, version: int, by: Actor, now: datetime) -> None:
    """Set the co-op's own numbers; version 0 was never set. Raise ``SettingsChangedMeanwhile``."""
    with transaction(coop, by=by, doing="care.set_rota_settings") as session:
        check_may_plan(by)
        row = session.get(RotaSettings, 1, with_for_update=True)
        if version != (row.version if row is not None else 0):
            raise SettingsChangedMeanwhile
        if row is None:
            row = RotaSettings(id=1, version=0)
            session.add(row)
        for name, value in asdict(settings).items():
            setattr(row, name, value)
        row.changed_by_person, row.changed_at = by.person_id, now
        row.version += 1
        journal.note(session, record_kind="rota_settings", **asdict(settings))


def set_travel(*, coop: Coop, travel: TravelSaid, by: Actor, now: datetime) -> None:
    """Say how long one way takes, in place of what was said before."""
    with transaction(coop, by=by, doing="care.set_travel") as session:
        check_may_plan(by)
        ends = (travel.from_person_id, travel.to_person_id)
        found = session.scalars(
            select(PersonSupported.id)
            .where(PersonSupported.id.in_(ends))
            .order_by(PersonSupported.id)
            .with_for_update()
        ).all()
        if len(found) != len(ends):
            raise NotFound(record_kind="care_plan")
        row = _way(session, travel.from_person_id, travel.to_person_id)
        if row is None:
            row = TravelTime(id=uuid4(), from_person_id=ends[0], to_person_id=ends[1])
            session.add(row)
        row.minutes, row.metres = travel.minutes, travel.metres
        row.entered_by_person, row.entered_at = by.person_id, now
        journal.note(session, record_kind="travel_time", record_id=row.id, minutes=travel.minutes)


def forget_travel(*, coop: Coop, from_person_id: UUID, to_person_id: UUID, by: Actor) -> None:
    """Go by the straight line again for one way."""
    with transaction(coop, by=by, doing="care.forget_travel") as session:
        check_may_plan(by)
        row = _way(session, from_person_id, to_person_id)
        if row is None:
            raise NotFound(record_kind="travel_time")
        session.delete(row)
        journal.note(session, record_kind="travel_time", record_id=row.id)


def _way(session: Session, from_person_id: UUID, to_person_id: UUID) -> TravelTime | None:
    return session.scalars(
        select(TravelTime).where(
            TravelTime.from_person_id == from_person_id, TravelTime.to_person_id == to_person_id
        )
    ).first()


def _held_kind(session: Session, kind_id: UUID, version: int, by: Actor) -> VisitKind:
    check_may_plan(by)
    row = session.get(VisitKind, kind_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="visit_kind")
    if row.version != version:
        raise KindChangedMeanwhile(kind_id=kind_id, version=row.version)
    return row


def _check_name(session: Session, name_en: str, kind_id: UUID | None) -> None:
    taken = exists().where(VisitKind.name_en == name_en, VisitKind.id != kind_id)
    if session.scalar(select(taken)):
        raise KindNameTaken


def _placed(rows: dict[UUID, KindTask], kind_id: UUID, task: TaskSaid, place: int) -> KindTask:
    row = rows[task.id] if task.id is not None else KindTask(id=uuid4(), visit_kind_id=kind_id)
    row.position, row.is_offered, row.is_essential = place, True, task.is_essential
    row.words_en, row.words_cy = task.words_en, task.words_cy
    return row
