"""Closing a run without some time, for a reason that the journal keeps; the next run finds it again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, tuple_
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.payroll.actions.moving import held_run
from franchise_kit.payroll.models import TimeSetAside
from franchise_kit.payroll.queries.orphans import seen_now
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules.orphans import (
    REASONS,
    NothingToSetAside,
    OrphanSeen,
    TimeChangedSince,
)
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import transaction


def set_time_aside(
    *, coop: Coop, pay_run_id: UUID, seen: Collection[OrphanSeen], reason: str, by: Actor, now: datetime
) -> int:
    """Let an open run close without time that was seen, for one of ``REASONS``; return of how many days.

    Raises ``NothingToSetAside``, ``TimeChangedSince``, or what ``held_run`` raises.
    """
    if not seen or reason not in REASONS:
        raise NothingToSetAside
    with transaction(coop, by=by, doing="payroll.set_time_aside") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
        run = held_run(session, pay_run_id)
        chosen = set(seen)
        if not chosen <= set(seen_now(session, run)):
            raise TimeChangedSince(pay_run_id=pay_run_id)
        _forget(session, pay_run_id, chosen)
        session.add_all(
            TimeSetAside(
                id=uuid4(),
                pay_run_id=pay_run_id,
                worker_id=one.worker_id,
                day=one.day,
                why=one.why,
                minutes=one.minutes,
                entries=one.entries,
                reason=reason,
                set_by_person=by.person_id,
                set_at=now,
            )
            for one in chosen
        )
        days = len({(one.worker_id, one.day) for one in chosen})
        journal.note(session, record_kind="pay_run", record_id=pay_run_id, days=days, reason=reason)
        return days


def _forget(session: Session, pay_run_id: UUID, chosen: Collection[OrphanSeen]) -> None:
    """Take away what was said of the same days before; the journal has kept it."""
    days = [(one.worker_id, one.day, one.why) for one in chosen]
    of_them = tuple_(TimeSetAside.worker_id, TimeSetAside.day, TimeSetAside.why).in_(days)
    session.execute(delete(TimeSetAside).where(TimeSetAside.pay_run_id == pay_run_id, of_them))
