"""Leave for families, for whoever prepares pay: what was entered, and what comes of it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.payroll.models import FamilyLeave
from franchise_kit.payroll.queries.family_pay import (
    FamilyLeaveFacts,
    as_rule,
    averages_of,
    leave_facts,
    leaves_of,
)
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules.family_pay import Kind, family_pay_figures, week_pence
from franchise_kit.payroll.rules.family_sums import why_unpaid
from franchise_kit.payroll.rules.pence import half_up
from franchise_kit.people.queries.facts import WorkerFacts, worker_of_id, workers_from
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class FamilyLeaveView:
    """Leave with the worker's name, the average that decides, and what the first week comes to.

    Whole pence. ``basis`` is what the average is of, ``why_unpaid`` why nothing is paid.
    """

    leave: FamilyLeaveFacts
    worker_name: str = field(repr=False)
    average_pence: int
    basis: str
    why_unpaid: str | None
    first_week_pence: int


def list_family_leave(session: Session, *, by: Actor, now: datetime) -> list[FamilyLeaveView]:
    """Return all leave for families of who works here, the latest first."""
    check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
    check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
    begun = session.scalars(select(FamilyLeave.begins_on).order_by(FamilyLeave.begins_on).limit(1)).first()
    workers = {one.id: one for one in workers_from(session, begun)} if begun is not None else {}
    return _views(session, leaves_of(session, workers), workers)[::-1]


def get_family_leave(session: Session, leave_id: UUID, *, by: Actor, now: datetime) -> FamilyLeaveView:
    """Return one leave for a family, or raise ``NotFound``."""
    check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
    check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
    row = session.get(FamilyLeave, leave_id)
    worker = worker_of_id(session, row.worker_id) if row is not None else None
    if row is None or worker is None:
        raise NotFound(record_kind="family_leave")
    return _views(session, [leave_facts(row)], {worker.id: worker})[0]


def _views(
    session: Session, leaves: list[FamilyLeaveFacts], workers: dict[UUID, WorkerFacts]
) -> list[FamilyLeaveView]:
    averages = averages_of(session, leaves, workers)
    return [
        FamilyLeaveView(
            leave=one,
            worker_name=workers[one.worker_id].full_name,
            average_pence=half_up(averages[one.id].pence.numerator, averages[one.id].pence.denominator),
            basis=averages[one.id].basis,
            why_unpaid=why_unpaid(as_rule(one, averages[one.id], workers[one.worker_id].started_on)),
            first_week_pence=week_pence(
                Kind(one.kind),
                week=1,
                average=averages[one.id].pence,
                figures=family_pay_figures(one.begins_on),
            ),
        )
        for one in leaves
    ]
