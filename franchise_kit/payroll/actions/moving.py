"""A run's way from draft to payment, and back to nothing: time that it held is free again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, PermissionLacking
from franchise_kit.payroll.actions.other_pay import release_other_pay
from franchise_kit.payroll.actions.telling_due import tell_dues
from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.queries.orphans import seen_now, set_aside
from franchise_kit.payroll.queries.reaching import check_reach, may_read_runs
from franchise_kit.payroll.rules.orphans import TimeWithoutOwner
from franchise_kit.payroll.rules.runs import APPROVED, DRAFT, ROLLED_BACK, SUBMITTED
from franchise_kit.time.actions import release
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class PayRunNotSubmitted(Refusal):
    """Whoever prepares a run has not sent it yet."""

    code = "pay_run_not_submitted"


class PayRunSubmittedAlready(Refusal):
    """It waits for approval already."""

    code = "pay_run_submitted_already"


class PayRunApprovedAlready(Refusal):
    """What was approved stands; nothing is done a second time."""

    code = "pay_run_approved_already"


class PayRunRolledBack(Refusal):
    """This run was taken back; a new one is drafted in its place."""

    code = "pay_run_rolled_back"


class PayRunEmpty(Refusal):
    """A run without payslips pays nobody."""

    code = "pay_run_empty"


class PayRunClosed(Refusal):
    """What is closed stays as it is; a correction is an entry of its own."""

    code = "pay_run_closed"


def submit_run(*, coop: Coop, pay_run_id: UUID, by: Actor, now: datetime) -> None:
    """Send a draft to whoever approves.

    Raises ``PayRunEmpty``, ``TimeWithoutOwner`` with how many days there are, or says how far it is already.
    """
    with transaction(coop, by=by, doing="payroll.submit_run") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        if by.person_id is None:
            # Whoever sends a run does not approve it, and the system is nobody.
            raise NotFound(record_kind="pay_run")
        row = held_run(session, pay_run_id)
        if row.state == SUBMITTED:
            raise PayRunSubmittedAlready(pay_run_id=pay_run_id)
        if not session.scalar(select(exists().where(Payslip.pay_run_id == pay_run_id))):
            raise PayRunEmpty(pay_run_id=pay_run_id)
        left = set(seen_now(session, row)) - set_aside(session, pay_run_id).keys()
        if left:
            raise TimeWithoutOwner(
                pay_run_id=pay_run_id, days=len({(one.worker_id, one.day) for one in left})
            )
        row.state, row.submitted_by_person, row.submitted_at = SUBMITTED, by.person_id, now
        row.version += 1
        tell_dues(session)
        journal.note(session, record_kind="pay_run", record_id=pay_run_id)


def roll_back_run(*, coop: Coop, pay_run_id: UUID, by: Actor, now: datetime) -> None:
    """Take a run back that nobody has approved: by whoever prepares runs, or approves them."""
    with transaction(coop, by=by, doing="payroll.roll_back_run") as session:
        if not may_read_runs(by):
            raise PermissionLacking(permission=Permission.PAYRUN_PREPARE.value)
        if by.entry_id is not None:
            check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        row = held_run(session, pay_run_id)
        was, row.state = row.state, ROLLED_BACK
        row.version += 1
        release(session, pay_run_id)
        release_other_pay(session, pay_run_id)
        tell_dues(session)
        journal.note(session, record_kind="pay_run", record_id=pay_run_id, was=was)


def held_run(session: Session, pay_run_id: UUID) -> PayRun:
    """Return an open run, locked; raise ``NotFound``, ``PayRunApprovedAlready`` or ``PayRunRolledBack``."""
    row = session.get(PayRun, pay_run_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="pay_run")
    if row.state == APPROVED:
        raise PayRunApprovedAlready(pay_run_id=pay_run_id)
    if row.state == ROLLED_BACK:
        raise PayRunRolledBack(pay_run_id=pay_run_id)
    return row


def submitted_run(session: Session, pay_run_id: UUID) -> PayRun:
    """Return a run that waits for approval, locked; raise as above, or ``PayRunNotSubmitted``."""
    row = held_run(session, pay_run_id)
    if row.state == DRAFT:
        raise PayRunNotSubmitted(pay_run_id=pay_run_id)
    return row


def check_not_closed(run: PayRun) -> None:
    """Refuse to change anything of a run that is closed."""
    if run.closed_at is not None:
        raise PayRunClosed(pay_run_id=run.id)
