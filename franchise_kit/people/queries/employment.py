"""What was agreed with one worker and what the tax office says, for whoever may read employment."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.people.models import Contract, PayRate, TaxParticulars
from franchise_kit.people.queries.workers import get_worker
from franchise_kit.people.rules.particulars import masked_ni_number
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class RateFacts:
    """Pence for an ordinary hour, from a day on."""

    pence_per_hour: int
    from_on: date
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """One contract with its rates, the newest first; ``valid_until`` is exclusive."""

    id: UUID
    kind: str
    weekly_minutes: int
    valid_from: date
    valid_until: date | None
    rates: tuple[RateFacts, ...]


@dataclass(frozen=True, slots=True)
class TaxEntry:
    """One entry of what the tax office said; the NI number is masked."""

    from_on: date
    source: str
    tax_code: str
    ni_category: str
    masked_number: str
    earlier_pay_pence: int
    earlier_tax_pence: int
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Employment:
    """All that was agreed with a worker, the newest first."""

    contracts: tuple[ContractFacts, ...]
    tax_entries: tuple[TaxEntry, ...]


def get_employment(session: Session, worker_id: UUID, *, by: Actor) -> Employment:
    """Return a worker's contracts, rates and tax particulars, or raise ``NotFound``."""
    worker = get_worker(session, worker_id, by=by)
    return Employment(_contracts(session, worker.id), _tax_entries(session, worker.id))


def _contracts(session: Session, worker_id: UUID) -> tuple[ContractFacts, ...]:
    rows = session.scalars(
        select(Contract).where(Contract.worker_id == worker_id).order_by(Contract.valid_from.desc())
    ).all()
    rates: dict[UUID, list[RateFacts]] = {row.id: [] for row in rows}
    listed = select(PayRate).where(PayRate.contract_id.in_(rates)).order_by(PayRate.from_on.desc())
    for rate in session.scalars(listed):
        rates[rate.contract_id].append(RateFacts(rate.pence_per_hour, rate.from_on, rate.entered_at))
    return tuple(
        ContractFacts(
            row.id, row.kind, row.weekly_minutes, row.valid_from, row.valid_until, tuple(rates[row.id])
        )
        for row in rows
    )


def _tax_entries(session: Session, worker_id: UUID) -> tuple[TaxEntry, ...]:
    rows = session.scalars(
        select(TaxParticulars)
        .where(TaxParticulars.worker_id == worker_id)
        .order_by(TaxParticulars.from_on.desc(), TaxParticulars.entered_at.desc())
    )
    return tuple(
        TaxEntry(
            from_on=row.from_on,
            source=row.source,
            tax_code=row.tax_code,
            ni_category=row.ni_category,
            masked_number=masked_ni_number(row.national_insurance_number),
            earlier_pay_pence=row.earlier_pay_pence,
            earlier_tax_pence=row.earlier_tax_pence,
            entered_at=row.entered_at,
        )
        for row in rows
    )
