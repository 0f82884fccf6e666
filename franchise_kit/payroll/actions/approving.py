"""Approving a run: the books, the time, the hub and everybody who is paid, in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.payroll.actions.keeping import post_run
from franchise_kit.payroll.actions.moving import submitted_run
from franchise_kit.payroll.actions.other_pay import mark_other_pay_paid
from franchise_kit.payroll.actions.sharing_fairness import tell_fairness
from franchise_kit.payroll.actions.telling_due import tell_dues
from franchise_kit.payroll.actions.telling_p60s import await_p60s
from franchise_kit.payroll.actions.telling_paid import Address, tell_paid
from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.queries.correcting import entered_by
from franchise_kit.payroll.queries.payable import PAID_LATER, drafted_lines, living_runs, paid_elsewhere
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.queries.stored import (
    order_values,
    orders_of,
    other_values,
    others_of,
    payslip_values,
    sums_of,
)
from franchise_kit.payroll.queries.working import RunMade, held_by
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.disclosed import PayslipsProduced
from franchise_kit.payroll.rules.held_orders import OrderTaken
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.time.actions import mark_paid
from franchise_kit.time.queries.unpaid import list_held
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.openings.disclosures import disclose
from tenants.refusal import Refusal
from tenants.transaction import transaction

READY = "payslip_ready"


class OwnPayRunRefused(Refusal):
    """Whoever drafted or sent a run, or entered pay for it, does not approve it, from either side."""

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
        _hold_open(session)
        run = submitted_run(session, pay_run_id)
        own = {None, run.drafted_by_person, run.submitted_by_person, *entered_by(session, pay_run_id)}
        if by.person_id in own:
            raise OwnPayRunRefused(pay_run_id=pay_run_id)
        if run.kind == rules.REGULAR:
            others = [one for one in living_runs(session, run.schedule_id) if one.id != pay_run_id]
            rules.check_may_approve(others, run.pay_on)
        payslips = session.scalars(select(Payslip).where(Payslip.pay_run_id == pay_run_id)).all()
        made = _check_still_so(session, run, payslips)

        run.state, run.approved_by_person, run.approved_at = rules.APPROVED, by.person_id, now
        run.version += 1
        mark_paid(session, pay_run_id)
        mark_other_pay_paid(session, pay_run_id)
        post_run(session, pay_run_id, map(sums_of, payslips), on=run.pay_on, by=by)
        fact = PayslipsProduced(pay_run_id, run.pay_on.replace(day=1), len(payslips))
        disclose(session, fact, about=(run.period_from, run.period_until))
        tell_fairness(session, run.pay_on)
        told = sum(_tell(session, payslip, made.workers[payslip.worker_id], address) for payslip in payslips)
        await_p60s(session, run.tax_year)
        tell_dues(session)
        journal.note(session, record_kind="pay_run", record_id=pay_run_id, payslips=len(payslips), told=told)


def _hold_open(session: Session) -> None:
    """Let one approval of a co-op wait for another: what one pays decides the tax of the other."""
    session.execute(
        select(PayRun.id).where(PayRun.state.in_(rules.OPEN)).order_by(PayRun.id).with_for_update()
    )


def _check_still_so(session: Session, run: PayRun, payslips: Sequence[Payslip]) -> RunMade:
    """Refuse a run unless working it out again from what it holds gives what it says, to the last step.

    Neither is anybody paid of an earlier day than that of their last pay, whose tax went without this one.
    """
    worker_ids = {one.worker_id for one in payslips}
    elsewhere = paid_elsewhere(session, worker_ids, pay_on=run.pay_on, but=run.id)
    if PAID_LATER in elsewhere.values():
        raise PayRunOutOfDate(pay_run_id=run.id)
    made = held_by(session, run, worker_ids, list_held(session, run.id))
    ids = {one.id for one in payslips}
    lines, other, orders = (
        drafted_lines(session, run.id),
        others_of(session, ids),
        orders_of(session, ids),
    )
    for payslip in payslips:
        one = made.of.get(payslip.worker_id)
        if one is None or not (
            all(getattr(payslip, name) == value for name, value in payslip_values(one).items())
            and lines.get(payslip.worker_id, []) == list(one.lines)
            and [*map(other_values, other.get(payslip.id, ()))] == [*map(other_values, one.other)]
            and _by_id(orders.get(payslip.id, ())) == _by_id(one.orders)
        ):
            raise PayRunOutOfDate(pay_run_id=run.id)
    return made


def _by_id(orders: Iterable[OrderTaken]) -> dict[UUID, dict[str, object]]:
    return {one.order_id: order_values(one) for one in orders}


def _tell(session: Session, payslip: Payslip, worker: WorkerFacts, address: Address) -> bool:
    """Tell whoever is paid that their payslip is there; say whether they could be told."""
    path = f"/payslips/{payslip.id}"
    return tell_paid(session, worker, READY, path, link=address(path))
