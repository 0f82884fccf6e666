"""Kinds of visit, patterns, ways and numbers that a rota is made from, for whoever may read the rota."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import (
    KindTask,
    PersonSupported,
    RotaSettings,
    TravelTime,
    VisitKind,
    VisitPattern,
)
from franchise_kit.care.queries.facts import spoken_name
from franchise_kit.care.rules.rest import LEAST_REST_MINUTES
from franchise_kit.care.rules.travel import METRES_PER_MINUTE, TRAVEL_FACTOR_PERCENT
from tenants.actor import Actor
from tenants.refusal import NotFound

LATE_AFTER_MINUTES = 15


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task of a kind of visit, in both languages; its place counts from 1."""

    id: UUID
    position: int
    words_en: str
    words_cy: str
    is_essential: bool


@dataclass(frozen=True, slots=True)
class KindFacts:
    """A kind of visit with the tasks that are offered; ``pays_as`` is visit, sleep_in or waking_night."""

    id: UUID
    name_en: str
    name_cy: str
    pays_as: str
    minutes: int
    is_offered: bool
    tasks: tuple[TaskFacts, ...]
    version: int


@dataclass(frozen=True, slots=True)
class PatternFacts:
    """Visits that come back; see the table's own words. ``kind_name_*`` and ``person_name`` for reading."""

    id: UUID
    person_supported_id: UUID
    person_name: str = field(repr=False)
    visit_kind_id: UUID
    kind_name_en: str
    kind_name_cy: str
    weekdays: int
    every_weeks: int
    starts_minute: int
    minutes: int
    window_minutes: int
    carers: int
    skills: tuple[str, ...]
    language: str | None
    short_reason: str | None
    valid_from: date
    valid_until: date | None
    version: int

    def is_past(self, today: date) -> bool:
        """Say whether it holds no more."""
        return self.valid_until is not None and self.valid_until <= today


@dataclass(frozen=True, slots=True)
class RotaNumbers:
    """The co-op's own numbers, or the usual ones; version 0 was never set."""

    travel_factor_percent: int = TRAVEL_FACTOR_PERCENT
    metres_per_minute: int = METRES_PER_MINUTE
    least_rest_minutes: int = LEAST_REST_MINUTES
    late_after_minutes: int = LATE_AFTER_MINUTES
    version: int = 0


@dataclass(frozen=True, slots=True)
class TravelFacts:
    """How long one way takes, where somebody said so."""

    from_person_id: UUID
    from_name: str = field(repr=False)
    to_person_id: UUID
    to_name: str = field(repr=False)
    minutes: int
    metres: int


def list_kinds(session: Session, *, by: Actor, only_offered: bool = False) -> list[KindFacts]:
    """Return the kinds of visit by their English name."""
    within(by, Permission.VISIT_READ)
    wanted = select(VisitKind).order_by(VisitKind.name_en)
    if only_offered:
        wanted = wanted.where(VisitKind.is_offered)
    return _kinds(session, list(session.scalars(wanted)))


def get_kind(session: Session, kind_id: UUID, *, by: Actor) -> KindFacts:
    """Return a kind of visit, or raise ``NotFound``."""
    within(by, Permission.VISIT_READ)
    row = session.get(VisitKind, kind_id)
    if row is None:
        raise NotFound(record_kind="visit_kind")
    return _kinds(session, [row])[0]


def list_patterns(
    session: Session, *, by: Actor, person_supported_id: UUID | None = None, on: date | None = None
) -> list[PatternFacts]:
    """Return patterns by person and clock: all, one person's, or those that hold on a day or later."""
    _check_keeps_rota(by)
    wanted = _patterns()
    if person_supported_id is not None:
        wanted = wanted.where(VisitPattern.person_supported_id == person_supported_id)
    if on is not None:
        wanted = wanted.where(or_(VisitPattern.valid_until.is_(None), VisitPattern.valid_until > on))
    return [_pattern(row, kind, person) for row, kind, person in session.execute(wanted)]


