"""Bank holidays of England and Wales: the days of the Act, and those that a proclamation moves them to."""

from datetime import date, timedelta
from functools import cache
from typing import Final

_MONDAY: Final = 0
_WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)
_WEEKEND: Final = (5, 6)


def is_bank_holiday(day: date) -> bool:
    """Say whether a London day is a bank holiday in Wales.

    Where one falls on a weekend it is the weekday after that counts, and the day itself is a weekend's.
    Source: Banking and Financial Dealings Act 1971, s.1 and Schedule 1, para. 1; New Year's Day, the first
    Monday in May and days in place of others by the royal proclamations made under s.1(3) each year; Good
    Friday and Christmas Day by common law.
    """
    return day in _days_of(day.year)


@cache
def _days_of(year: int) -> frozenset[date]:
    easter = _easter(year)
    days = {
        easter - 2 * _DAY,
        easter + _DAY,
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 6, 1)) - _WEEK,
        _monday_from(date(year, 9, 1)) - _WEEK,
    }
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        days.add(_next_free(fixed, days))
    return frozenset(days)


def _next_free(day: date, taken: set[date]) -> date:
    """Return a day, or the next weekday on which no other holiday is."""
    while day.weekday() in _WEEKEND or day in taken:
        day += _DAY
    return day


def _monday_from(day: date) -> date:
    return day + timedelta(days=(_MONDAY - day.weekday()) % 7)


def _easter(year: int) -> date:
    """Return Easter Sunday: the Sunday after the full moon of the tables, which is on 21 March or later.

    Source: Calendar (New Style) Act 1750, s.3 and the tables annexed to it.
    """
    century, golden = year // 100, year % 19
    # The moon's age on 21 March, put right for leap centuries and for the moon's own drift.
    epact = (15 + century - century // 4 - (8 * century + 13) // 25 + 19 * golden) % 30
    if epact == 29 or (epact == 28 and golden > 10):  # noqa: PLR2004 - the tables' two exceptions
        epact -= 1
    full_moon = date(year, 3, 21) + timedelta(days=epact)
    return full_moon + timedelta(days=6 - full_moon.weekday() or 7)
