"""Corrections of earlier pay: those that wait, and what a run takes of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import CorrectionTaken, PayCorrection, PayRun
from franchise_kit.payroll.queries.reaching import may_read_pay
from franchise_kit.payroll.queries.runs import check_reads_runs
from franchise_kit.payroll.rules.correcting import Taken, Waiting
from franchise_kit.payroll.rules.runs import ROLLED_BACK
from franchise_kit.people.queries.facts import names_of
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class CorrectionFacts:
    """A correction in whole pence, and what of it no run has taken yet."""

    id: UUID
    worker_id: UUID
    worker_name: str = field(repr=False)
    pence: int
    left_pence: int
    reason: str
    of_run_id: UUID | None
    entered_at: datetime


def list_corrections(session: Session, *, by: Actor, worker_id: UUID | None = None) -> list[CorrectionFacts]:
    """Return corrections, the newest first, of one worker or of all; none for whoever may not read pay."""
    check_reads_runs(by)
    if not may_read_pay(by):
        return []
    wanted = select(PayCorrection).order_by(PayCorrection.entered_at.desc(), PayCorrection.id)
    if worker_id is not None:
        wanted = wanted.where(PayCorrection.worker_id == worker_id)
    rows = session.scalars(wanted).all()
    names, taken = names_of(session, {row.worker_id for row in rows}), _taken(session, rows)
    return [
        CorrectionFacts(
            id=row.id,
            worker_id=row.worker_id,
            worker_name=names[row.worker_id],
            pence=row.pence,
            left_pence=row.pence - taken.get(row.id, 0),
            reason=row.reason,
            of_run_id=row.of_run_id,
            entered_at=row.entered_at,
        )
        for row in rows
    ]


def waiting_corrections(
    session: Session, worker_ids: Collection[UUID] | None = None
) -> dict[UUID, list[Waiting]]:
    """Return what waits of corrections, by worker and in the order of entry; it asks nobody."""
    wanted = select(PayCorrection).order_by(PayCorrection.entered_at, PayCorrection.id)
    if worker_ids is not None:
        wanted = wanted.where(PayCorrection.worker_id.in_(set(worker_ids)))
    rows = session.scalars(wanted).all()
    taken = _taken(session, rows)
    found: dict[UUID, list[Waiting]] = {}
    for row in rows:
        left_pence = row.pence - taken.get(row.id, 0)
        if left_pence:
            found.setdefault(row.worker_id, []).append(Waiting(row.id, row.reason, row.pence, left_pence))
    return found


def taken_by_run(session: Session, pay_run_id: UUID) -> dict[UUID, tuple[Taken, ...]]:
    """Return what a run takes of corrections, by worker, in the order of its lines; it asks nobody."""
    held = session.execute(
        select(PayCorrection, CorrectionTaken.pence)
        .join(CorrectionTaken, CorrectionTaken.correction_id == PayCorrection.id)
        .where(CorrectionTaken.pay_run_id == pay_run_id)
        # Those that give come first, as when they were taken.
        .order_by(CorrectionTaken.pence < 0, PayCorrection.entered_at, PayCorrection.id)
    ).all()
    taken = _taken(session, [row for row, _pence in held])
    found: dict[UUID, tuple[Taken, ...]] = {}
    for row, pence in held:
        one = Taken(Waiting(row.id, row.reason, row.pence, row.pence - taken[row.id] + pence), pence)
        found[row.worker_id] = (*found.get(row.worker_id, ()), one)
    return found


def corrected_by(session: Session, pay_run_id: UUID) -> set[UUID]:
    """Return who entered the corrections that a run takes: somebody else approves them. It asks nobody."""
    entered = (
        select(PayCorrection.entered_by_person)
        .join(CorrectionTaken, CorrectionTaken.correction_id == PayCorrection.id)
        .where(CorrectionTaken.pay_run_id == pay_run_id)
    )
    return set(session.scalars(entered))


def _taken(session: Session, rows: Iterable[PayCorrection]) -> dict[UUID, int]:
    """Return how much of some corrections runs have taken that were not rolled back."""
    ids = {row.id for row in rows}
    if not ids:
        return {}
    summed = (
        select(CorrectionTaken.correction_id, func.sum(CorrectionTaken.pence))
        .join(PayRun, PayRun.id == CorrectionTaken.pay_run_id)
        .where(PayRun.state != ROLLED_BACK, CorrectionTaken.correction_id.in_(ids))
        .group_by(CorrectionTaken.correction_id)
    )
    return {correction_id: int(pence) for correction_id, pence in session.execute(summed)}
