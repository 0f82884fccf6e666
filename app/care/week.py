"""A week of visits as a page shows it: a grid of workers or people by days, and the list of one day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from babel.dates import format_date

from app.care.marks import MARKS, PLAIN_STATES
from app.care.words import STATES
from app.people.named import Called, as_known
from app.search.finding import sort_key
from app.web.language import current_language, locale_of
from franchise_kit.care.queries import RotaVisit, RotaWeek, VisitFacts, WorkerWeek
from franchise_kit.kernel.days import LONDON
from franchise_kit.kernel.text import SortKey

WEEK: Final = timedelta(days=7)
_SUNDAY: Final = 6
FIRST, LAST = date(2000, 1, 3), date(2100, 12, 27)
WAITING: Final = frozenset({"open", "missed"})
UNTOLD: Final = frozenset({"draft", "changed"})


class Tag(NamedTuple):
    """Words on a visit, and the kind of tag that says them."""

    words: str
    kind: str


class Line(NamedTuple):
    """A visit as it is shown: ``time`` by London's clock, ``tags`` for what is not as usual.

    ``is_off`` is one that was cancelled; ``until`` is the instant at which ``time`` ends, to compare by.
    """

    id: UUID
    on: date
    time: str
    person_id: UUID
    person: str
    worker_id: UUID | None
    worker: str
    tags: tuple[Tag, ...]
    is_off: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class GridRow:
    """A worker's week, or a supported person's: the visits of each of the seven days."""

    id: UUID | None
    name: str
    cells: tuple[tuple[Line, ...], ...]
    totals: WorkerWeek | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the day of a week, the rows, and what narrows the visits."""

    day: date
    rows: str = "workers"
    show: str = ""
    worker: UUID | None = None
    person: UUID | None = None

    @property
    def monday(self) -> date:
        """The Monday of the week."""
        return monday_of(self.day)

    @property
    def is_narrowed(self) -> bool:
        """Whether some visits are left out."""
        return bool(self.show or self.worker or self.person)

    def address(self, **changes: object) -> dict[str, Any]:
        """Return the address's answers, with changes; what is as usual is left out."""
        said: dict[str, object] = {
            "week": self.day.isoformat(),
            "rows": self.rows if self.rows != "workers" else None,
            "show": self.show or None,
            "worker": self.worker,
            "person": self.person,
            **changes,
        }
        return {name: str(value) for name, value in said.items() if value is not None}


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


def first_planned(today: date) -> date:
    """Return the day from which on a rota is planned: on a Sunday the week is over, the next one waits."""
    is_over = today.weekday() == _SUNDAY
    return today + timedelta(days=1) if is_over else today


def day_words(day: date) -> str:
    """Return a day of the week as a heading: Mon 2 Nov."""
    return format_date(day, "EEE d MMM", locale=locale_of(current_language()))


def clock_words(begins: datetime, ends: datetime) -> str:
    """Return from when to when by London's clock: 09:00–09:45."""
    return f"{_in_london(begins)[1]}–{_in_london(ends)[1]}"


# Of a week's visits many begin or end together, and the zone's table is asked once for each instant.
@lru_cache(maxsize=4096)
def _in_london(instant: datetime) -> tuple[date, str]:
    at = instant.astimezone(LONDON)
    # Not by a pattern of strftime, which takes five times as long for each of thousands.
    return at.date(), f"{at.hour:02}:{at.minute:02}"


def days_from(monday: date) -> tuple[date, ...]:
    """Return the seven days of a week."""
    return tuple(monday + timedelta(days=number) for number in range(7))


def asked_of(args: Mapping[str, str], today: date) -> Asked:
    """Return what an address asks for; what it cannot mean is left out."""
    show, rows = args.get("show", ""), args.get("rows", "")
    return Asked(
        day=day_of(args.get("week", ""), today),
        rows=rows if rows in {"workers", "people"} else "workers",
        show=show if show in SHOWN else "",
        worker=_id_of(args.get("worker", "")),
        person=_id_of(args.get("person", "")),
    )


def shown_visits(week: RotaWeek, asked: Asked) -> list[RotaVisit]:
    """Return the visits of a week that are asked for."""
    is_shown = SHOWN.get(asked.show, _all)
    return [
        one
        for one in week.visits
        if is_shown(one)
        and (asked.worker is None or asked.worker in {one.worker_id, one.told_worker_id})
        and (asked.person is None or asked.person == one.person_supported_id)
    ]


def lines_of(visits: Iterable[RotaVisit], called: Called) -> list[Line]:
    """Return visits as they are shown to whoever keeps the rota."""
    said = _Said()
    return [_line(one, one.state, said.tags(one.state, one.marks), called) for one in visits]


