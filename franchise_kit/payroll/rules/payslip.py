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
from franchise_kit.people.rules.contracts import ORDINARY
from franchise_kit.people.rules.tax_code import TaxCode, TaxCodeNotUnderstood

HOUR_MINUTES: Final = 60
NIGHT: Final = "night"


@dataclass(frozen=True, slots=True)
class Line:
    """So many minutes of a kind of time at a rate; ``is_late`` of days before those that the run is for.

    ``rate_kind`` is the rate of the contract that pays it, in pence for an ``hour``, or for a ``night`` that
    is paid flat, of which there are so many ``nights``.
    """

    kind: str
    minutes: int
    rate_pence: int
    is_late: bool = False
    rate_kind: str = ORDINARY
    unit: str = "hour"
    nights: int = 0

    @property
    def quantity(self) -> int:
        """What the rate is for: the nights of a flat rate, or the minutes."""
        return self.nights if self.unit == NIGHT else self.minutes

    @property
    def amount_pence(self) -> int:
        """What the line pays, a half-penny up."""
        if self.unit == NIGHT:
            return self.nights * self.rate_pence
        return half_up(self.minutes * self.rate_pence, HOUR_MINUTES)


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

    Units: whole minutes and nights, pence for an hour or a night.
    Source: ours: each minute is paid at the rate of the day on which it was worked, and seen as late or not.
    """
    found: dict[tuple[bool, str, str, str, int], tuple[int, int]] = {}
    for line in lines:
        key = (line.is_late, line.kind, line.rate_kind, line.unit, line.rate_pence)
        minutes, nights = found.get(key, (0, 0))
        found[key] = minutes + line.minutes, nights + line.nights
    return [
        Line(kind, minutes, rate_pence, is_late, rate_kind, unit, nights)
        for (is_late, kind, rate_kind, unit, rate_pence), (minutes, nights) in sorted(found.items())
    ]


def takes_too_much(lines: Iterable[Line]) -> bool:
    """Say whether corrections take off more of a kind of time than there is, or more pay.

    Source: Employment Rights Act 1996, s.13: what was paid too much is taken from pay that there is.
    """
    minutes: dict[str, int] = {}
    of_all = list(lines)
    for line in of_all:
        if line.unit != NIGHT:
            minutes[line.kind] = minutes.get(line.kind, 0) + line.minutes
    return any(total < 0 for total in minutes.values()) or sum(one.amount_pence for one in of_all) < 0


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
