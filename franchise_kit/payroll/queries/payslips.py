"""Payslips: everybody's for whoever reads them all, one's own once they were approved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.payroll.models import PayRun, PaySchedule, Payslip, PayslipLine
from franchise_kit.payroll.queries.payable import line_of
from franchise_kit.payroll.queries.reaching import reaches_all
from franchise_kit.payroll.queries.stored import orders_of, others_of, sums_of
from franchise_kit.payroll.queries.year import YearSums
from franchise_kit.payroll.rules.held_orders import OrderTaken
from franchise_kit.payroll.rules.made import PARTS, SUMS, PaySums, plus, steps_of
from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.payslip import Line
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.people.queries.facts import names_of
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class PayslipHead:
    """A payslip in a list, in whole pence. ``state`` is its run's."""

    id: UUID
    pay_run_id: UUID
    worker_id: UUID
    worker_name: str = field(repr=False)
    pay_on: date
    state: str
    gross_pence: int
    tax_pence: int
    employee_ni_pence: int
    employer_ni_pence: int
    net_pence: int


@dataclass(frozen=True, slots=True)
class PayslipFacts:
    """A payslip with all that it says, in whole pence; ``period_until`` is exclusive.

    The year's sums go up to this payslip: pay and tax with what a P45 brought, contributions of here alone.
    """

    head: PayslipHead
    is_own: bool
    period_from: date
    period_until: date
    tax_year: str
    tax_period: int
    run_kind: str
    schedule_name: str
    frequency: str
    tax_code: str
    ni_category: str
    student_plan: str | None
    pension_scheme_id: UUID | None
    leaving_on: date | None
    sums: PaySums
    lines: tuple[Line, ...]
    other: tuple[OtherPay, ...]
    orders: tuple[OrderTaken, ...]
    steps: Mapping[str, tuple[Step, ...]]
    year: YearSums

    @property
    def tax_steps(self) -> tuple[Step, ...]:
        """How tax came about."""
        return self.steps["tax"]

    @property
    def ni_steps(self) -> tuple[Step, ...]:
        """How contributions came about."""
        return self.steps["ni"]

    @property
    def loan_steps(self) -> tuple[Step, ...]:
        """How what loans repay came about."""
        return self.steps["loans"]

    @property
    def pension_steps(self) -> tuple[Step, ...]:
        """How what goes to a pension came about."""
        return self.steps["pension"]

    @property
    def order_steps(self) -> tuple[Step, ...]:
        """How what orders take came about."""
        return self.steps["orders"]

    @property
    def year_pay_pence(self) -> int:
        """Taxable pay of the year, an earlier employment's with it."""
        return self.year.pay_pence

    @property
    def year_tax_pence(self) -> int:
        """Tax of the year, an earlier employment's with it."""
        return self.year.tax_pence

    @property
    def year_ni_pence(self) -> int:
        """Contributions of the year here."""
        return self.year.sums.employee_ni_pence

    @property
    def minutes(self) -> int:
        """All the time that it pays."""
        return sum(line.minutes for line in self.lines)


def list_own_payslips(session: Session, *, by: Actor) -> list[PayslipHead]:
    """Return one's own payslips of approved runs, the latest first."""
    within(by, Permission.PAYSLIP_READ)
    wanted = select(Payslip, PayRun).join(PayRun, PayRun.id == Payslip.pay_run_id)
    mine = wanted.where(Payslip.person_id == by.person_id, PayRun.state == APPROVED)
    rows = session.execute(mine.order_by(PayRun.pay_on.desc(), Payslip.id)).all()
    return _heads(session, rows)


def list_payslips(session: Session, *, by: Actor, pay_run_id: UUID | None = None) -> list[PayslipHead]:
    """Return payslips, of one run or of all, the latest first; one's own alone where that is one's reach."""
    if not reaches_all(by, Permission.PAYSLIP_READ):
        mine = list_own_payslips(session, by=by)
        return [one for one in mine if pay_run_id in (None, one.pay_run_id)]
    wanted = select(Payslip, PayRun).join(PayRun, PayRun.id == Payslip.pay_run_id)
    if pay_run_id is not None:
        wanted = wanted.where(PayRun.id == pay_run_id)
    rows = session.execute(wanted.order_by(PayRun.pay_on.desc(), Payslip.id)).all()
    return _heads(session, rows)


