"""A payslip worked out: from minutes and rates to gross, tax, National Insurance and net, step by step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from franchise_kit.payroll.rules.class1 import further_contributions
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate, tax_due
from franchise_kit.payroll.rules.pence import half_up
from franchise_kit.payroll.rules.rates import Figures, figures_for
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of
from franchise_kit.people.rules.tax_code import TaxCode, TaxCodeNotUnderstood

HOUR_MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """So many minutes of a kind of time at a rate; ``is_late`` of days before those that the run is for."""

    kind: str
    minutes: int
    pence_per_hour: int
    is_late: bool = False

    @property
    def amount_pence(self) -> int:
        """What the line pays, a half-penny up."""
        return half_up(self.minutes * self.pence_per_hour, HOUR_MINUTES)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What holds for one worker on a pay day, and what came earlier this tax year.

    ``this_month`` is the part of ``before`` that was paid here in the tax month of the pay day.
    """

    tax_code: str
    ni_category: str
    before: YearToDate = NOTHING_BEFORE
    this_month: YearToDate = NOTHING_BEFORE


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A payslip's figures in whole pence, its normal tax code, and the steps of tax and of contributions."""

    lines: tuple[Line, ...]
    tax_code: str
    gross_pence: int
    tax_pence: int
    employee_ni_pence: int
    employer_ni_pence: int
    tax_steps: tuple[Step, ...]
    ni_steps: tuple[Step, ...]

    @property
    def net_pence(self) -> int:
        """What is paid out."""
        return self.gross_pence - self.tax_pence - self.employee_ni_pence


def merged(lines: Iterable[Line]) -> list[Line]:
    """Return lines with each kind and rate once, those of earlier days last.

    Units: whole minutes, pence per hour.
    Source: ours: each minute is paid at the rate of the day on which it was worked, and seen as late or not.
    """
    minutes: dict[tuple[bool, str, int], int] = {}
    for line in lines:
        key = (line.is_late, line.kind, line.pence_per_hour)
        minutes[key] = minutes.get(key, 0) + line.minutes
    return [Line(kind, total, rate, is_late) for (is_late, kind, rate), total in sorted(minutes.items())]


def work_out(lines: Sequence[Line], *, particulars: Particulars, pay_on: date) -> WorkedOut:
    """Return what somebody paid by the month is paid on a day for some lines of time.

    Units: whole pence; the net is never below nought, since tax takes half of the pay at most.
    Raises TaxCodeNotUnderstood, NoSuchCategory or NoFiguresForTaxYear.
    Source: Employment Rights Act 1996, s.8 (what a payslip says); ITEPA 2003, s.684 to 686 (PAYE);
    Social Security Contributions and Benefits Act 1992, s.6 to 9.
    """
    figures, code = figures_for(pay_on), TaxCode.parse(particulars.tax_code)
    gross_pence = sum(line.amount_pence for line in lines)
    tax = tax_due(
        code=code,
        frequency=Frequency.M1,
        period=period_of(pay_on, Frequency.M1),
        pay_pence=gross_pence,
        before=particulars.before,
        figures=figures,
        same_period=particulars.this_month,
    )
    national_insurance = further_contributions(
        category=particulars.ni_category,
        frequency=Frequency.M1,
        before_pence=particulars.this_month.pay_pence,
        earnings_pence=gross_pence,
        figures=figures,
    )
    made = WorkedOut(
        lines=tuple(lines),
        tax_code=code.printed,
        gross_pence=gross_pence,
        tax_pence=tax.tax_pence,
        employee_ni_pence=national_insurance.employee_pence,
        employer_ni_pence=national_insurance.employer_pence,
        tax_steps=tax.steps,
        ni_steps=national_insurance.steps,
    )
    if made.net_pence < 0:
        msg = "No pay without other deductions comes to less than nought."
        raise ArithmeticError(msg)
    return made


def earlier_in_year(payslips: Iterable[YearToDate], p45: YearToDate) -> YearToDate:
    """Return pay and tax earlier this tax year: of each payslip here, and of the P45 of this tax year.

    Source: SI 2003/2682, reg. 23 (cumulative tax) and reg. 40 to 43 (what a P45 tells the new employer).
    """
    all_of_it = [p45, *payslips]
    return YearToDate(sum(one.pay_pence for one in all_of_it), sum(one.tax_pence for one in all_of_it))


def why_not_payable(tax_code: str, ni_category: str, figures: Figures) -> str | None:
    """Return a code for what keeps particulars from being used, or ``None``.

    Source: SI 2003/2682, reg. 7 (codes); Social Security (Contributions) Regulations 2001 (categories).
    """
    try:
        TaxCode.parse(tax_code)
    except TaxCodeNotUnderstood:
        return "tax_code_not_understood"
    return None if ni_category in figures.class1.categories else "no_such_ni_category"


def as_working(made: WorkedOut) -> dict[str, Any]:
    """Return the steps as they are kept: codes and whole numbers.

    Source: our own design: whoever is paid can read how each figure came about.
    """
    return {
        part: [{"code": step.code, "values": dict(step.values)} for step in steps]
        for part, steps in (("tax", made.tax_steps), ("ni", made.ni_steps))
    }


def steps_of(working: Mapping[str, Any], part: str) -> tuple[Step, ...]:
    """Return the steps of ``tax`` or of ``ni`` from what was kept.

    Source: our own design, as above.
    """
    return tuple(Step(one["code"], one["values"]) for one in working.get(part, ()))
