"""What may be read of time: one's own, or everybody's for those who approve it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.queries import VisitFacts, get_visit, list_visits
from franchise_kit.kernel.days import london_day, london_span
from franchise_kit.people.queries.facts import names_of, worker_of_person
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.rules import FORGOTTEN_AFTER
from tenants.actor import Actor
from tenants.refusal import NotFound

IN_PAY_RUN: Final = "in_pay_run"
# Forgotten visits are looked for this far back.
LOOKED_BACK: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """Time of one kind that a worker worked. ``state`` is recorded, approved, in_pay_run or paid."""

    id: UUID
    worker_id: UUID
    worker_name: str = field(repr=False)
    kind: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    visit_id: UUID | None
    state: str
    approved_at: datetime | None
    pay_run_id: UUID | None
    is_own: bool
    version: int

    @property
    def day(self) -> date:
        """The day in London on which it began."""
        return london_day(self.starts_at)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has approved it."""
        return self.state == "recorded"

    @property
    def may_change(self) -> bool:
        """Whether it can still be put right: no pay run holds it."""
        return self.pay_run_id is None


def list_entries(session: Session, *, by: Actor, from_: date, until: date) -> list[EntryFacts]:
    """Return everybody's time of some days in London, ``until`` exclusive, the earliest first."""
    within(by, Permission.TIMESHEET_APPROVE)
    return _listed(session, by, *_days(from_, until))


def list_waiting(session: Session, *, by: Actor) -> list[EntryFacts]:
    """Return all time that nobody has approved, however long ago it was, the earliest first."""
    within(by, Permission.TIMESHEET_APPROVE)
    return _listed(session, by, TimeEntry.state == "recorded")


def list_own_entries(session: Session, *, by: Actor, from_: date, until: date) -> list[EntryFacts]:
    """Return one's own time of some days in London, ``until`` exclusive, the earliest first."""
    within(by, Permission.TIMESHEET_SUBMIT)
    return _listed(session, by, TimeEntry.worker_person == by.person_id, *_days(from_, until))


def get_entry(session: Session, entry_id: UUID, *, by: Actor) -> EntryFacts:
    """Return one entry, or raise ``NotFound``: one's own, or anybody's for those who approve time."""
    row = session.get(TimeEntry, entry_id)
    may_approve = by.may(Permission.TIMESHEET_APPROVE)
    if not may_approve:
        within(by, Permission.TIMESHEET_SUBMIT)
    if row is None or (not may_approve and row.worker_person != by.person_id):
        raise NotFound
    return _facts(session, [row], by)[0]


def get_own_visit(session: Session, visit_id: UUID, *, by: Actor) -> VisitFacts:
    """Return a visit that is one's own to record, or raise ``NotFound``."""
    within(by, Permission.VISIT_RECORD)
    worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
    visit = get_visit(session, visit_id, by=by)
    if worker is None or visit.worker_id != worker.id:
        raise NotFound(record_kind="visit")
    return visit


def find_own_entry_of_visit(session: Session, visit_id: UUID, *, by: Actor) -> EntryFacts | None:
    """Return the time that one's own visit took, once it is over."""
    within(by, Permission.VISIT_RECORD)
    found = _listed(session, by, TimeEntry.visit_id == visit_id, TimeEntry.worker_person == by.person_id)
    return found[0] if found else None


def planned_minutes(session: Session, entries: Iterable[EntryFacts], *, by: Actor) -> dict[UUID, int]:
    """Return the minutes that the visits behind some time were planned for, by visit.

    Whoever may not read visits gets none: how long somebody worked is theirs to see, whom for is not.
    """
    days = [entry.day for entry in entries if entry.visit_id is not None]
    if not days or not by.may(Permission.VISIT_READ):
        return {}
    # A visit may be checked into on its second day.
    from_, until = min(days) - timedelta(days=1), max(days) + timedelta(days=1)
    return {
        visit.id: visit.planned_minutes for visit in list_visits(session, by=by, from_=from_, until=until)
    }


def list_forgotten(session: Session, *, by: Actor, now: datetime) -> list[VisitFacts]:
    """Return visits of the last month that nobody checked out of, hours after their planned end."""
    within(by, Permission.TIMESHEET_APPROVE)
    if not by.may(Permission.VISIT_READ):
        return []
    from_, until = london_day(now - LOOKED_BACK), london_day(now) + timedelta(days=1)
    found = list_visits(session, by=by, from_=from_, until=until)
    return [
        one for one in found if one.state(now) == "under_way" and now - one.planned_until > FORGOTTEN_AFTER
    ]


def count_unapproved(session: Session, from_: date, until: date) -> int:
    """Return how many entries of some days in London nobody has approved; for rooms above, unguarded."""
    wanted = select(func.count()).select_from(TimeEntry).where(TimeEntry.state == "recorded")
    return session.scalars(wanted.where(*_days(from_, until))).one()


def _days(from_: date, until: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begins, ends = london_span(from_, until)
    return TimeEntry.starts_at >= begins, TimeEntry.starts_at < ends


def _listed(session: Session, by: Actor, *conditions: ColumnElement[bool]) -> list[EntryFacts]:
    wanted = select(TimeEntry).where(*conditions).order_by(TimeEntry.starts_at, TimeEntry.id)
    return _facts(session, session.scalars(wanted), by)


def _facts(session: Session, rows: Iterable[TimeEntry], by: Actor) -> list[EntryFacts]:
    listed = list(rows)
    names = names_of(session, {row.worker_id for row in listed})
    return [
        EntryFacts(
            id=row.id,
            worker_id=row.worker_id,
            worker_name=names.get(row.worker_id, ""),
            kind=row.kind,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            minutes=row.minutes,
            visit_id=row.visit_id,
            state=_state(row),
            approved_at=row.approved_at,
            pay_run_id=row.pay_run_id,
            is_own=row.worker_person == by.person_id,
            version=row.version,
        )
        for row in listed
    ]


def _state(row: TimeEntry) -> str:
    return IN_PAY_RUN if row.state == "approved" and row.pay_run_id is not None else row.state
