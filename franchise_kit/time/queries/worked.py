"""How many minutes one worker worked in some days: what an offer of hours goes by."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_span
from franchise_kit.time.models import TimeEntry
from tenants.actor import Actor

# A break is rest, and a night asleep or on standby is no hour of work that a contract guarantees.
NOT_WORKED: Final = ("break", "sleep_in", "standby")


def minutes_worked(session: Session, worker_id: UUID, *, by: Actor, from_: date, until: date) -> int:
    """Return the minutes that a worker worked in some days in London, ``until`` exclusive."""
    within(by, Permission.TIMESHEET_APPROVE)
    begins, ends = london_span(from_, until)
    summed = select(func.coalesce(func.sum(TimeEntry.minutes), 0)).where(
        TimeEntry.worker_id == worker_id,
        TimeEntry.kind.not_in(NOT_WORKED),
        TimeEntry.starts_at >= begins,
        TimeEntry.starts_at < ends,
    )
    return int(session.scalar(summed) or 0)
