"""Taking a worker off visits that they cannot do: those are nobody's until somebody else is found."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from franchise_kit.care.actions.changing import check_may_plan
from franchise_kit.care.models import Visit
from franchise_kit.care.rules.visits import VisitChangedMeanwhile
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import transaction


class NoVisitsToTakeOff(Refusal):
    """Nothing was chosen, or none of it is still ahead and the worker's."""

    code = "no_visits_to_take_off"


def take_off(*, coop: Coop, worker_id: UUID, seen: Mapping[UUID, int], by: Actor, now: datetime) -> int:
    """Take a worker off visits that are still ahead, all or none; return how many.

    ``seen`` has the version of each that was read. The worker is told when the rota is published: until then
    the visits are changed, and nobody's. Raise ``NoVisitsToTakeOff`` or ``VisitChangedMeanwhile``.
    """
    with transaction(coop, by=by, doing="care.take_off") as session:
        check_may_plan(by)
        rows = session.scalars(
            select(Visit)
            .where(
                Visit.id.in_(seen),
                Visit.worker_id == worker_id,
                Visit.cancelled_at.is_(None),
                Visit.checked_in_at.is_(None),
                Visit.planned_until > now,
            )
            .order_by(Visit.id)
            .with_for_update()
        ).all()
        if not rows:
            raise NoVisitsToTakeOff
        for row in rows:
            if row.version != seen[row.id]:
                raise VisitChangedMeanwhile(visit_id=row.id, version=row.version, visits=1)
            row.worker_id = None
            row.version += 1
        about = rows[0].id if len(rows) == 1 else None
        journal.note(session, record_kind="visit", record_id=about, visits=len(rows))
        return len(rows)
