"""The rows of the demo's older weeks, as text for COPY: visits, the time that came of them, and miles.

A million of them are written at a load, so it is plain text: no object, no date and no zone for each.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from uuid import UUID, uuid5

from app.demo.life import kind_at
from app.demo.past_weeks import MINUTES, Crew, Day, Done, id_space
from app.demo.people import NAMESPACE
from app.demo.ways import Ways
from app.demo.weeks import DESK_FROM, DESK_MINUTES, SATURDAY, desk_id
from franchise_kit.kernel.days import month_after
from franchise_kit.people.queries.facts import WorkerFacts
from franchise_kit.time.rules.gaps import Gap, gap_between
from tenants.clock import LONDON

VISIT_COLUMNS: Final = (
    *("id", "person_supported_id", "visit_kind_id", "carer", "worker_id", "planned_from", "planned_until"),
    *("window_minutes", "told_at", "told_worker_id", "worker_number", "told_from", "told_until"),
    *("checked_in_at", "checked_out_at", "cancelled_by", "cancelled_at", "cancel_reason"),
    *("entered_by_person", "entered_at", "version"),
)
ENTRY_COLUMNS: Final = (
    *("id", "worker_id", "worker_person", "kind", "source", "starts_at", "ends_at", "minutes", "visit_id"),
    *("metres", "state", "recorded_by_person", "recorded_at", "approved_by_person", "approved_at"),
    *("pay_run_id", "version"),
)
MILES_COLUMNS: Final = (
    *("id", "worker_id", "worker_person", "day", "purpose", "metres", "state", "entered_at"),
    *("approved_by_person", "approved_at", "pay_run_id", "version"),
)
# Miles of this month's pay and of later ones are taken by runs that are kept.
RUNS_FROM: Final = "2026-04"
# A month's pay is for what was done before the 23rd.
PAID_FROM: Final = 23
_WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)
_CLOCK: Final = tuple(f"{minute // 60:02}:{minute % 60:02}:00" for minute in range(24 * 60))
# Of any day: only how far two of them are apart is asked.
_INSTANT: Final = tuple(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=one) for one in range(24 * 60))
# What was recorded, approved, gathered and paid was written four times.
_PAID_VERSION: Final = 4


@dataclass(frozen=True, slots=True)
class Office:
    """Who does what at desks, by the persons' ids: plans the visits, and approves the time."""

    plans: UUID
    approves: UUID


def visit_lines(
    crew: Crew, days: Iterable[Day], office: Office, numbers: Mapping[UUID, int]
) -> Iterator[str]:
    """Yield the rows of visits, in the order of ``VISIT_COLUMNS``; ``numbers`` are the workers'."""
    workers = [(str(one.id), numbers[one.id]) for one in crew.carers]
    people = [str(one.id) for one in crew.people]
    kinds = [str(kind_at(crew.coop, minute)) for minute in range(24 * 60)]
    for day, done in days:
        zone = _zone(day)
        told = f"{day - _WEEK} 09:00:00{_zone(day - _WEEK)}"
        before = f"{day - _DAY} "
        for one in done:
            worker, number = workers[one.worker]
            from_, until = f"{day} {_CLOCK[one.starts]}{zone}", f"{day} {_CLOCK[one.starts + MINUTES]}{zone}"
            if one.came is not None:
                went = f"{day} {_CLOCK[one.came]}{zone}\t{day} {_CLOCK[one.left]}{zone}\t\\N\t\\N\t\\N"
                version = 3
            elif one.cancelled_by is not None:
                at = f"{before}{_CLOCK[one.starts]}{_zone(day - _DAY)}"
                went, version = f"\\N\t\\N\t{one.cancelled_by}\t{at}\t{one.reason}", 2
            else:
                went, version = "\\N\t\\N\t\\N\t\\N\t\\N", 1
            yield (
                f"{one.id}\t{people[one.person]}\t{kinds[one.starts]}\t1\t{worker}\t{from_}\t{until}\t0\t"
                f"{told}\t{worker}\t{number}\t{from_}\t{until}\t{went}\t{office.plans}\t{told}\t{version}\n"
            )


@dataclass(slots=True)
class Worked:
    """Writes the time of days that were paid, and gathers the miles."""

    crew: Crew
    office: Office
    miles: list[str] = field(default_factory=list)

    def lines(self, days: Iterable[Day]) -> Iterator[str]:
        """Yield the rows of time, in the order of ``ENTRY_COLUMNS``; each day's miles are kept besides."""
        ways, at_desks = Ways(self.crew.people), self.crew.at_desks
        for day, done in days:
            paid = _Paid(self.crew, self.office, day)
            mine: dict[int, list[Done]] = {}
            for one in done:
                if one.came is not None:
                    mine.setdefault(one.worker, []).append(one)
            for worker, visits in mine.items():
                visits.sort(key=_by_coming)
                yield from self._of_worker(paid, self.crew.carers[worker], visits, ways)
            yield from (
                paid.desk(one) for one in at_desks if one.started_on <= day and day.weekday() < SATURDAY
            )

    def _of_worker(self, paid: "_Paid", worker: WorkerFacts, visits: list[Done], ways: Ways) -> Iterator[str]:
        who, person = f"{worker.id}\t{worker.person_id}", str(worker.person_id)
        metres = driven = 0
        before: Done | None = None
        for one in visits:
            yield paid.visit(who, person, one)
            if before is not None and before.left < (one.came or 0):
                way = ways.way(before.person, one.person)
                gap = gap_between(_INSTANT[before.left], _INSTANT[one.came or 0], way and way[0])
                far = way[1] if way is not None and gap.travel else 0
                yield from paid.between(who, before.left, one, gap, far)
                metres, driven = metres + far, driven + (far > 0)
            before = one
        if metres:
            self.miles.append(paid.miles(who, worker, metres, driven))


