"""Approving a run: the books, the time, the hub and everybody who is paid, in one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.access.actions.notices import tell_holder
from franchise_kit.ledger import actions as ledger
from franchise_kit.payroll.actions.moving import submitted_run
from franchise_kit.payroll.actions.sharing_fairness import tell_fairness
from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.queries.particulars import particulars_of
from franchise_kit.payroll.queries.payable import drafted_lines, lines_of, living_runs, without_rate
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.disclosed import PayslipsProduced
from franchise_kit.payroll.rules.payslip import Particulars
from franchise_kit.people.queries.facts import worker_of_id
from franchise_kit.people.rules.tax_code import TaxCode, TaxCodeNotUnderstood
from franchise_kit.time.actions import mark_paid
from franchise_kit.time.queries.unpaid import list_held
from tenants import bells, journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings.disclosures import disclose
from tenants.refusal import Refusal
from tenants.transaction import transaction

# From a path to a full address, made of settings and never of a request's host.
Address = Callable[[str], str]
READY = "payslip_ready"


class OwnPayRunRefused(Refusal):
    """Whoever drafted or sent a run does not approve it, whichever side of the wall they did it from."""

    code = "own_pay_run_refused"


class PayRunOutOfDate(Refusal):
    """What somebody's pay or tax was worked out from has changed since: the run is drafted again."""

    code = "pay_run_out_of_date"


def approve_run(*, coop: Coop, pay_run_id: UUID, by: Actor, address: Address, now: datetime) -> None:
    """Approve a run that was sent: post it, lock its time, tell the hub how many, and tell the paid.

    Raises ``OwnPayRunRefused``, ``PayRunOutOfDate``, ``AnotherRunOpen``, ``LaterRunApproved`` or what
    ``submitted_run`` raises.
    """
    with transaction(coop, by=by, doing="payroll.approve_run") as session:
        check_reach(session, Permission.PAYRUN_APPROVE, by=by, now=now)
        run = submitted_run(session, pay_run_id)
        if by.person_id in (None, run.drafted_by_person, run.submitted_by_person):
            raise OwnPayRunRefused(pay_run_id=pay_run_id)
        others = [one for one in living_runs(session) if one.id != pay_run_id]
        rules.check_may_approve(others, run.pay_on)
        payslips = session.scalars(select(Payslip).where(Payslip.pay_run_id == pay_run_id)).all()
        _check_still_so(session, run, payslips)

        run.state, run.approved_by_person, run.approved_at = rules.APPROVED, by.person_id, now
        run.version += 1
        mark_paid(session, pay_run_id)
        ledger.post(
            session,
            kind="pay_run",
            record_id=pay_run_id,
            on=run.pay_on,
            postings=_postings(payslips),
            by=by,
        )
        fact = PayslipsProduced(pay_run_id, run.pay_on.replace(day=1), len(payslips))
        disclose(session, fact, about=(run.period_from, run.period_until))
        tell_fairness(session, run.pay_on)
        told = sum(_tell(session, payslip, address) for payslip in payslips)
        journal.note(session, record_kind="pay_run", record_id=pay_run_id, payslips=len(payslips), told=told)


def _check_still_so(session: Session, run: PayRun, payslips: Sequence[Payslip]) -> None:
    """Refuse a run if a rate, a code notice, a P45 or another run has come since it was drafted."""
    known = particulars_of(session, {one.worker_id for one in payslips}, run.pay_on)
    held = list_held(session, run.id)
    if without_rate(session, held) or not all(
        _is_still_so(one, known.get(one.worker_id)) for one in payslips
    ):
        raise PayRunOutOfDate(pay_run_id=run.id)
    if lines_of(session, held, period_from=run.period_from) != drafted_lines(session, run.id):
        raise PayRunOutOfDate(pay_run_id=run.id)


def _is_still_so(payslip: Payslip, holds: Particulars | None) -> bool:
    return holds is not None and (
        _normal(holds.tax_code),
        holds.ni_category,
        holds.before.pay_pence,
        holds.before.tax_pence,
    ) == (payslip.tax_code, payslip.ni_category, payslip.earlier_pay_pence, payslip.earlier_tax_pence)


def _normal(tax_code: str) -> str | None:
    """Return a code's normal form; a code that was kept before it was refused at entry has none."""
    try:
        return TaxCode.parse(tax_code).printed
    except TaxCodeNotUnderstood:
        return None


def _postings(payslips: Sequence[Payslip]) -> list[ledger.Posting]:
    gross_pence = sum(one.gross_pence for one in payslips)
    employer_pence = sum(one.employer_ni_pence for one in payslips)
    hmrc_pence = sum(one.tax_pence + one.employee_ni_pence for one in payslips) + employer_pence
    sides = (
        ("wages", gross_pence),
        ("employer_ni", employer_pence),
        ("owed_hmrc", -hmrc_pence),
        ("wages_payable", -sum(one.net_pence for one in payslips)),
    )
    return [ledger.Posting(account, pence) for account, pence in sides if pence != 0]


def _tell(session: Session, payslip: Payslip, address: Address) -> bool:
    """Ring and write to whoever is paid, if they can sign in; no amount leaves the page."""
    worker = worker_of_id(session, payslip.worker_id)
    if worker is None or worker.account_id is None:
        return False
    path = f"/payslips/{payslip.id}"
    if not tell_holder(session, worker.account_id, READY, link=address(path)):
        return False
    bells.ring_for(session, worker.account_id, kind=READY, path=path)
    return True
