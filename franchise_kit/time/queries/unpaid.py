"""Time that no pay run holds, worker by worker, for the rooms above: it asks nobody who reads."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.time.models import TimeEntry
from franchise_kit.time.rules import london_span


@dataclass(frozen=True, slots=True)
class UnpaidTime:
    """What a worker has of time that is ``recorded`` or ``approved`` and is in no pay run."""

    worker_id: UUID
    state: str
    entries: int
    minutes: int


def list_unpaid(session: Session, *, from_: date, until: date) -> list[UnpaidTime]:
    """Return the time of some days in London, ``until`` exclusive, that no pay run holds."""
    begins, ends = london_span(from_, until)
    counted = (
        select(TimeEntry.worker_id, TimeEntry.state, func.count(), func.sum(TimeEntry.minutes))
        .where(TimeEntry.pay_run_id.is_(None), TimeEntry.starts_at >= begins, TimeEntry.starts_at < ends)
        .group_by(TimeEntry.worker_id, TimeEntry.state)
        .order_by(TimeEntry.worker_id, TimeEntry.state)
    )
    return [
        UnpaidTime(worker_id, state, entries, int(minutes))
        for worker_id, state, entries, minutes in session.execute(counted)
    ]
