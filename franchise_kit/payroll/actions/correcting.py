"""Putting earlier pay right: a sum that the next run takes, and that is approved with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, select

from franchise_kit.access import Permission
from franchise_kit.payroll.models import PayCorrection, PayRun, Payslip
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules.correcting import check_correction
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.people.queries.facts import worker_of_id
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class CorrectionRunNotTheirs(Refusal):
    """A correction of a run is of somebody whom that run paid."""

    code = "correction_run_not_theirs"


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """Whole pence that a worker is to have, or gives back below nought, why, and of which run if of one."""

    worker_id: UUID
    pence: int
    reason: str
    of_run_id: UUID | None = None


def correct_pay(*, coop: Coop, correction: NewCorrection, by: Actor, now: datetime) -> UUID:
    """Enter a correction: the next run of the worker takes it, and whoever approves that run agrees to it.

    Raises ``CorrectionNotPossible`` or ``CorrectionRunNotTheirs``, or ``NotFound`` for a worker who is not
    there.
    """
    with transaction(coop, by=by, doing="payroll.correct_pay") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
        check_correction(correction.pence, correction.reason)
        if by.person_id is None or worker_of_id(session, correction.worker_id) is None:
            # Two people make a correction, and the system is nobody.
            raise NotFound(record_kind="worker")
        paid_them = exists().where(
            Payslip.pay_run_id == correction.of_run_id,
            Payslip.worker_id == correction.worker_id,
            PayRun.id == Payslip.pay_run_id,
            PayRun.state == APPROVED,
        )
        if correction.of_run_id is not None and not session.scalar(select(paid_them)):
            raise CorrectionRunNotTheirs
        row = PayCorrection(
            id=uuid4(),
            worker_id=correction.worker_id,
            pence=correction.pence,
            reason=correction.reason,
            of_run_id=correction.of_run_id,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        journal.note(session, record_kind="pay_correction", record_id=row.id, reason=row.reason)
        return row.id
