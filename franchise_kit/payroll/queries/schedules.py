"""Pay schedules, for whoever prepares runs: what they say, how many they pay, and what they pay next."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, PaySchedule
from franchise_kit.payroll.queries.belonging import schedules_of, terms_of
from franchise_kit.payroll.queries.runs import check_reads_runs
from franchise_kit.payroll.rules.runs import REGULAR, ROLLED_BACK
from franchise_kit.payroll.rules.schedules import NextPeriod, next_period
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.queries.for_pay import workers_between
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """A schedule, how many belong to it today, and the period that its next run pays.

    Number 1 is the co-op's own, without a name. ``next`` is ``None`` once it is closed.
    """

    id: UUID
    number: int
    name: str
    frequency: Frequency
    first_from: date
    pay_days_after: int | None
    pay_day_of_month: int | None
    is_closed: bool
    workers: int
    next: NextPeriod | None


def list_schedules(session: Session, *, by: Actor, today: date) -> list[ScheduleFacts]:
    """Return all schedules, the co-op's own first; none before the first run, or before one was made."""
    check_reads_runs(by)
    rows = session.scalars(select(PaySchedule).order_by(PaySchedule.number)).all()
    here = workers_between(session, today, today + timedelta(days=1))
    on = schedules_of(session, here, today)
    counted = [on[worker_id] for worker_id in here if worker_id in on]
    last = _last_until(session)
    return [
        ScheduleFacts(
            id=row.id,
            number=row.number,
            name=row.name,
            frequency=Frequency(row.frequency),
            first_from=row.first_from,
            pay_days_after=row.pay_days_after,
            pay_day_of_month=row.pay_day_of_month,
            is_closed=row.closed_at is not None,
            workers=counted.count(row.id),
            next=None if row.closed_at is not None else next_period(terms_of(row), last.get(row.id)),
        )
        for row in rows
    ]


def _last_until(session: Session) -> dict[UUID, date]:
    """Return to when the regular runs of each schedule have paid, or will."""
    wanted = (
        select(PayRun.schedule_id, func.max(PayRun.period_until))
        .where(PayRun.state != ROLLED_BACK, PayRun.kind == REGULAR)
        .group_by(PayRun.schedule_id)
    )
    return dict(session.execute(wanted).all())
