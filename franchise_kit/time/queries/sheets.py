"""Time as lists that are taken along: all of some days, and what was written down by hand with why it was."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_midnight
from franchise_kit.time.models import TimeChange, TimeEntry
from franchise_kit.time.queries.entries import IN_PAY_RUN, of_days
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


@dataclass(frozen=True, slots=True)
class HoursRecord:
    """Time between two aware instants; ``state`` is recorded, approved, in_pay_run or paid."""

    worker_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    state: str


@dataclass(frozen=True, slots=True)
class HoursWanted:
    """Time that began on London days, ``until`` exclusive: everybody's or a worker's, all or what waits."""

    from_: date | None
    until: date | None
    worker_id: UUID | None = None
    is_waiting: bool = False


def list_hours(session: Session, wanted: HoursWanted, *, by: Actor, most: int) -> list[HoursRecord]:
    """Return the wanted time, the earliest first, at most so many."""
    within(by, Permission.TIMESHEET_APPROVE)
    held = and_(TimeEntry.state == "approved", TimeEntry.pay_run_id.is_not(None))
    # Columns, not records: there may be as many as a file can have.
    found = (
        select(
            TimeEntry.worker_id, TimeEntry.kind, TimeEntry.starts_at, TimeEntry.ends_at, TimeEntry.minutes,
            case((held, IN_PAY_RUN), else_=TimeEntry.state),
        )
        .where(*_of(wanted))
        .order_by(TimeEntry.starts_at, TimeEntry.id)
        .limit(most)
    )  # fmt: skip
    return [HoursRecord(*row) for row in session.execute(found)]


def _of(wanted: HoursWanted) -> Iterator[ColumnElement[bool]]:
    if wanted.from_ is not None:
        yield TimeEntry.starts_at >= london_midnight(wanted.from_)
    if wanted.until is not None:
        yield TimeEntry.starts_at < london_midnight(wanted.until)
    if wanted.worker_id is not None:
        yield TimeEntry.worker_id == wanted.worker_id
    if wanted.is_waiting:
        yield TimeEntry.state == "recorded"


def list_time_records(
    session: Session, *, by: Actor, days: tuple[date, date], worker_id: UUID | None, most: int
) -> list[TimeRecord]:
    """Return time by hand that began on London days, the second exclusive; of all, or of one worker."""
    within(by, Permission.TIMESHEET_APPROVE)
    whose = (TimeEntry.worker_id == worker_id,) if worker_id is not None else ()
    rows = session.execute(
        select(
            TimeEntry.worker_id, TimeEntry.kind, TimeEntry.starts_at, TimeEntry.ends_at, TimeChange.reason,
            TimeChange.note,
        )
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
    )  # fmt: skip
    return [
        TimeRecord(worker, kind, starts_at, ends_at, reason, note or "")
        for worker, kind, starts_at, ends_at, reason, note in rows
    ]
