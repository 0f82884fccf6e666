"""What the acts of this room begin with: whether somebody may, and the worker, locked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.people.models import (
    CheckSeen,
    Contract,
    ContributionProof,
    RegistrationEntry,
    SupervisionHeld,
    Worker,
)
from tenants import journal
from tenants.actor import Actor
from tenants.refusal import NotFound

Noted = CheckSeen | RegistrationEntry | SupervisionHeld | ContributionProof


def check_may(by: Actor, permission: Permission) -> None:
    """Refuse, as if nothing were there, whoever does not hold a permission for the whole co-op."""
    if not within(by, permission).is_whole:
        raise NotFound(record_kind="worker")


def hold(session: Session, worker_id: UUID) -> Worker:
    """Return the worker, locked until the transaction ends, or raise ``NotFound``."""
    row = session.get(Worker, worker_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="worker")
    return row


def note_entry(session: Session, row: Noted, now: datetime, **codes: str) -> UUID:
    """Add an entry about a worker, with the journal's line of it; return its id."""
    row.entered_at = now
    session.add(row)
    journal.note(session, record_kind="worker", record_id=row.worker_id, **codes)
    return row.id


def latest_contract(session: Session, worker_id: UUID) -> Contract | None:
    """Return the contract that begins last, if there is one."""
    by_day = select(Contract).where(Contract.worker_id == worker_id).order_by(Contract.valid_from.desc())
    return session.scalars(by_day).first()
