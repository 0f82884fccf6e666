"""Agreeing on which weekdays sickness is paid: entered anew, never rewritten."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.kernel.weekdays import bits_of
from franchise_kit.payroll.models import OtherPayDay, QualifyingDays
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules.other_pay import SICK
from franchise_kit.payroll.rules.qualifying_days import check_qualifying
from franchise_kit.people.queries.facts import worker_of_id
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

RECORD = "qualifying_days"


@dataclass(frozen=True, slots=True)
class NewQualifyingDays:
    """Weekdays, 0 for Monday, from a day on; without a worker for everybody."""

    from_on: date
    weekdays: tuple[int, ...]
    worker_id: UUID | None = None


def agree_qualifying_days(*, coop: Coop, days: NewQualifyingDays, by: Actor, now: datetime) -> UUID:
    """Enter on which weekdays sickness is paid; return the entry. Its first whole week is the first.

    Raises ``NotFound`` for somebody who is no worker here, or what ``check_qualifying`` raises.
    """
    with transaction(coop, by=by, doing="payroll.agree_qualifying_days") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
        if days.worker_id is not None and worker_of_id(session, days.worker_id) is None:
            raise NotFound(record_kind="worker")
        paid_on = _paid_on(session, days.worker_id)
        check_qualifying(days.weekdays, from_on=days.from_on, paid_on=paid_on)
        row = QualifyingDays(
            worker_id=days.worker_id,
            from_on=days.from_on,
            weekdays=bits_of(days.weekdays),
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        session.flush()
        journal.note(
            session, record_kind=RECORD, record_id=row.id, days=len(set(days.weekdays)), day=days.from_on
        )
        return row.id


def _paid_on(session: Session, worker_id: UUID | None) -> date | None:
    """Return the last day of which sick pay is held or paid, to the worker or to anybody."""
    last = select(func.max(OtherPayDay.day)).where(OtherPayDay.kind == SICK)
    if worker_id is not None:
        last = last.where(OtherPayDay.worker_id == worker_id)
    return session.scalar(last)
