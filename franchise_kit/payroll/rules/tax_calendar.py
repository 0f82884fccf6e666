"""Where a pay date stands in the tax year: its month, its week, and the line of the tax tables it uses."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

from franchise_kit.people.rules.tax_year import YEAR_BEGINS, first_day
from tenants.refusal import Refusal

MONTHS: Final = 12
WEEKS: Final = 52


class Frequency(StrEnum):
    """How often somebody is paid: by the week, by 2 or 4 weeks, by the month, or once a year."""

    W1 = "W1"
    W2 = "W2"
    W4 = "W4"
    M1 = "M1"
    A1 = "A1"

    @property
    def span(self) -> int:
        """How many weeks one payment is for; of pay by months, how many months."""
        return _SPANS[self]

    @property
    def weeks(self) -> int:
        """How many periods of its own a payment is worked out in: weeks, and 1 of pay by months."""
        return 1 if self in _BY_MONTHS else self.span

    @property
    def parts(self) -> int:
        """How many lines its tax table has: 12 months or 52 weeks."""
        return MONTHS if self in _BY_MONTHS else WEEKS

    @property
    def last_period(self) -> int:
        """The highest period there is: month 12, or week 53, 54 or 56 for a payment in the left-over days."""
        return MONTHS if self in _BY_MONTHS else WEEKS + self.span


_BY_MONTHS: Final = frozenset({Frequency.M1, Frequency.A1})
_SPANS: Final = {Frequency.W1: 1, Frequency.W2: 2, Frequency.W4: 4, Frequency.M1: 1, Frequency.A1: 12}


class NoSuchPeriod(Refusal, ValueError):
    """A month or week that the tax year does not have was asked for."""

    code: ClassVar[str] = "no_such_period"


@dataclass(frozen=True, slots=True)
class TaxTable:
    """A line of the tax tables: the part ``number`` of ``parts``, and whether the payment stands alone."""

    number: int
    parts: int
    stands_alone: bool


def tax_year(pay_date: date) -> str:
    """Return the tax year of a pay date, such as ``2026-27``.

    Source: Income Tax Act 2007, s.4; pay is taxed when it is paid: ITEPA 2003, s.686.
    """
    began_in = first_day(pay_date).year
    return f"{began_in}-{(began_in + 1) % 100:02d}"


def tax_month(pay_date: date) -> int:
    """Return the tax month of a pay date, 1 to 12, each from a 6th to a 5th.

    Source: SI 2003/2682, reg. 2, "tax month".
    """
    months = MONTHS * (pay_date.year - first_day(pay_date).year) + pay_date.month - YEAR_BEGINS[0]
    return months + (pay_date.day >= YEAR_BEGINS[1])


def tax_week(pay_date: date) -> int:
    """Return the tax week of a pay date, 1 to 53; week 53 is the day or two left over.

    Source: SI 2003/2682, reg. 2, "tax week".
    """
    return (pay_date - first_day(pay_date)).days // 7 + 1


def period_of(pay_date: date, frequency: Frequency) -> int:
    """Return the period that a payment is taxed in: its tax month, or its tax week.

    A payment in the left-over days is week 53, fortnightly week 54, four-weekly week 56.
    Source: HMRC, Specification for PAYE Tax Table Routines, section 14.
    """
    if frequency in _BY_MONTHS:
        return tax_month(pay_date)
    week = tax_week(pay_date)
    return week if week <= WEEKS else frequency.last_period


def earnings_period(period: int, frequency: Frequency) -> int:
    """Return which earnings period of the tax year a tax month or week lies in, from 1.

    That of pay by several weeks has so many weeks, counted from 6 April; the left-over days are one of their
    own.
    Source: SI 2001/1004, reg. 3(1) and (2) (of the usual length, from the year's first day on).
    """
    return (period - 1) // frequency.span + 1


def tax_table(frequency: Frequency, period: int, *, is_cumulative: bool) -> TaxTable:
    """Return the line of the tax tables for one payment.

    Without cumulation, and in the left-over days, the payment stands alone on the line of its own span. A
    year's pay takes the whole year's line in whatever month it is paid.
    Raises NoSuchPeriod for a month or week that pay of the frequency does not have.
    Source: HMRC, Specification for PAYE Tax Table Routines, section 14; SI 2003/2682, reg. 26 to 28.
    """
    # Week 53 is the calendar's; as 54 or 56 it is that of pay by 2 or 4 weeks.
    is_known = 1 <= period <= frequency.parts + 1 or period == frequency.last_period
    if not is_known or period > frequency.last_period:
        raise NoSuchPeriod(frequency=str(frequency), period=period)
    if is_cumulative and period <= frequency.parts:
        number = MONTHS if frequency is Frequency.A1 else period
        return TaxTable(number, frequency.parts, stands_alone=False)
    return TaxTable(frequency.span, frequency.parts, stands_alone=True)
