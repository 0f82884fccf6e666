"""What is due of everybody who works here, the earliest first: for whoever takes workers on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.people.models import CheckSeen, Contract, HoursOffer, RegistrationEntry, SupervisionHeld
from franchise_kit.people.queries.facts import WorkerFacts, workers_on
from franchise_kit.people.queries.workers import get_worker_closely
from franchise_kit.people.rules.clocks import Due, Kept, Standing, list_due
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class WorkerDue:
    """One thing that is due of a worker."""

    worker: WorkerFacts
    due: Due


def list_due_of_all(session: Session, *, by: Actor, on: date) -> list[WorkerDue]:
    """Return all that is overdue or due soon of who works here on a day, or raise ``NotFound``."""
    if not within(by, Permission.WORKER_ENGAGE).is_whole:
        raise NotFound(record_kind="worker")
    workers = workers_on(session, on)
    kept = _kept_of(session, workers, on)
    found = [
        WorkerDue(worker, due)
        for worker in workers
        for due in list_due(kept[worker.id])
        if due.state(on) != "later"
    ]
    return sorted(found, key=lambda one: (one.due.due_on, one.worker.family_name, one.due.kind))


def list_due_of_one(session: Session, worker_id: UUID, *, by: Actor, on: date) -> list[Due]:
    """Return all that has a day by which it is due of one worker, or raise ``NotFound``."""
    worker = get_worker_closely(session, worker_id, by=by)
    return list_due(_kept_of(session, [worker], on)[worker.id])


def _kept_of(session: Session, workers: Collection[WorkerFacts], on: date) -> dict[UUID, Kept]:
    """Return the newest that is kept of each worker, in five readings however many they are."""
    ids = {worker.id for worker in workers}
    checks, standings = _checks(session, ids), _standings(session, ids, on)
    talks, unoffered = _talks(session, ids), _unoffered(session, ids, on)
    return {
        worker.id: replace(
            Kept(worker.arrangement, worker.staff_category, worker.started_on),
            check_ends=checks.get(worker.id, {}),
            registration=standings.get(worker.id),
            next_talks=talks.get(worker.id, {}),
            unoffered_from=unoffered.get(worker.id),
        )
        for worker in workers
    }


def _checks(session: Session, ids: Collection[UUID]) -> Mapping[UUID, dict[str, date | None]]:
    rows = session.execute(
        select(CheckSeen.worker_id, CheckSeen.kind, CheckSeen.expires_on)
        .where(CheckSeen.worker_id.in_(ids))
        .order_by(CheckSeen.checked_on, CheckSeen.entered_at)
    )
    found: dict[UUID, dict[str, date | None]] = {}
    # In order of days, so the newest of each kind is the one that stays.
    for worker_id, kind, expires_on in rows:
        found.setdefault(worker_id, {})[kind] = expires_on
    return found


def _standings(session: Session, ids: Collection[UUID], on: date) -> Mapping[UUID, Standing]:
    rows = session.execute(
        select(
            RegistrationEntry.worker_id,
            RegistrationEntry.state,
            RegistrationEntry.from_on,
            RegistrationEntry.until_on,
        )
        .where(RegistrationEntry.worker_id.in_(ids), RegistrationEntry.from_on <= on)
        .order_by(RegistrationEntry.from_on, RegistrationEntry.entered_at)
    )
    return {worker_id: Standing(state, from_on, until_on) for worker_id, state, from_on, until_on in rows}


def _talks(session: Session, ids: Collection[UUID]) -> Mapping[UUID, dict[str, date]]:
    rows = session.execute(
        select(SupervisionHeld.worker_id, SupervisionHeld.kind, SupervisionHeld.next_due_on)
        .where(SupervisionHeld.worker_id.in_(ids))
        .order_by(SupervisionHeld.held_on, SupervisionHeld.entered_at)
    )
    found: dict[UUID, dict[str, date]] = {}
    for worker_id, kind, next_due_on in rows:
        found.setdefault(worker_id, {})[kind] = next_due_on
    return found


def _unoffered(session: Session, ids: Collection[UUID], on: date) -> Mapping[UUID, date]:
    """Return the first day of each contract without guaranteed hours that runs and has had no offer."""
    rows = session.execute(
        select(Contract.worker_id, Contract.valid_from).where(
            Contract.worker_id.in_(ids),
            Contract.kind == "non_guaranteed_hours",
            Contract.valid_from <= on,
            Contract.valid_until.is_(None) | (Contract.valid_until > on),
            Contract.id.not_in(select(HoursOffer.contract_id)),
        )
    )
    return dict(rows.all())
