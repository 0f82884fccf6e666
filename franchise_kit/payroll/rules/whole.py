"""A whole payslip, everything together: sacrifice, tax, contributions, pension, orders, loans, net pay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from franchise_kit.payroll.rules.class1 import Class1, lengthened_contributions, less
from franchise_kit.payroll.rules.class1 import further_contributions as further_class1
from franchise_kit.payroll.rules.directors import Method, directors_contributions
from franchise_kit.payroll.rules.loans import Plan, Repayments, loan_figures, repayments
from franchise_kit.payroll.rules.orders import AnyOrder, TakenBy, loan_beside_orders, take_by_order
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
    """What was paid earlier in the same period, in whole pence: taxed, what contributions went by, gross.

    ``shorter`` was paid in it at a shorter interval, before the first payment at this one: each interval, and
    what was earned in one period of it. ``is_first`` says that no payment at this interval came before.
    """

    taxed: YearToDate = NOTHING_BEFORE
    earned_pence: int = 0
    gross_pence: int = 0
    shorter: tuple[tuple[Frequency, int], ...] = ()
    is_first: bool = True


FIRST_OF_PERIOD: Final = InPeriod()


@dataclass(frozen=True, slots=True)
class Directorship:
    """How a director's contributions are worked out: see ``rules.directors``.

    ``earlier`` is what each payment of the earnings period before this one counted, in whole pence; ``told``
    the three bands that HMRC was told of them, and ``charged`` what the director and the employer paid on
    them. ``is_last`` is the last payment of the year or appointment, or one after it.
    """

    method: Method
    from_week: int
    earlier: tuple[int, ...] = ()
    told: tuple[int, int, int] = (0, 0, 0)
    charged: tuple[int, int] = (0, 0)
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Payee:
    """What holds for a worker on a pay day: code, letter, loans, pension, and earlier pay of the year.

    What is paid after the last pay has an earnings period of a week, whatever the usual interval was.
    """

    tax_code: TaxCode
    ni_category: str
    frequency: Frequency
    before: YearToDate = NOTHING_BEFORE
    in_period: InPeriod = FIRST_OF_PERIOD
    loans: tuple[Plan, ...] = ()
    pension: Scheme | None = None
    orders: tuple[AnyOrder, ...] = ()
    director: Directorship | None = None
    is_after_leaving: bool = False

    @property
    def earning_interval(self) -> Frequency:
        """The length of the period that contributions and loans go by.

        Source: SI 2001/1004, reg. 3 and 4; HMRC, CWG2: irregular payments to somebody who has left.
        """
        return Frequency.W1 if self.is_after_leaving else self.frequency


@dataclass(frozen=True, slots=True)
class Whole:
    """A payslip's figures in whole pence, before expenses; ``orders`` are in the order in which they took."""

    gross_pence: int
    taxable_pence: int
    ni_able_pence: int
    tax: TaxDue
    national_insurance: Class1
    loans: Repayments
    pension: Contributions
    orders: tuple[TakenBy, ...]
    attachable_pence: int
    net_pence: int

    @property
    def ordered_pence(self) -> int:
        """What all orders took together."""
        return sum(one.pence for one in self.orders)


def work_out_whole(payee: Payee, *, gross_pence: int, period: int, figures: Figures) -> Whole:
    """Return everything that one payment comes to, in the order in which each figure stands on another.

    What is sacrificed is no pay at all; a net pay arrangement lessens what is taxed alone; loans go by the
    pay that contributions are due on, and have the room that orders leave them; relief at source is taken
    from net pay before orders see it.
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
    class1 = _contributions(payee, earned_pence, figures)
    taken_pence = tax.tax_pence + class1.employee_pence + pension.after_tax_pence
    attachable_pence = taxable_pence - taken_pence
    orders = _orders(payee, attachable_pence, figures)
    loans = _loans(payee, earned_pence, attachable_pence, orders, figures)
    repaid_pence = loans.student_pence + loans.postgraduate_pence
    net_pence = attachable_pence - sum(one.pence for one in orders) - repaid_pence
    if net_pence < 0:
        raise DeductionsAbovePay
    return Whole(
        gross_pence,
        taxable_pence,
        earned_pence,
        tax,
        class1,
        loans,
        pension,
        orders,
        attachable_pence,
        net_pence,
    )


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


def _contributions(payee: Payee, earned_pence: int, figures: Figures) -> Class1:
    director = payee.director
    if director is None or (director.method is Method.ALTERNATIVE and not director.is_last):
        return _ordinary(payee, earned_pence, figures)
    # What was charged by the alternative method is what it was: a second last payment puts right the first.
    is_alternative = director.method is Method.ALTERNATIVE
    payments = (
        (sum(director.earlier) + earned_pence,) if is_alternative else (*director.earlier, earned_pence)
    )
    made = directors_contributions(
        payments,
        method=Method.ANNUAL,
        category=payee.ni_category,
        frequency=payee.frequency,
        from_week=director.from_week,
        figures=figures,
    )[-1]
    if not is_alternative:
        return made
    return less(made, Class1(made.letter, made.limits, sum(director.earlier), *director.charged))


def _ordinary(payee: Payee, earned_pence: int, figures: Figures) -> Class1:
    """Return the contributions of whoever is no director, or of one before the last pay of the year."""
    before = payee.in_period
    if before.shorter and before.is_first:
        return lengthened_contributions(
            category=payee.ni_category,
            frequency=payee.earning_interval,
            shorter=before.shorter,
            earnings_pence=earned_pence,
            figures=figures,
        )
    return further_class1(
        category=payee.ni_category,
        frequency=payee.earning_interval,
        before_pence=before.earned_pence + sum(pence for _interval, pence in before.shorter),
        earnings_pence=earned_pence,
        figures=figures,
    )


def _orders(payee: Payee, attachable_pence: int, figures: Figures) -> tuple[TakenBy, ...]:
    if not payee.orders:
        return ()
    return tuple(
        take_by_order(
            max(0, attachable_pence),
            payee.orders,
            frequency=payee.frequency,
            book=figures.book,
            on=figures.on,
        )
    )


def _loans(
    payee: Payee, earned_pence: int, attachable_pence: int, orders: Sequence[TakenBy], figures: Figures
) -> Repayments:
    """Return what is repaid of loans, as far as orders that come before them leave room."""
    wanted = repayments(
        payee.loans,
        frequency=payee.earning_interval,
        pay_pence=earned_pence,
        figures=loan_figures(figures.on),
        before_pence=payee.in_period.earned_pence,
    )
    if not orders:
        return wanted
    student = loan_beside_orders(wanted.student_pence, net_pence=attachable_pence, taken=orders)
    left_pence = attachable_pence - student
    postgraduate = loan_beside_orders(wanted.postgraduate_pence, net_pence=left_pence, taken=orders)
    return Repayments(
        wanted.student and replace(wanted.student, pence=student),
        wanted.postgraduate and replace(wanted.postgraduate, pence=postgraduate),
    )
