"""Who is paid by which schedule, for whoever prepares pay runs."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.payroll.queries.belonging import schedules_of
from franchise_kit.payroll.queries.runs import check_reads_runs
from franchise_kit.people.queries.for_pay import workers_between
from franchise_kit.people.rules.contracts import EMPLOYED
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class OnSchedule:
    """Somebody who is employed here today, and their schedule; ``None`` before the co-op has one."""

    worker_id: UUID
    worker_name: str = field(repr=False)
    schedule_id: UUID | None


def list_on_schedules(session: Session, *, by: Actor, today: date) -> list[OnSchedule]:
    """Return everybody who is employed here today with their schedule, by name; ``today`` is London's."""
    check_reads_runs(by)
    here = workers_between(session, today, today + timedelta(days=1))
    on = schedules_of(session, here, today)
    found = [
        OnSchedule(one.id, one.full_name, on.get(one.id))
        for one in here.values()
        if one.arrangement == EMPLOYED
    ]
    return sorted(found, key=lambda one: (one.worker_name, one.worker_id))
