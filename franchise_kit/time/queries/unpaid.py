"""Time that no pay run holds, or that one does, by worker and day, for the rooms above: it asks nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import LONDON, london_day, london_midnight
from franchise_kit.time.models import TimeEntry


@dataclass(frozen=True, slots=True)
class UnpaidTime:
    """What a worker has of a day in London that is ``recorded`` or ``approved`` and is in no pay run."""

    worker_id: UUID
    day: date
    state: str
    entries: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ApprovedMinutes:
    """What a worker worked on a day in London of one kind of time, and the entries that say so."""

    worker_id: UUID
    day: date
    kind: str
    minutes: int
    entry_ids: tuple[UUID, ...]


def list_unpaid(session: Session, *, until: date) -> list[UnpaidTime]:
    """Return all time before a day in London that no pay run holds, however long ago it was."""
    day = cast(func.timezone(LONDON.key, TimeEntry.starts_at), Date).label("day")
    counted = (
        select(TimeEntry.worker_id, day, TimeEntry.state, func.count(), func.sum(TimeEntry.minutes))
        .where(TimeEntry.pay_run_id.is_(None), TimeEntry.starts_at < london_midnight(until))
        .group_by(TimeEntry.worker_id, day, TimeEntry.state)
        .order_by(TimeEntry.worker_id, day, TimeEntry.state)
    )
    return [
        UnpaidTime(worker_id, day, state, entries, int(minutes))
        for worker_id, day, state, entries, minutes in session.execute(counted)
    ]


def list_approved(session: Session, *, until: date) -> list[ApprovedMinutes]:
    """Return the approved time before a day in London that no pay run holds."""
    return summed(
        session.scalars(
            select(TimeEntry).where(
                TimeEntry.state == "approved",
                TimeEntry.pay_run_id.is_(None),
                TimeEntry.starts_at < london_midnight(until),
            )
        )
    )


def list_held(session: Session, pay_run_id: UUID) -> list[ApprovedMinutes]:
    """Return the time that a pay run holds."""
    return summed(session.scalars(select(TimeEntry).where(TimeEntry.pay_run_id == pay_run_id)))


def summed(rows: Iterable[TimeEntry]) -> list[ApprovedMinutes]:
    """Return entries by worker, day and kind."""

    def owner(row: TimeEntry) -> tuple[UUID, date, str]:
        return row.worker_id, london_day(row.starts_at), row.kind

    found = []
    for (worker_id, day, kind), group in groupby(sorted(rows, key=owner), key=owner):
        entries = list(group)
        minutes = sum(row.minutes for row in entries)
        found.append(ApprovedMinutes(worker_id, day, kind, minutes, tuple(row.id for row in entries)))
    return found
