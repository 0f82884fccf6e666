"""Travel and waiting between visits write themselves down, and so do the miles of a day."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.queries import VisitFacts
from franchise_kit.kernel.days import london_day, london_span
from franchise_kit.people.queries.facts import WorkerFacts, hold_worker
from franchise_kit.time.models import MileageClaim, TimeChange, TimeEntry
from franchise_kit.time.queries.ways import Between, between_attended
from franchise_kit.time.rules.gaps import FREE_AFTER_MINUTES
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

_MINUTE = timedelta(minutes=1)
# The longest way that can be entered, and the waiting that is not free.
_LONGEST_GAP = timedelta(minutes=240 + FREE_AFTER_MINUTES)


@dataclass(frozen=True, slots=True)
class _Made:
    kind: str
    visit_id: UUID
    starts_at: datetime
    ends_at: datetime
    minutes: int
    metres: int | None


def make_travel(session: Session, visit: VisitFacts, worker: WorkerFacts, now: datetime) -> None:
    """Write down the travel and waiting around a visit that is over now; for the transaction that ends it."""
    if visit.checked_in_at is not None and visit.checked_out_at is not None:
        remake_around(session, worker, visit.checked_in_at, visit.checked_out_at, now=now)


def remake_around(
    session: Session, worker: WorkerFacts, begins: datetime, ends: datetime, *, now: datetime
) -> None:
    """Work out anew what lies between a worker's visits on the days of one; for the transaction of it."""
    # The gap before it is of the day on which it began, which may be the day before.
    for day in sorted({london_day(at) for at in (begins - _LONGEST_GAP, begins, ends)}):
        _remake(session, worker, day, now)


def remake_day(*, coop: Coop, worker_id: UUID, day: date, by: Actor, now: datetime) -> int:
    """Work out anew what lies between a worker's visits of a London day; return how many entries changed.

    What somebody approved, put right or was paid for stays as it is. Raises ``NotFound``.
    """
    with transaction(coop, by=by, doing="time.remake_day") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        worker = hold_worker(session, worker_id)
        if worker is None:
            raise NotFound(record_kind="worker")
        changed = _remake(session, worker, day, now)
        journal.note(session, record_kind="worker", record_id=worker_id, day=day, entries=changed)
        return changed


def _remake(session: Session, worker: WorkerFacts, day: date, now: datetime) -> int:
    # Two who end visits of one worker at the same instant wait here for each other.
    hold_worker(session, worker.id)
    session.flush()
    wanted: dict[tuple[UUID | None, str], _Made] = {
        (made.visit_id, made.kind): made
        for between in between_attended(session, worker.id, day)
        for made in _entries_of(between)
    }
    changed = 0
    for row in _made_before(session, worker.id, day, {one.visit_id for one in wanted.values()}):
        made = wanted.pop((row.visit_id, row.kind), None)
        if not _is_open(session, row):
            continue
        if made is None:
            session.delete(row)
            changed += 1
        elif (row.starts_at, row.ends_at, row.minutes, row.metres) != (
            made.starts_at,
            made.ends_at,
            made.minutes,
            made.metres,
        ):
            row.starts_at, row.ends_at = made.starts_at, made.ends_at
            row.minutes, row.metres = made.minutes, made.metres
            row.version += 1
            changed += 1
    changed += len(wanted)
    session.add_all(_row(made, worker, now) for made in wanted.values())
    session.flush()
    _claim_miles(session, worker, day, now)
    return changed


def _entries_of(between: Between) -> Iterator[_Made]:
    arrives = between.begins + between.gap.travel * _MINUTE
    if between.gap.travel:
        yield _Made(
            "travel", between.visit_id, between.begins, arrives, between.gap.travel, between.metres or None
        )
    if between.gap.waiting:
        until = arrives + between.gap.waiting * _MINUTE
        yield _Made("waiting", between.visit_id, arrives, until, between.gap.waiting, None)


def _made_before(
    session: Session, worker_id: UUID, day: date, visit_ids: Collection[UUID] = ()
) -> list[TimeEntry]:
    begins, ends = london_span(day, day + timedelta(days=1))
    of_day = (TimeEntry.starts_at >= begins) & (TimeEntry.starts_at < ends)
    wanted = select(TimeEntry).where(
        TimeEntry.worker_id == worker_id,
        TimeEntry.source == "rota",
        TimeEntry.corrects_entry_id.is_(None),
        of_day | TimeEntry.visit_id.in_(visit_ids),
    )
    return list(session.scalars(wanted.order_by(TimeEntry.id).with_for_update()))


def _is_open(session: Session, row: TimeEntry) -> bool:
    """Say whether nobody has said yes to an entry, and nobody has put it right."""
    was_changed = session.scalar(select(exists().where(TimeChange.entry_id == row.id)))
    return row.state == "recorded" and not was_changed


def _row(made: _Made, worker: WorkerFacts, now: datetime) -> TimeEntry:
    return TimeEntry(
        worker_id=worker.id,
        worker_person=worker.person_id,
        kind=made.kind,
        source="rota",
        starts_at=made.starts_at,
        ends_at=made.ends_at,
        minutes=made.minutes,
        visit_id=made.visit_id,
        metres=made.metres,
        state="recorded",
        recorded_at=now,
    )


def _claim_miles(session: Session, worker: WorkerFacts, day: date, now: datetime) -> None:
    """Let the metres between a day's visits be one claim, as long as nobody has decided on it."""
    metres = sum(row.metres or 0 for row in _made_before(session, worker.id, day) if row.kind == "travel")
    claim = session.scalars(
        select(MileageClaim)
        .where(MileageClaim.worker_id == worker.id, MileageClaim.day == day, MileageClaim.purpose == "visits")
        .with_for_update()
    ).first()
    if claim is None and metres:
        session.add(
            MileageClaim(
                worker_id=worker.id,
                worker_person=worker.person_id,
                day=day,
                purpose="visits",
                metres=metres,
                entered_at=now,
            )
        )
    elif claim is not None and claim.state == "recorded" and claim.metres != metres:
        if metres:
            claim.metres = metres
            claim.version += 1
        else:
            session.delete(claim)
    session.flush()