def get_payslip(session: Session, payslip_id: UUID, *, by: Actor) -> PayslipFacts:
    """Return one payslip: one's own of an approved run, or anybody's for who reads all; or ``NotFound``."""
    wanted = select(Payslip, PayRun).join(PayRun, PayRun.id == Payslip.pay_run_id)
    found = session.execute(wanted.where(Payslip.id == payslip_id)).first()
    scope = within(by, Permission.PAYSLIP_READ)
    if found is None:
        raise NotFound(record_kind="payslip")
    row, run = found
    is_own = by.person_id is not None and row.person_id == by.person_id and "own" in scope.kinds
    if not reaches_all(by, Permission.PAYSLIP_READ) and not (is_own and run.state == APPROVED):
        raise NotFound(record_kind="payslip")
    lines = session.scalars(
        select(PayslipLine).where(PayslipLine.payslip_id == row.id).order_by(PayslipLine.position)
    )
    schedule = select(PaySchedule.name).where(PaySchedule.id == run.schedule_id)
    return PayslipFacts(
        head=_heads(session, [found])[0],
        is_own=row.person_id == by.person_id,
        period_from=run.period_from,
        period_until=run.period_until,
        tax_year=run.tax_year,
        tax_period=run.tax_period,
        run_kind=run.kind,
        schedule_name=session.scalars(schedule).one(),
        frequency=row.frequency,
        tax_code=row.tax_code,
        ni_category=row.ni_category,
        student_plan=row.student_plan,
        pension_scheme_id=row.pension_scheme_id,
        leaving_on=row.leaving_on,
        sums=sums_of(row),
        lines=tuple(map(line_of, lines)),
        other=others_of(session, [row.id]).get(row.id, ()),
        orders=orders_of(session, [row.id]).get(row.id, ()),
        steps={part: steps_of(row.working, part) for part in PARTS},
        year=_year(session, row, run),
    )


def _year(session: Session, row: Payslip, run: PayRun) -> YearSums:
    """Return the year up to a payslip, with whatever of it came before on the same day."""
    is_before = or_(
        PayRun.pay_on < run.pay_on,
        # Of an open run, everything that is approved came before.
        and_(PayRun.pay_on == run.pay_on, PayRun.approved_at < run.approved_at)
        if run.approved_at is not None
        else PayRun.pay_on == run.pay_on,
    )
    summed = (
        select(*(func.coalesce(func.sum(getattr(Payslip, name)), 0) for name in SUMS))
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            Payslip.worker_id == row.worker_id,
            PayRun.state == APPROVED,
            PayRun.tax_year == run.tax_year,
            is_before,
        )
    )
    here = PaySums(*map(int, session.execute(summed).one()))
    return YearSums(
        plus(here, sums_of(row)),
        # What the calculation took as earlier, less what was of here, is what a P45 brought.
        row.earlier_pay_pence - here.taxable_pence,
        row.earlier_tax_pence - here.tax_pence,
    )


def _heads(session: Session, rows: Sequence[tuple[Payslip, PayRun]]) -> list[PayslipHead]:
    names = names_of(session, {row.worker_id for row, _run in rows})
    return [
        PayslipHead(
            id=row.id,
            pay_run_id=run.id,
            worker_id=row.worker_id,
            worker_name=names[row.worker_id],
            pay_on=run.pay_on,
            state=run.state,
            gross_pence=row.gross_pence,
            tax_pence=row.tax_pence,
            employee_ni_pence=row.employee_ni_pence,
            employer_ni_pence=row.employer_ni_pence,
            net_pence=row.net_pence,
        )
        for row, run in rows
    ]
