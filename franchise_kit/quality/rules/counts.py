"""What a co-op that agreed to it tells the hub of a month: how many and how much, and of nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from franchise_kit.kernel.suppression import cells, is_small
from franchise_kit.quality.rules.indicators import catalogue, may_leave
from tenants.openings.kinds import Code, Counts, disclosure_kind

_HOUR: Final = 60
_MISSED: Final = "visits_missed"


@disclosure_kind("monthly_counts")
@dataclass(frozen=True, slots=True)
class MonthlyCounts:
    """A month's counts; ``month`` is its first day. ``None`` is hidden, and so is each code of ``*_hidden``.

    ``hours`` are whole hours by kind of time; ``workers`` are those of the last day by staff category.
    """

    month: date
    people_supported: int | None
    visits_planned: int | None
    visits_delivered: int | None
    hours: Counts
    hours_hidden: tuple[Code, ...]
    workers: Counts
    workers_hidden: tuple[Code, ...]
    workers_in_all: int | None


@disclosure_kind("counts_agreed")
@dataclass(frozen=True, slots=True)
class CountsAgreed:
    """Whether the co-op tells its counts; ``from_month`` is the first that is told, or is told no more."""

    is_agreed: bool
    from_month: date


@dataclass(frozen=True, slots=True)
class MonthCounted:
    """A month as the co-op's own records say it; ``worked`` has by kind the minutes, and how many workers."""

    month: date
    people_supported: int
    visits_planned: int
    visits_missed: int
    worked: Mapping[str, tuple[int, int]]
    workers: Mapping[str, int]


def whole_hours(minutes: int) -> int:
    """Return minutes as whole hours; half an hour is one.

    Source: our own design: the network plans by hours, and minutes could name a worker.
    """
    return (minutes + _HOUR // 2) // _HOUR


def counts_to_tell(counted: MonthCounted) -> MonthlyCounts:
    """Return a month as it may cross the wall.

    A count from 1 to 4 is hidden. Visits that were delivered are hidden where those missed may not leave as
    a quality figure: one of the two would tell the other. So are the hours that fewer than five people
    worked, and of the categories what would give a hidden one away.

    Source: quality.md 1.6, "Ours"; ``data/indicators.json``, small_numbers_v1.
    """
    hours = {kind: whole_hours(minutes) for kind, (minutes, _workers) in counted.worked.items()}
    few = {
        kind
        for kind, (_minutes, workers) in counted.worked.items()
        if is_small(workers) or is_small(hours[kind])
    }
    categories = cells(counted.workers, has_total=True)
    return MonthlyCounts(
        month=counted.month,
        people_supported=_shown(counted.people_supported),
        visits_planned=_shown(counted.visits_planned),
        visits_delivered=_delivered(counted),
        hours={kind: number for kind, number in sorted(hours.items()) if number > 0 and kind not in few},
        hours_hidden=tuple(sorted(few)),
        workers={name: count for name, count in sorted(categories.shown.items()) if count},
        workers_hidden=tuple(sorted({*categories.small, *categories.companions})),
        workers_in_all=categories.total,
    )


def _shown(count: int) -> int | None:
    return None if is_small(count) else count


def _delivered(counted: MonthCounted) -> int | None:
    if counted.visits_planned == 0:
        return 0
    if not may_leave(catalogue()[_MISSED], counted.visits_missed, counted.visits_planned):
        return None
    return counted.visits_planned - counted.visits_missed
