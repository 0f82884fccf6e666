"""The Real Living Wage: what an hour should be paid by a day, and how far somebody's pay is from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from franchise_kit.payroll.rules.pence import round_up
from franchise_kit.payroll.rules.rate_book import FigureNotSound, as_table, as_whole
from franchise_kit.payroll.rules.rates import figures_for

_HOURLY = "real_living_wage.hourly"
_PAID_BY = "real_living_wage.paid_by"
_HOUR_MINUTES = 60


@dataclass(frozen=True, slots=True)
class LivingWage:
    """Pence an hour outside London, announced on a day and to be paid from another at the latest."""

    announced_on: date
    paid_by: date
    pence: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing in whole pence of the wage that is due, and the one that is announced beside it."""

    wage: LivingWage
    short_an_hour_pence: int
    short_pence: int
    announced: LivingWage | None


@cache
def living_wages(on: date) -> tuple[LivingWage, ...]:
    """Return the wages that our data has for the tax year of a day, the earliest first.

    A co-op adds one that was announced since. Raises NoFiguresForTaxYear.
    Source: Living Wage Foundation, announced each October; for care workers registered in Wales funded by
    the Welsh Government since April 2022.
    """
    book = figures_for(on).book
    paid_by = {one.starts_on: one.value for one in book.entries[_PAID_BY]}
    return tuple(
        LivingWage(one.starts_on, _day(paid_by.get(one.starts_on)), as_whole(as_table(one.value)["uk"]))
        for one in book.entries[_HOURLY]
    )


def wage_due(known: Iterable[LivingWage], on: date) -> LivingWage | None:
    """Return the wage that has to be paid on a day, or ``None`` before the first that we know.

    Source: Living Wage Foundation: a new rate is paid from 1 May after its announcement at the latest.
    """
    return max((one for one in known if one.paid_by <= on), key=lambda one: one.paid_by, default=None)


def gap(known: Sequence[LivingWage], *, minutes: int, pay_pence: int, on: date) -> Gap | None:
    """Return how far the pay for some minutes is from the Real Living Wage, or ``None`` where none is known.

    Units: whole minutes and pence, those that count for the minimum wage; a missing fraction goes up.
    Source: Living Wage Foundation: the wage is for all hours that the minimum wage counts.
    """
    wage = wage_due(known, on)
    if wage is None:
        return None
    short_pence = max(0, round_up(minutes * wage.pence, _HOUR_MINUTES) - pay_pence)
    an_hour_pence = round_up(short_pence * _HOUR_MINUTES, minutes) if minutes > 0 else 0
    later = [one for one in known if one.announced_on <= on < one.paid_by]
    return Gap(wage, an_hour_pence, short_pence, later[-1] if later else None)


def _day(value: object) -> date:
    if not isinstance(value, date):
        msg = f"{_PAID_BY} has no day for one of the wages."
        raise FigureNotSound(msg)
    return value
