"""A week of visits as a page shows it: day by day, each visit with how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from franchise_kit.care.queries import VisitFacts
from franchise_kit.kernel.days import london_day

WEEK: Final = timedelta(days=7)
FIRST, LAST = date(2000, 1, 3), date(2100, 12, 27)
# A week with more visits than this is shown one day at a time.
MOST_AT_ONCE: Final = 150
WAITING: Final = frozenset({"open", "missed"})


@dataclass(frozen=True, slots=True)
class Line:
    """A visit, and how it stands."""

    visit: VisitFacts
    state: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day with its visits in order."""

    on: date
    lines: tuple[Line, ...]

    @property
    def open_count(self) -> int:
        """How many visits nobody has yet."""
        return sum(line.state == "open" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday."""

    monday: date
    days: tuple[Day, ...]

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.monday - WEEK

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.monday + WEEK

    def count(self, state: str) -> int:
        """How many visits stand so."""
        return sum(line.state == state for day in self.days for line in day.lines)

    @property
    def total(self) -> int:
        """How many visits are shown in all."""
        return sum(len(day.lines) for day in self.days)

    @property
    def is_long(self) -> bool:
        """Whether its days are shown one at a time."""
        return self.total > MOST_AT_ONCE

    def days_for(self, asked: date) -> tuple[Day, ...]:
        """Return the days to show: all that have visits, or in a long week the one that was asked for."""
        filled = tuple(day for day in self.days if day.lines)
        if not self.is_long:
            return filled
        return tuple(day for day in filled if day.on == asked)[:1] or filled[:1]


def day_of(text: str, today: date) -> date:
    """Return the day that an address asks for; the present one if it says none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    return min(max(day, FIRST), LAST)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_of(monday: date, visits: Sequence[VisitFacts], now: datetime, *, only_waiting: bool) -> Week:
    """Return a week's visits by day; ``only_waiting`` leaves those that nobody has, or that were missed."""
    lines = [Line(visit, visit.state(now)) for visit in visits]
    shown = [line for line in lines if not only_waiting or line.state in WAITING]
    days = [monday + timedelta(days=number) for number in range(7)]
    return Week(
        monday,
        tuple(
            Day(on, tuple(line for line in shown if london_day(line.visit.planned_from) == on)) for on in days
        ),
    )
