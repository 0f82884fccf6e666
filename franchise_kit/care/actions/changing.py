"""What all changes of a planned visit have in common: who may, which version was seen, who is free."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import Visit, WorkerWish
from franchise_kit.care.rules import visits as rules
from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries.facts import hold_worker
from franchise_kit.people.rules.contracts import is_employed
from tenants.actor import Actor
from tenants.refusal import NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Change:
    """How a visit is changed: from which version, whether it is told at once, and who is away then.

    Without a version nothing is compared. What is not told at once waits for the week to be published.
    ``away`` are workers who do not work on that day: absence lies above this room.
    """

    version: int | None = None
    publish: bool = False
    away: Collection[UUID] = ()


AT_ONCE = Change(publish=True)


class WorkerAway(Refusal):
    """The worker is away on that day."""

    code = "worker_away"


class WorkerNotWanted(Refusal):
    """The person asked that this worker does not come."""

    code = "worker_not_wanted"


def check_may_plan(by: Actor) -> None:
    """Raise ``NotFound`` unless somebody keeps the whole rota."""
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="visit")


def still_ahead(session: Session, visit_id: UUID, by: Actor, version: int | None) -> Visit:
    """Return a visit, locked, that nobody has cancelled or begun, nor changed since ``version`` was seen."""
    check_may_plan(by)
    row = session.get(Visit, visit_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="visit")
    rules.check_version(
        row.version,
        version,
        visit_id=row.id,
        worker_id=row.worker_id,
        planned_from=row.planned_from.isoformat(),
        planned_until=row.planned_until.isoformat(),
        cancelled_by=row.cancelled_by,
    )
    if row.cancelled_by is not None:
        raise rules.VisitCancelled(visit_id=visit_id)
    if row.checked_in_at is not None:
        raise rules.CheckedInAlready(visit_id=visit_id)
    return row


def give(session: Session, row: Visit, worker_id: UUID, away: Collection[UUID] = ()) -> None:
    """Give a visit to a worker who works here then, is not away, is wanted and is nowhere else."""
    # Two who plan for the same worker at the same moment wait for each other.
    worker = hold_worker(session, worker_id)
    if worker is None:
        raise NotFound(record_kind="worker")
    if not is_employed(worker.started_on, worker.ended_on, london_day(row.planned_from)):
        raise rules.WorkerNotEmployedThen(worker_id=worker_id)
    if worker_id in away:
        raise WorkerAway(worker_id=worker_id)
    if _is_unwanted(session, row.person_supported_id, worker_id):
        raise WorkerNotWanted(worker_id=worker_id)
    check_free(session, worker_id, row.planned_from, row.planned_until, but=row.id)
    row.worker_id = worker_id


def check_free(
    session: Session, worker_id: UUID, begins: datetime, ends: datetime, *, but: UUID | None
) -> None:
    """Raise ``WorkerElsewhere`` where a worker is planned for another visit between two instants."""
    others = session.execute(
        select(Visit.planned_from, Visit.planned_until).where(
            Visit.worker_id == worker_id,
            Visit.id != but,
            Visit.cancelled_at.is_(None),
            Visit.planned_from < ends,
            Visit.planned_until > begins,
        )
    )
    rules.check_free(begins, ends, [rules.Planned(*other) for other in others])


def _is_unwanted(session: Session, person_supported_id: UUID, worker_id: UUID) -> bool:
    return bool(
        session.scalar(
            select(
                exists().where(
                    WorkerWish.person_supported_id == person_supported_id,
                    WorkerWish.worker_id == worker_id,
                    WorkerWish.wish == "not_this_one",
                )
            )
        )
    )
