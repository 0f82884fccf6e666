"""What holds for workers on a pay day, with all that came earlier in its tax year. It asks nobody."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.rules.paye import YearToDate
from franchise_kit.payroll.rules.payslip import (
    EarlierPayslip,
    Particulars,
    earlier_in_year,
    is_of_tax_year,
)
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.tax_calendar import tax_year
from franchise_kit.people.queries.facts import TaxFacts, tax_of


def particulars_of(session: Session, worker_ids: Collection[UUID], pay_on: date) -> dict[UUID, Particulars]:
    """Return the particulars of those workers who have any, with pay and tax before this pay day."""
    earlier = _earlier_payslips(session, worker_ids, pay_on)
    return {
        worker_id: Particulars(
            tax_code=told.tax_code,
            ni_category=told.ni_category,
            before=earlier_in_year(earlier.get(worker_id, []), _p45(told, pay_on)),
        )
        for worker_id, told in tax_of(session, worker_ids, pay_on).items()
    }


def _p45(told: TaxFacts, pay_on: date) -> YearToDate | None:
    if told.source != "p45" or not is_of_tax_year(told.from_on, pay_on):
        return None
    return YearToDate(told.earlier_pay_pence, told.earlier_tax_pence)


def _earlier_payslips(
    session: Session, worker_ids: Collection[UUID], pay_on: date
) -> dict[UUID, list[EarlierPayslip]]:
    wanted = (
        select(Payslip)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            PayRun.state == APPROVED,
            PayRun.tax_year == tax_year(pay_on),
            PayRun.pay_on < pay_on,
            Payslip.worker_id.in_(set(worker_ids)),
        )
        .order_by(PayRun.pay_on)
    )
    found: dict[UUID, list[EarlierPayslip]] = {}
    for row in session.scalars(wanted):
        before = YearToDate(row.earlier_pay_pence, row.earlier_tax_pence)
        found.setdefault(row.worker_id, []).append(EarlierPayslip(row.gross_pence, row.tax_pence, before))
    return found
