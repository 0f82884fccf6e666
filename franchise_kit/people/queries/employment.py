"""What was agreed with one worker: hours for who reads of workers, pay and tax for who reads employment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.people.models import Contract, PayRate, TaxParticulars
from franchise_kit.people.queries.workers import get_worker, reaches
from franchise_kit.people.rules.contracts import RATE_KINDS
from franchise_kit.people.rules.particulars import masked_ni_number
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class RateFacts:
    """Pence for an hour or a night of one kind of time, from a day on."""

    kind: str
    unit: str
    pence: int
    from_on: date
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """One contract, without pay; ``valid_until`` is exclusive."""

    id: UUID
    kind: str
    weekly_minutes: int
    valid_from: date
    valid_until: date | None
    job_title: str
    place: str


@dataclass(frozen=True, slots=True)
class PaidContract(ContractFacts):
    """One contract with its rates: ordinary hours first, and of each kind the newest first."""

    rates: tuple[RateFacts, ...]


@dataclass(frozen=True, slots=True)
class TaxEntry:
    """One entry of what the tax office said, its NI number masked; it is proposed, agreed or refused."""

    id: UUID
    from_on: date
    source: str
    tax_code: str
    ni_category: str
    masked_number: str
    earlier_pay_pence: int
    earlier_tax_pence: int
    state: str
    is_mine: bool
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Employment:
    """All that was agreed with a worker, the newest first."""

    contracts: tuple[PaidContract, ...]
    tax_entries: tuple[TaxEntry, ...]


def get_employment(session: Session, worker_id: UUID, *, by: Actor) -> Employment:
    """Return a worker's contracts, rates and tax particulars, or raise ``NotFound``."""
    worker = get_worker(session, worker_id, by=by)
    if not reaches(worker, Permission.EMPLOYMENT_READ, by=by):
        raise NotFound(record_kind="employment")
    return Employment(_paid_contracts(session, worker.id), _tax_entries(session, worker.id, by))


def list_contracts(session: Session, worker_id: UUID, *, by: Actor) -> tuple[ContractFacts, ...]:
    """Return a worker's contracts without pay, the newest first, or raise ``NotFound``."""
    worker = get_worker(session, worker_id, by=by)
    return tuple(ContractFacts(*_agreed(row)) for row in _contracts(session, worker.id))


def contracts_of(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, tuple[ContractFacts, ...]]:
    """Return the contracts of some workers without pay, the newest first. For rooms above: it asks nobody."""
    wanted = select(Contract).where(Contract.worker_id.in_(set(worker_ids)))
    found: dict[UUID, list[ContractFacts]] = {worker_id: [] for worker_id in worker_ids}
    for row in session.scalars(wanted.order_by(Contract.valid_from.desc())):
        found[row.worker_id].append(ContractFacts(*_agreed(row)))
    return {worker_id: tuple(contracts) for worker_id, contracts in found.items()}


def may_make_contract(contracts: Sequence[ContractFacts], *, by: Actor) -> bool:
    """Say whether somebody makes a worker's next contract: the first takes less than one that follows."""
    needed = Permission.EMPLOYMENT_WRITE if contracts else Permission.WORKER_ENGAGE
    return by.may(needed) and within(by, needed).is_whole


def _contracts(session: Session, worker_id: UUID) -> Sequence[Contract]:
    by_day = select(Contract).where(Contract.worker_id == worker_id).order_by(Contract.valid_from.desc())
    return session.scalars(by_day).all()


def _agreed(row: Contract) -> tuple[UUID, str, int, date, date | None, str, str]:
    """Return what a contract says, in the order of ``ContractFacts``."""
    return (
        row.id,
        row.kind,
        row.weekly_minutes,
        row.valid_from,
        row.valid_until,
        row.job_title,
        row.place,
    )


def _paid_contracts(session: Session, worker_id: UUID) -> tuple[PaidContract, ...]:
    rows = _contracts(session, worker_id)
    rates: dict[UUID, list[RateFacts]] = {row.id: [] for row in rows}
    newest_first = PayRate.from_on.desc(), PayRate.entered_at.desc()
    listed = select(PayRate).where(PayRate.contract_id.in_(rates)).order_by(*newest_first)
    for one in session.scalars(listed):
        rates[one.contract_id].append(RateFacts(one.kind, one.unit, one.pence, one.from_on, one.entered_at))
    return tuple(
        PaidContract(*_agreed(row), tuple(sorted(rates[row.id], key=lambda one: RATE_KINDS.index(one.kind))))
        for row in rows
    )


def _tax_entries(session: Session, worker_id: UUID, by: Actor) -> tuple[TaxEntry, ...]:
    rows = session.scalars(
        select(TaxParticulars)
        .where(TaxParticulars.worker_id == worker_id)
        .order_by(TaxParticulars.from_on.desc(), TaxParticulars.entered_at.desc())
    )
    return tuple(
        TaxEntry(
            id=row.id,
            from_on=row.from_on,
            source=row.source,
            tax_code=row.tax_code,
            ni_category=row.ni_category,
            masked_number=masked_ni_number(row.national_insurance_number),
            earlier_pay_pence=row.earlier_pay_pence,
            earlier_tax_pence=row.earlier_tax_pence,
            state=row.state,
            is_mine=row.entered_by_person == by.person_id,
            entered_at=row.entered_at,
        )
        for row in rows
    )
