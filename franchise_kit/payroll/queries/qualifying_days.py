"""The weekdays on which sickness is paid: for the runs, and for whoever prepares pay."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.kernel.weekdays import days_in
from franchise_kit.payroll.models import QualifyingDays
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules.qualifying_days import Agreed, AgreedDays
from franchise_kit.people.queries.facts import names_of
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class QualifyingDaysFacts:
    """Weekdays, 0 for Monday, that were agreed from a day on; without a worker for everybody."""

    id: UUID
    worker_id: UUID | None
    worker_name: str = field(repr=False)
    from_on: date
    weekdays: tuple[int, ...]
    entered_at: datetime


def list_qualifying_days(session: Session, *, by: Actor, now: datetime) -> list[QualifyingDaysFacts]:
    """Return all that was ever agreed, the newest entry first."""
    check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
    check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
    rows = session.scalars(
        select(QualifyingDays).order_by(QualifyingDays.entered_at, QualifyingDays.id)
    ).all()
    names = names_of(session, {row.worker_id for row in rows if row.worker_id is not None})
    return [
        QualifyingDaysFacts(
            row.id,
            row.worker_id,
            names[row.worker_id] if row.worker_id is not None else "",
            row.from_on,
            days_in(row.weekdays),
            row.entered_at,
        )
        for row in reversed(rows)
    ]


def agreed_days(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, AgreedDays]:
    """Return by worker what was agreed. It asks nobody."""
    wanted = (
        select(QualifyingDays)
        .where(or_(QualifyingDays.worker_id.is_(None), QualifyingDays.worker_id.in_(set(worker_ids))))
        .order_by(QualifyingDays.from_on, QualifyingDays.entered_at)
    )
    found: dict[UUID | None, list[Agreed]] = {}
    for row in session.scalars(wanted):
        found.setdefault(row.worker_id, []).append(Agreed(row.from_on, days_in(row.weekdays)))
    of_all = tuple(found.get(None, ()))
    return {worker_id: AgreedDays(of_all, tuple(found.get(worker_id, ()))) for worker_id in worker_ids}
