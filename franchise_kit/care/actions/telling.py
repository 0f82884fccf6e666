"""Telling a worker of a visit: what was planned becomes what they go by."""

from datetime import datetime

from sqlalchemy.orm import Session

from franchise_kit.care.models import Visit
from franchise_kit.people.queries.facts import numbers_of

__all__ = ["tell"]


def tell(session: Session, rows: list[Visit], *, at: datetime) -> None:
    """Publish visits as they are planned now; the database then refuses two of one worker at one time."""
    numbers = numbers_of(session, {row.worker_id for row in rows if row.worker_id is not None})
    for row in rows:
        row.told_at = at
        row.told_from, row.told_until = row.planned_from, row.planned_until
        row.told_worker_id = row.worker_id
        row.worker_number = numbers[row.worker_id] if row.worker_id is not None else None
