"""Which days a run pays besides time at a rate: those that no run holds, or exactly those it holds itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import OtherPayDay, PayRun
from franchise_kit.payroll.rules.run_days import RunDays
from franchise_kit.payroll.rules.runs import ROLLED_BACK
from franchise_kit.people.queries.facts import WorkerFacts, workers_from

# So far back somebody may tell of days that no run has paid, and never before the first run here.
_LATEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run asks: its days, since when they may be, of whom, and which days it may pay."""

    days: RunDays
    since: date
    workers: Mapping[UUID, WorkerFacts]
    held: frozenset[tuple[UUID, str, date]]

    @property
    def worker_ids(self) -> Collection[UUID]:
        """Everybody it asks about."""
        return self.workers.keys()

    def pays(self, worker_id: UUID, kind: str, day: date) -> bool:
        """Say whether the run pays a day of a worker: a new one that is free, or one that it holds."""
        is_held = (worker_id, kind, day) in self.held
        return is_held if self.days.pay_run_id is not None else self._is_due(worker_id, day) and not is_held

    def _is_due(self, worker_id: UUID, day: date) -> bool:
        worker = self.workers[worker_id]
        ended = worker.ended_on is not None and day > worker.ended_on
        return self.since <= day < self.days.until and day >= worker.started_on and not ended


def asked_of(session: Session, worker_ids: Collection[UUID], days: RunDays) -> Asked:
    """Return what a run asks of some workers, in three readings. Nobody but employees is paid so."""
    since = _since(session, days)
    wanted = set(worker_ids)
    workers = {
        one.id: one
        for one in workers_from(session, since)
        if one.id in wanted and one.arrangement == "employed"
    }
    held = select(OtherPayDay.worker_id, OtherPayDay.kind, OtherPayDay.day)
    if days.pay_run_id is not None:
        held = held.where(OtherPayDay.pay_run_id == days.pay_run_id)
    else:
        held = held.where(OtherPayDay.day >= since)
    taken = frozenset((worker_id, kind, day) for worker_id, kind, day in session.execute(held))
    return Asked(days, since, workers, taken)


def _since(session: Session, days: RunDays) -> date:
    first = session.scalar(select(func.min(PayRun.period_from)).where(PayRun.state != ROLLED_BACK))
    return max(days.from_ - _LATEST, min(first or days.from_, days.from_))
