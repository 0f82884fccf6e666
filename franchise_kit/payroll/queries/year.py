"""A worker's tax year so far: the sum of approved payslips, and what a P45 brought. It asks nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import PayRun, Payslip
from franchise_kit.payroll.rules.made import NO_SUMS, SUMS, PaySums
from franchise_kit.payroll.rules.runs import APPROVED
from franchise_kit.payroll.rules.tax_calendar import tax_year
from franchise_kit.people.queries.facts import tax_of
from tenants.bulk import is_one_of


@dataclass(frozen=True, slots=True)
class YearSums:
    """A tax year up to a pay day, in whole pence: ``sums`` of here alone, and what a P45 of it brought."""

    sums: PaySums = NO_SUMS
    earlier_employment_pay_pence: int = 0
    earlier_employment_tax_pence: int = 0

    @property
    def pay_pence(self) -> int:
        """All taxable pay of the year, an earlier employment's with it."""
        return self.sums.taxable_pence + self.earlier_employment_pay_pence

    @property
    def tax_pence(self) -> int:
        """All tax of the year, an earlier employment's with it."""
        return self.sums.tax_pence + self.earlier_employment_tax_pence


def years_to_date(session: Session, worker_ids: Collection[UUID], pay_on: date) -> dict[UUID, YearSums]:
    """Return the year of each worker up to and with a pay day: everybody who is asked for is there."""
    wanted = (
        select(Payslip.worker_id, *(func.sum(getattr(Payslip, name)) for name in SUMS))
        .join(PayRun, PayRun.id == Payslip.pay_run_id)
        .where(
            PayRun.state == APPROVED,
            PayRun.tax_year == tax_year(pay_on),
            PayRun.pay_on <= pay_on,
            is_one_of(Payslip.worker_id, worker_ids),
        )
        .group_by(Payslip.worker_id)
    )
    summed = {worker_id: PaySums(*map(int, sums)) for worker_id, *sums in session.execute(wanted)}
    told = tax_of(session, worker_ids, pay_on)
    return {
        worker_id: YearSums(
            summed.get(worker_id, NO_SUMS),
            told[worker_id].earlier_pay_pence if worker_id in told else 0,
            told[worker_id].earlier_tax_pence if worker_id in told else 0,
        )
        for worker_id in worker_ids
    }


def year_to_date(session: Session, worker_id: UUID, pay_on: date) -> YearSums:
    """Return one worker's year up to and with a pay day."""
    return years_to_date(session, {worker_id}, pay_on)[worker_id]
