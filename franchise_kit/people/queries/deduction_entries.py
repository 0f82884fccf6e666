"""What was entered of one worker's deductions, the newest first: for whoever reads employment, and them."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.people.models import (
    AttachmentOrder,
    BirthEntry,
    ContributionProof,
    DirectorEntry,
    LoanNotice,
    PensionEntry,
    PensionScheme,
)
from franchise_kit.people.queries.deductions import SchemeFacts, schemes_on
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.people.queries.workers import get_worker, reaches
from tenants.actor import Actor
from tenants.refusal import NotFound

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class LoanEntry:
    """A notice about one plan. ``is_mine``: I entered it."""

    id: UUID
    state: str
    is_mine: bool
    plan: str
    source: str
    starts: bool
    from_on: date


@dataclass(frozen=True, slots=True)
class PensionStep:
    """A step into a scheme, out of it, or to when enrolment is put off."""

    id: UUID
    state: str
    is_mine: bool
    kind: str
    scheme: str
    from_on: date
    until_on: date | None
    told_on: date | None


@dataclass(frozen=True, slots=True)
class OrderEntry:
    """What an order takes, in pence a pay day; of its reference only the end is shown."""

    id: UUID
    state: str
    is_mine: bool
    order_id: UUID
    kind: str
    made_on: date
    from_on: date
    ends: bool
    masked_reference: str
    normal_pence: int
    protected_pence: int
    owed_pence: int | None


@dataclass(frozen=True, slots=True)
class DirectorStep:
    """That somebody is a director from a day on, or no longer."""

    id: UUID
    state: str
    is_mine: bool
    is_director: bool
    method: str
    from_on: date


@dataclass(frozen=True, slots=True)
class BirthSaid:
    """When somebody was born, as it was entered."""

    id: UUID
    state: str
    is_mine: bool
    born_on: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class ProofEntry:
    """A certificate that was seen; ``until_on`` is its last day, if it has one."""

    id: UUID
    proof: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Deductions:
    """All that was entered, each kind the newest first."""

    loans: tuple[LoanEntry, ...]
    pensions: tuple[PensionStep, ...]
    orders: tuple[OrderEntry, ...]
    directors: tuple[DirectorStep, ...]
    births: tuple[BirthSaid, ...]
    proofs: tuple[ProofEntry, ...]


def get_deductions(session: Session, worker_id: UUID, *, by: Actor) -> Deductions:
    """Return all that was entered of one worker's deductions, or raise ``NotFound``."""
    worker = get_worker(session, worker_id, by=by)
    if not reaches(worker, Permission.EMPLOYMENT_READ, by=by):
        raise NotFound(record_kind="employment")
    return Deductions(
        loans=_loans(session, worker.id, by),
        pensions=_pensions(session, worker.id, by),
        orders=_orders(session, worker.id, by),
        directors=_directors(session, worker.id, by),
        births=_births(session, worker.id, by),
        proofs=_proofs(session, worker.id),
    )


def list_schemes(session: Session, *, by: Actor, on: date) -> list[SchemeFacts]:
    """Return the co-op's pension schemes by name, with the terms of a day, or raise ``NotFound``."""
    if not within(by, Permission.EMPLOYMENT_READ).is_whole:
        raise NotFound(record_kind="pension_scheme")
    return list(schemes_on(session, on).values())


def may_decide_order(worker: WorkerFacts, *, by: Actor) -> bool:
    """Say whether somebody may be the second person of an order: who reads all employment here.

    Never the worker from whose pay it takes.
    """
    if by.person_id is None or by.person_id == worker.person_id:
        return False
    return any(
        by.may(permission) and within(by, permission).is_whole
        for permission in (Permission.EMPLOYMENT_WRITE, Permission.EMPLOYMENT_READ)
    )


def masked_reference(reference: str) -> str:
    """Return what a page shows of a case's reference: its last three signs."""
    return f"•••{reference[-_SHOWN:]}"


def _loans(session: Session, worker_id: UUID, by: Actor) -> tuple[LoanEntry, ...]:
    rows = session.scalars(
        select(LoanNotice).where(LoanNotice.worker_id == worker_id).order_by(LoanNotice.entered_at.desc())
    )
    return tuple(
        LoanEntry(row.id, row.state, _is_mine(row, by), row.plan, row.source, row.starts, row.from_on)
        for row in rows
    )


def _pensions(session: Session, worker_id: UUID, by: Actor) -> tuple[PensionStep, ...]:
    rows = session.execute(
        select(PensionEntry, PensionScheme.name)
        .join(PensionScheme, PensionScheme.id == PensionEntry.scheme_id, isouter=True)
        .where(PensionEntry.worker_id == worker_id)
        .order_by(PensionEntry.entered_at.desc())
    )
    return tuple(
        PensionStep(
            row.id,
            row.state,
            _is_mine(row, by),
            row.kind,
            name or "",
            row.from_on,
            row.until_on,
            row.told_on,
        )
        for row, name in rows
    )


def _orders(session: Session, worker_id: UUID, by: Actor) -> tuple[OrderEntry, ...]:
    rows = session.scalars(
        select(AttachmentOrder)
        .where(AttachmentOrder.worker_id == worker_id)
        .order_by(AttachmentOrder.entered_at.desc())
    )
    return tuple(
        OrderEntry(
            id=row.id,
            state=row.state,
            is_mine=_is_mine(row, by),
            order_id=row.order_id,
            kind=row.kind,
            made_on=row.made_on,
            from_on=row.from_on,
            ends=row.ends,
            masked_reference=masked_reference(row.reference),
            normal_pence=row.normal_pence,
            protected_pence=row.protected_pence,
            owed_pence=row.owed_pence,
        )
        for row in rows
    )


def _directors(session: Session, worker_id: UUID, by: Actor) -> tuple[DirectorStep, ...]:
    rows = session.scalars(
        select(DirectorEntry)
        .where(DirectorEntry.worker_id == worker_id)
        .order_by(DirectorEntry.entered_at.desc())
    )
    return tuple(
        DirectorStep(row.id, row.state, _is_mine(row, by), row.is_director, row.method, row.from_on)
        for row in rows
    )


def _births(session: Session, worker_id: UUID, by: Actor) -> tuple[BirthSaid, ...]:
    rows = session.scalars(
        select(BirthEntry).where(BirthEntry.worker_id == worker_id).order_by(BirthEntry.entered_at.desc())
    )
    return tuple(
        BirthSaid(row.id, row.state, _is_mine(row, by), date.fromisoformat(row.born_on)) for row in rows
    )


def _proofs(session: Session, worker_id: UUID) -> tuple[ProofEntry, ...]:
    rows = session.scalars(
        select(ContributionProof)
        .where(ContributionProof.worker_id == worker_id)
        .order_by(ContributionProof.entered_at.desc())
    )
    return tuple(ProofEntry(row.id, row.proof, row.from_on, row.until_on) for row in rows)


def _is_mine(
    row: LoanNotice | PensionEntry | AttachmentOrder | DirectorEntry | BirthEntry, by: Actor
) -> bool:
    return by.person_id is not None and row.entered_by_person == by.person_id
