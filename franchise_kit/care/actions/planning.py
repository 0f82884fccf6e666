"""Planning a visit, giving it to a worker, and cancelling it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.actions.telling import tell
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.care.rules import visits as rules
from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries.facts import hold_worker
from franchise_kit.people.rules.contracts import is_employed
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to plan: aware instants, and a worker if one is known."""

    person_supported_id: UUID
    planned_from: datetime
    planned_until: datetime
    worker_id: UUID | None = None


def plan_visit(*, coop: Coop, visit: NewVisit, by: Actor, now: datetime) -> UUID:
    """Plan a visit and return the id.

    Raise ``VisitEndsBeforeStart``, ``VisitTooShort``, ``VisitTooLong``, ``PersonNotSupportedThen``,
    ``WorkerNotEmployedThen`` or ``WorkerElsewhere``.
    """
    with transaction(coop, by=by, doing="care.plan_visit") as session:
        _check_may_plan(by)
        rules.check_length(visit.planned_from, visit.planned_until)
        # Their last day is not set while somebody plans for a day after it.
        person = session.get(PersonSupported, visit.person_supported_id, with_for_update=True)
        if person is None:
            raise NotFound(record_kind="care_plan")
        rules.check_supported(person.started_on, person.ended_on, london_day(visit.planned_from))
        row = Visit(
            id=uuid4(),
            person_supported_id=person.id,
            planned_from=visit.planned_from,
            planned_until=visit.planned_until,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        if visit.worker_id is not None:
            _give(session, row, visit.worker_id)
        session.add(row)
        tell(session, [row], at=now)
        journal.note(session, record_kind="visit", record_id=row.id, worker_id=visit.worker_id)
        return row.id


def assign_visit(*, coop: Coop, visit_id: UUID, worker_id: UUID | None, by: Actor, now: datetime) -> None:
    """Give a visit to a worker, or take it from whoever has it.

    Raise ``VisitCancelled``, ``CheckedInAlready``, ``WorkerNotEmployedThen`` or ``WorkerElsewhere``.
    """
    with transaction(coop, by=by, doing="care.assign_visit") as session:
        row = _still_ahead(session, visit_id, by)
        if worker_id is None:
            row.worker_id = None
        else:
            _give(session, row, worker_id)
        tell(session, [row], at=now)
        row.version += 1
        journal.note(session, record_kind="visit", record_id=row.id, worker_id=worker_id)


def cancel_visit(*, coop: Coop, visit_id: UUID, cancelled_by: str, by: Actor, now: datetime) -> None:
    """Cancel a visit for the person, a professional or the co-op.

    Raise ``VisitCancelled`` or ``CheckedInAlready``.
    """
    with transaction(coop, by=by, doing="care.cancel_visit") as session:
        row = _still_ahead(session, visit_id, by)
        row.cancelled_by, row.cancelled_at = cancelled_by, now
        row.version += 1
        journal.note(session, record_kind="visit", record_id=row.id, cancelled_by=cancelled_by)


def _check_may_plan(by: Actor) -> None:
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="visit")


def _still_ahead(session: Session, visit_id: UUID, by: Actor) -> Visit:
    """Return a visit, locked, that nobody has cancelled or begun."""
    _check_may_plan(by)
    row = session.get(Visit, visit_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="visit")
    if row.cancelled_by is not None:
        raise rules.VisitCancelled(visit_id=visit_id)
    if row.checked_in_at is not None:
        raise rules.CheckedInAlready(visit_id=visit_id)
    return row


def _give(session: Session, row: Visit, worker_id: UUID) -> None:
    # Two who plan for the same worker at the same moment wait for each other.
    worker = hold_worker(session, worker_id)
    if worker is None:
        raise NotFound(record_kind="worker")
    if not is_employed(worker.started_on, worker.ended_on, london_day(row.planned_from)):
        raise rules.WorkerNotEmployedThen(worker_id=worker_id)
    others = session.execute(
        select(Visit.planned_from, Visit.planned_until).where(
            Visit.worker_id == worker_id,
            Visit.id != row.id,
            Visit.cancelled_at.is_(None),
            Visit.planned_from < row.planned_until,
            Visit.planned_until > row.planned_from,
        )
    )
    rules.check_free(row.planned_from, row.planned_until, [rules.Planned(*other) for other in others])
    row.worker_id = worker_id
