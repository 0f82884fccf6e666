"""Statutory family pay that a run owes: whole weeks of leave that are over. It asks nobody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import FamilyLeave
from franchise_kit.payroll.queries.earnings import average_before, earned_by
from franchise_kit.payroll.queries.held_days import Asked
from franchise_kit.payroll.rules.family_pay import Kind, deciding_week_of
from franchise_kit.payroll.rules.family_sums import PAID_AS, Leave, family_sums, weeks_of
from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.sick_sums import Average
from franchise_kit.people.queries.agreed_hours import agreed_hours
from franchise_kit.people.queries.facts import WorkerFacts
from tenants.bulk import is_one_of

_EARNED_BACK = timedelta(days=190)


@dataclass(frozen=True, slots=True)
class FamilyLeaveFacts:
    """Leave for a family as it was entered; from ``stopped_on`` on it is no leave."""

    id: UUID
    worker_id: UUID
    kind: str
    child_on: date
    begins_on: date
    weeks: int
    average_pence: int | None
    stopped_on: date | None
    version: int

    @property
    def until(self) -> date:
        """The day after its last."""
        ends = self.begins_on + timedelta(weeks=self.weeks)
        return ends if self.stopped_on is None else min(ends, self.stopped_on)


def leaves_of(session: Session, worker_ids: Collection[UUID]) -> list[FamilyLeaveFacts]:
    """Return the leave for families of some workers, the earliest first. It asks nobody."""
    wanted = select(FamilyLeave).where(is_one_of(FamilyLeave.worker_id, worker_ids))
    rows = session.scalars(wanted.order_by(FamilyLeave.begins_on, FamilyLeave.id))
    return [leave_facts(row) for row in rows]


def leave_facts(row: FamilyLeave) -> FamilyLeaveFacts:
    """Return a row as a plain value."""
    return FamilyLeaveFacts(
        id=row.id,
        worker_id=row.worker_id,
        kind=row.kind,
        child_on=row.child_on,
        begins_on=row.begins_on,
        weeks=row.weeks,
        average_pence=row.average_pence,
        stopped_on=row.stopped_on,
        version=row.version,
    )


def family_pay(
    session: Session, asked: Asked, leaves: Sequence[FamilyLeaveFacts]
) -> dict[UUID, tuple[OtherPay, ...]]:
    """Return the family pay of a run by worker, in two readings; who is owed none is left out.

    It pays each week that ended before the run's last day is over, and that nobody has paid.
    """
    due = [one for one in leaves if _is_due(asked, one)]
    averages = averages_of(session, due, asked.workers)
    found: dict[UUID, tuple[OtherPay, ...]] = {}
    for one in due:
        leave = as_rule(one, averages[one.id], asked.workers[one.worker_id].started_on)
        days = [
            first
            for first in weeks_of(leave)
            if first + timedelta(weeks=1) <= asked.days.until
            and asked.pays(one.worker_id, PAID_AS[leave.kind], first)
        ]
        sums = family_sums(leave, days, period_from=asked.days.from_)
        found[one.worker_id] = found.get(one.worker_id, ()) + sums
    return {worker_id: sums for worker_id, sums in found.items() if sums}


def averages_of(
    session: Session, leaves: Sequence[FamilyLeaveFacts], workers: Mapping[UUID, WorkerFacts]
) -> dict[UUID, Average]:
    """Return by leave the average that decides: what was entered, or what payslips say."""
    if not leaves:
        return {}
    worker_ids = {one.worker_id for one in leaves}
    since = min(one.child_on for one in leaves) - timedelta(weeks=16) - _EARNED_BACK
    earned = earned_by(session, worker_ids, since=since)
    contracts = agreed_hours(session, worker_ids)
    return {
        one.id: Average(Fraction(one.average_pence), "earlier_payroll")
        if one.average_pence is not None
        else average_before(
            earned.get(one.worker_id, ()),
            contracts.get(one.worker_id, ()),
            by=deciding_week_of(Kind(one.kind), one.child_on).last_on,
            started_on=workers[one.worker_id].started_on,
        )
        for one in leaves
    }


def as_rule(facts: FamilyLeaveFacts, average: Average, started_on: date) -> Leave:
    """Return leave as its rules take it."""
    return Leave(
        id=facts.id,
        kind=Kind(facts.kind),
        child_on=facts.child_on,
        begins_on=facts.begins_on,
        until=facts.until,
        average=average,
        started_on=started_on,
    )


def _is_due(asked: Asked, one: FamilyLeaveFacts) -> bool:
    return one.worker_id in asked.workers and one.begins_on < asked.days.until and one.until > asked.since
