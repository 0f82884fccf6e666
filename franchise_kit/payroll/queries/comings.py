"""Who began and who left around a run: their first and last pay is where most slips are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import Payslip
from franchise_kit.payroll.queries.compared import Joined
from franchise_kit.payroll.queries.reaching import may_read_pay
from franchise_kit.payroll.queries.runs import RunFacts, check_reads_runs
from franchise_kit.people.queries.facts import WorkerFacts, worker_of_id
from franchise_kit.people.queries.for_pay import workers_between
from franchise_kit.people.rules.contracts import EMPLOYED
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class Comings:
    """Who began in a run's period, and whose last day is in it or before it is paid; by name."""

    starters: tuple[Joined, ...] = ()
    leavers: tuple[Joined, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is anybody."""
        return bool(self.starters or self.leavers)


def list_comings(session: Session, run: RunFacts, *, by: Actor) -> Comings:
    """Return who began and who left around a run; nobody for whoever may not read pay."""
    check_reads_runs(by)
    if not may_read_pay(by):
        return Comings()
    workers = [one for one in _around(session, run) if one.arrangement == EMPLOYED]
    return Comings(
        _joined(one for one in workers if run.period_from <= one.started_on < run.period_until),
        _joined(
            one
            for one in workers
            if one.ended_on is not None and run.period_from <= one.ended_on <= run.pay_on
        ),
    )


def _around(session: Session, run: RunFacts) -> Collection[WorkerFacts]:
    """Return who works here from the first day up to the pay day, or is paid by the run."""
    until = max(run.period_until, run.pay_on + timedelta(days=1))
    found = workers_between(session, run.period_from, until)
    for worker_id in session.scalars(select(Payslip.worker_id).where(Payslip.pay_run_id == run.id)):
        paid = None if worker_id in found else worker_of_id(session, worker_id)
        if paid is not None:
            found[worker_id] = paid
    return found.values()


def _joined(workers: Iterable[WorkerFacts]) -> tuple[Joined, ...]:
    found = [Joined(one.full_name, one.started_on, one.ended_on) for one in workers]
    return tuple(sorted(found, key=lambda one: one.worker_name))
