"""Time up to a run's end that no run pays, and what of it was set aside."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, TimeSetAside
from franchise_kit.payroll.queries.belonging import of_run
from franchise_kit.payroll.queries.reaching import may_read_pay
from franchise_kit.payroll.queries.runs import check_reads_runs, row_of
from franchise_kit.payroll.rules.orphans import OrphanSeen
from franchise_kit.payroll.rules.runs import OPEN
from franchise_kit.people.queries.facts import names_of
from franchise_kit.time.queries import orphans
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class WithoutOwner:
    """Time of a worker's London day that no run pays. ``why`` is not_approved, no_contract or in_no_run.

    ``reason`` says why this run closes without it, and ``reason_before`` why an earlier one did.
    """

    seen: OrphanSeen
    worker_name: str = field(repr=False)
    reason: str | None
    reason_before: str | None

    @property
    def key(self) -> str:
        """What a form calls it."""
        return self.seen.key


def list_without_owner(session: Session, pay_run_id: UUID, *, by: Actor) -> list[WithoutOwner]:
    """Return the time up to an open run's end that no run pays, by name and day.

    Of anybody's time only for whoever may read pay.
    """
    check_reads_runs(by)
    run = row_of(session, pay_run_id)
    if run.state not in OPEN or not may_read_pay(by):
        return []
    found = seen_now(session, run)
    names = names_of(session, {one.worker_id for one in found})
    now, before = set_aside(session, pay_run_id), _set_aside_before(session, pay_run_id)
    listed = [
        WithoutOwner(
            one, names.get(one.worker_id, ""), now.get(one), before.get((one.worker_id, one.day, one.why))
        )
        for one in found
    ]
    return sorted(listed, key=lambda one: (one.worker_name, one.seen.worker_id, one.seen.day))


def seen_now(session: Session, run: PayRun) -> list[OrphanSeen]:
    """Return the time up to a run's end that no run pays, of those whom it may pay; it asks nobody."""
    if not run.takes_time:
        return []
    found = orphans(session, run.period_until)
    mine = of_run(session, run, {one.worker_id for one in found})
    return [
        OrphanSeen(one.worker_id, one.day, one.why, one.entries, one.minutes)
        for one in found
        if one.worker_id in mine
    ]


def set_aside(session: Session, pay_run_id: UUID) -> dict[OrphanSeen, str]:
    """Return what a run closes without, and why; for this room: it asks nobody."""
    rows = session.scalars(select(TimeSetAside).where(TimeSetAside.pay_run_id == pay_run_id))
    return {OrphanSeen(row.worker_id, row.day, row.why, row.entries, row.minutes): row.reason for row in rows}


def _set_aside_before(session: Session, pay_run_id: UUID) -> dict[tuple[UUID, date, str], str]:
    """Return why earlier runs closed without a day's time, the last of them."""
    run = session.get_one(PayRun, pay_run_id)
    wanted = (
        select(TimeSetAside)
        .join(PayRun, PayRun.id == TimeSetAside.pay_run_id)
        .where(PayRun.pay_on < run.pay_on)
        .order_by(TimeSetAside.set_at, TimeSetAside.id)
    )
    return {(row.worker_id, row.day, row.why): row.reason for row in session.scalars(wanted)}
