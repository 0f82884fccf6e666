"""Average weekly earnings: what was paid in at least eight weeks, on which all statutory pay stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import ClassVar, Final

from franchise_kit.payroll.rules.pence import WHOLE_BPS, half_up
from franchise_kit.payroll.rules.tax_calendar import MONTHS, WEEKS, Frequency
from tenants.refusal import Refusal

WEEK_DAYS: Final = 7
YEAR_DAYS: Final = 365
HOUR_MINUTES: Final = 60
EIGHT_WEEKS: Final = timedelta(weeks=8)


class TooFewPayDays(Refusal):
    """The pay days do not reach eight weeks back, so that the average must come from the contract."""

    code: ClassVar[str] = "too_few_pay_days"


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid on a pay day, in whole pence: all earnings that National Insurance is due on."""

    paid_on: date
    pence: int


def average_weekly_pence(payments: Sequence[Payment], *, frequency: Frequency, by: date) -> Fraction:
    """Return the average of a week in pence, exactly, for what begins or is asked about on a day.

    Units: pence; ``by`` is the last day that a pay day may be on: for sick pay the day before the first day
    of sickness, for maternity the Saturday of the 15th week before the week that the child is due in.
    Raises TooFewPayDays if no pay day is eight weeks or more before the last one.
    Source: SI 1982/894, reg. 19 (SSP); SI 1986/1960, reg. 21 (SMP): from the day after the pay day at least
    eight weeks earlier; of months, the sum of whole months times twelve, divided by 52, not rounded.
    """
    days = sorted({one.paid_on for one in payments if one.paid_on <= by})
    earlier = [day for day in days if day <= days[-1] - EIGHT_WEEKS]
    if not earlier:
        raise TooFewPayDays
    after, until = earlier[-1], days[-1]
    total_pence = sum(one.pence for one in payments if after < one.paid_on <= until)
    if frequency is Frequency.M1:
        # Pay days move about weekends, so that months are counted by the days between, to the nearest.
        months = half_up((until - after).days * MONTHS, YEAR_DAYS)
        return Fraction(total_pence * MONTHS, months * WEEKS)
    return Fraction(total_pence * WEEK_DAYS, (until - after).days)


def average_of_days(total_pence: int, *, from_: date, until: date) -> Fraction:
    """Return the average of a week in pence, exactly, of pay for the days from one to before another.

    For whoever was not paid for eight weeks yet. Raises TooFewPayDays for no days.
    Source: SI 1982/894, reg. 19, and SI 1986/1960, reg. 21: of those who were paid for less than eight
    weeks, the weeks that they were paid for.
    """
    days = (until - from_).days
    if days <= 0:
        raise TooFewPayDays
    return Fraction(total_pence * WEEK_DAYS, days)


def average_by_contract(weekly_minutes: int, hour_pence: int) -> Fraction:
    """Return the average of a week in pence, exactly, of whoever was not paid yet: what is agreed for a week.

    Source: SI 1982/894, reg. 19 (nobody has been paid yet: the contract says what a week is paid).
    """
    return Fraction(weekly_minutes * hour_pence, HOUR_MINUTES)


def share_of(average: Fraction, rate_bps: int) -> Fraction:
    """Return a share of an average in pence, exactly.

    Source: ours: an average stays exact until an amount is paid, and is rounded once then.
    """
    return average * Fraction(rate_bps, WHOLE_BPS)


def pence_up(amount: Fraction) -> int:
    """Return an exact amount of pence as whole pence, a fraction of a penny up.

    Source: SI 1986/1960, reg. 28 (SMP); SI 2002/2818, reg. 4 (SPP and SAP); SSP likewise.
    """
    return -(-amount.numerator // amount.denominator)
