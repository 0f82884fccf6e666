"""What would come of rows about contracts, before anything is kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.sheets import NEW, Verdict, judged, kept_or_new
from franchise_kit.people.models import Contract, PayRate
from franchise_kit.people.queries.facts import WorkerFacts, workers_from
from franchise_kit.people.rules import contracts as rules
from tenants.actor import Actor
from tenants.refusal import NotFound, Refusal


class FollowingContractRefused(Refusal):
    """A contract that follows another changes pay, and takes the right to that."""

    code = "following_contract_not_yours"


@dataclass(frozen=True, slots=True)
class SheetContract:
    """A row about a contract: minutes a week, pence for an ordinary hour."""

    worker_id: UUID
    kind: str
    weekly_minutes: int
    valid_from: date
    pence_per_hour: int
    job_title: str = ""
    place: str = ""

    @property
    def key(self) -> tuple[UUID, date]:
        """What a contract is known by."""
        return self.worker_id, self.valid_from


def weigh_contracts(session: Session, rows: Sequence[SheetContract], *, by: Actor) -> list[Verdict]:
    """Return what would come of each row, the earlier contract of a worker being made first.

    Whoever reads no pay is not told whether a rate is another than the one kept. Raise ``NotFound``.
    """
    if not within(by, Permission.WORKER_ENGAGE).is_whole:
        raise NotFound(record_kind="worker")
    weighing = _Weighing(session, by)
    found = {
        at: weighing.verdict(rows[at]) for at in sorted(range(len(rows)), key=lambda at: rows[at].valid_from)
    }
    return [found[at] for at in range(len(rows))]


class _Weighing:
    """Judges rows in the order of their days."""

    def __init__(self, session: Session, by: Actor) -> None:
        self._workers = {one.id: one for one in workers_from(session, date.min)}
        self._reads_pay = _holds_whole(by, Permission.EMPLOYMENT_READ)
        self._may_follow = _holds_whole(by, Permission.EMPLOYMENT_WRITE)
        self._kept: dict[tuple[UUID, date], dict[str, Any]] = {}
        self._latest: dict[UUID, date] = {}
        rates = _first_rates(session)
        for row in session.scalars(select(Contract).order_by(Contract.valid_from)):
            columns = {name: getattr(row, name) for name in ("kind", "weekly_minutes", "job_title", "place")}
            self._kept[row.worker_id, row.valid_from] = columns | {"pence_per_hour": rates.get(row.id)}
            self._latest[row.worker_id] = row.valid_from

    def verdict(self, row: SheetContract) -> Verdict:
        """Return what comes of a row."""
        worker, latest = self._workers.get(row.worker_id), self._latest.get(row.worker_id)
        said: dict[str, Any] = {"kind": row.kind, "weekly_minutes": row.weekly_minutes}
        said |= {"job_title": row.job_title} if row.job_title else {}
        said |= {"place": row.place} if row.place else {}
        said |= {"pence_per_hour": row.pence_per_hour} if self._reads_pay else {}
        verdict = kept_or_new(said, self._kept.get(row.key))
        if verdict.outcome == NEW and worker is not None:
            verdict = judged(verdict, self._checks(row, worker, latest))
        if verdict.outcome == NEW:
            self._latest[row.worker_id] = row.valid_from
        return verdict

    def _checks(
        self, row: SheetContract, worker: WorkerFacts, latest: date | None
    ) -> Iterable[tuple[str | None, Callable[[], None]]]:
        yield "worker_id", lambda: rules.check_employed(worker.arrangement)
        yield "weekly_hours", lambda: rules.check_hours(row.kind, row.weekly_minutes)
        yield "valid_from", lambda: _check_works_here(worker, row.valid_from)
        yield "valid_from", lambda: rules.check_contract_follows(latest, row.valid_from)
        yield None, lambda: self._check_may_follow(latest)

    def _check_may_follow(self, latest: date | None) -> None:
        if latest is not None and not self._may_follow:
            raise FollowingContractRefused


def _check_works_here(worker: WorkerFacts, on: date) -> None:
    if not rules.is_employed(worker.started_on, worker.ended_on, on):
        raise rules.ContractBeforeStart(worker_id=worker.id)


def _first_rates(session: Session) -> dict[UUID, int]:
    """Return the ordinary rate with which each contract began; of one day the newest entry holds."""
    rows = session.execute(
        select(PayRate.contract_id, PayRate.pence)
        .join(Contract, Contract.id == PayRate.contract_id)
        .where(PayRate.kind == rules.ORDINARY, PayRate.from_on == Contract.valid_from)
        .order_by(PayRate.entered_at)
    )
    return dict(rows.all())


def _holds_whole(by: Actor, permission: Permission) -> bool:
    return (by.side == "system" or by.may(permission)) and within(by, permission).is_whole
