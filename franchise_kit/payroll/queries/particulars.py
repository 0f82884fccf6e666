"""What holds for workers on a pay day, with all that came earlier in its tax year. It asks nobody."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate
from franchise_kit.payroll.rules.payslip import Particulars, earlier_in_year
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of, tax_year
from franchise_kit.people.queries.facts import tax_of


def particulars_of(session: Session, worker_ids: Collection[UUID], pay_on: date) -> dict[UUID, Particulars]:
    """Return the particulars of those workers who have any, with pay and tax before this pay day."""
    earlier = _earlier_payslips(session, worker_ids, pay_on)
    month = period_of(pay_on, Frequency.M1)
    return {
        worker_id: Particulars(
            tax_code=told.tax_code,
            ni_category=told.ni_category,
            before=earlier_in_year(
                (paid for _period, paid in earlier.get(worker_id, [])),
                YearToDate(told.earlier_pay_pence, told.earlier_tax_pence),
            ),
            this_month=earlier_in_year(
                (paid for period, paid in earlier.get(worker_id, []) if period == month), NOTHING_BEFORE
            ),
        )
        for worker_id, told in tax_of(session, worker_ids, pay_on).items()
    }


def _earlier_payslips(
    session: Session, worker_ids: Collection[UUID], pay_on: date
) -> dict[UUID, list[tuple[int, YearToDate]]]:
    """Return by worker what was paid earlier in the tax year, each with its tax month."""
    wanted = (
        select(Payslip.worker_id, PayRun.tax_period, Payslip.gross_pence, Payslip.tax_pence)
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            PayRun.state == APPROVED,
            PayRun.tax_year == tax_year(pay_on),
            PayRun.pay_on < pay_on,
            Payslip.worker_id.in_(set(worker_ids)),
        )
    )
    found: dict[UUID, list[tuple[int, YearToDate]]] = {}
    for worker_id, period, gross_pence, tax_pence in session.execute(wanted):
        found.setdefault(worker_id, []).append((period, YearToDate(gross_pence, tax_pence)))
    return found
