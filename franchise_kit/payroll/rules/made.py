"""A payslip worked out: from time, other pay and what holds for the worker to net pay, step by step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final
from uuid import UUID

from franchise_kit.payroll.rules.class1 import Class1
from franchise_kit.payroll.rules.held_orders import HeldOrder, OrderTaken, as_orders, order_steps, taken_by
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.other_pay import OtherPay
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate
from franchise_kit.payroll.rules.payslip import Line
from franchise_kit.payroll.rules.pensions import Scheme, pension_figures
from franchise_kit.payroll.rules.pensions import steps as pension_steps
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of
from franchise_kit.payroll.rules.whole import (
    FIRST_OF_PERIOD,
    Directorship,
    InPeriod,
    Payee,
    Whole,
    work_out_whole,
)
from franchise_kit.people.rules.tax_code import TaxCode

PARTS: Final = ("tax", "ni", "loans", "pension", "orders")


@dataclass(frozen=True, slots=True)
class Membership:
    """The pension scheme that a worker is a member of, and its terms on the pay day."""

    scheme_id: UUID
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class Particulars:
    """What holds for one worker on a pay day, and what came earlier this tax year.

    ``in_period`` is the part of it that was paid here in the tax month or week of the pay day. ``leaving_on``
    is the last day of work, of whoever is paid for the last time; after that, ``is_after_leaving``.
    """

    tax_code: str
    ni_category: str
    before: YearToDate = NOTHING_BEFORE
    in_period: InPeriod = FIRST_OF_PERIOD
    frequency: Frequency = Frequency.M1
    loans: tuple[Plan, ...] = ()
    pension: Membership | None = None
    orders: tuple[HeldOrder, ...] = ()
    director: Directorship | None = None
    leaving_on: date | None = None
    is_after_leaving: bool = False
    born_on: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PaySums:
    """All sums of a payslip, or of several together, in whole pence, as the table of payslips has them."""

    gross_pence: int = 0
    expenses_pence: int = 0
    sacrificed_pence: int = 0
    ni_able_pence: int = 0
    pension_before_tax_pence: int = 0
    taxable_pence: int = 0
    tax_pence: int = 0
    employee_ni_pence: int = 0
    employer_ni_pence: int = 0
    at_lel_pence: int = 0
    lel_to_pt_pence: int = 0
    pt_to_uel_pence: int = 0
    student_loan_pence: int = 0
    postgraduate_loan_pence: int = 0
    pensionable_pence: int = 0
    pension_after_tax_pence: int = 0
    pension_employer_pence: int = 0
    pension_relief_pence: int = 0
    orders_pence: int = 0
    net_pence: int = 0


SUMS: Final = tuple(one.name for one in fields(PaySums))
NO_SUMS: Final = PaySums()


def plus(one: PaySums, other: PaySums) -> PaySums:
    """Return two payslips' sums together.

    Source: Employment Rights Act 1996, s.8: what is paid in a year is the sum of its payslips.
    """
    return PaySums(*(getattr(one, name) + getattr(other, name) for name in SUMS))


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A payslip with its lines, other pay, sums and normal tax code, and what they were worked out from."""

    lines: tuple[Line, ...]
    other: tuple[OtherPay, ...]
    particulars: Particulars
    tax_code: str
    sums: PaySums
    orders: tuple[OrderTaken, ...]
    student_plan: str | None
    whole: Whole
    pay_on: date

    def steps(self, part: str) -> tuple[Step, ...]:
        """Return how a part came about: tax, ni, loans, pension or orders."""
        return _steps(self)[PARTS.index(part)]


def work_out(
    lines: Sequence[Line], *, other: Iterable[OtherPay] = (), particulars: Particulars, pay_on: date
) -> WorkedOut:
    """Return what somebody is paid on a day for some lines of time and other pay.

    Units: whole pence; expenses are paid beside the net, and no deduction goes by them.
    Raises TaxCodeNotUnderstood, NoSuchCategory, NoFiguresForTaxYear, and what ``work_out_whole`` raises.
    Source: Employment Rights Act 1996, s.8 (what a payslip says); the rest as ``work_out_whole``.
    """
    paid = tuple(other)
    gross_pence = sum(line.amount_pence for line in lines)
    gross_pence += sum(one.pence for one in paid if not one.is_expense)
    expenses_pence = sum(one.pence for one in paid if one.is_expense)
    code = TaxCode.parse(particulars.tax_code)
    whole, orders = _whole(code, particulars, gross_pence, pay_on)
    plan = whole.loans.student
    return WorkedOut(
        lines=tuple(lines),
        other=paid,
        particulars=particulars,
        tax_code=code.printed,
        sums=_sums(whole, particulars.director, expenses_pence),
        orders=orders,
        student_plan=str(plan.figures.plan) if plan is not None else None,
        whole=whole,
        pay_on=pay_on,
    )


