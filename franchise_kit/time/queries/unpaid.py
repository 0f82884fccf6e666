"""Time that no pay run holds, or that one does, by worker and day, for the rooms above: it asks nobody."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import LONDON, london_midnight
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.rules.midnight import difference_by_day
from tenants.bulk import is_one_of


@dataclass(frozen=True, slots=True)
class UnpaidTime:
    """What a worker has of a day in London that is ``recorded`` or ``approved`` and is in no pay run."""

    worker_id: UUID
    day: date
    state: str
    entries: int
    minutes: int


class ApprovedMinutes(NamedTuple):
    """What a worker worked on a day in London of one kind of time.

    A time over midnight is of two days. ``nights`` counts times by the day on which they began; a correction
    counts only where it makes a time none, or something again. A plain tuple, since of a thousand workers a
    month has tens of thousands.
    """

    worker_id: UUID
    day: date
    kind: str
    minutes: int
    nights: int


def list_unpaid(session: Session, *, until: date) -> list[UnpaidTime]:
    """Return all time before a day in London that no pay run holds, however long ago it was."""
    day = _day(TimeEntry.starts_at).label("day")
    counted = (
        select(TimeEntry.worker_id, day, TimeEntry.state, func.count(), func.sum(TimeEntry.minutes))
        .where(
            # What is paid is in a run; said so that what was paid for years is not read.
            TimeEntry.state != "paid",
            TimeEntry.pay_run_id.is_(None),
            TimeEntry.starts_at < london_midnight(until),
        )
        .group_by(TimeEntry.worker_id, day, TimeEntry.state)
        .order_by(TimeEntry.worker_id, day, TimeEntry.state)
    )
    return [
        UnpaidTime(worker_id, day, state, entries, int(minutes))
        for worker_id, day, state, entries, minutes in session.execute(counted)
    ]


def waiting_for_pay(until: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of approved time before a day in London that no pay run holds; for this room."""
    return (
        TimeEntry.state == "approved",
        TimeEntry.pay_run_id.is_(None),
        TimeEntry.starts_at < london_midnight(until),
    )


def workers_waiting(session: Session, *, until: date) -> set[UUID]:
    """Return who has approved time before a day in London that no pay run holds."""
    return set(session.scalars(select(TimeEntry.worker_id).where(*waiting_for_pay(until)).distinct()))


def list_approved(
    session: Session, *, until: date, worker_ids: Collection[UUID] | None = None
) -> list[ApprovedMinutes]:
    """Return the approved time before a day in London that no pay run holds, of some workers or of all."""
    mine = () if worker_ids is None else (is_one_of(TimeEntry.worker_id, worker_ids),)
    return _summed(session, *waiting_for_pay(until), *mine)


def list_held(session: Session, pay_run_id: UUID) -> list[ApprovedMinutes]:
    """Return the time that a pay run holds."""
    return _summed(session, TimeEntry.pay_run_id == pay_run_id)


def _summed(session: Session, *which: ColumnElement[bool]) -> list[ApprovedMinutes]:
    """Return entries by worker, day and kind: each minute on the day that it was of.

    The database adds up what is simple, and sends a worker's days together. What ends on another day than it
    began, or is a correction, comes one by one.
    """
    starts_at, day = TimeEntry.starts_at, _day(TimeEntry.starts_at)
    ends_on = _day(starts_at + func.make_interval(0, 0, 0, 0, 0, TimeEntry.minutes))
    is_simple = and_(TimeEntry.corrects_entry_id.is_(None), ends_on == day)
    # Each that is not simple is a group of its own.
    alone = case((is_simple, None), else_=TimeEntry.id)
    by_day = (
        select(
            TimeEntry.worker_id,
            TimeEntry.kind,
            day.label("day"),
            func.sum(TimeEntry.minutes).label("minutes"),
            func.count().label("nights"),
            alone.label("id"),
            func.min(starts_at).filter(~is_simple).label("starts_at"),
            TimeEntry.corrects_entry_id,
        )
        .where(*which)
        .group_by(TimeEntry.worker_id, TimeEntry.kind, day, alone, TimeEntry.corrects_entry_id)
        .subquery()
    )
    one = by_day.c
    key = (one.worker_id, one.kind, one.id, one.starts_at, one.corrects_entry_id)
    days = (func.array_agg(one.day), func.array_agg(one.minutes), func.array_agg(one.nights))
    rows = session.execute(select(*key, *days).group_by(*key).order_by(one.worker_id, one.kind)).all()
    simple = [
        ApprovedMinutes(worker_id, day, kind, minutes, nights)
        for worker_id, kind, entry_id, _, _, *days in rows
        if entry_id is None
        for day, minutes, nights in zip(*days, strict=True)
    ]
    odd = [row for row in rows if row.id is not None]
    return _together([*simple, *_by_day(session, odd)]) if odd else simple


def _day(instant: Any) -> ColumnElement[date]:  # noqa: ANN401 - a column, or an expression of one
    return cast(func.timezone(LONDON.key, instant), Date)


def _by_day(session: Session, rows: Sequence[Any]) -> Iterable[ApprovedMinutes]:
    """Give entries by the days that their minutes were of; a correction puts the end of a time right."""
    before = _stood_before(session, {row.corrects_entry_id for row in rows} - {None})
    for worker_id, kind, entry_id, starts_at, _, (began,), (minutes,), _ in rows:
        stood = before.get(entry_id, 0)
        nights = (stood + minutes > 0) - (stood > 0)
        for day, here in ({began: 0} | dict(difference_by_day(starts_at, stood, stood + minutes))).items():
            its = nights if day == began else 0
            if here or its:
                yield ApprovedMinutes(worker_id, day, kind, here, its)


def _together(found: Iterable[ApprovedMinutes]) -> list[ApprovedMinutes]:
    sums: dict[tuple[UUID, date, str], tuple[int, int]] = {}
    for worker_id, day, kind, minutes, nights in found:
        before = sums.get((worker_id, day, kind), (0, 0))
        sums[worker_id, day, kind] = before[0] + minutes, before[1] + nights
    return [ApprovedMinutes(*key, *both) for key, both in sorted(sums.items())]


def _stood_before(session: Session, corrected: Collection[UUID]) -> dict[UUID, int]:
    """Return by correction how long the time that it puts right stood before it."""
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
