"""Time that no pay run holds, or that one does, by worker and day, for the rooms above: it asks nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, or_, select
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import LONDON, london_day, london_midnight
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.rules.midnight import difference_by_day


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
    """What a worker worked on a day in London of one kind of time, and the entries that say so.

    A time over midnight is of two days. ``nights`` counts times by the day on which they began; a correction
    counts only where it makes a time none, or something again.
    """

    worker_id: UUID
    day: date
    kind: str
    minutes: int
    nights: int
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
    return _summed_of(
        session,
        TimeEntry.state == "approved",
        TimeEntry.pay_run_id.is_(None),
        TimeEntry.starts_at < london_midnight(until),
    )


def list_held(session: Session, pay_run_id: UUID) -> list[ApprovedMinutes]:
    """Return the time that a pay run holds."""
    return _summed_of(session, TimeEntry.pay_run_id == pay_run_id)


def _summed_of(session: Session, *which: ColumnElement[bool]) -> list[ApprovedMinutes]:
    # Columns and no whole rows: of a thousand workers a month has tens of thousands.
    wanted = select(
        TimeEntry.id,
        TimeEntry.worker_id,
        TimeEntry.kind,
        TimeEntry.starts_at,
        TimeEntry.minutes,
        TimeEntry.corrects_entry_id,
    )
    return summed(session, session.execute(wanted.where(*which)).all())


@dataclass(slots=True)
class _Sum:
    worker_id: UUID
    minutes: int = 0
    nights: int = 0
    entry_ids: list[UUID] = field(default_factory=list)


def summed(session: Session, rows: Sequence[Any]) -> list[ApprovedMinutes]:
    """Return entries by worker, day and kind: each minute on the day that it was of.

    ``rows`` are entries, or have the columns that ``list_approved`` asks for.
    """
    before = _stood_before(session, rows)
    # A number is found and compared faster than the id that it is of, and stands in the same order.
    found: dict[tuple[int, date, str], _Sum] = {}
    for row in rows:
        stood = before.get(row.id, 0) if before else 0
        worker_id, kind, starts_at, minutes = row.worker_id, row.kind, row.starts_at, row.minutes
        began = london_day(starts_at)
        nights = (stood + minutes > 0) - (stood > 0)
        for day, here in _by_day(starts_at, began, stood, minutes):
            if not here and not (day == began and nights):
                continue
            key = (worker_id.int, day, kind)
            so_far = found.get(key)
            if so_far is None:
                so_far = found[key] = _Sum(worker_id)
            so_far.minutes += here
            so_far.nights += nights if day == began else 0
            so_far.entry_ids.append(row.id)
    return [
        ApprovedMinutes(one.worker_id, day, kind, one.minutes, one.nights, tuple(one.entry_ids))
        for (_, day, kind), one in sorted(found.items(), key=itemgetter(0))
    ]


def _by_day(starts_at: datetime, began: date, stood: int, minutes: int) -> Iterable[tuple[date, int]]:
    """Return an entry's minutes by day; nearly all are no corrections, and end on the day they begin."""
    if stood == 0 and minutes >= 0 and london_day(starts_at + timedelta(minutes=minutes)) == began:
        return ((began, minutes),)
    return ({began: 0} | dict(difference_by_day(starts_at, stood, stood + minutes))).items()


def _stood_before(session: Session, rows: Sequence[Any]) -> dict[UUID, int]:
    """Return by correction how long the time that it puts right stood before it."""
    corrected = {row.corrects_entry_id for row in rows if row.corrects_entry_id is not None}
    if not corrected:
        return {}
    of_them = or_(TimeEntry.id.in_(corrected), TimeEntry.corrects_entry_id.in_(corrected))
    stands: dict[UUID, int] = {}
    before: dict[UUID, int] = {}
    first = TimeEntry.corrects_entry_id.is_not(None)
    for row in session.scalars(
        select(TimeEntry).where(of_them).order_by(first, TimeEntry.recorded_at, TimeEntry.id)
    ):
        whole = row.corrects_entry_id or row.id
        before[row.id] = stands.get(whole, 0)
        stands[whole] = before[row.id] + row.minutes
    return before
