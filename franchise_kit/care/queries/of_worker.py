"""The visits that one worker has, as they are planned or told: what is to be covered while they are away."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import Visit
from franchise_kit.care.queries.facts import VisitFacts, begins_within, visit_facts
from franchise_kit.kernel.days import london_span
from tenants.actor import Actor
from tenants.refusal import NotFound


def list_visits_of_worker(
    session: Session, worker_id: UUID, *, by: Actor, from_: date, until: date
) -> list[VisitFacts]:
    """Return the visits of London days, ``until`` exclusive, that a worker has, drafts too, in order.

    For whoever reads all visits; or raise ``NotFound``. Cancelled ones are left out.
    """
    if not within(by, Permission.VISIT_READ).is_whole:
        raise NotFound(record_kind="visit")
    rows = session.scalars(
        select(Visit)
        .where(
            begins_within(from_, until),
            or_(Visit.worker_id == worker_id, Visit.told_worker_id == worker_id),
            Visit.cancelled_at.is_(None),
        )
        .order_by(Visit.planned_from, Visit.id)
    )
    return visit_facts(session, rows)


def minutes_with(session: Session, worker_id: UUID, *, from_: date, until: date) -> int:
    """Return the minutes of visits that a worker was told of on London days, ``until`` exclusive.

    It asks nobody: the room that calls has asked already.
    """
    begins, ends = london_span(from_, until)
    rows = session.execute(
        select(Visit.told_from, Visit.told_until).where(
            Visit.told_worker_id == worker_id,
            Visit.told_from >= begins,
            Visit.told_from < ends,
            Visit.cancelled_at.is_(None),
        )
    )
    return sum(_minutes(told_from, told_until) for told_from, told_until in rows)


def _minutes(begins: datetime | None, ends: datetime | None) -> int:
    if begins is None or ends is None:
        return 0
    return int((ends - begins).total_seconds()) // 60
