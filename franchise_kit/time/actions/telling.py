"""Whoever worked is told when somebody else says how long it took."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries.facts import worker_of_id
from tenants import bells

TIME_CORRECTED = "time_corrected"


def tell_worker(
    session: Session, worker_id: UUID, *, starts_at: datetime, minutes: int, before: int | None = None
) -> None:
    """Ring for a worker who can sign in: their time of a day now has so many minutes; ``before``, if any."""
    worker = worker_of_id(session, worker_id)
    if worker is None or worker.account_id is None:
        return
    path = f"/hours?week={london_day(starts_at).isoformat()}"
    facts = {"minutes": minutes} | ({} if before is None else {"minutes_before": before})
    bells.ring_for(session, worker.account_id, kind=TIME_CORRECTED, path=path, **facts)
