"""Holiday pay: what a week and an hour of leave are paid with, and pay that is rolled up.

How much leave there is, the 12.07 % of hours worked among it, is a rule of time: ``time.rules.leave``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import ClassVar, Final

from franchise_kit.payroll.rules.average_earnings import pence_up
from franchise_kit.payroll.rules.pence import WHOLE_BPS, round_up
from franchise_kit.payroll.rules.rates import Figures
from tenants.refusal import Refusal

MOST_WEEKS: Final = 52
LOOK_BACK: Final = timedelta(weeks=104)
ACCRUAL: Final = "holiday.accrual_of_irregular_hours"


class NoPaidWeeks(Refusal):
    """No week of the last 104 had pay, so that there is no average to pay leave by."""

    code: ClassVar[str] = "no_paid_weeks"


class LeaveBelowNothing(Refusal):
    """Leave and pay are nought or more."""

    code: ClassVar[str] = "leave_below_nothing"


@dataclass(frozen=True, slots=True)
class PaidWeek:
    """One week: the day it ended on, its pay in whole pence, the minutes it was paid for.

    ``is_on_leave`` is a week on sick or family leave, which does not count whatever was paid in it.
    """

    ended_on: date
    pence: int
    minutes: int
    is_on_leave: bool = False


@dataclass(frozen=True, slots=True)
class WeekPay:
    """A week's pay and hours on average, exactly, and how many weeks they were found from."""

    pence: Fraction
    minutes: Fraction
    weeks: int


def week_pay(weeks: Iterable[PaidWeek], *, before: date) -> WeekPay:
    """Return the average of the last 52 weeks with pay that ended before a day, of 104 at most.

    Units: pence and minutes, exactly. Whoever has fewer weeks with pay has the average of those.
    Raises NoPaidWeeks.
    Source: Employment Rights Act 1996, s.221 to 224; Working Time Regulations 1998, reg. 16(3) to (3F):
    52 weeks, weeks without pay skipped, none more than 104 weeks back.
    """
    counted = sorted(
        (week for week in weeks if before - LOOK_BACK <= week.ended_on < before and _counts(week)),
        key=lambda week: week.ended_on,
    )[-MOST_WEEKS:]
    if not counted:
        raise NoPaidWeeks
    number = len(counted)
    return WeekPay(
        Fraction(sum(week.pence for week in counted), number),
        Fraction(sum(week.minutes for week in counted), number),
        number,
    )


def leave_pence(average: WeekPay, leave_minutes: int) -> int:
    """Return what so many minutes of leave are paid with: their share of an average week.

    Units: whole minutes in, whole pence out, a fraction of a penny up. Raises LeaveBelowNothing, and
    NoPaidWeeks where the weeks had pay but no hours.
    Source: Working Time Regulations 1998, reg. 16(1): a week's pay for each week of leave.
    """
    if leave_minutes < 0:
        raise LeaveBelowNothing
    if average.minutes <= 0:
        raise NoPaidWeeks
    return pence_up(average.pence * leave_minutes / average.minutes)


def rolled_up_pence(pay_pence: int, figures: Figures) -> int:
    """Return the holiday pay that goes with pay for work done, as a line of its own on the payslip.

    For irregular hours and for parts of years alone. Units: whole pence, a fraction of a penny up, so that
    it is never less than the law's share. Raises LeaveBelowNothing for pay below nought.
    Source: Working Time Regulations 1998, reg. 16A(2), (3) and (7).
    """
    if pay_pence < 0:
        raise LeaveBelowNothing
    return round_up(pay_pence * figures.book.whole(ACCRUAL, on=figures.on), WHOLE_BPS)


def rolled_up_on_leave_pence(earlier_pence: Sequence[int]) -> int:
    """Return the rolled-up pay of one pay period on sick or family leave: the average of those before it.

    Units: whole pence, of the pay periods of the last 52 weeks; a fraction of a penny up.
    Raises NoPaidWeeks if there were none.
    Source: Working Time Regulations 1998, reg. 16A(4) to (6).
    """
    if not earlier_pence:
        raise NoPaidWeeks
    return round_up(sum(earlier_pence), len(earlier_pence))


def _counts(week: PaidWeek) -> bool:
    return week.pence > 0 and not week.is_on_leave
