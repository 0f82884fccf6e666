"""What is agreed with a worker: contracts and rates, each from a day on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.people.actions.holding import check_may, hold, latest_contract
from franchise_kit.people.models import Contract, PayRate
from franchise_kit.people.rules import contracts as rules
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewContract:
    """What is agreed, with the first rate: minutes a week, pence for an ordinary hour."""

    kind: str
    weekly_minutes: int
    valid_from: date
    pence_per_hour: int
    job_title: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class NewRate:
    """Pence for an hour of one kind of time, or for a night asleep, from a day on."""

    pence: int
    from_on: date
    kind: str = rules.ORDINARY


def make_contract(*, coop: Coop, worker_id: UUID, contract: NewContract, by: Actor, now: datetime) -> UUID:
    """Make a contract with its first rate and end the one before it; return its id.

    Whoever takes workers on makes the first; one that follows changes pay, and takes the right to that.
    Rates of other kinds of time go on in the contract that follows.
    Raise ``NotEmployed``, ``ContractsOverlap``, ``ContractBeforeStart`` or ``HoursNeeded``.
    """
    with transaction(coop, by=by, doing="people.make_contract") as session:
        worker = hold(session, worker_id)
        latest = latest_contract(session, worker_id)
        check_may(by, Permission.WORKER_ENGAGE if latest is None else Permission.EMPLOYMENT_WRITE)
        rules.check_employed(worker.arrangement)
        rules.check_hours(contract.kind, contract.weekly_minutes)
        if not rules.is_employed(worker.started_on, worker.ended_on, contract.valid_from):
            raise rules.ContractBeforeStart(worker_id=worker_id)
        rules.check_contract_follows(latest.valid_from if latest else None, contract.valid_from)
        if latest is not None:
            _end(session, latest, contract.valid_from)
        row = _contract(worker_id, contract, by, now)
        session.add(row)
        session.flush()
        first = NewRate(contract.pence_per_hour, contract.valid_from)
        session.add_all(
            _rate(row.id, one, by, now) for one in (first, *_carried(session, latest, contract.valid_from))
        )
        journal.note(session, record_kind="contract", record_id=row.id, worker_id=worker_id)
        return row.id


def set_rate(
    *, coop: Coop, worker_id: UUID, rate: NewRate, paid_through: date | None, by: Actor, now: datetime
) -> None:
    """Pay a kind of time otherwise from a day on; of one day, the newest entry holds.

    ``paid_through`` is the last day that a pay run has paid for, which the rooms above know.
    Raise ``NoContractThen``, ``RateRewritesEarlier`` or ``RateUsedAlready``.
    """
    with transaction(coop, by=by, doing="people.set_rate") as session:
        check_may(by, Permission.EMPLOYMENT_WRITE)
        hold(session, worker_id)
        contract = session.scalars(
            select(Contract).where(
                Contract.worker_id == worker_id,
                Contract.valid_from <= rate.from_on,
                or_(Contract.valid_until.is_(None), Contract.valid_until > rate.from_on),
            )
        ).first()
        if contract is None:
            raise rules.NoContractThen(worker_id=worker_id)
        of_kind = PayRate.contract_id == contract.id, PayRate.kind == rate.kind
        latest = session.scalar(select(func.max(PayRate.from_on)).where(*of_kind))
        rules.check_rate_follows(latest, rate.from_on, paid_through=paid_through)
        session.add(_rate(contract.id, rate, by, now))
        journal.note(session, record_kind="contract", record_id=contract.id, worker_id=worker_id)


def _end(session: Session, latest: Contract, until: date) -> None:
    if latest.valid_until is None or latest.valid_until > until:
        latest.valid_until = until
        # The one that is open must be closed before the next is.
        session.flush()


def _carried(session: Session, latest: Contract | None, on: date) -> list[NewRate]:
    """Return the rates besides the ordinary one that held in a contract on its last day."""
    if latest is None:
        return []
    rows = session.scalars(
        select(PayRate)
        .where(PayRate.contract_id == latest.id, PayRate.kind != rules.ORDINARY, PayRate.from_on <= on)
        .order_by(PayRate.from_on, PayRate.entered_at)
    )
    newest = {row.kind: row.pence for row in rows}
    return [NewRate(pence, on, kind) for kind, pence in newest.items()]


def _contract(worker_id: UUID, contract: NewContract, by: Actor, now: datetime) -> Contract:
    return Contract(
        id=uuid4(),
        worker_id=worker_id,
        kind=contract.kind,
        weekly_minutes=contract.weekly_minutes,
        job_title=contract.job_title,
        place=contract.place,
        valid_from=contract.valid_from,
        entered_by_person=by.person_id,
        entered_at=now,
    )


def _rate(contract_id: UUID, rate: NewRate, by: Actor, now: datetime) -> PayRate:
    return PayRate(
        contract_id=contract_id,
        kind=rate.kind,
        unit=rules.unit_of(rate.kind),
        pence=rate.pence,
        from_on=rate.from_on,
        entered_by_person=by.person_id,
        entered_at=now,
    )
