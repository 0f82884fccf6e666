"""Workers and contracts as whole lists that are taken along: of everybody, for whoever keeps all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.people.models import Contract, PayRate, Worker
from franchise_kit.people.queries.facts import WorkerFacts, worker_facts, workers_on
from franchise_kit.people.rules.contracts import ORDINARY
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class WorkerRecord:
    """A worker with how to reach them; empty for what is not known. Tax and bank are never a part of it."""

    worker: WorkerFacts
    phone: str = field(repr=False)
    email: str = field(repr=False)
    address: str = field(repr=False)
    emergency_contact: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContractRecord:
    """A contract with the pence of an ordinary hour that it began with."""

    worker_id: UUID
    kind: str
    valid_from: date
    weekly_minutes: int
    rate_pence: int
    job_title: str
    place: str


def list_worker_records(session: Session, *, by: Actor, on: date) -> list[WorkerRecord]:
    """Return all who work here on a day, by family name, or raise ``NotFound``."""
    if not within(by, Permission.WORKER_ENGAGE).is_whole:
        raise NotFound(record_kind="worker")
    rows = session.scalars(
        select(Worker)
        .where(Worker.started_on <= on, or_(Worker.ended_on.is_(None), Worker.ended_on >= on))
        .order_by(Worker.family_name, Worker.given_name, Worker.id)
    )
    return [
        WorkerRecord(
            worker_facts(row),
            row.phone or "",
            row.email or "",
            row.address or "",
            row.emergency_contact or "",
        )
        for row in rows
    ]


def list_contract_records(session: Session, *, by: Actor, on: date) -> list[ContractRecord]:
    """Return all contracts of who works here on a day, each worker's in order of days, or ``NotFound``."""
    if not within(by, Permission.EMPLOYMENT_READ).is_whole:
        raise NotFound(record_kind="employment")
    places = {one.id: place for place, one in enumerate(workers_on(session, on))}
    rows = session.scalars(
        select(Contract).where(Contract.worker_id.in_(places)).order_by(Contract.valid_from)
    ).all()
    rates = _first_rates(session, {row.id: row.valid_from for row in rows})
    return [
        ContractRecord(
            worker_id=row.worker_id,
            kind=row.kind,
            valid_from=row.valid_from,
            weekly_minutes=row.weekly_minutes,
            rate_pence=rates[row.id],
            job_title=row.job_title,
            place=row.place,
        )
        for row in sorted(rows, key=lambda one: (places[one.worker_id], one.valid_from))
    ]


def _first_rates(session: Session, begins: Mapping[UUID, date]) -> dict[UUID, int]:
    """Return the pence of an ordinary hour on the first day of each contract."""
    rates = session.execute(
        select(PayRate.contract_id, PayRate.pence, PayRate.from_on)
        .where(PayRate.contract_id.in_(begins), PayRate.kind == ORDINARY)
        .order_by(PayRate.from_on, PayRate.entered_at)
    )
    found: dict[UUID, int] = {}
    # In order of days and of entry: what was put right later for the first day is the one that stays.
    for contract_id, pence, from_on in rates:
        if from_on <= begins[contract_id] or contract_id not in found:
            found[contract_id] = pence
    return found
