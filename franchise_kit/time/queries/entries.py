"""Entries as they are read: one's own, or everybody's for those who approve them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day, london_span
from franchise_kit.people.queries.facts import names_of
from franchise_kit.time.models import TimeChange, TimeEntry
from tenants.actor import Actor
from tenants.refusal import NotFound

IN_PAY_RUN: Final = "in_pay_run"


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
    # Whether the reader wrote down how long it took, by hand or by putting it right.
    is_own_writing: bool
    source: str
    metres: int | None
    corrects_entry_id: UUID | None
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

    @property
    def may_approve(self) -> bool:
        """Whether the reader may say yes to it: neither worked nor written down by them."""
        return self.is_waiting and not self.is_own and not self.is_own_writing


def list_entries(session: Session, *, by: Actor, from_: date, until: date) -> list[EntryFacts]:
    """Return everybody's time of some days in London, ``until`` exclusive, the earliest first."""
    within(by, Permission.TIMESHEET_APPROVE)
    return listed(session, by, *of_days(from_, until))


def list_waiting(session: Session, *, by: Actor) -> list[EntryFacts]:
    """Return all time that nobody has approved, however long ago it was, the earliest first."""
    within(by, Permission.TIMESHEET_APPROVE)
    return listed(session, by, TimeEntry.state == "recorded")


def count_waiting(session: Session, *, by: Actor) -> int:
    """Return how many times wait for this reader's yes: neither worked nor written down by them."""
    within(by, Permission.TIMESHEET_APPROVE)
    put_right = (
        select(TimeChange.changed_by_person)
        .where(TimeChange.entry_id == TimeEntry.id)
        .order_by(TimeChange.changed_at.desc(), TimeChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wrote = func.coalesce(put_right, TimeEntry.recorded_by_person)
    wanted = select(func.count()).where(
        TimeEntry.state == "recorded", TimeEntry.worker_person.is_distinct_from(by.person_id)
    )
    if by.person_id is not None:
        wanted = wanted.where(wrote.is_distinct_from(by.person_id))
    return session.scalars(wanted).one()


def list_own_entries(session: Session, *, by: Actor, from_: date, until: date) -> list[EntryFacts]:
    """Return one's own time of some days in London, ``until`` exclusive, the earliest first."""
    within(by, Permission.TIMESHEET_SUBMIT)
    return listed(session, by, TimeEntry.worker_person == by.person_id, *of_days(from_, until))


def get_entry(session: Session, entry_id: UUID, *, by: Actor) -> EntryFacts:
    """Return one entry, or raise ``NotFound``: one's own, or anybody's for those who approve time."""
    row = session.get(TimeEntry, entry_id)
    may_approve = by.may(Permission.TIMESHEET_APPROVE)
    if not may_approve:
        within(by, Permission.TIMESHEET_SUBMIT)
    if row is None or (not may_approve and row.worker_person != by.person_id):
        raise NotFound
    return _facts(session, [row], by)[0]


def count_unapproved(session: Session, from_: date, until: date) -> int:
    """Return how many entries of some days in London nobody has approved; for rooms above, unguarded."""
    wanted = select(func.count()).select_from(TimeEntry).where(TimeEntry.state == "recorded")
    return session.scalars(wanted.where(*of_days(from_, until))).one()


def writers_of(session: Session, rows: Collection[TimeEntry]) -> dict[UUID, UUID | None]:
    """Return who last wrote down how long each entry took: who put it right, or else who entered it."""
    wrote = {row.id: row.recorded_by_person for row in rows}
    if wrote:
        changed = (
            select(TimeChange.entry_id, TimeChange.changed_by_person)
            .where(TimeChange.entry_id.in_(wrote))
            .order_by(TimeChange.changed_at, TimeChange.id)
        )
        # In order of time, so that the last one stays.
        wrote |= dict(session.execute(changed).all())
    return wrote


def of_days(from_: date, until: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions that time began on London days; for this room."""
    begins, ends = london_span(from_, until)
    return TimeEntry.starts_at >= begins, TimeEntry.starts_at < ends


def listed(session: Session, by: Actor, *conditions: ColumnElement[bool]) -> list[EntryFacts]:
    """Return entries with their facts, the earliest first; for this room, whose queries ask who reads."""
    wanted = select(TimeEntry).where(*conditions).order_by(TimeEntry.starts_at, TimeEntry.id)
    return _facts(session, session.scalars(wanted), by)


def _facts(session: Session, rows: Iterable[TimeEntry], by: Actor) -> list[EntryFacts]:
    listed = list(rows)
    names = names_of(session, {row.worker_id for row in listed})
    writers = writers_of(session, [row for row in listed if row.state == "recorded"])
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
            is_own_writing=by.person_id is not None and writers.get(row.id) == by.person_id,
            source=row.source,
            metres=row.metres,
            corrects_entry_id=row.corrects_entry_id,
            version=row.version,
        )
        for row in listed
    ]


def _state(row: TimeEntry) -> str:
    return IN_PAY_RUN if row.state == "approved" and row.pay_run_id is not None else row.state
