"""Who belongs to which pay schedule, and so to which run. It asks nobody."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, PaySchedule, WorkerSchedule
from franchise_kit.payroll.rules.schedules import FIRST, Terms
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tenants.bulk import is_one_of


def terms_of(row: PaySchedule) -> Terms:
    """Return what a schedule says, as a plain value."""
    return Terms(Frequency(row.frequency), row.first_from, row.pay_days_after, row.pay_day_of_month)


def find_first(session: Session) -> PaySchedule | None:
    """Return the co-op's own schedule."""
    return session.scalars(select(PaySchedule).where(PaySchedule.number == FIRST)).first()


def schedules_of(session: Session, worker_ids: Collection[UUID], on: date) -> dict[UUID, UUID]:
    """Return the schedule of each worker on a day.

    Who was put on none is on the co-op's own, and left out where there is not even that.
    """
    first = find_first(session)
    found = dict.fromkeys(worker_ids, first.id) if first is not None else {}
    entries = session.execute(
        select(WorkerSchedule.worker_id, WorkerSchedule.schedule_id)
        .where(is_one_of(WorkerSchedule.worker_id, worker_ids), WorkerSchedule.from_on <= on)
        .order_by(WorkerSchedule.from_on, WorkerSchedule.entered_at)
    )
    # In order of days and of entry, so the newest is the one that stays.
    return found | dict(entries.all())


def of_run(session: Session, run: PayRun, worker_ids: Iterable[UUID]) -> set[UUID]:
    """Return which of some workers a run may pay: who is on its schedule, and chosen if it chooses."""
    wanted = set(worker_ids)
    if run.chosen is not None:
        wanted &= set(run.chosen)
    on = schedules_of(session, wanted, run.period_until - timedelta(days=1))
    return {worker_id for worker_id in wanted if on.get(worker_id) == run.schedule_id}
