"""What may be read of time: one's own, or everybody's for those who approve it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.rules import london_day, london_span
from tenants.actor import Actor
from tenants.refusal import NotFound

IN_PAY_RUN = "in_pay_run"


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """Time of one kind that a worker worked. ``state`` is recorded, approved, in_pay_run or paid."""

    id: UUID
    worker_id: UUID
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
    return _facts(row, by)


def find_own_entry_of_visit(session: Session, visit_id: UUID, *, by: Actor) -> EntryFacts | None:
    """Return the time that one's own visit took, once it is over."""
    within(by, Permission.TIMESHEET_SUBMIT)
    found = _listed(session, by, TimeEntry.visit_id == visit_id, TimeEntry.worker_person == by.person_id)
    return found[0] if found else None


def count_unapproved(session: Session, from_: date, until: date) -> int:
    """Return how many entries of some days in London nobody has approved; for rooms above, unguarded."""
    wanted = select(func.count()).select_from(TimeEntry).where(TimeEntry.state == "recorded")
    return session.scalars(wanted.where(*_days(from_, until))).one()


def _days(from_: date, until: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begins, ends = london_span(from_, until)
    return TimeEntry.starts_at >= begins, TimeEntry.starts_at < ends


def _listed(session: Session, by: Actor, *conditions: ColumnElement[bool]) -> list[EntryFacts]:
    wanted = select(TimeEntry).where(*conditions).order_by(TimeEntry.starts_at, TimeEntry.id)
    return [_facts(row, by) for row in session.scalars(wanted)]


def _facts(row: TimeEntry, by: Actor) -> EntryFacts:
    is_held = row.state == "approved" and row.pay_run_id is not None
    return EntryFacts(
        id=row.id,
        worker_id=row.worker_id,
        kind=row.kind,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        minutes=row.minutes,
        visit_id=row.visit_id,
        state=IN_PAY_RUN if is_held else row.state,
        approved_at=row.approved_at,
        pay_run_id=row.pay_run_id,
        is_own=row.worker_person == by.person_id,
        version=row.version,
    )
