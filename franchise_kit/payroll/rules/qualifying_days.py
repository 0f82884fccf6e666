"""Qualifying days: the weekdays on which sickness is paid, as they are agreed for all or for one worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from franchise_kit.payroll.rules.average_earnings import WEEK_DAYS
from franchise_kit.payroll.rules.ssp import (
    USUAL_WEEKDAYS,
    QualifyingDaysNotPossible,
    week_begins,
    weekdays_between,
)
from tenants.refusal import Refusal

_WEEK = timedelta(days=WEEK_DAYS)


class QualifyingDaysPaidAlready(Refusal):
    """Sick pay was paid by the days of before; the fact is the first Sunday from which others may hold."""

    code: ClassVar[str] = "qualifying_days_paid_already"


@dataclass(frozen=True, slots=True)
class Agreed:
    """Weekdays, 0 for Monday, that were agreed from a day on: they hold from its first whole week on."""

    from_on: date
    weekdays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AgreedDays:
    """What was agreed for everybody and for one worker, each in the order in which it holds."""

    of_all: Sequence[Agreed] = ()
    of_worker: Sequence[Agreed] = ()

    def weekdays(self, sunday: date) -> tuple[int, ...]:
        """Return the weekdays of the week that begins on a Sunday: Monday to Friday where none are agreed."""
        for agreed in (self.of_worker, self.of_all):
            holding = [one.weekdays for one in agreed if one.from_on <= sunday]
            if holding:
                return holding[-1]
        return USUAL_WEEKDAYS

    def between(self, first_on: date, last_on: date) -> frozenset[date]:
        """Return the qualifying days of whole weeks about a time.

        Source: Social Security Contributions and Benefits Act 1992, s.154: as agreed, at least one a week,
        and never by reference to the days of sickness.
        """
        found: set[date] = set()
        sunday = week_begins(first_on)
        while sunday <= last_on:
            found |= weekdays_between(self.weekdays(sunday), sunday, sunday)
            sunday += _WEEK
        return frozenset(found)


NOTHING_AGREED = AgreedDays()


def check_qualifying(weekdays: Sequence[int], *, from_on: date, paid_on: date | None) -> None:
    """Refuse a week without a day, and days that would change what was paid.

    ``paid_on`` is the last day of which sick pay is held by a run or paid. Raises QualifyingDaysNotPossible
    or QualifyingDaysPaidAlready.
    Source: Social Security Contributions and Benefits Act 1992, s.154(2) and (3).
    """
    if not weekdays or not set(weekdays) <= set(range(WEEK_DAYS)):
        raise QualifyingDaysNotPossible
    if paid_on is not None and from_on <= paid_on:
        raise QualifyingDaysPaidAlready(earliest_on=(week_begins(paid_on) + _WEEK).isoformat())
