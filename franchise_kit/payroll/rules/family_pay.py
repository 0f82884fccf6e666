"""Statutory pay for families: maternity, adoption, paternity, bereavement and neonatal care, all alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import ClassVar, Final

from franchise_kit.payroll.rules.average_earnings import WEEK_DAYS, pence_up, share_of
from franchise_kit.payroll.rules.rate_book import as_whole
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.ssp import week_begins
from tenants.refusal import Refusal

# The week that decides is the fifteenth before that of the birth, and the last of 26 weeks employed.
WEEKS_BEFORE: Final = 15
WEEKS_EMPLOYED: Final = 26
_SATURDAY: Final = timedelta(days=WEEK_DAYS - 1)


class Kind(StrEnum):
    """The statutory payments that have this arithmetic, by the names that HMRC's forms have."""

    MATERNITY = "SMP"
    ADOPTION = "SAP"
    PATERNITY = "SPP"
    SHARED_PARENTAL = "ShPP"
    BEREAVEMENT = "SPBP"
    NEONATAL = "SNCP"


class AverageTooLow(Refusal):
    """Average earnings are below the lower earnings limit; the fact is the limit in pence a week."""

    code: ClassVar[str] = "average_below_lower_earnings_limit"


class EmployedTooShort(Refusal):
    """The employment began too late; the fact is the latest day on which it could have."""

    code: ClassVar[str] = "employed_too_short"


class NoSuchWeek(Refusal):
    """The payment has fewer weeks; the fact is how many it has."""

    code: ClassVar[str] = "no_such_statutory_week"


@dataclass(frozen=True, slots=True)
class Weeks:
    """How many weeks a payment has, and how many of them, the first, go by earnings alone."""

    by_earnings: int
    in_all: int


@dataclass(frozen=True, slots=True)
class FamilyPayFigures:
    """The figures of a day: the flat rates in pence a week, the share of the average, the least average."""

    weekly_pence: Mapping[Kind, int]
    weeks: Mapping[Kind, Weeks]
    share_bps: int
    least_average_pence: int


@dataclass(frozen=True, slots=True)
class DecidingWeek:
    """The week that decides about maternity pay, and what must be so in it."""

    first_on: date
    last_on: date
    employed_by: date


@cache
def family_pay_figures(on: date) -> FamilyPayFigures:
    """Return the figures of a day; raise NoFiguresForTaxYear if we have none.

    Source: Social Security Contributions and Benefits Act 1992, Parts 12 to 12ZE, uprated each April.
    """
    book = figures_for(on).book
    flat_pence = book.whole("statutory_pay.spp_shpp_spbp_sncp_weekly", on=on)
    later_pence = book.whole("statutory_pay.smp_sap.then_weekly", on=on)
    rows = book.rows("statutory_pay.family_weeks", on=on)
    weeks = {
        Kind(str(row["kind"])): Weeks(as_whole(row["weeks_by_earnings"]), as_whole(row["weeks"]))
        for row in rows
    }
    return FamilyPayFigures(
        weekly_pence={kind: later_pence if held.by_earnings else flat_pence for kind, held in weeks.items()},
        weeks=weeks,
        share_bps=book.whole("statutory_pay.smp_sap.first_six_weeks", on=on),
        least_average_pence=book.whole("statutory_pay.earnings_test_weekly", on=on),
    )


def deciding_week(due_on: date) -> DecidingWeek:
    """Return the qualifying week of a child that is due on a day.

    ``employed_by`` is the latest first day of employment, ``last_on`` the last for a pay day of the average.
    Source: Social Security Contributions and Benefits Act 1992, s.164(2)(a): 26 weeks that end with the week
    before the 14th week before the week that the child is due in.
    """
    return _deciding(week_begins(due_on) - timedelta(weeks=WEEKS_BEFORE))


def deciding_week_of(kind: Kind, on: date) -> DecidingWeek:
    """Return the week that decides about a payment, for the day that its kind goes by.

    Of a birth the day on which the child is due, of an adoption that of the match; else the day on which the
    child died, or neonatal care began.
    Source: Social Security Contributions and Benefits Act 1992, s.164(2), 171ZA and 171ZU (the 15th week
    before), 171ZL (the week of the match), 171ZZ6 and 171ZZ16 (the week before).
    """
    if kind is Kind.ADOPTION:
        return _deciding(week_begins(on))
    if kind in (Kind.BEREAVEMENT, Kind.NEONATAL):
        return _deciding(week_begins(on) - timedelta(weeks=1))
    return deciding_week(on)


def check_entitled(
    average: Fraction, *, began_on: date, employed_by: date, figures: FamilyPayFigures
) -> None:
    """Refuse who earns too little on average, or has not been employed for long enough.

    Units: the average in exact pence, not rounded.
    Source: Social Security Contributions and Benefits Act 1992, s.164(2) (SMP), 171ZA(2) (SPP), 171ZL (SAP).
    """
    if average < figures.least_average_pence:
        raise AverageTooLow(least_average_pence=figures.least_average_pence)
    if began_on > employed_by:
        raise EmployedTooShort(latest_on=employed_by.isoformat())


def week_pence(kind: Kind, *, week: int, average: Fraction, figures: FamilyPayFigures) -> int:
    """Return what one week is paid, counted from 1, by the figures of its first day.

    Units: whole pence, a fraction of a penny up. Raises NoSuchWeek.
    Source: Social Security Contributions and Benefits Act 1992, s.166 (SMP), 171ZE (SPP), 171ZN (SAP), 171ZY
    (ShPP) and their like; SI 1986/1960, reg. 28; SI 2002/2818, reg. 4.
    """
    weeks = figures.weeks[kind]
    if not 1 <= week <= weeks.in_all:
        raise NoSuchWeek(weeks=weeks.in_all)
    by_earnings = share_of(average, figures.share_bps)
    if week <= weeks.by_earnings:
        return pence_up(by_earnings)
    return pence_up(min(by_earnings, Fraction(figures.weekly_pence[kind])))


def weeks_pence(kind: Kind, *, first_on: date, weeks: int, average: Fraction) -> tuple[int, ...]:
    """Return what each of some weeks is paid, from its first; a new rate holds from the week it begins in.

    Units: whole pence. Raises NoSuchWeek or NoFiguresForTaxYear.
    Source: as of one week; the orders that uprate them each April.
    """
    return tuple(
        week_pence(
            kind,
            week=week + 1,
            average=average,
            figures=family_pay_figures(first_on + timedelta(weeks=week)),
        )
        for week in range(weeks)
    )


def _deciding(first_on: date) -> DecidingWeek:
    last_on = first_on + _SATURDAY
    return DecidingWeek(first_on, last_on, last_on - timedelta(weeks=WEEKS_EMPLOYED - 1))
