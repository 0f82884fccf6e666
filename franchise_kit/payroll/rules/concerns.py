"""What somebody should look at before a run is paid: it may be right, and is more often a slip."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from franchise_kit.payroll.rules.kinds_of_time import AT_REST, is_without_own_rate
from franchise_kit.payroll.rules.payslip import Line
from franchise_kit.payroll.rules.rates import NoFiguresForTaxYear, figures_for

LARGE_REFUND_PENCE: Final = 500_00
# Minimum wages change on 1 April and tax years on the 6th, so that the new file begins before its tax year.
_DAYS_BEFORE_TAX_YEAR: Final = timedelta(days=5)
_MINIMUM_WAGE: Final = "minimum_wage.hourly"
_ADULT: Final = "age_21_and_over"


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payslip pays, in whole pence; tax below nought is a refund."""

    gross_pence: int
    tax_pence: int
    net_pence: int

    @property
    def refund_pence(self) -> int:
        """Tax that is given back, or nought."""
        return max(0, -self.tax_pence)


def why_look_at_pay(paid: Paid) -> str | None:
    """Return ``large_refund``, ``net_above_gross``, or ``None`` for pay that needs no second look.

    Source: ours: a slip in a P45 showed itself as tax of thousands that was given back.
    """
    if paid.refund_pence > LARGE_REFUND_PENCE:
        return "large_refund"
    return "net_above_gross" if paid.net_pence > paid.gross_pence else None


def adult_minimum_pence(period_from: date) -> int | None:
    """Return the minimum wage for an hour of those of 21 and over, or ``None`` where we have no figure.

    Units: whole pence; that of the first day of the period holds for the whole of it.
    Source: National Minimum Wage Regulations 2015 (SI 2015/621), reg. 4 and 4B; a new rate holds from the
    first pay reference period that begins on or after 1 April.
    """
    try:
        book = figures_for(period_from + _DAYS_BEFORE_TAX_YEAR).book
    except NoFiguresForTaxYear:
        return None
    return book.wholes(_MINIMUM_WAGE, on=period_from)[_ADULT]


def rate_below(lines: Iterable[Line], minimum_pence: int | None) -> int | None:
    """Return the lowest rate an hour if it is below the minimum, or ``None``.

    Units: whole pence. Late lines are left aside: another minimum may have held on their days. So are nights
    asleep and standby, whose hours the minimum does not count.
    Source: National Minimum Wage Act 1998, s.1; Royal Mencap v Tomlinson-Blake [2021] UKSC 8 (nights asleep);
    ages are not known here, so that whoever reads must look.
    """
    rates = [line.rate_pence for line in lines if not line.is_late and line.kind not in AT_REST]
    if minimum_pence is None or not rates or min(rates) >= minimum_pence:
        return None
    return min(rates)


def rest_without_rate(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the kinds of time at rest that are paid by the hour of work, for want of a rate of their own.

    Source: ours: a night asleep is seldom meant to be paid like one of work, and the contract says nothing.
    """
    found = {
        line.kind for line in lines if line.kind in AT_REST and is_without_own_rate(line.kind, line.rate_kind)
    }
    return tuple(sorted(found))