class _Paid:
    """One London day's time: recorded at its end, approved on the Monday after, and paid."""

    def __init__(self, crew: Crew, office: Office, day: date) -> None:
        self._crew, self._day, self._zone = crew, day, _zone(day)
        monday = day + timedelta(days=7 - day.weekday())
        self._approved = f"{office.approves}\t{monday} 09:00:00{_zone(monday)}"
        run = run_id(crew.coop.slug, pay_month(day))
        self._end = f"{self._approved}\t{run}\t{_PAID_VERSION}\n"
        self._miles_run = run if pay_month(day) < RUNS_FROM else None
        slug = crew.coop.slug
        self._ids = {kind: id_of_time(slug, kind) for kind in ("visit", "travel", "waiting")}

    def visit(self, who: str, person: str, one: Done) -> str:
        """Return the row of a visit's own time."""
        began, ended = self._at(one.came or 0), self._at(one.left)
        return (
            f"{self._ids['visit']}{one.id[24:]}\t{who}\tvisit\tvisit\t{began}\t{ended}\t"
            f"{one.left - (one.came or 0)}\t{one.id}\t\\N\tpaid\t{person}\t{ended}\t{self._end}"
        )

    def between(self, who: str, left: int, one: Done, gap: Gap, metres: int) -> Iterator[str]:
        """Yield the rows of the way to a visit, and of waiting there."""
        arrives = left + gap.travel
        if gap.travel:
            yield self._rota(who, "travel", one, (left, arrives), str(metres or "\\N"))
        if gap.waiting:
            yield self._rota(who, "waiting", one, (arrives, arrives + gap.waiting), "\\N")

    def desk(self, worker: WorkerFacts) -> str:
        """Return the row of a day at a desk."""
        entry = desk_id(worker.id, self._day)
        began, ended = self._at(DESK_FROM), self._at(DESK_FROM + DESK_MINUTES)
        return (
            f"{entry}\t{worker.id}\t{worker.person_id}\tother\thand\t{began}\t{ended}\t{DESK_MINUTES}\t"
            f"\\N\t\\N\tpaid\t{worker.person_id}\t{ended}\t{self._end}"
        )

    def miles(self, who: str, worker: WorkerFacts, metres: int, driven: int) -> str:
        """Return the row of a day's miles: written with its first way, and anew with each after it."""
        claim, run = uuid5(NAMESPACE, f"miles {worker.id} {self._day}"), self._miles_run
        state, held, version = ("paid", run, driven + 3) if run else ("approved", "\\N", driven + 1)
        return (
            f"{claim}\t{who}\t{self._day}\tvisits\t{metres}\t{state}\t{self._day} 23:00:00{self._zone}\t"
            f"{self._approved}\t{held}\t{version}\n"
        )

    def _rota(self, who: str, kind: str, one: Done, span: tuple[int, int], metres: str) -> str:
        began, ended = self._at(span[0]), self._at(span[1])
        return (
            f"{self._ids[kind]}{one.id[24:]}\t{who}\t{kind}\trota\t{began}\t{ended}\t{span[1] - span[0]}\t"
            f"{one.id}\t{metres}\tpaid\t\\N\t{self._at(one.left)}\t{self._end}"
        )

    def _at(self, minute: int) -> str:
        return f"{self._day} {_CLOCK[minute]}{self._zone}"


@cache
def id_of_time(slug: str, kind: str) -> str:
    """Return what the ids of a kind of time begin with; they end as those of their visits do."""
    return id_space(f"past {kind} {slug}")


def run_id(slug: str, month: str) -> UUID:
    """Return the id of a month's run, such as of 2026-07, which its time was held by before it is made."""
    return uuid5(NAMESPACE, f"paid before {slug} {month}")


def pay_month(day: date) -> str:
    """Return the month, such as 2026-07, in whose run a day is paid."""
    return f"{day if day.day < PAID_FROM else month_after(day):%Y-%m}"


def _by_coming(one: Done) -> int:
    return one.came or 0


def _zone(day: date) -> str:
    """Return London's distance from UTC by day, for visits are never at night."""
    at_noon = datetime.combine(day, time(12), tzinfo=LONDON)
    return "+00" if not at_noon.utcoffset() else "+01"
