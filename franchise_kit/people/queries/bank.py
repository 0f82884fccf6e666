"""Where a worker is paid, masked: for whoever reads employment, and the worker."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.people.models import BankParticulars
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.people.queries.workers import get_worker, reaches
from franchise_kit.people.rules.bank import masked_account_number, masked_sort_code
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class BankEntry:
    """Where a worker is or was paid, or is proposed to be; never whole. ``is_mine``: I entered it."""

    id: UUID
    masked_sort_code: str
    masked_account_number: str
    state: str
    is_mine: bool
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class WholeBank:
    """Where a worker is paid, whole: shown on a page, and never journalled or logged."""

    account_name: str = field(repr=False)
    sort_code: str = field(repr=False)
    account_number: str = field(repr=False)
    roll_number: str = field(repr=False)
    state: str


def list_bank_entries(session: Session, worker_id: UUID, *, by: Actor) -> list[BankEntry]:
    """Return a worker's bank particulars masked, the newest first, or raise ``NotFound``."""
    worker = get_worker(session, worker_id, by=by)
    if not reaches(worker, Permission.EMPLOYMENT_READ, by=by):
        raise NotFound(record_kind="employment")
    rows = session.scalars(
        select(BankParticulars)
        .where(BankParticulars.worker_id == worker.id)
        .order_by(BankParticulars.entered_at.desc())
    )
    return [
        BankEntry(
            id=row.id,
            masked_sort_code=masked_sort_code(row.sort_code),
            masked_account_number=masked_account_number(row.account_number),
            state=row.state,
            is_mine=row.entered_by_person == by.person_id,
            entered_at=row.entered_at,
        )
        for row in rows
    ]


def may_read_whole(worker: WorkerFacts, *, by: Actor) -> bool:
    """Say whether somebody may be shown numbers whole: one's own, or with all employment here.

    The network's bureau pays through the co-op's own bank, and is shown none.
    """
    if by.side != "system" and not by.may(Permission.EMPLOYMENT_READ):
        return False
    return within(by, Permission.EMPLOYMENT_READ).reaches_person(worker.person_id)


def may_decide(worker: WorkerFacts, *, by: Actor) -> bool:
    """Say whether somebody may be the second person of a change: who changes employment, or the worker."""
    is_theirs = by.person_id is not None and by.person_id == worker.person_id
    may_write = by.may(Permission.EMPLOYMENT_WRITE) and within(by, Permission.EMPLOYMENT_WRITE).is_whole
    return may_write or (is_theirs and by.may(Permission.EMPLOYMENT_READ))
