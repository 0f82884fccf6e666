"""Checking in and out, inside the transaction of the room that keeps the time worked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.care.models import Visit
from franchise_kit.care.queries.facts import VisitFacts, visit_facts
from franchise_kit.care.rules import visits as rules
from tenants.refusal import NotFound


def check_in(session: Session, visit_id: UUID, *, worker_id: UUID, at: datetime) -> VisitFacts:
    """Write that the visit's own worker is there, at an aware instant.

    Raise ``NotFound`` for another worker's visit; ``VisitCancelled``, ``CheckedInAlready`` or ``NotTheDay``.
    """
    row = _own(session, visit_id, worker_id)
    planned = rules.Planned(row.planned_from, row.planned_until, row.checked_in_at, row.cancelled_by)
    rules.check_check_in(planned, at)
    row.checked_in_at = at
    return _changed(session, row)


def check_out(session: Session, visit_id: UUID, *, worker_id: UUID, at: datetime, note: str) -> VisitFacts:
    """Write that the visit is over, with what there is to say of it; an empty note is none.

    Raise ``NotFound`` for another worker's visit; ``NotCheckedIn`` or ``CheckedOutAlready``.
    """
    row = _own(session, visit_id, worker_id)
    if row.checked_in_at is None or at < row.checked_in_at:
        raise rules.NotCheckedIn
    if row.checked_out_at is not None:
        raise rules.CheckedOutAlready
    row.checked_out_at = at
    row.note = note.strip() or None
    return _changed(session, row)


def _own(session: Session, visit_id: UUID, worker_id: UUID) -> Visit:
    row = session.get(Visit, visit_id, with_for_update=True)
    if row is None or row.worker_id != worker_id:
        raise NotFound(record_kind="visit")
    return row


def _changed(session: Session, row: Visit) -> VisitFacts:
    row.version += 1
    session.flush()
    return visit_facts(session, [row])[0]
