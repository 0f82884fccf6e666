"""What is due of a co-op's pay. It asks nobody: whoever calls has asked already."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import BankFile, PayRun, PaySchedule
from franchise_kit.payroll.queries.belonging import terms_of
from franchise_kit.payroll.queries.filed import is_filed
from franchise_kit.payroll.rules.disclosed import PayDue
from franchise_kit.payroll.rules.due import RunStanding, due_of
from franchise_kit.payroll.rules.runs import APPROVED, ROLLED_BACK
from franchise_kit.payroll.rules.schedules import next_period
from tenants.openings.queries import DisclosureFilter, list_disclosed

DUE = "pay_due"
_MOST_TOLD = 200


def pay_dues(session: Session) -> list[PayDue]:
    """Return what each schedule needs next, the co-op's own first; a closed one needs nothing."""
    schedules = session.scalars(select(PaySchedule).order_by(PaySchedule.number)).all()
    return [_due(session, row) for row in schedules]


def told_dues(session: Session) -> dict[UUID, PayDue]:
    """Return what was told last of each schedule."""
    told = list_disclosed(session, DisclosureFilter(kind=DUE, most=_MOST_TOLD))
    facts = [one.fact for one in reversed(told) if isinstance(one.fact, PayDue)]
    return {fact.schedule_id: fact for fact in facts}


def _due(session: Session, schedule: PaySchedule) -> PayDue:
    if schedule.closed_at is not None:
        return PayDue(schedule.id, schedule.frequency, None, None)
    living = select(PayRun).where(PayRun.schedule_id == schedule.id, PayRun.state != ROLLED_BACK)
    runs = session.scalars(living).all()
    paid_until = max((run.period_until for run in runs), default=None)
    still = [_standing(session, run) for run in runs if run.closed_at is None]
    due = due_of(still, next_period(terms_of(schedule), paid_until).pay_on)
    return PayDue(schedule.id, schedule.frequency, due.step, due.by)


def _standing(session: Session, run: PayRun) -> RunStanding:
    if run.state != APPROVED:
        return RunStanding(run.pay_on, run.state)
    by_file = exists().where(BankFile.pay_run_id == run.id, BankFile.withdrawn_at.is_(None))
    is_paid = run.said_paid_at is not None or bool(session.scalar(select(by_file)))
    return RunStanding(run.pay_on, run.state, is_paid, is_paid and is_filed(session, run.id))
