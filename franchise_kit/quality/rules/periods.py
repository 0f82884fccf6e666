"""Weeks from Monday to Sunday and calendar months, and which of them are over on a day in London."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["week", "month"]
_MONTHS = 12
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Some days: ``until`` is exclusive."""

    from_: date
    until: date

    @property
    def last_day(self) -> date:
        """The last day of it."""
        return self.until - timedelta(days=1)


def month_of(day: date, *, months_later: int = 0) -> Period:
    """Return the calendar month in which a day lies, or one so many months later.

    Source: the Gregorian calendar.
    """
    first = _first_of(day, months_later)
    return Period(first, _first_of(first, 1))


def three_months_before(day: date) -> Period:
    """Return the last three months that are over on a day.

    Source: our own design: as much as a calendar quarter, and never up to five months old.
    """
    return Period(_first_of(day, -3), _first_of(day, 0))


def months_over(today: date, *, most: int) -> list[Period]:
    """Return the last months that are over, the oldest first.

    Source: our own design: a month is counted when its last day has passed.
    """
    return [month_of(today, months_later=-back) for back in range(most, 0, -1)]


def weeks_over(today: date, *, most: int) -> list[Period]:
    """Return the last weeks that are over, the oldest first.

    Source: ISO 8601: a week begins on Monday.
    """
    monday = today - timedelta(days=today.weekday())
    return [Period(monday - back * _WEEK, monday - (back - 1) * _WEEK) for back in range(most, 0, -1)]


def months_between(first: date, until: date) -> list[Period]:
    """Return each month from that of ``first`` to before ``until``.

    Source: the Gregorian calendar.
    """
    found = []
    month = month_of(first)
    while month.from_ < until:
        found.append(month)
        month = month_of(month.until)
    return found


def _first_of(day: date, months_later: int) -> date:
    number = day.year * _MONTHS + day.month - 1 + months_later
    return date(number // _MONTHS, number % _MONTHS + 1, 1)
