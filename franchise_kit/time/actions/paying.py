"""What a pay run asks of time and of miles, inside the pay run's own transaction."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from franchise_kit.time.models import MileageClaim, TimeEntry
from franchise_kit.time.queries.driving import tenths_held
from franchise_kit.time.queries.unpaid import ApprovedMinutes, list_held, waiting_for_pay
from tenants.bulk import is_one_of

__all__ = ["ApprovedMinutes", "gather", "gather_miles", "mark_paid", "release"]

APPROVED, PAID = "approved", "paid"


def gather(
    session: Session, *, pay_run_id: UUID, worker_ids: Collection[UUID] | None = None, until: date
) -> list[ApprovedMinutes]:
    """Take approved entries that no pay run holds into this one; return what it holds now, by day and kind.

    All that began before ``until``, a day in London, is taken, however late it was approved: so each
    approved minute has an owner. ``worker_ids`` of ``None`` takes all workers. No minute is taken twice, or
    changed meanwhile: the entries are locked until the caller's transaction ends.
    """
    mine = () if worker_ids is None else (is_one_of(TimeEntry.worker_id, worker_ids),)
    session.execute(
        update(TimeEntry)
        .where(*waiting_for_pay(until), *mine)
        .values(pay_run_id=pay_run_id, version=TimeEntry.version + 1)
        .execution_options(synchronize_session=False)
    )
    return list_held(session, pay_run_id)


def gather_miles(
    session: Session, *, pay_run_id: UUID, worker_ids: Collection[UUID], until: date
) -> dict[UUID, int]:
    """Take workers' approved claims of miles that no pay run holds into this one.

    They are of London days before ``until``, and are locked until the caller's transaction ends. Returns the
    tenths that the run holds now, by worker.
    """
    session.execute(
        update(MileageClaim)
        .where(
            MileageClaim.state == APPROVED,
            MileageClaim.pay_run_id.is_(None),
            is_one_of(MileageClaim.worker_id, worker_ids),
            MileageClaim.day < until,
        )
        .values(pay_run_id=pay_run_id, version=MileageClaim.version + 1)
        .execution_options(synchronize_session=False)
    )
    return tenths_held(session, pay_run_id)


def mark_paid(session: Session, pay_run_id: UUID) -> None:
    """Lock what a pay run holds, time and miles: it is paid."""
    for table in (TimeEntry, MileageClaim):
        session.execute(
            update(table)
            .where(table.pay_run_id == pay_run_id)
            .values(state=PAID, version=table.version + 1)
            .execution_options(synchronize_session=False)
        )


def release(session: Session, pay_run_id: UUID, *, worker_ids: Collection[UUID] | None = None) -> None:
    """Let go of what a pay run holds, time and miles, also if that was paid: another run may gather it.

    Of some workers, or of all.
    """
    for table in (TimeEntry, MileageClaim):
        mine = () if worker_ids is None else (is_one_of(table.worker_id, worker_ids),)
        session.execute(
            update(table)
            .where(table.pay_run_id == pay_run_id, *mine)
            .values(state=APPROVED, pay_run_id=None, version=table.version + 1)
            .execution_options(synchronize_session=False)
        )
