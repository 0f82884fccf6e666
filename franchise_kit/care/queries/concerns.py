"""Concerns: everybody's for whoever reads them, and one's own for whoever raised them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.queries.accounts import person_names
from franchise_kit.care.models import Concern, PersonSupported
from franchise_kit.care.queries.facts import spoken_name
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class ConcernFacts:
    """A concern with the names that it is spoken of by; instants are aware."""

    id: UUID
    visit_id: UUID | None
    person_supported_id: UUID
    person_name: str = field(repr=False)
    raised_by: str = field(repr=False)
    raised_at: datetime
    words: str = field(repr=False)
    seen_by: str = field(repr=False)
    seen_at: datetime | None
    answer: str = field(repr=False)
    is_own: bool
    version: int


def list_concerns(session: Session, *, by: Actor, are_seen: bool, most: int = 200) -> list[ConcernFacts]:
    """Return concerns that nobody has looked at, the oldest first, or those looked at, the newest first.

    Raise ``NotFound`` for who may read counts of them only.
    """
    if not within(by, Permission.INCIDENT_READ).is_whole:
        raise NotFound(record_kind="concern")
    wanted = select(Concern, PersonSupported).join(
        PersonSupported, PersonSupported.id == Concern.person_supported_id
    )
    if are_seen:
        wanted = wanted.where(Concern.seen_at.is_not(None)).order_by(Concern.seen_at.desc())
    else:
        wanted = wanted.where(Concern.seen_at.is_(None)).order_by(Concern.raised_at)
    return _facts(session, [(row, person) for row, person in session.execute(wanted.limit(most))], by)


def list_raised(session: Session, visit_id: UUID, *, by: Actor) -> list[ConcernFacts]:
    """Return the concerns that one raised oneself at a visit, the oldest first."""
    wanted = (
        select(Concern, PersonSupported)
        .join(PersonSupported, PersonSupported.id == Concern.person_supported_id)
        .where(Concern.visit_id == visit_id, Concern.raised_by_person == by.person_id)
        .order_by(Concern.raised_at)
    )
    return _facts(session, [(row, person) for row, person in session.execute(wanted)], by)


def count_open(session: Session, *, by: Actor) -> int:
    """Return how many concerns nobody has looked at; none for who may not read them."""
    if not by.may(Permission.INCIDENT_READ) or not within(by, Permission.INCIDENT_READ).is_whole:
        return 0
    return session.scalar(select(func.count()).where(Concern.seen_at.is_(None))) or 0


def get_concern(session: Session, concern_id: UUID, *, by: Actor) -> ConcernFacts:
    """Return a concern that one may read or raised oneself, or raise ``NotFound``."""
    row = session.get(Concern, concern_id)
    is_own = row is not None and by.person_id is not None and row.raised_by_person == by.person_id
    may_read = by.may(Permission.INCIDENT_READ) and within(by, Permission.INCIDENT_READ).is_whole
    if row is None or not (is_own or may_read):
        raise NotFound(record_kind="concern")
    person = session.get_one(PersonSupported, row.person_supported_id)
    return _facts(session, [(row, person)], by)[0]


def _facts(session: Session, rows: list[tuple[Concern, PersonSupported]], by: Actor) -> list[ConcernFacts]:
    names = person_names(
        session, (one for row, _person in rows for one in (row.raised_by_person, row.seen_by_person))
    )
    return [
        ConcernFacts(
            id=row.id,
            visit_id=row.visit_id,
            person_supported_id=row.person_supported_id,
            person_name=spoken_name(person),
            raised_by=names.get(row.raised_by_person, "") if row.raised_by_person else "",
            raised_at=row.raised_at,
            words=row.words or "",
            seen_by=names.get(row.seen_by_person, "") if row.seen_by_person else "",
            seen_at=row.seen_at,
            answer=row.answer or "",
            is_own=row.raised_by_person == by.person_id,
            version=row.version,
        )
        for row, person in rows
    ]
