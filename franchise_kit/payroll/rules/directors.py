"""Class 1 National Insurance of directors: their earnings period is the tax year, or what is left of it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, Final

from franchise_kit.payroll.rules.class1 import Class1, contributions, less, letter_of, within
from franchise_kit.payroll.rules.pence import POUND, round_up
from franchise_kit.payroll.rules.rates import Category, Figures, Limits
from franchise_kit.payroll.rules.tax_calendar import WEEKS, Frequency
from tenants.refusal import Refusal


class Method(StrEnum):
    """How a director's contributions are spread over the year."""

    ANNUAL = "annual"
    ALTERNATIVE = "alternative"


class NoSuchTaxWeek(Refusal):
    """The tax year has no such week."""

    code: ClassVar[str] = "no_such_tax_week"


LAST_WEEK: Final = WEEKS + 1


def directors_limits(letter: Category, *, from_week: int, figures: Figures) -> Limits | None:
    """Return the limits of a director's earnings period; ``None`` for a letter with no contributions.

    Units: whole pounds, as pence; ``from_week`` is the tax week of the appointment, 1 for whoever was a
    director when the year began. Week 53 counts as the last whole week does. Raises NoSuchTaxWeek.
    Source: SI 2001/1004, reg. 8 (earnings periods of directors) and reg. 11 (limits of other periods than a
    year, up to the next pound); HMRC, CA44.
    """
    if not 1 <= from_week <= LAST_WEEK:
        raise NoSuchTaxWeek
    if letter.employer_from is None:
        return None
    year = figures.class1.limits[letter.employer_from][Frequency.A1]
    weeks = max(1, LAST_WEEK - from_week)
    in_pence = (year.lower_pence, year.primary_pence, year.upper_pence, year.employer_pence)
    return Limits(*(round_up(pence * weeks, WEEKS * POUND) * POUND for pence in in_pence))


def directors_contributions(
    payments: Sequence[int],
    *,
    method: Method,
    category: str,
    frequency: Frequency,
    from_week: int,
    figures: Figures,
) -> list[Class1]:
    """Return the contributions on each payment to a director in one tax year.

    Units: whole pence. By the annual method each payment costs what all pay to date costs within a year's
    limits, less what was charged. By the alternative method a payment is charged as anybody's of that
    frequency, and the last one of the year, or of the appointment, puts the year right: it may give back.
    The bands are those of the earnings period that was used. Raises NoSuchCategory or NoSuchTaxWeek.
    Source: SI 2001/1004, reg. 8(2) to (6); HMRC, CA44, and Directors NICs test data 2025-26.
    """
    letter = letter_of(category, figures)
    limits = directors_limits(letter, from_week=from_week, figures=figures)
    if method is Method.ANNUAL:
        return _annual(payments, letter, limits)
    ordinary = [
        contributions(category=category, frequency=frequency, earnings_pence=pence, figures=figures)
        for pence in payments[:-1]
    ]
    charged = Class1(
        letter,
        limits,
        sum(payments[:-1]),
        sum(one.employee_pence for one in ordinary),
        sum(one.employer_pence for one in ordinary),
    )
    return [*ordinary, *(less(_on(sum(payments), letter, limits), charged) for _ in payments[-1:])]


def _annual(payments: Sequence[int], letter: Category, limits: Limits | None) -> list[Class1]:
    made, to_date_pence, before = [], 0, Class1(letter, limits, 0)
    for pence in payments:
        to_date_pence += pence
        together = _on(to_date_pence, letter, limits)
        made.append(less(together, before))
        before = together
    return made


def _on(earnings_pence: int, letter: Category, limits: Limits | None) -> Class1:
    return Class1(letter, None, earnings_pence) if limits is None else within(limits, letter, earnings_pence)
