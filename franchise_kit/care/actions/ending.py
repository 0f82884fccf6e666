"""A worker's last day, with the visits that were planned after it."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from franchise_kit.access import Permission
from franchise_kit.care.models import Visit
from franchise_kit.kernel.days import london_midnight
from franchise_kit.people.actions.holding import check_may
from franchise_kit.people.actions.workers import keep_last_day
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import transaction


class WorkerHasVisits(Refusal):
    """Visits are planned for this worker after that day: so many."""

    code = "worker_has_visits"


def end_work(*, coop: Coop, worker_id: UUID, ended_on: date, release: bool, by: Actor, now: datetime) -> int:
    """Say which day is a worker's last, and take later visits from them; return how many became nobody's.

    Without ``release`` raise ``WorkerHasVisits`` if there are any. Raise what ``people`` raises.
    """
    with transaction(coop, by=by, doing="care.end_work") as session:
        check_may(by, Permission.WORKER_ENGAGE)
        keep_last_day(session, worker_id, ended_on, by=by, now=now)
        rows = list(
            session.scalars(
                select(Visit)
                .where(
                    or_(Visit.worker_id == worker_id, Visit.told_worker_id == worker_id),
                    Visit.planned_from >= london_midnight(ended_on + timedelta(days=1)),
                    Visit.cancelled_at.is_(None),
                    Visit.checked_in_at.is_(None),
                )
                .order_by(Visit.id)
                .with_for_update()
            )
        )
        if rows and not release:
            raise WorkerHasVisits(worker_id=worker_id, visits=len(rows))
        for row in rows:
            # What they were told of is nobody's at once; at which time it is told stays as it was.
            if row.told_worker_id == worker_id:
                row.told_worker_id = row.worker_number = None
            if row.worker_id == worker_id:
                row.worker_id = None
            row.version += 1
        journal.note(session, record_kind="worker", record_id=worker_id, visits=len(rows))
        return len(rows)