def own_lines(visits: Iterable[VisitFacts], now: datetime) -> list[Line]:
    """Return visits as their worker, or whoever is visited, sees them: as told, without marks of planning."""
    said = _Said()
    states = ((one, one.state(now)) for one in visits)
    return [_line(one, state, said.tags(state, ()), as_known) for one, state in states]


def grid_of(
    week: RotaWeek, lines: Sequence[Line], asked: Asked, nobody: str, called: Called
) -> list[GridRow]:
    """Return the rows of a week: who has no worker first, then workers, or people, by name.

    A row without a visit is shown only where nothing is narrowed and it is a worker's.
    """
    if asked.rows == "people":
        cells = _cells(lines, week.monday, lambda one: one.person_id)
        people = {one: _first(days).person for one, days in cells.items()}
        ids = sorted(people, key=lambda one: _family_first(people[one]))
        return [GridRow(one, people[one], cells[one]) for one in ids]
    cells = _cells(lines, week.monday, lambda one: one.worker_id)
    totals = {one.id: one for one in week.workers}
    names = {one: _first(days).worker for one, days in cells.items() if one is not None and one not in totals}
    listed = [one.id for one in week.workers if one.id in cells or not asked.is_narrowed]
    others = sorted(names, key=lambda one: _family_first(names[one]))
    rows = [GridRow(None, nobody, cells[None])] if None in cells else []
    for one in [*listed, *others]:
        total = totals.get(one)
        rows.append(GridRow(one, called(one, total.name) if total else names[one], cells[one], total))
    return rows


def _line(one: RotaVisit | VisitFacts, state: str, tags: tuple[Tag, ...], called: Called) -> Line:
    on, begins = _in_london(one.planned_from)
    person_id, worker_id = one.person_supported_id, one.worker_id
    # In the order of the fields: by their names each of two thousand takes twice as long.
    return Line(
        one.id,
        on,
        f"{begins}–{_in_london(one.planned_until)[1]}",
        person_id,
        called(person_id, one.person_name),
        worker_id,
        called(worker_id, one.worker_name or ""),
        tags,
        state == "cancelled",
        one.planned_until,
    )


class _Said:
    """Words of states and marks in the reader's language, each looked up once for a whole week."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[str, ...]], tuple[Tag, ...]] = {}

    def tags(self, state: str, marks: tuple[str, ...]) -> tuple[Tag, ...]:
        known = self._known.get((state, marks))
        if known is None:
            states = [STATES[state]] if state not in PLAIN_STATES else []
            said = [*states, *(MARKS[mark] for mark in marks)]
            known = self._known[(state, marks)] = tuple(Tag(str(words), kind) for words, kind in said)
        return known


def _cells(
    lines: Iterable[Line], monday: date, whose: Callable[[Line], UUID | None]
) -> dict[UUID | None, tuple[tuple[Line, ...], ...]]:
    numbers = {day: number for number, day in enumerate(days_from(monday))}
    # By the integers of the ids: a UUID's own hash is Python.
    found: dict[int | None, tuple[UUID | None, list[list[Line]]]] = {}
    for line in lines:
        one = whose(line)
        key = one.int if one is not None else None
        if key not in found:
            found[key] = (one, [[] for _day in numbers])
        found[key][1][numbers[line.on]].append(line)
    none: tuple[tuple[Line, ...], ...] = ((),) * 7
    return defaultdict(lambda: none, {one: tuple(map(tuple, days)) for one, days in found.values()})


def _first(days: Iterable[Sequence[Line]]) -> Line:
    return next(line for day in days for line in day)


def _family_first(name: str) -> SortKey | tuple[str, str]:
    # The day beside a name that two have is no part of it.
    return sort_key(" ".join(reversed(name.partition(" (")[0].rsplit(" ", 1))))


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _all(_visit: RotaVisit) -> bool:
    return True


def _waits(visit: RotaVisit) -> bool:
    return visit.state in WAITING


def _is_open(visit: RotaVisit) -> bool:
    return visit.state == "open"


def _is_untold(visit: RotaVisit) -> bool:
    return bool(UNTOLD.intersection(visit.marks))


def _is_marked(visit: RotaVisit) -> bool:
    return bool(_LOOK.intersection(visit.marks))


_LOOK: Final = frozenset({"clash", "little_rest", "tight", "not_employed", "late", "cut_short"})
# What the address may ask for alone, by its code.
SHOWN: Final[Mapping[str, Callable[[RotaVisit], bool]]] = {
    "waiting": _waits,
    "open": _is_open,
    "changed": _is_untold,
    "look": _is_marked,
}
