"""One payment worked out for a page: the figures in their order, and each part's steps in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.payroll.check_schemas import NO_PENSION
from app.payroll.schedule_words import period_words
from app.payroll.steps import said_of
from app.payroll.sums import from_gross_to_net, on_top
from app.web.money import pounds
from franchise_kit.payroll.rules import pensions
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.made import PaySums
from franchise_kit.payroll.rules.paye import YearToDate
from franchise_kit.payroll.rules.pensions import Arrangement, Basis, Scheme
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of
from franchise_kit.payroll.rules.whole import Payee, Whole, work_out_whole
from franchise_kit.people.rules.tax_code import TaxCode


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a payslip: what it is called, and its steps as sentences."""

    heading: str
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a page shows of one payment; ``verdict`` compares it with the net pay that was written."""

    period: str
    figures: list[tuple[str, str]]
    on_top: list[tuple[str, str]]
    parts: list[Part]
    verdict: str | None
    is_same: bool


def checked(answers: Mapping[str, Any]) -> Checked:
    """Return one payment worked out; raise DeductionsAbovePay."""
    figures, frequency = figures_for(answers["pay_on"]), Frequency(answers["frequency"])
    period = period_of(answers["pay_on"], frequency)
    scheme = _scheme(answers)
    payee = Payee(
        tax_code=TaxCode.parse(answers["tax_code"]),
        ni_category=answers["ni_category"].upper(),
        frequency=frequency,
        before=YearToDate(answers["earlier_pay"], answers["earlier_tax"]),
        loans=tuple(Plan(value) for value in dict.fromkeys(answers["loans"])),
        pension=scheme,
    )
    made = work_out_whole(payee, gross_pence=answers["pay"], period=period, figures=figures)
    verdict, is_same = _verdict(made.net_pence, answers["net_pay"])
    return Checked(
        period=period_words(figures.tax_year, period, frequency),
        figures=from_gross_to_net(_sums(made), always=_loans_asked(made)),
        on_top=on_top(_sums(made)),
        parts=list(_parts(made, payee, figures.on, is_left_over=period > frequency.parts)),
        verdict=verdict,
        is_same=is_same,
    )


def _scheme(answers: Mapping[str, Any]) -> Scheme | None:
    if answers["pension"] == NO_PENSION:
        return None
    return Scheme(
        Arrangement(answers["pension"]),
        Basis(answers["pension_basis"]),
        answers["employee_share"],
        answers["employer_share"],
    )


def _sums(made: Whole) -> PaySums:
    return PaySums(
        gross_pence=made.gross_pence,
        sacrificed_pence=made.pension.sacrificed_pence,
        pension_before_tax_pence=made.pension.before_tax_pence,
        tax_pence=made.tax.tax_pence,
        employee_ni_pence=made.national_insurance.employee_pence,
        employer_ni_pence=made.national_insurance.employer_pence,
        student_loan_pence=made.loans.student_pence,
        postgraduate_loan_pence=made.loans.postgraduate_pence,
        pension_after_tax_pence=made.pension.after_tax_pence,
        pension_employer_pence=made.pension.employer_pence,
        pension_relief_pence=made.pension.relief_pence,
        net_pence=made.net_pence,
    )


def _loans_asked(made: Whole) -> list[str]:
    held = (("student_loan_pence", made.loans.student), ("postgraduate_loan_pence", made.loans.postgraduate))
    return [name for name, loan in held if loan is not None]


def _parts(made: Whole, payee: Payee, pay_on: date, *, is_left_over: bool) -> Iterator[Part]:
    frequency = payee.frequency
    if payee.pension is not None:
        steps = pensions.steps(
            payee.pension,
            made.pension,
            frequency=frequency,
            pay_pence=made.gross_pence,
            figures=pensions.pension_figures(pay_on),
        )
        yield Part(_("Pension"), said_of(steps, frequency))
    yield Part(_("Income tax"), said_of(made.tax.steps, frequency, is_left_over=is_left_over))
    yield Part(_("National Insurance"), said_of(made.national_insurance.steps, frequency))
    if made.loans.steps:
        yield Part(_("Student loans"), said_of(made.loans.steps, frequency))


def _verdict(net_pence: int, said_pence: int | None) -> tuple[str | None, bool]:
    if said_pence is None:
        return None, True
    if said_pence == net_pence:
        return _("Your payslip says the same: %(net)s.", net=pounds(net_pence)), True
    less = said_pence < net_pence
    by = pounds(abs(said_pence - net_pence))
    if less:
        said = _(
            "Your payslip says %(by)s less. Other deductions may explain it, or ask whoever does your pay.",
            by=by,
        )
    else:
        said = _(
            "Your payslip says %(by)s more. Expenses may explain it, or ask whoever does your pay.", by=by
        )
    return said, False
