"""Class 1 National Insurance on the earnings of one period, both sides, with the bands that HMRC is told."""

from dataclasses import dataclass, replace
from typing import ClassVar

from franchise_kit.payroll.rules.pence import ni_penny
from franchise_kit.payroll.rules.rates import Category, Class1Figures, Figures
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tenants.refusal import Refusal


class NoSuchCategory(Refusal):
    """There is no such category letter in that tax year."""

    code: ClassVar[str] = "no_such_ni_category"


@dataclass(frozen=True, slots=True)
class Class1:
    """Contributions of one period in whole pence, the earnings by band, and how they were worked out."""

    employee_pence: int
    employer_pence: int
    at_lel_pence: int
    lel_to_pt_pence: int
    pt_to_uel_pence: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Limits:
    """The limits of one period, in pence."""

    lower_pence: int
    primary_pence: int
    upper_pence: int
    employer_pence: int


def further_contributions(
    *, category: str, frequency: Frequency, before_pence: int, earnings_pence: int, figures: Figures
) -> Class1:
    """Return what one more payment of an earnings period costs: all of the period, less what came before.

    Units: whole pence; ``before_pence`` was earned in the same period. The bands are of all of it. What came
    before is taken at the present letter, so that another letter in mid period neither refunds nor charges
    earlier pay. Raises NoSuchCategory for an unknown letter.
    Source: Social Security Contributions and Benefits Act 1992, s.6(1) and Sch.1, para.1 (earnings of one
    earnings period are added together); SI 2001/1004, reg. 3.
    """

    def on(pence: int) -> Class1:
        return contributions(category=category, frequency=frequency, earnings_pence=pence, figures=figures)

    if before_pence == 0:
        return on(earnings_pence)
    before, together = on(before_pence), on(before_pence + earnings_pence)
    employee_pence = together.employee_pence - before.employee_pence
    employer_pence = together.employer_pence - before.employer_pence
    if together.steps[0].code != "earnings":
        return together
    first = Step(
        "earnings_together",
        {
            "category": category,
            "before_pence": before_pence,
            "pay_pence": earnings_pence,
            "total_pence": before_pence + earnings_pence,
        },
    )
    last = Step(
        "contributions_now",
        {
            "before_pence": before.employee_pence,
            "amount_pence": employee_pence,
            "employer_pence": employer_pence,
        },
    )
    return replace(
        together,
        employee_pence=employee_pence,
        employer_pence=employer_pence,
        steps=(first, *together.steps[1:], last),
    )


def contributions(*, category: str, frequency: Frequency, earnings_pence: int, figures: Figures) -> Class1:
    """Return the Class 1 contributions on all earnings of one period, whatever was earned before it.

    Units: whole pence; earnings below nought cost nothing. Raises NoSuchCategory for an unknown letter.
    Source: Social Security Contributions and Benefits Act 1992, s.6 to 9; SI 2001/1004, reg. 10 to 12;
    roundings and bands: HMRC's NIC test data 2025-26 v1.1.
    """
    letter = figures.class1.categories.get(category)
    if letter is None:
        raise NoSuchCategory(tax_year=figures.tax_year)
    if letter.employer_from is None:
        return Class1(0, 0, 0, 0, 0, (Step("no_national_insurance", {"category": category}),))
    limits = _limits(letter.employer_from, frequency, figures.class1)
    at_lel, lel_to_pt, pt_to_uel = _bands(earnings_pence, limits)
    employee = _employee_steps(earnings_pence, letter, limits)
    employer = _employer_steps(earnings_pence, letter, limits)
    return Class1(
        employee_pence=_sum(employee),
        employer_pence=_sum(employer),
        at_lel_pence=at_lel,
        lel_to_pt_pence=lel_to_pt,
        pt_to_uel_pence=pt_to_uel,
        steps=(Step("earnings", {"category": category, "pay_pence": earnings_pence}), *employee, *employer),
    )


def _limits(employer_from: str, frequency: Frequency, figures: Class1Figures) -> _Limits:
    held = figures.thresholds
    return _Limits(*(held[name].of(frequency) for name in ("LEL", "PT", "UEL", employer_from)))


def _bands(earnings_pence: int, limits: _Limits) -> tuple[int, int, int]:
    if earnings_pence < limits.lower_pence:
        return 0, 0, 0
    to_primary = min(earnings_pence, limits.primary_pence) - limits.lower_pence
    to_upper = max(0, min(earnings_pence, limits.upper_pence) - limits.primary_pence)
    return limits.lower_pence, to_primary, to_upper


def _employee_steps(earnings_pence: int, letter: Category, limits: _Limits) -> tuple[Step, ...]:
    main_pence = max(0, min(earnings_pence, limits.upper_pence) - limits.primary_pence)
    upper_pence = max(0, earnings_pence - limits.upper_pence)
    return (
        _step("employee_main", main_pence, letter.employee_main_bps, limits.primary_pence),
        _step("employee_upper", upper_pence, letter.employee_upper_bps, limits.upper_pence),
    )


def _employer_steps(earnings_pence: int, letter: Category, limits: _Limits) -> tuple[Step, ...]:
    """Return the employer's two bands: the rate is the same in both, but each is rounded on its own."""
    start_pence, upper_pence = limits.employer_pence, limits.upper_pence
    main_pence = max(0, min(earnings_pence, upper_pence) - start_pence)
    above_from_pence = max(upper_pence, start_pence)
    above_pence = max(0, earnings_pence - above_from_pence)
    return (
        _step("employer_main", main_pence, letter.employer_bps, start_pence),
        _step("employer_upper", above_pence, letter.employer_bps, above_from_pence),
    )


def _step(code: str, band_pence: int, rate_bps: int, from_pence: int) -> Step:
    amount_pence = ni_penny(band_pence, rate_bps)
    return Step(
        code,
        {
            "from_pence": from_pence,
            "band_pence": band_pence,
            "rate_bps": rate_bps,
            "amount_pence": amount_pence,
        },
    )


def _sum(steps: tuple[Step, ...]) -> int:
    return sum(int(step.values["amount_pence"]) for step in steps)
