"""Payslips: everybody's for whoever reads them all, one's own once they were approved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.payroll.models import PayRun, Payslip, PayslipLine
from franchise_kit.payroll.queries.payable import line_of
from franchise_kit.payroll.queries.reaching import reaches_all
from franchise_kit.payroll.rules.payslip import Line, steps_of
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
    tax_code: str
    ni_category: str
    lines: tuple[Line, ...]
    tax_steps: tuple[Step, ...]
    ni_steps: tuple[Step, ...]
    year_pay_pence: int
    year_tax_pence: int
    year_ni_pence: int

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
    return PayslipFacts(
        head=_heads(session, [found])[0],
        is_own=row.person_id == by.person_id,
        period_from=run.period_from,
        period_until=run.period_until,
        tax_year=run.tax_year,
        tax_period=run.tax_period,
        tax_code=row.tax_code,
        ni_category=row.ni_category,
        lines=tuple(map(line_of, lines)),
        tax_steps=steps_of(row.working, "tax"),
        ni_steps=steps_of(row.working, "ni"),
        year_pay_pence=row.earlier_pay_pence + row.gross_pence,
        year_tax_pence=row.earlier_tax_pence + row.tax_pence,
        year_ni_pence=_earlier_ni(session, row, run) + row.employee_ni_pence,
    )


def _earlier_ni(session: Session, row: Payslip, run: PayRun) -> int:
    summed = (
        select(func.coalesce(func.sum(Payslip.employee_ni_pence), 0))
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            Payslip.worker_id == row.worker_id,
            PayRun.state == APPROVED,
            PayRun.tax_year == run.tax_year,
            PayRun.pay_on < run.pay_on,
        )
    )
    return int(session.scalars(summed).one())


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
