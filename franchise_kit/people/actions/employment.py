"""What is agreed with a worker, and what the tax office says of them: each entry from a day on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.people.models import Contract, PayRate, TaxParticulars, Worker
from franchise_kit.people.rules import contracts as rules
from franchise_kit.people.rules import particulars as tax_rules
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewContract:
    """What is agreed, with the first rate: minutes a week, pence for an ordinary hour."""

    kind: str
    weekly_minutes: int
    valid_from: date
    pence_per_hour: int


@dataclass(frozen=True, slots=True)
class NewParticulars:
    """What holds from a pay day on. Amounts in pence, of an earlier employment this tax year (P45 alone)."""

    from_on: date
    source: str
    tax_code: str
    ni_category: str
    national_insurance_number: str | None = field(default=None, repr=False)
    earlier_pay_pence: int = 0
    earlier_tax_pence: int = 0


def make_contract(*, coop: Coop, worker_id: UUID, contract: NewContract, by: Actor, now: datetime) -> UUID:
    """Make a contract with its first rate and end the one before it; return its id.

    Whoever takes workers on makes the first; one that follows changes pay, and takes the right to that.
    Raise ``ContractsOverlap``, ``ContractBeforeStart`` or ``HoursNeeded``.
    """
    with transaction(coop, by=by, doing="people.make_contract") as session:
        worker = _worker(session, worker_id)
        latest = _latest_contract(session, worker_id)
        _check_may(by, Permission.WORKER_ENGAGE if latest is None else Permission.EMPLOYMENT_WRITE)
        rules.check_hours(contract.kind, contract.weekly_minutes)
        if not rules.is_employed(worker.started_on, worker.ended_on, contract.valid_from):
            raise rules.ContractBeforeStart(worker_id=worker_id)
        rules.check_contract_follows(latest.valid_from if latest else None, contract.valid_from)
        if latest is not None and (latest.valid_until is None or latest.valid_until > contract.valid_from):
            latest.valid_until = contract.valid_from
            # The one that is open must be closed before the next is.
            session.flush()
        row = Contract(
            id=uuid4(),
            worker_id=worker_id,
            kind=contract.kind,
            weekly_minutes=contract.weekly_minutes,
            valid_from=contract.valid_from,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        session.flush()
        session.add(_rate(row.id, contract.pence_per_hour, contract.valid_from, by, now))
        journal.note(session, record_kind="contract", record_id=row.id, worker_id=worker_id)
        return row.id


def set_rate(
    *, coop: Coop, worker_id: UUID, pence_per_hour: int, from_on: date, by: Actor, now: datetime
) -> None:
    """Pay an ordinary hour otherwise from a day on; raise ``NoContractThen`` or ``RateRewritesEarlier``."""
    with transaction(coop, by=by, doing="people.set_rate") as session:
        _check_may(by, Permission.EMPLOYMENT_WRITE)
        _worker(session, worker_id)
        contract = session.scalars(
            select(Contract).where(
                Contract.worker_id == worker_id,
                Contract.valid_from <= from_on,
                or_(Contract.valid_until.is_(None), Contract.valid_until > from_on),
            )
        ).first()
        if contract is None:
            raise rules.NoContractThen(worker_id=worker_id)
        latest = session.scalar(select(func.max(PayRate.from_on)).where(PayRate.contract_id == contract.id))
        rules.check_rate_follows(latest, from_on)
        session.add(_rate(contract.id, pence_per_hour, from_on, by, now))
        journal.note(session, record_kind="contract", record_id=contract.id, worker_id=worker_id)


def set_tax_particulars(
    *, coop: Coop, worker_id: UUID, particulars: NewParticulars, by: Actor, now: datetime
) -> None:
    """Enter what the tax office or a starter said.

    Raise ``TaxCodeUnreadable``, ``NINumberUnreadable`` or ``NICategoryUnknown``.
    """
    with transaction(coop, by=by, doing="people.set_tax_particulars") as session:
        _check_may(by, Permission.EMPLOYMENT_WRITE)
        _worker(session, worker_id)
        said = particulars.national_insurance_number
        row = TaxParticulars(
            id=uuid4(),
            worker_id=worker_id,
            from_on=particulars.from_on,
            source=particulars.source,
            tax_code=tax_rules.checked_tax_code(particulars.tax_code),
            ni_category=tax_rules.checked_ni_category(particulars.ni_category),
            national_insurance_number=tax_rules.checked_ni_number(said)
            if said
            else _kept(session, worker_id),
            earlier_pay_pence=particulars.earlier_pay_pence,
            earlier_tax_pence=particulars.earlier_tax_pence,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        journal.note(session, record_kind="worker", record_id=worker_id, source=row.source)


def _check_may(by: Actor, permission: Permission) -> None:
    if not within(by, permission).is_whole:
        raise NotFound(record_kind="worker")


def _worker(session: Session, worker_id: UUID) -> Worker:
    """Return the worker, locked."""
    row = session.get(Worker, worker_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="worker")
    return row


def _latest_contract(session: Session, worker_id: UUID) -> Contract | None:
    by_day = select(Contract).where(Contract.worker_id == worker_id).order_by(Contract.valid_from.desc())
    return session.scalars(by_day).first()


def _kept(session: Session, worker_id: UUID) -> str | None:
    """Return the National Insurance number of an earlier entry: it stays somebody's for life."""
    earlier = (
        select(TaxParticulars.national_insurance_number)
        .where(TaxParticulars.worker_id == worker_id, TaxParticulars.national_insurance_number.is_not(None))
        .order_by(TaxParticulars.entered_at.desc())
    )
    return session.scalars(earlier).first()


def _rate(contract_id: UUID, pence_per_hour: int, from_on: date, by: Actor, now: datetime) -> PayRate:
    return PayRate(
        contract_id=contract_id,
        kind="ordinary",
        pence=pence_per_hour,
        from_on=from_on,
        entered_by_person=by.person_id,
        entered_at=now,
    )
