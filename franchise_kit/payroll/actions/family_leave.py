"""Leave for a family, entered and stopped by whoever prepares pay."""

from datetime import date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.payroll.models import FamilyLeave, OtherPayDay
from franchise_kit.payroll.queries.family_pay import leaves_of
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules.family_leave import (
    FamilyLeaveBeforeStart,
    NewFamilyLeave,
    Standing,
    check_leave,
)
from franchise_kit.payroll.rules.family_pay import Kind
from franchise_kit.people.queries.facts import hold_worker
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

RECORD = "family_leave"


class FamilyLeaveStopNotPossible(Refusal):
    """It is stopped on one of its days, once; the facts are the first and the last of them."""

    code: ClassVar[str] = "family_leave_stop_not_possible"


class FamilyLeavePaidAlready(Refusal):
    """A run has taken weeks up to a day; the fact is the first day on which it may stop."""

    code: ClassVar[str] = "family_leave_paid_already"


class FamilyLeaveChangedMeanwhile(Refusal):
    """It is another version than the one that was read."""

    code: ClassVar[str] = "family_leave_changed_meanwhile"


def enter_family_leave(
    *, coop: Coop, worker_id: UUID, leave: NewFamilyLeave, by: Actor, now: datetime
) -> UUID:
    """Enter a worker's leave for a family; return it. Whether it is paid shows in the runs.

    Raises ``NotFound``, ``FamilyLeaveBeforeStart`` or what ``check_leave`` raises.
    """
    with transaction(coop, by=by, doing="payroll.enter_family_leave") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
        # Two who enter for one worker at the same moment wait for each other.
        worker = hold_worker(session, worker_id)
        if worker is None:
            raise NotFound(record_kind="worker")
        is_over = worker.ended_on is not None and leave.begins_on > worker.ended_on
        if leave.begins_on < worker.started_on or is_over:
            raise FamilyLeaveBeforeStart
        there = [
            Standing(Kind(one.kind), one.child_on, one.begins_on, one.until)
            for one in leaves_of(session, [worker_id])
        ]
        check_leave(leave, there)
        row = FamilyLeave(
            worker_id=worker_id,
            kind=str(leave.kind),
            child_on=leave.child_on,
            begins_on=leave.begins_on,
            weeks=leave.weeks,
            average_pence=leave.average_pence,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        session.flush()
        journal.note(session, record_kind=RECORD, record_id=row.id)
        return row.id


def stop_family_leave(
    *, coop: Coop, leave_id: UUID, stopped_on: date, version: int, by: Actor, now: datetime
) -> None:
    """Stop leave from a day on; from its first day it is taken back. Weeks that a run took stay.

    Raises ``NotFound``, ``FamilyLeaveChangedMeanwhile``, ``FamilyLeaveStopNotPossible`` or
    ``FamilyLeavePaidAlready``.
    """
    with transaction(coop, by=by, doing="payroll.stop_family_leave") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        row = session.get(FamilyLeave, leave_id, with_for_update=True)
        if row is None:
            raise NotFound(record_kind=RECORD)
        if row.version != version:
            raise FamilyLeaveChangedMeanwhile
        last_on = row.begins_on + timedelta(weeks=row.weeks, days=-1)
        if row.stopped_on is not None or not row.begins_on <= stopped_on <= last_on:
            raise FamilyLeaveStopNotPossible(first_on=row.begins_on.isoformat(), last_on=last_on.isoformat())
        taken = _taken_until(session, leave_id)
        if taken is not None and stopped_on < taken:
            raise FamilyLeavePaidAlready(earliest_on=taken.isoformat())
        row.stopped_on, row.stopped_by_person, row.stopped_at = stopped_on, by.person_id, now
        row.version += 1
        journal.note(session, record_kind=RECORD, record_id=row.id)


def _taken_until(session: Session, leave_id: UUID) -> date | None:
    """Return the day after the last week that a run holds or has paid."""
    last = session.scalar(select(func.max(OtherPayDay.day)).where(OtherPayDay.source_id == leave_id))
    return None if last is None else last + timedelta(weeks=1)
