"""What was seen, checked and talked over with one worker: for whoever takes workers on, and for them."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.people.models import CheckSeen, RegistrationEntry, SupervisionHeld
from franchise_kit.people.queries.workers import get_worker_closely
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """A check that somebody saw; ``expires_on`` is its last day, if it has one."""

    id: UUID
    kind: str
    reference: str = field(repr=False)
    checked_on: date
    expires_on: date | None
    seen_by_person: UUID | None


@dataclass(frozen=True, slots=True)
class RegistrationFacts:
    """How somebody stands with Social Care Wales from a day on; ``until_on`` is its last day."""

    id: UUID
    state: str
    register_number: str | None
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """A supervision or an appraisal that took place, and when the next is due."""

    id: UUID
    kind: str
    held_on: date
    next_due_on: date
    note: str = field(repr=False)
    held_by_person: UUID | None


def list_checks(session: Session, worker_id: UUID, *, by: Actor) -> list[CheckFacts]:
    """Return a worker's checks, the newest first, or raise ``NotFound``."""
    worker = get_worker_closely(session, worker_id, by=by)
    rows = session.scalars(
        select(CheckSeen)
        .where(CheckSeen.worker_id == worker.id)
        .order_by(CheckSeen.checked_on.desc(), CheckSeen.entered_at.desc())
    )
    return [
        CheckFacts(row.id, row.kind, row.reference or "", row.checked_on, row.expires_on, row.seen_by_person)
        for row in rows
    ]


def list_registrations(session: Session, worker_id: UUID, *, by: Actor) -> list[RegistrationFacts]:
    """Return how a worker stood in the register, the newest first, or raise ``NotFound``."""
    worker = get_worker_closely(session, worker_id, by=by)
    rows = session.scalars(
        select(RegistrationEntry)
        .where(RegistrationEntry.worker_id == worker.id)
        .order_by(RegistrationEntry.from_on.desc(), RegistrationEntry.entered_at.desc())
    )
    return [
        RegistrationFacts(row.id, row.state, row.register_number, row.from_on, row.until_on) for row in rows
    ]


def list_talks(session: Session, worker_id: UUID, *, by: Actor) -> list[TalkFacts]:
    """Return a worker's supervisions and appraisals, the newest first, or raise ``NotFound``."""
    worker = get_worker_closely(session, worker_id, by=by)
    rows = session.scalars(
        select(SupervisionHeld)
        .where(SupervisionHeld.worker_id == worker.id)
        .order_by(SupervisionHeld.held_on.desc(), SupervisionHeld.entered_at.desc())
    )
    return [
        TalkFacts(row.id, row.kind, row.held_on, row.next_due_on, row.note or "", row.held_by_person)
        for row in rows
    ]
