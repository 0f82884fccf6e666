"""A whole payslip, everything together: sacrifice, tax, National Insurance, loans, pension, and net pay."""

from dataclasses import dataclass
from typing import ClassVar, Final

from franchise_kit.payroll.rules.class1 import Class1
from franchise_kit.payroll.rules.class1 import further_contributions as further_class1
from franchise_kit.payroll.rules.loans import Plan, Repayments, loan_figures, repayments
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, TaxDue, YearToDate, tax_due
from franchise_kit.payroll.rules.pensions import (
    NO_PENSION,
    Contributions,
    Scheme,
    further_contributions,
    pension_figures,
)
from franchise_kit.payroll.rules.rates import Figures
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.tax_code import TaxCode
from tenants.refusal import Refusal


class PayBelowNothing(Refusal):
    """A payment is nought or more; what was paid too much is taken off by a line of its own."""

    code: ClassVar[str] = "pay_below_nothing"


class DeductionsAbovePay(Refusal):
    """More would be taken than is earned, so that nothing would be left to take it from."""

    code: ClassVar[str] = "deductions_above_pay"


@dataclass(frozen=True, slots=True)
class InPeriod:
    """What was paid earlier in the same period, in whole pence: taxed, what contributions went by, gross."""

    taxed: YearToDate = NOTHING_BEFORE
    earned_pence: int = 0
    gross_pence: int = 0


FIRST_OF_PERIOD: Final = InPeriod()


@dataclass(frozen=True, slots=True)
class Payee:
    """What holds for a worker on a pay day: code, letter, loans, pension, and earlier pay of the year."""

    tax_code: TaxCode
    ni_category: str
    frequency: Frequency
    before: YearToDate = NOTHING_BEFORE
    in_period: InPeriod = FIRST_OF_PERIOD
    loans: tuple[Plan, ...] = ()
    pension: Scheme | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A payslip's figures in whole pence, before orders of courts and expenses."""

    gross_pence: int
    taxable_pence: int
    ni_able_pence: int
    tax: TaxDue
    national_insurance: Class1
    loans: Repayments
    pension: Contributions
    net_pence: int

    @property
    def attachable_pence(self) -> int:
        """What an order attaches: pay after tax, contributions and pension, before loans are repaid."""
        return self.net_pence + self.loans.student_pence + self.loans.postgraduate_pence


def work_out_whole(payee: Payee, *, gross_pence: int, period: int, figures: Figures) -> Whole:
    """Return everything that one payment comes to, in the order in which each figure stands on another.

    What is sacrificed is no pay at all; a net pay arrangement lessens what is taxed alone; loans go by the
    pay that contributions are due on; relief at source is taken last.
    Units: whole pence; ``period`` is a tax month or week, as for tax.
    Raises PayBelowNothing, DeductionsAbovePay, and what each rule raises.
    Source: ITEPA 2003, s.684 to 686 and s.62 (sacrificed pay is no earnings); Finance Act 2004, s.192 and
    193; SSCBA 1992, s.6 to 9; SI 2009/470, reg. 44 (loans); Employment Rights Act 1996, s.8 and 13.
    """
    if gross_pence < 0:
        raise PayBelowNothing
    pension = _pension(payee, gross_pence, figures)
    earned_pence = gross_pence - pension.sacrificed_pence
    taxable_pence = earned_pence - pension.before_tax_pence
    tax = tax_due(
        code=payee.tax_code,
        frequency=payee.frequency,
        period=period,
        pay_pence=taxable_pence,
        before=payee.before,
        figures=figures,
        same_period=payee.in_period.taxed,
    )
    class1 = further_class1(
        category=payee.ni_category,
        frequency=payee.frequency,
        before_pence=payee.in_period.earned_pence,
        earnings_pence=earned_pence,
        figures=figures,
    )
    loans = repayments(
        payee.loans,
        frequency=payee.frequency,
        pay_pence=earned_pence,
        figures=loan_figures(figures.on),
    )
    repaid_pence = loans.student_pence + loans.postgraduate_pence
    taken_pence = tax.tax_pence + class1.employee_pence + repaid_pence + pension.after_tax_pence
    net_pence = taxable_pence - taken_pence
    if net_pence < 0:
        raise DeductionsAbovePay
    return Whole(gross_pence, taxable_pence, earned_pence, tax, class1, loans, pension, net_pence)


def _pension(payee: Payee, gross_pence: int, figures: Figures) -> Contributions:
    if payee.pension is None:
        return NO_PENSION
    return further_contributions(
        payee.pension,
        frequency=payee.frequency,
        before_pence=payee.in_period.gross_pence,
        pay_pence=gross_pence,
        figures=pension_figures(figures.on),
    )
