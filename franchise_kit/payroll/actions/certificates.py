"""Handing out P60s and P45s: a P45 is made once, and who prints somebody's certificate is written down."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.actions.telling_paid import Address, tell_paid
from franchise_kit.payroll.models import P45Made, PayRun, Payslip
from franchise_kit.payroll.queries.certificates import (
    Leaving,
    YearsEnd,
    figures_of_p45,
    get_p45,
    get_p60,
)
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules.handing_over.certificates import NotPaidYet
from franchise_kit.payroll.rules.runs import OPEN
from franchise_kit.people.queries.bank import may_read_whole
from franchise_kit.people.queries.facts import hold_worker, worker_of_id
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

READY, OWN_P45 = "p45_ready", "/payslips/p45"


class StillEmployed(Refusal):
    """A P45 is for somebody whose last day of work is over."""

    code = "p45_still_employed"


class LastPayOpen(Refusal):
    """A run that pays the leaver is not approved yet, and would stand on the P45."""

    code = "p45_pay_run_open"


class P45MadeAlready(Refusal):
    """There is one P45 of an employment."""

    code = "p45_made_already"


def make_p45(*, coop: Coop, worker_id: UUID, by: Actor, address: Address, now: datetime) -> None:
    """Make a leaver's P45 of all that was paid up to now, and tell them that it is there.

    Raises ``StillEmployed``, ``NotPaidYet``, ``LastPayOpen`` or ``P45MadeAlready``.
    """
    with transaction(coop, by=by, doing="payroll.make_p45") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        check_reach(session, Permission.PAYSLIP_READ, by=by, now=now)
        worker = hold_worker(session, worker_id)
        if worker is None or by.person_id is None:
            raise NotFound(record_kind="worker")
        if worker.ended_on is None or worker.ended_on > london_day(now):
            raise StillEmployed
        if figures_of_p45(session, worker, as_of=now) is None:
            raise NotPaidYet
        if _is_in_open_run(session, worker_id):
            raise LastPayOpen
        written = session.execute(
            insert_or_not(P45Made)
            .values(
                id=uuid4(),
                worker_id=worker_id,
                left_on=worker.ended_on,
                made_by_person=by.person_id,
                made_at=now,
            )
            .on_conflict_do_nothing(index_elements=["worker_id", "left_on"])
            .returning(P45Made.id)
        ).first()
        if written is None:
            raise P45MadeAlready
        tell_paid(session, worker, READY, OWN_P45, link=address(OWN_P45))
        journal.note(session, record_kind="worker", record_id=worker_id)


def print_p60(*, coop: Coop, worker_id: UUID, year: str, by: Actor, now: datetime) -> YearsEnd:
    """Return somebody's P60 for paper, and write down that its number was shown whole where it is."""
    with transaction(coop, by=by, doing="payroll.print_p60") as session:
        is_whole = _is_whole(session, worker_id, by)
        found = get_p60(session, worker_id, year, by=by, now=now, is_whole=is_whole)
        journal.note(session, record_kind="worker", record_id=worker_id, year=year)
        return found


def print_p45(*, coop: Coop, worker_id: UUID, by: Actor, now: datetime) -> Leaving:
    """Return somebody's P45 for paper, and write down that its number was shown whole where it is.

    Raises ``NotFound`` before it was made.
    """
    with transaction(coop, by=by, doing="payroll.print_p45") as session:
        is_whole = _is_whole(session, worker_id, by)
        found = get_p45(session, worker_id, by=by, now=now, is_whole=is_whole)
        if found.made_at is None:
            raise NotFound(record_kind="p45")
        journal.note(session, record_kind="worker", record_id=worker_id)
        return found


def _is_whole(session: Session, worker_id: UUID, by: Actor) -> bool:
    worker = worker_of_id(session, worker_id)
    return worker is not None and may_read_whole(worker, by=by)


def _is_in_open_run(session: Session, worker_id: UUID) -> bool:
    wanted = (
        select(Payslip.id)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(Payslip.worker_id == worker_id, PayRun.state.in_(OPEN))
    )
    return session.scalars(wanted.limit(1)).first() is not None
