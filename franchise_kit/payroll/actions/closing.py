"""After approval: a run is said to be paid, and closed for good once it is paid and filed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, PermissionLacking
from franchise_kit.payroll.actions.moving import check_not_closed
from franchise_kit.payroll.actions.paying import PaidAlready
from franchise_kit.payroll.actions.telling_due import tell_dues
from franchise_kit.payroll.models import BankFile, PayRun
from franchise_kit.payroll.queries.filed import is_filed
from franchise_kit.payroll.queries.reaching import check_reach, reaches_all
from franchise_kit.payroll.rules.runs import APPROVED, NOT_FILED
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class PayRunNotPaid(Refusal):
    """A run is closed when everybody in it is paid."""

    code = "pay_run_not_paid"


class PayRunNotFiled(Refusal):
    """A run is closed when the tax office was told of it, or with a reason why it is not told."""

    code = "pay_run_not_filed"


def say_paid(*, coop: Coop, pay_run_id: UUID, by: Actor, now: datetime) -> None:
    """Say that an approved run was paid in another way than by a file from here.

    Raises ``PaidAlready``, or ``NotFound`` for a run that is not approved.
    """
    with transaction(coop, by=by, doing="payroll.say_paid") as session:
        check_reach(session, Permission.PAYRUN_APPROVE, by=by, now=now)
        run = _approved(session, pay_run_id, by)
        if _is_paid(session, run):
            raise PaidAlready(pay_run_id=pay_run_id)
        run.said_paid_at, run.said_paid_by_person = now, by.person_id
        run.version += 1
        tell_dues(session)
        journal.note(session, record_kind="pay_run", record_id=pay_run_id)


def close_run(
    *, coop: Coop, pay_run_id: UUID, by: Actor, now: datetime, not_filed_reason: str | None = None
) -> None:
    """Close an approved run: from then on nothing of it changes.

    ``not_filed_reason`` is one of ``NOT_FILED`` where the tax office is not told from here. Raises
    ``PayRunNotPaid``, ``PayRunNotFiled``, ``PayRunClosed``, or ``NotFound`` for a run that is not approved.
    """
    with transaction(coop, by=by, doing="payroll.close_run") as session:
        may = (Permission.PAYRUN_PREPARE, Permission.PAYRUN_APPROVE)
        mine = next((one for one in may if reaches_all(by, one)), None)
        if mine is None:
            raise PermissionLacking(permission=Permission.PAYRUN_PREPARE.value)
        check_reach(session, mine, by=by, now=now)
        run = _approved(session, pay_run_id, by)
        check_not_closed(run)
        if not _is_paid(session, run):
            raise PayRunNotPaid(pay_run_id=pay_run_id)
        told = is_filed(session, pay_run_id)
        if not told and not_filed_reason not in NOT_FILED:
            raise PayRunNotFiled(pay_run_id=pay_run_id)
        run.closed_at, run.closed_by_person = now, by.person_id
        run.not_filed_reason = None if told else not_filed_reason
        run.version += 1
        tell_dues(session)
        journal.note(session, record_kind="pay_run", record_id=pay_run_id, filed=told)


def _approved(session: Session, pay_run_id: UUID, by: Actor) -> PayRun:
    run = session.get(PayRun, pay_run_id, with_for_update=True)
    # It always says who did it, and the system is nobody.
    if run is None or run.state != APPROVED or by.person_id is None:
        raise NotFound(record_kind="pay_run")
    return run


def _is_paid(session: Session, run: PayRun) -> bool:
    stands = exists().where(BankFile.pay_run_id == run.id, BankFile.withdrawn_at.is_(None))
    return run.said_paid_at is not None or bool(session.scalar(select(stands)))
