"""The visits that one worker has, as they are planned or told: what is to be covered while they are away."""

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import Visit
from franchise_kit.care.queries.facts import VisitFacts, begins_within, visit_facts
from franchise_kit.kernel.days import london_day, london_span
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


def rota_minutes(
    session: Session, worker_id: UUID, *, from_: date, until: date
) -> tuple[dict[date, int], dict[date, int]]:
    """Return the minutes of a worker's visits by London day, ``until`` exclusive: as told, and as planned.

    Planned are drafts too. It asks nobody: the room that calls has asked already.
    """
    begins, ends = london_span(from_, until)
    rows = session.execute(
        select(
            Visit.worker_id,
            Visit.planned_from,
            Visit.planned_until,
            Visit.told_worker_id,
            Visit.told_from,
            Visit.told_until,
        ).where(
            or_(
                and_(Visit.worker_id == worker_id, Visit.planned_from >= begins, Visit.planned_from < ends),
                and_(Visit.told_worker_id == worker_id, Visit.told_from >= begins, Visit.told_from < ends),
            ),
            Visit.cancelled_at.is_(None),
        )
    )
    told: Counter[date] = Counter()
    planned: Counter[date] = Counter()
    for row in rows:
        if row.told_worker_id == worker_id and row.told_from is not None and row.told_until is not None:
            told[london_day(row.told_from)] += _minutes(row.told_from, row.told_until)
        if row.worker_id == worker_id:
            planned[london_day(row.planned_from)] += _minutes(row.planned_from, row.planned_until)
    return told, planned


def _minutes(begins: datetime, ends: datetime) -> int:
    return int((ends - begins).total_seconds()) // 60
