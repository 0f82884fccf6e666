"""Class 1 National Insurance on the earnings of one period, both sides, with the bands that HMRC is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from franchise_kit.payroll.rules.pence import ni_penny
from franchise_kit.payroll.rules.rates import Category, Figures, Limits
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tenants.refusal import Refusal


class NoSuchCategory(Refusal):
    """There is no such category letter in that tax year."""

    code: ClassVar[str] = "no_such_ni_category"


@dataclass(frozen=True, slots=True)
class Class1:
    """Contributions of one period in whole pence, the earnings by band, and what they were worked out from.

    ``before`` is what the same period's earlier payments came to, if there were any.
    """

    letter: Category
    limits: Limits | None
    earnings_pence: int
    employee_pence: int = 0
    employer_pence: int = 0
    at_lel_pence: int = 0
    lel_to_pt_pence: int = 0
    pt_to_uel_pence: int = 0
    before: "Class1 | None" = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """How it was worked out; made when asked for, since most payslips are never explained."""
        if self.limits is None:
            return (Step("no_national_insurance", {"category": self.letter.letter}),)
        bands = _band_steps(self.earnings_pence, self.letter, self.limits)
        if self.before is None:
            first: dict[str, int | str] = {"category": self.letter.letter, "pay_pence": self.earnings_pence}
            return (Step("earnings", first), *bands)
        return (self._together(self.before), *bands, self._now(self.before))

    def _together(self, before: "Class1") -> Step:
        values: dict[str, int | str] = {
            "category": self.letter.letter,
            "before_pence": before.earnings_pence,
            "pay_pence": self.earnings_pence - before.earnings_pence,
            "total_pence": self.earnings_pence,
        }
        return Step("earnings_together", values)

    def _now(self, before: "Class1") -> Step:
        values = {
            "before_pence": before.employee_pence,
            "amount_pence": self.employee_pence,
            "employer_pence": self.employer_pence,
        }
        return Step("contributions_now", values)


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

    return (
        on(earnings_pence) if before_pence == 0 else less(on(before_pence + earnings_pence), on(before_pence))
    )


def lengthened_contributions(
    *,
    category: str,
    frequency: Frequency,
    shorter: Sequence[tuple[Frequency, int]],
    earnings_pence: int,
    figures: Figures,
) -> Class1:
    """Return what the first payment at a longer interval costs, where a shorter one ended within its period.

    All that was paid in the new period goes together, and what was due on it before is taken off: ``shorter``
    is each earlier period's interval and its earnings in whole pence. Raises NoSuchCategory.
    Source: SI 2001/1004, reg. 18; HMRC, National Insurance Manual, NIM08510.
    """
    each = [
        contributions(category=category, frequency=interval, earnings_pence=pence, figures=figures)
        for interval, pence in shorter
    ]
    before = replace(
        each[0],
        earnings_pence=sum(one.earnings_pence for one in each),
        employee_pence=sum(one.employee_pence for one in each),
        employer_pence=sum(one.employer_pence for one in each),
        at_lel_pence=sum(one.at_lel_pence for one in each),
        lel_to_pt_pence=sum(one.lel_to_pt_pence for one in each),
        pt_to_uel_pence=sum(one.pt_to_uel_pence for one in each),
    )
    together_pence = before.earnings_pence + earnings_pence
    together = contributions(
        category=category, frequency=frequency, earnings_pence=together_pence, figures=figures
    )
    return less(together, before)


def less(together: Class1, before: Class1) -> Class1:
    """Return the contributions on all of a period's earnings, less those on the part that came before.

    Source: as for ``further_contributions``.
    """
    return replace(
        together,
        employee_pence=together.employee_pence - before.employee_pence,
        employer_pence=together.employer_pence - before.employer_pence,
        before=before,
    )


def contributions(*, category: str, frequency: Frequency, earnings_pence: int, figures: Figures) -> Class1:
    """Return the Class 1 contributions on all earnings of one period, whatever was earned before it.

    Units: whole pence; earnings below nought cost nothing. Raises NoSuchCategory for an unknown letter.
    Source: Social Security Contributions and Benefits Act 1992, s.6 to 9; SI 2001/1004, reg. 10 to 12.
    """
    letter = letter_of(category, figures)
    if letter.employer_from is None:
        return Class1(letter, None, earnings_pence)
    return within(figures.class1.limits[letter.employer_from][frequency], letter, earnings_pence)


def letter_of(category: str, figures: Figures) -> Category:
    """Return what a category letter stands for; raise NoSuchCategory for an unknown one.

    Source: HMRC, CA38 (category letters).
    """
    letter = figures.class1.categories.get(category)
    if letter is None:
        raise NoSuchCategory(tax_year=figures.tax_year)
    return letter


def within(limits: Limits, letter: Category, earnings_pence: int) -> Class1:
    """Return the contributions on a period's earnings within the limits of that period.

    Units: whole pence. The employer's rate is the same in both bands, but each is rounded on its own.
    Source: Social Security Contributions and Benefits Act 1992, s.8 and 9; roundings and bands: HMRC's NIC
    test data 2025-26 v1.1.
    """
    at_lel, lel_to_pt, pt_to_uel = _told(earnings_pence, limits)
    employee_main, employee_upper, employer_main, employer_upper = _in_bands(earnings_pence, limits)
    return Class1(
        letter,
        limits,
        earnings_pence,
        ni_penny(employee_main, letter.employee_main_bps)
        + ni_penny(employee_upper, letter.employee_upper_bps),
        ni_penny(employer_main, letter.employer_bps) + ni_penny(employer_upper, letter.employer_bps),
        at_lel,
        lel_to_pt,
        pt_to_uel,
    )


def _told(earnings_pence: int, limits: Limits) -> tuple[int, int, int]:
    if earnings_pence < limits.lower_pence:
        return 0, 0, 0
    to_primary = min(earnings_pence, limits.primary_pence) - limits.lower_pence
    to_upper = max(0, min(earnings_pence, limits.upper_pence) - limits.primary_pence)
    return limits.lower_pence, to_primary, to_upper


def _in_bands(earnings_pence: int, limits: Limits) -> tuple[int, int, int, int]:
    """Return the earnings in the employee's two bands and in the employer's two."""
    upper_pence = limits.upper_pence
    below_upper_pence = min(earnings_pence, upper_pence)
    return (
        max(0, below_upper_pence - limits.primary_pence),
        max(0, earnings_pence - upper_pence),
        max(0, below_upper_pence - limits.employer_pence),
        max(0, earnings_pence - max(upper_pence, limits.employer_pence)),
    )


def _band_steps(earnings_pence: int, letter: Category, limits: Limits) -> tuple[Step, ...]:
    upper_pence = limits.upper_pence
    rows = zip(
        ("employee_main", "employee_upper", "employer_main", "employer_upper"),
        (limits.primary_pence, upper_pence, limits.employer_pence, max(upper_pence, limits.employer_pence)),
        _in_bands(earnings_pence, limits),
        (letter.employee_main_bps, letter.employee_upper_bps, letter.employer_bps, letter.employer_bps),
        strict=True,
    )
    return tuple(
        Step(
            code,
            {
                "from_pence": from_pence,
                "band_pence": band_pence,
                "rate_bps": rate_bps,
                "amount_pence": ni_penny(band_pence, rate_bps),
            },
        )
        for code, from_pence, band_pence, rate_bps in rows
    )