def get_pattern(session: Session, pattern_id: UUID, *, by: Actor) -> PatternFacts:
    """Return one pattern, or raise ``NotFound``."""
    _check_keeps_rota(by)
    found = session.execute(_patterns().where(VisitPattern.id == pattern_id)).first()
    if found is None:
        raise NotFound(record_kind="visit_pattern")
    row, kind, person = found
    return _pattern(row, kind, person)


def get_rota_numbers(session: Session, *, by: Actor) -> RotaNumbers:
    """Return the co-op's own numbers, or the usual ones."""
    within(by, Permission.VISIT_READ)
    return rota_numbers(session)


def rota_numbers(session: Session) -> RotaNumbers:
    """Return the co-op's own numbers, or the usual ones. It asks nobody: whoever calls has asked."""
    row = session.get(RotaSettings, 1)
    if row is None:
        return RotaNumbers()
    return RotaNumbers(
        row.travel_factor_percent,
        row.metres_per_minute,
        row.least_rest_minutes,
        row.late_after_minutes,
        row.version,
    )


def list_travel(session: Session, *, by: Actor) -> list[TravelFacts]:
    """Return the ways whose length somebody said, by the names at their ends."""
    _check_keeps_rota(by)
    rows = session.scalars(select(TravelTime)).all()
    ends = {row.from_person_id for row in rows} | {row.to_person_id for row in rows}
    people = session.scalars(select(PersonSupported).where(PersonSupported.id.in_(ends)))
    names = {person.id: spoken_name(person) for person in people}
    ways = [
        TravelFacts(
            from_person_id=row.from_person_id,
            from_name=names[row.from_person_id],
            to_person_id=row.to_person_id,
            to_name=names[row.to_person_id],
            minutes=row.minutes,
            metres=row.metres,
        )
        for row in rows
    ]
    return sorted(ways, key=lambda one: (one.from_name, one.to_name))


def _check_keeps_rota(by: Actor) -> None:
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="visit_pattern")


def _kinds(session: Session, rows: list[VisitKind]) -> list[KindFacts]:
    tasks: dict[UUID, list[TaskFacts]] = {row.id: [] for row in rows}
    offered = (
        select(KindTask)
        .where(KindTask.visit_kind_id.in_(tasks), KindTask.is_offered)
        .order_by(KindTask.position)
    )
    for task in session.scalars(offered):
        tasks[task.visit_kind_id].append(
            TaskFacts(task.id, task.position, task.words_en, task.words_cy, task.is_essential)
        )
    return [
        KindFacts(
            id=row.id,
            name_en=row.name_en,
            name_cy=row.name_cy,
            pays_as=row.pays_as,
            minutes=row.minutes,
            is_offered=row.is_offered,
            tasks=tuple(tasks[row.id]),
            version=row.version,
        )
        for row in rows
    ]


def _patterns() -> Select[VisitPattern, VisitKind, PersonSupported]:
    return (
        select(VisitPattern, VisitKind, PersonSupported)
        .join(VisitKind, VisitKind.id == VisitPattern.visit_kind_id)
        .join(PersonSupported, PersonSupported.id == VisitPattern.person_supported_id)
        .order_by(
            PersonSupported.family_name,
            PersonSupported.given_name,
            VisitPattern.starts_minute,
            VisitPattern.valid_from,
            VisitPattern.id,
        )
    )


def _pattern(row: VisitPattern, kind: VisitKind, person: PersonSupported) -> PatternFacts:
    return PatternFacts(
        id=row.id,
        person_supported_id=row.person_supported_id,
        person_name=spoken_name(person),
        visit_kind_id=row.visit_kind_id,
        kind_name_en=kind.name_en,
        kind_name_cy=kind.name_cy,
        weekdays=row.weekdays,
        every_weeks=row.every_weeks,
        starts_minute=row.starts_minute,
        minutes=row.minutes,
        window_minutes=row.window_minutes,
        carers=row.carers,
        skills=tuple(row.skills),
        language=row.language,
        short_reason=row.short_reason,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        version=row.version,
    )
