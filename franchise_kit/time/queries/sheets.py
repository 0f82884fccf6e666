"""Time that was written down by hand, as a list that is taken along, with why it was."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.time.models import TimeChange, TimeEntry
from franchise_kit.time.queries.entries import of_days
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class TimeRecord:
    """Time by hand between two aware instants, and the reason and note that it was entered with."""

    worker_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    note: str = field(repr=False)


def list_time_records(
    session: Session, *, by: Actor, days: tuple[date, date], worker_id: UUID | None, most: int
) -> list[TimeRecord]:
    """Return time by hand that began on London days, the second exclusive; of all, or of one worker."""
    within(by, Permission.TIMESHEET_APPROVE)
    whose = (TimeEntry.worker_id == worker_id,) if worker_id is not None else ()
    rows = session.execute(
        select(TimeEntry, TimeChange)
        .join(TimeChange, TimeChange.entry_id == TimeEntry.id)
        .where(
            *of_days(*days),
            *whose,
            TimeEntry.source == "hand",
            TimeEntry.corrects_entry_id.is_(None),
            # How it began: an entry that was put right later has more lines, which say what it was before.
            TimeChange.minutes_before.is_(None),
        )
        .order_by(TimeEntry.starts_at, TimeEntry.id)
        .limit(most)
    )
    return [
        TimeRecord(
            worker_id=entry.worker_id,
            kind=entry.kind,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            reason=change.reason,
            note=change.note or "",
        )
        for entry, change in rows
    ]
