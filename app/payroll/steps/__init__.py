"""How each figure of a payslip was worked out, step by step, in plain words."""

from collections.abc import Iterable
from typing import Final

from app.payroll.steps import contributions, taken, tax
from app.payroll.steps.values import Words
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.tax_calendar import MONTHS, Frequency

__all__ = ["said_of"]

_WORDS: Final[Words] = {**tax.WORDS, **contributions.WORDS, **taken.WORDS}
_OF_WEEKS: Final[Words] = {**tax.OF_WEEKS, **contributions.OF_WEEKS}


def said_of(steps: Iterable[Step], frequency: Frequency, *, is_left_over: bool = False) -> list[str]:
    """Return a sentence for each step that says something, in the reader's language.

    ``is_left_over`` is a payment in the last day or two of the tax year, which no week has.
    """
    words = dict(_WORDS)
    if frequency.parts != MONTHS:
        words |= _OF_WEEKS
    if is_left_over:
        words |= tax.LEFT_OVER
    return [said for step in steps if (said := words[step.code](step.values))]
