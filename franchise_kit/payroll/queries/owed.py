"""What the co-op owes HMRC for each month of a tax year, and by when; for who prepares or approves runs."""

from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import Filing, PayRun, Payslip, PayslipOther
from franchise_kit.payroll.queries.employer import claims_of
from franchise_kit.payroll.queries.filing_content import SHORT_NAMES
from franchise_kit.payroll.queries.runs import check_reads_runs
from franchise_kit.payroll.rules.handing_over.eps import Summary
from franchise_kit.payroll.rules.handing_over.filing_states import STANDING
from franchise_kit.payroll.rules.handing_over.owed_by_month import (
    OwedMonth,
    PaidInMonth,
    Terms,
    month_days,
    owed_by_month,
    summary_on,
)
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.tax_calendar import MONTHS, tax_month, tax_year
from franchise_kit.people.rules.tax_year import YEAR_BEGINS
from tenants.actor import Actor

_SUMS: Final = {
    "tax_pence": Payslip.tax_pence,
    "employee_ni_pence": Payslip.employee_ni_pence,
    "employer_ni_pence": Payslip.employer_ni_pence,
    "student_loans_pence": Payslip.student_loan_pence,
    "postgraduate_loans_pence": Payslip.postgraduate_loan_pence,
    "ni_able_pence": Payslip.ni_able_pence,
}


def list_owed(session: Session, year: str, *, today: date, by: Actor) -> list[OwedMonth]:
    """Return the tax months of a year such as ``2026-27`` up to today's, the earliest first.

    Raises ``NoFiguresForTaxYear`` for a year without figures.
    """
    check_reads_runs(by)
    until = tax_month(today) if tax_year(today) == year else MONTHS
    return owed_by_month(_paid_by_month(session, year), _terms(session, year), until=until)


def summary_to_tell(session: Session, year: str, month: int, *, today: date) -> Summary:
    """Return what is told of a tax month besides its payslips; a claim that was told is not told again.

    For this room: it asks nobody. Raises ``NoSuchTaxMonth``, ``TaxMonthAhead`` or ``NoFiguresForTaxYear``.
    """
    terms = _terms(session, year)
    days = month_days(terms.begins_in, month)
    months = owed_by_month(_paid_by_month(session, year), terms, until=month)
    summary = summary_on(months[-1].summary, days, today)
    told = exists().where(
        Filing.kind == "eps",
        Filing.is_test.is_(False),
        Filing.tax_year == year,
        Filing.state.in_(STANDING),
        Filing.told["claims_allowance"].as_boolean(),
    )
    return replace(summary, claims_allowance=None) if session.scalar(select(told)) else summary


def _terms(session: Session, year: str) -> Terms:
    claims, begins_in = claims_of(session, year), int(year[:4])
    return Terms(
        begins_in=begins_in,
        claims_allowance=claims.claims_allowance,
        is_small=claims.is_small_employer,
        figures=figures_for(date(begins_in, *YEAR_BEGINS)),
    )


def _paid_by_month(session: Session, year: str) -> dict[int, PaidInMonth]:
    rows = session.execute(
        select(PayRun.pay_on, func.count(), *(func.sum(column) for column in _SUMS.values()))
        .join(Payslip, Payslip.pay_run_id == PayRun.id)
        .where(PayRun.state == APPROVED, PayRun.tax_year == year)
        .group_by(PayRun.pay_on)
    )
    sums: dict[int, dict[str, int]] = {}
    for pay_on, *figures in rows:
        of_month = sums.setdefault(tax_month(pay_on), dict.fromkeys(("payslips", *_SUMS), 0))
        for name, figure in zip(of_month, figures, strict=True):
            of_month[name] += int(figure)
    statutory = _statutory_by_month(session, year)
    return {
        month: PaidInMonth(**figures, statutory_pence=statutory.get(month, {}))
        for month, figures in sums.items()
    }


def _statutory_by_month(session: Session, year: str) -> dict[int, dict[str, int]]:
    statutory: dict[int, dict[str, int]] = {}
    others = session.execute(
        select(PayRun.pay_on, PayslipOther.kind, func.sum(PayslipOther.pence))
        .join(Payslip, Payslip.pay_run_id == PayRun.id)
        .join(PayslipOther, PayslipOther.payslip_id == Payslip.id)
        .where(PayRun.state == APPROVED, PayRun.tax_year == year, PayslipOther.kind.in_(SHORT_NAMES))
        .group_by(PayRun.pay_on, PayslipOther.kind)
    )
    for pay_on, kind, pence in others:
        of_month = statutory.setdefault(tax_month(pay_on), {})
        of_month[SHORT_NAMES[kind]] = of_month.get(SHORT_NAMES[kind], 0) + int(pence)
    return statutory
