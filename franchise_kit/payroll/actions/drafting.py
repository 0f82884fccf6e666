"""Making a pay run out of approved time, rates and what the tax office says."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.models import PayRun, Payslip, PayslipLine
from franchise_kit.payroll.queries.particulars import particulars_of
from franchise_kit.payroll.queries.payable import (
    lines_of,
    living_runs,
    overdrawn,
    without_rate,
    without_tax,
)
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.payslip import Line, Particulars, as_working, work_out
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of
from franchise_kit.people.queries.facts import WorkerFacts, worker_of_id
from franchise_kit.time.actions import gather
from franchise_kit.time.queries.unpaid import list_approved
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction


def draft_run(
    *, coop: Coop, pay_on: date, period_from: date, period_until: date, by: Actor, now: datetime
) -> UUID:
    """Make the run of a pay day, with a payslip for everybody whose time and particulars allow it.

    The days are London's, ``period_until`` exclusive. It takes all approved time of them and of earlier days
    that no run holds, so that no approved minute stays without an owner.
    Whoever has no rate, no tax particulars or nothing approved is left out, and so is who has more time taken
    off than there is to pay; ``list_left_out`` says so.
    Raises ``PeriodNotPossible``, ``PayDayTooFar``, ``PayRunExists``, ``AnotherRunOpen``, ``LaterRunApproved``
    or ``NoFiguresForTaxYear``.
    """
    with transaction(coop, by=by, doing="payroll.draft_run") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
        rules.check_period(
            pay_on=pay_on, period_from=period_from, period_until=period_until, today=london_day(now)
        )
        rules.check_may_draft(living_runs(session), pay_on)
        run = _begin(session, pay_on, (period_from, period_until), by=by, now=now)
        lines = _gathered(session, run)
        known = particulars_of(session, lines, pay_on)
        for worker_id, worked in lines.items():
            _add_payslip(session, run, _worker(session, worker_id), worked, known[worker_id])
        journal.note(session, record_kind="pay_run", record_id=run.id, pay_on=pay_on, payslips=len(lines))
        return run.id


def _begin(session: Session, pay_on: date, period: tuple[date, date], *, by: Actor, now: datetime) -> PayRun:
    if by.person_id is None:
        # Two people make a pay run, and the system is nobody.
        raise NotFound(record_kind="pay_run")
    # Whoever drafts for the same pay day at the same instant waits here, and is then told so.
    written = session.execute(
        insert_or_not(PayRun)
        .values(
            id=uuid4(),
            frequency=Frequency.M1,
            period_from=period[0],
            period_until=period[1],
            pay_on=pay_on,
            tax_year=figures_for(pay_on).tax_year,
            tax_period=period_of(pay_on, Frequency.M1),
            state=rules.DRAFT,
            drafted_by_person=by.person_id,
            drafted_by_entry=by.entry_id,
            drafted_at=now,
        )
        .on_conflict_do_nothing(
            index_elements=["frequency", "pay_on"], index_where=text("state <> 'rolled_back'")
        )
        .returning(PayRun.id)
    ).first()
    if written is None:
        raise rules.PayRunExists
    return session.get_one(PayRun, written.id)


def _gathered(session: Session, run: PayRun) -> dict[UUID, list[Line]]:
    """Take the time of everybody who can be paid; return their lines, each kind and rate once."""
    approved = list_approved(session, until=run.period_until)
    workers = {one.worker_id for one in approved}
    kept_out = without_rate(session, approved) | set(without_tax(session, workers, run.pay_on))
    payable = workers - kept_out - overdrawn(session, approved)
    taken = gather(session, pay_run_id=run.id, worker_ids=payable, until=run.period_until)
    return lines_of(session, taken, period_from=run.period_from)


def _worker(session: Session, worker_id: UUID) -> WorkerFacts:
    worker = worker_of_id(session, worker_id)
    if worker is None:
        msg = "Time worked belongs to a worker who is there."
        raise LookupError(msg)
    return worker


def _add_payslip(
    session: Session, run: PayRun, worker: WorkerFacts, lines: Sequence[Line], particulars: Particulars
) -> None:
    made = work_out(lines, particulars=particulars, pay_on=run.pay_on)
    payslip = Payslip(
        id=uuid4(),
        pay_run_id=run.id,
        worker_id=worker.id,
        person_id=worker.person_id,
        tax_code=made.tax_code,
        ni_category=particulars.ni_category,
        gross_pence=made.gross_pence,
        tax_pence=made.tax_pence,
        employee_ni_pence=made.employee_ni_pence,
        employer_ni_pence=made.employer_ni_pence,
        net_pence=made.net_pence,
        earlier_pay_pence=particulars.before.pay_pence,
        earlier_tax_pence=particulars.before.tax_pence,
        working=as_working(made),
    )
    session.add(payslip)
    session.flush()
    session.add_all(
        PayslipLine(
            payslip_id=payslip.id,
            position=position,
            kind=line.kind,
            rate_kind=line.rate_kind,
            is_late=line.is_late,
            minutes=line.minutes,
            unit=line.unit,
            nights=line.nights,
            rate_pence=line.rate_pence,
            amount_pence=line.amount_pence,
        )
        for position, line in enumerate(made.lines, start=1)
    )
