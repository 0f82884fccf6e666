"""Hours put together for reading: one's own by week and day, everybody's by worker."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from app.people.named import Called, as_named
from app.search.finding import sort_key
from franchise_kit.time.queries import EntryFacts
from franchise_kit.time.rules import week_of

WEEK = timedelta(days=7)
# With its first day, a quarter of a year.
LONGEST_SPAN = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday, with its neighbours; there is none after the present one."""

    monday: date
    earlier: date
    later: date | None

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + WEEK - timedelta(days=1)

    @property
    def until(self) -> date:
        """The Monday after it."""
        return self.monday + WEEK


@dataclass(frozen=True, slots=True)
class WorkerHours:
    """What waits of one worker, in order of time; what is ``doubtful`` is approved only by itself."""

    worker_id: UUID
    name: str
    is_own: bool
    entries: list[EntryFacts]
    doubtful: frozenset[UUID] = frozenset()

    @property
    def minutes(self) -> int:
        """All of it."""
        return sum(entry.minutes for entry in self.entries)

    @property
    def certain(self) -> list[EntryFacts]:
        """What the reader may approve without looking at each."""
        return [one for one in self.entries if one.may_approve and one.id not in self.doubtful]

    @property
    def to_look_at(self) -> list[EntryFacts]:
        """What the reader may approve, but should look at first."""
        return [one for one in self.entries if one.may_approve and one.id in self.doubtful]


def week_asked(asked: date | None, today: date) -> Week:
    """Return the week that a day is of; of a day to come, and of no day, the present one."""
    monday = week_of(min(asked or today, today))
    # The calendar itself has a first week.
    earlier = monday - WEEK if monday - date.min > WEEK else monday
    return Week(monday, earlier, monday + WEEK if monday + WEEK <= today else None)


def days_asked(since: date | None, last: date | None, *, today: date) -> tuple[date, date]:
    """Return the days that are asked, the second exclusive; without them the present month so far."""
    first = since or (last or today).replace(day=1)
    ends = last or max(first, min(today, first + LONGEST_SPAN))
    return first, ends + timedelta(days=1)


def by_worker(
    entries: Iterable[EntryFacts], doubtful: frozenset[UUID] = frozenset(), called: Called = as_named
) -> list[WorkerHours]:
    """Return time by worker, in the order of their names, one's own last."""

    def owner(entry: EntryFacts) -> tuple[str, str]:
        return entry.worker_name, str(entry.worker_id)

    found = []
    for _owner, group in groupby(sorted(entries, key=owner), key=owner):
        listed = sorted(group, key=lambda entry: entry.starts_at)
        first = listed[0]
        of_these = doubtful & {one.id for one in listed}
        name = called(first.worker_id, first.worker_name)
        found.append(WorkerHours(first.worker_id, name, first.is_own, listed, of_these))
    return sorted(found, key=lambda one: (one.is_own, sort_key(one.name)))


def workers_of(entries: Iterable[EntryFacts], called: Called = as_named) -> list[tuple[str, str]]:
    """Return the workers of some time as choices, by name."""
    names = {str(one.worker_id): called(one.worker_id, one.worker_name) for one in entries}
    return sorted(names.items(), key=lambda pair: sort_key(pair[1]))


def only(entries: Iterable[EntryFacts], *, week: date | None, worker_id: UUID | None) -> list[EntryFacts]:
    """Return the time of one worker, and of the week of one day; of ``None`` all."""
    return [
        one
        for one in entries
        if worker_id in (None, one.worker_id) and (week is None or week_of(one.day) == week_of(week))
    ]


def by_day(entries: Iterable[EntryFacts]) -> list[tuple[date, list[EntryFacts]]]:
    """Return time by its day in London, the earliest first."""
    ordered = sorted(entries, key=lambda entry: entry.starts_at)
    return [(day, list(group)) for day, group in groupby(ordered, key=lambda entry: entry.day)]


def is_off_plan(entry: EntryFacts, planned: Mapping[UUID, int]) -> bool:
    """Say whether a visit took a quarter of an hour more or less than was planned."""
    if entry.source != "visit" or entry.corrects_entry_id is not None or entry.visit_id is None:
        return False
    meant = planned.get(entry.visit_id)
    return meant is not None and abs(entry.minutes - meant) >= 15  # noqa: PLR2004 - the sentence above
