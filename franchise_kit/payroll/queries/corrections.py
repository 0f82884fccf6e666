"""Corrections of earlier pay, for whoever prepares or approves runs."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayCorrection
from franchise_kit.payroll.queries.correcting import taken_of
from franchise_kit.payroll.queries.reaching import may_read_pay
from franchise_kit.payroll.queries.runs import check_reads_runs
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
    names, taken = names_of(session, {row.worker_id for row in rows}), taken_of(session, rows)
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
