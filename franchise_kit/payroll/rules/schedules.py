"""Pay schedules: which period comes next, and the day on which it is paid."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from franchise_kit.kernel.days import months_after
from franchise_kit.payroll.rules.bank_holidays import is_bank_holiday
from franchise_kit.payroll.rules.runs import FIRST_DAY, LAST_DAY
from franchise_kit.payroll.rules.tax_calendar import MONTHS, Frequency, period_of, tax_month, tax_year
from tenants.refusal import Refusal

# The number of the schedule that every co-op has: by the calendar month, paid on its last working day.
FIRST: Final = 1
LAST_OF_MONTH: Final = 31
LONGEST_NAME: Final = 60
MOST_DAYS_AFTER: Final = 60
# A month that began later would have no such day in February.
LAST_MONTHLY_START: Final = 28
_WEEKEND: Final = (5, 6)
_DAY: Final = timedelta(days=1)


class ScheduleNotPossible(Refusal):
    """A schedule has a name, one rule for its pay day, and a first day that every period can begin on."""

    code: ClassVar[str] = "schedule_not_possible"


@dataclass(frozen=True, slots=True)
class Terms:
    """How often a schedule pays, from which first day; and when: so many days after, or in the month."""

    frequency: Frequency
    first_from: date
    pay_days_after: int | None = None
    pay_day_of_month: int | None = None


@dataclass(frozen=True, slots=True)
class NextPeriod:
    """London's days of a period, ``until`` exclusive, and its pay day."""

    from_: date
    until: date
    pay_on: date


def first_terms(on: date) -> Terms:
    """Return what the schedule says that every co-op has.

    Source: ours: most care workers here are paid by the calendar month, on its last working day.
    """
    return Terms(Frequency.M1, on.replace(day=1), pay_day_of_month=LAST_OF_MONTH)


def check_schedule(name: str, terms: Terms) -> None:
    """Refuse a schedule without a name, or whose periods or pay days cannot be.

    Source: ours; the frequencies are those that HMRC has tables for.
    """
    days, day_of_month = terms.pay_days_after, terms.pay_day_of_month
    is_monthly = terms.frequency is Frequency.M1
    sound = (
        0 < len(name.strip()) <= LONGEST_NAME,
        terms.frequency is not Frequency.A1,
        FIRST_DAY <= terms.first_from <= LAST_DAY,
        not is_monthly or terms.first_from.day <= LAST_MONTHLY_START,
        (days is None) != (day_of_month is None),
        days is None or 0 <= days <= MOST_DAYS_AFTER,
        day_of_month is None or (is_monthly and 1 <= day_of_month <= LAST_OF_MONTH),
    )
    if not all(sound):
        raise ScheduleNotPossible


def next_period(terms: Terms, paid_until: date | None) -> NextPeriod:
    """Return the period after the last one that was paid, or the first, with its pay day.

    Units: London's days; ``paid_until`` is exclusive, and a period that was paid in part counts as paid. The
    pay day alone decides week or month of tax: a 53rd weekly pay day of a tax year, a 27th by two weeks and a
    14th by four fall into its left-over days by themselves. A day on which no bank works is brought forward
    only as far as its tax month or week goes: beyond it pay is taxed as of the usual day.
    Source: Employment Rights Act 1996, s.8 (a payslip for each payment); SI 2003/2682, reg. 2; SI 2001/1004,
    reg. 7 (what is paid before its usual day counts as paid on it).
    """
    number = _number(terms, paid_until)
    from_, until = _starts(terms, number), _starts(terms, number + 1)
    return NextPeriod(from_, until, _pay_day(terms, until - _DAY))


def is_last_of_tax_year(pay_on: date, frequency: Frequency) -> bool:
    """Say whether a pay day has no other of its schedule after it in the tax year.

    Source: SI 2001/1004, reg. 8(6): a director's last payment of the year puts contributions right.
    """
    if frequency is Frequency.M1:
        return tax_month(pay_on) == MONTHS
    return tax_year(pay_on + timedelta(weeks=frequency.span)) != tax_year(pay_on)


def _number(terms: Terms, paid_until: date | None) -> int:
    """Return how many periods lie before the next one."""
    if paid_until is None or paid_until <= terms.first_from:
        return 0
    if terms.frequency is Frequency.M1:
        first = terms.first_from
        months = MONTHS * (paid_until.year - first.year) + paid_until.month - first.month
        return months + (paid_until.day > first.day)
    days = 7 * terms.frequency.span
    return -(-(paid_until - terms.first_from).days // days)


def _starts(terms: Terms, number: int) -> date:
    if terms.frequency is Frequency.M1:
        return months_after(terms.first_from, number)
    return terms.first_from + number * timedelta(weeks=terms.frequency.span)


def _pay_day(terms: Terms, last_day: date) -> date:
    if terms.pay_days_after is not None:
        day = last_day + timedelta(days=terms.pay_days_after)
    else:
        most = monthrange(last_day.year, last_day.month)[1]
        day = last_day.replace(day=min(terms.pay_day_of_month or most, most))
    moved = day
    while moved.weekday() in _WEEKEND or is_bank_holiday(moved):
        moved -= _DAY
    # The money is there before a day without banks all the same, and two pay days never share one period.
    stays = (tax_year(moved), period_of(moved, terms.frequency)) == (
        tax_year(day),
        period_of(day, terms.frequency),
    )
    return moved if stays else day