def _whole(
    code: TaxCode, particulars: Particulars, gross_pence: int, pay_on: date
) -> tuple[Whole, tuple[OrderTaken, ...]]:
    figures, held = figures_for(pay_on), particulars

    def on(orders: Sequence[HeldOrder], attachable_pence: int) -> tuple[Whole, tuple[OrderTaken, ...]]:
        made = as_orders(orders, attachable_pence, book=figures.book, on=pay_on)
        payee = Payee(
            tax_code=code,
            ni_category=held.ni_category,
            frequency=held.frequency,
            before=held.before,
            in_period=held.in_period,
            loans=held.loans,
            pension=held.pension.scheme if held.pension is not None else None,
            orders=tuple(made.values()),
            director=held.director,
            is_after_leaving=held.is_after_leaving,
        )
        period = period_of(pay_on, held.frequency)
        whole = work_out_whole(payee, gross_pence=gross_pence, period=period, figures=figures)
        return whole, taken_by(made, whole.orders)

    if not held.orders:
        return on((), 0)
    # What an order for child maintenance protects is a share of the pay before any order.
    return on(held.orders, on((), 0)[0].attachable_pence)


def _sums(whole: Whole, director: Directorship | None, expenses_pence: int) -> PaySums:
    class1, pension = whole.national_insurance, whole.pension
    at_lel, lel_to_pt, pt_to_uel = _bands(class1, director)
    return PaySums(
        gross_pence=whole.gross_pence,
        expenses_pence=expenses_pence,
        sacrificed_pence=pension.sacrificed_pence,
        ni_able_pence=whole.ni_able_pence,
        pension_before_tax_pence=pension.before_tax_pence,
        taxable_pence=whole.taxable_pence,
        tax_pence=whole.tax.tax_pence,
        employee_ni_pence=class1.employee_pence,
        employer_ni_pence=class1.employer_pence,
        at_lel_pence=at_lel,
        lel_to_pt_pence=lel_to_pt,
        pt_to_uel_pence=pt_to_uel,
        student_loan_pence=whole.loans.student_pence,
        postgraduate_loan_pence=whole.loans.postgraduate_pence,
        pensionable_pence=pension.pensionable_pence,
        pension_after_tax_pence=pension.after_tax_pence,
        pension_employer_pence=pension.employer_pence,
        pension_relief_pence=pension.relief_pence,
        orders_pence=whole.ordered_pence,
        net_pence=whole.net_pence + expenses_pence,
    )


def _bands(class1: Class1, director: Directorship | None) -> tuple[int, int, int]:
    """Return what this payment adds to the bands that HMRC is told, so that the year is their sum."""
    bands, before = (class1.at_lel_pence, class1.lel_to_pt_pence, class1.pt_to_uel_pence), class1.before
    if before is None:
        return bands
    told = (before.at_lel_pence, before.lel_to_pt_pence, before.pt_to_uel_pence)
    if director is not None:
        told = director.told
    return bands[0] - told[0], bands[1] - told[1], bands[2] - told[2]


def _steps(made: WorkedOut) -> tuple[tuple[Step, ...], ...]:
    """Return the steps of all parts, in the order of ``PARTS``."""
    whole, pension = made.whole, made.particulars.pension
    of_pension: tuple[Step, ...] = ()
    if pension is not None:
        of_pension = pension_steps(
            pension.scheme,
            whole.pension,
            frequency=made.particulars.frequency,
            pay_pence=whole.gross_pence,
            figures=pension_figures(made.pay_on),
        )
    of_orders = order_steps(made.orders, whole.attachable_pence)
    return whole.tax.steps, whole.national_insurance.steps, whole.loans.steps, of_pension, of_orders


def as_working(made: WorkedOut) -> dict[str, Any]:
    """Return the steps as they are kept: codes and whole numbers.

    Source: our own design: whoever is paid can read how each figure came about.
    """
    return {part: as_kept(steps) for part, steps in zip(PARTS, _steps(made), strict=True)}


def as_kept(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return some steps as they are kept.

    Source: our own design, as above.
    """
    return [{"code": step.code, "values": dict(step.values)} for step in steps]


def from_kept(kept: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return some steps from what was kept.

    Source: our own design, as above.
    """
    return tuple(Step(one["code"], one["values"]) for one in kept)


def steps_of(working: Mapping[str, Any], part: str) -> tuple[Step, ...]:
    """Return the steps of one of ``PARTS`` from what was kept.

    Source: our own design, as above.
    """
    return from_kept(working.get(part, ()))
