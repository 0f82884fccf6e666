"""What waits of corrections of earlier pay, and what a run takes of them. It asks nobody."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import Subquery, func, select, union
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import CorrectionTaken, FamilyLeave, OtherPayDay, PayCorrection, PayRun
from franchise_kit.payroll.rules.correcting import Taken, Waiting
from franchise_kit.payroll.rules.runs import ROLLED_BACK


def waiting_corrections(
    session: Session, worker_ids: Collection[UUID] | None = None
) -> dict[UUID, list[Waiting]]:
    """Return what waits of corrections, by worker and in the order of entry; it asks nobody."""
    wanted = select(PayCorrection).order_by(PayCorrection.entered_at, PayCorrection.id)
    if worker_ids is not None:
        wanted = wanted.where(PayCorrection.worker_id.in_(set(worker_ids)))
    rows = session.scalars(wanted).all()
    taken = taken_of(session, rows)
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
    taken = taken_of(session, [row for row, _pence in held])
    found: dict[UUID, tuple[Taken, ...]] = {}
    for row, pence in held:
        one = Taken(Waiting(row.id, row.reason, row.pence, row.pence - taken[row.id] + pence), pence)
        found[row.worker_id] = (*found.get(row.worker_id, ()), one)
    return found


def entered_by(session: Session, pay_run_id: UUID) -> set[UUID | None]:
    """Return who entered what a run pays by hand: somebody else approves it. It asks nobody."""
    entered = _entered()
    return set(session.scalars(select(entered.c.person_id).where(entered.c.pay_run_id == pay_run_id)))


def runs_entered_by(session: Session, person_id: UUID | None, among: Collection[UUID]) -> set[UUID]:
    """Return which of some runs pay what somebody entered by hand. It asks nobody."""
    entered = _entered()
    wanted = select(entered.c.pay_run_id).where(
        entered.c.person_id == person_id, entered.c.pay_run_id.in_(among)
    )
    return set(session.scalars(wanted))


def _entered() -> Subquery:
    """Return by run who entered a correction that it takes, or the average of family pay that it holds."""
    corrections = select(
        CorrectionTaken.pay_run_id.label("pay_run_id"), PayCorrection.entered_by_person.label("person_id")
    ).join(PayCorrection, PayCorrection.id == CorrectionTaken.correction_id)
    averages = (
        select(OtherPayDay.pay_run_id, FamilyLeave.entered_by_person)
        .join(FamilyLeave, FamilyLeave.id == OtherPayDay.source_id)
        .where(FamilyLeave.average_pence.is_not(None))
    )
    return union(corrections, averages).subquery()


def taken_of(session: Session, rows: Iterable[PayCorrection]) -> dict[UUID, int]:
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
