"""What a pay run asks of time, inside the pay run's own transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from franchise_kit.time.models import TimeEntry
from franchise_kit.time.rules import london_span

APPROVED, PAID = "approved", "paid"


@dataclass(frozen=True, slots=True)
class ApprovedMinutes:
    """What a worker worked of one kind of time, and the entries that say so."""

    worker_id: UUID
    kind: str
    minutes: int
    entry_ids: tuple[UUID, ...]


def gather(
    session: Session,
    *,
    pay_run_id: UUID,
    worker_ids: Collection[UUID] | None = None,
    from_: date,
    until: date,
) -> list[ApprovedMinutes]:
    """Take approved entries that no pay run holds into this one; return them by worker and kind.

    ``from_`` and ``until`` are days in London on which an entry begins, the second exclusive. ``None`` takes
    all workers. No minute is taken twice: the entries are locked until the caller's transaction ends.
    """
    begins, ends = london_span(from_, until)
    wanted = select(TimeEntry).where(
        TimeEntry.state == APPROVED,
        TimeEntry.pay_run_id.is_(None),
        TimeEntry.starts_at >= begins,
        TimeEntry.starts_at < ends,
    )
    if worker_ids is not None:
        wanted = wanted.where(TimeEntry.worker_id.in_(worker_ids))
    rows = session.scalars(wanted.order_by(TimeEntry.id).with_for_update()).all()
    for row in rows:
        row.pay_run_id = pay_run_id
        row.version += 1
    session.flush()
    return _summed(rows)


def mark_paid(session: Session, pay_run_id: UUID) -> None:
    """Lock what a pay run holds: it is paid."""
    session.execute(
        update(TimeEntry)
        .where(TimeEntry.pay_run_id == pay_run_id)
        .values(state=PAID, version=TimeEntry.version + 1)
    )


def release(session: Session, pay_run_id: UUID) -> None:
    """Let go of what a pay run holds, also if that was paid: another run may gather it."""
    session.execute(
        update(TimeEntry)
        .where(TimeEntry.pay_run_id == pay_run_id)
        .values(state=APPROVED, pay_run_id=None, version=TimeEntry.version + 1)
    )


def _summed(rows: Sequence[TimeEntry]) -> list[ApprovedMinutes]:
    def owner(row: TimeEntry) -> tuple[UUID, str]:
        return row.worker_id, row.kind

    found = []
    for (worker_id, kind), group in groupby(sorted(rows, key=owner), key=owner):
        entries = list(group)
        minutes = sum(row.minutes for row in entries)
        found.append(ApprovedMinutes(worker_id, kind, minutes, tuple(row.id for row in entries)))
    return found
