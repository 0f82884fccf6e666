"""Making a pay run out of approved time, rates and what the tax office says."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.payroll.models import PayRun, Payslip, PayslipLine
from franchise_kit.payroll.queries.particulars import particulars_of
from franchise_kit.payroll.queries.payable import Period, living_runs, spans_of, without_rate, without_tax
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.payslip import Line, Particulars, as_working, work_out
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of
from franchise_kit.people.queries.facts import WorkerFacts, worker_of_id
from franchise_kit.time.actions import gather
from franchise_kit.time.queries.unpaid import list_unpaid
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction


def draft_run(
    *, coop: Coop, pay_on: date, period_from: date, period_until: date, by: Actor, now: datetime
) -> UUID:
    """Make the run of a pay day, with a payslip for everybody whose time and particulars allow it.

    The days are London's, ``period_until`` exclusive; of them it takes approved time that no run holds.
    Whoever has no rate, no tax particulars or nothing approved is left out, and ``list_left_out`` says so.
    Raises ``PeriodNotPossible``, ``PayRunExists``, ``AnotherRunOpen``, ``LaterRunApproved`` or
    ``NoFiguresForTaxYear``.
    """
    with transaction(coop, by=by, doing="payroll.draft_run") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        check_reach(session, Permission.EMPLOYMENT_READ, by=by, now=now)
        rules.check_period(pay_on=pay_on, period_from=period_from, period_until=period_until)
        rules.check_may_draft(living_runs(session), pay_on)
        period = Period(period_from, period_until)
        run_id = _begin(session, pay_on, period, by=by, now=now)
        lines = _gathered(session, run_id, pay_on, period)
        known = particulars_of(session, lines, pay_on)
        for worker_id, worked in lines.items():
            _add_payslip(session, run_id, _worker(session, worker_id), worked, known[worker_id], pay_on)
        journal.note(session, record_kind="pay_run", record_id=run_id, pay_on=pay_on, payslips=len(lines))
        return run_id


def _begin(session: Session, pay_on: date, period: Period, *, by: Actor, now: datetime) -> UUID:
    if by.person_id is None:
        # Two people make a pay run, and the system is nobody.
        raise NotFound(record_kind="pay_run")
    # Whoever drafts for the same pay day at the same instant waits here, and is then told so.
    written = session.execute(
        insert_or_not(PayRun)
        .values(
            id=uuid4(),
            frequency=Frequency.M1,
            period_from=period.from_,
            period_until=period.until,
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
    run_id: UUID = written.id
    return run_id


def _gathered(session: Session, run_id: UUID, pay_on: date, period: Period) -> dict[UUID, list[Line]]:
    """Take the time of everybody who can be paid; return their lines, each kind and rate once."""
    approved = {
        one.worker_id
        for one in list_unpaid(session, from_=period.from_, until=period.until)
        if one.state == "approved"
    }
    spans = spans_of(session, approved, period)
    payable = approved - without_rate(session, spans) - set(without_tax(session, approved, pay_on))
    lines: dict[UUID, list[Line]] = {}
    for span in spans:
        for one in gather(
            session,
            pay_run_id=run_id,
            worker_ids=payable & span.rates.keys(),
            from_=span.from_,
            until=span.until,
        ):
            mine = lines.setdefault(one.worker_id, [])
            mine.append(Line(one.kind, one.minutes, span.rates[one.worker_id]))
    return {worker_id: _merged(mine) for worker_id, mine in lines.items()}


def _merged(lines: Sequence[Line]) -> list[Line]:
    minutes: dict[tuple[str, int], int] = {}
    for line in lines:
        key = (line.kind, line.pence_per_hour)
        minutes[key] = minutes.get(key, 0) + line.minutes
    return [Line(kind, total, rate) for (kind, rate), total in sorted(minutes.items())]


def _worker(session: Session, worker_id: UUID) -> WorkerFacts:
    worker = worker_of_id(session, worker_id)
    if worker is None:
        msg = "Time worked belongs to a worker who is there."
        raise LookupError(msg)
    return worker


def _add_payslip(
    session: Session,
    run_id: UUID,
    worker: WorkerFacts,
    lines: Sequence[Line],
    particulars: Particulars,
    pay_on: date,
) -> None:
    made = work_out(lines, particulars=particulars, pay_on=pay_on)
    payslip = Payslip(
        id=uuid4(),
        pay_run_id=run_id,
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
            minutes=line.minutes,
            pence_per_hour=line.pence_per_hour,
            amount_pence=line.amount_pence,
        )
        for position, line in enumerate(made.lines, start=1)
    )
