"""What some visits ask for, and all that must be known of the workers to judge them, read at once.

For this room: it asks nobody who reads.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    FromClause,
    Interval,
    Uuid,
    case,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from franchise_kit.care.models import PersonSupported, Visit, VisitPattern
from franchise_kit.care.queries.around import Wishes, wishes_of
from franchise_kit.care.queries.patterns import rota_numbers
from franchise_kit.care.queries.ways import Ways
from franchise_kit.care.rules.patterns import WEEK
from franchise_kit.care.rules.rest import rest_minutes
from franchise_kit.care.rules.suggesting import CONTINUITY_WEEKS, Candidate
from franchise_kit.kernel.days import london_day, london_midnight
from franchise_kit.people.queries.rota_facts import RotaWorker, rota_workers
from franchise_kit.people.rules.contracts import is_employed
from franchise_kit.training.queries.facts import in_date_of
from tenants.bulk import is_one_of

DAY: Final = timedelta(days=1)
MINUTE: Final = timedelta(minutes=1)
# What is longer ago is no way to the visit.
NEAR: Final = timedelta(hours=2)


class Beside(NamedTuple):
    """The nearest visit of a worker ``before`` a visit, ``after`` it or ``at_once`` with it."""

    visit_id: UUID
    worker_id: UUID
    side: str
    person_supported_id: UUID
    planned_from: datetime
    planned_until: datetime


Sides = Mapping[str, Beside]
_NONE: Final[Sides] = {}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visit asks for: when, of whom, in which language, and what must have been learnt."""

    id: UUID
    person_supported_id: UUID
    planned_from: datetime
    planned_until: datetime
    worker_id: UUID | None
    language: str
    skills: tuple[str, ...]
    day: date

    @property
    def monday(self) -> date:
        """The Monday of its week."""
        return self.day - timedelta(days=self.day.weekday())

    @property
    def took(self) -> timedelta:
        """How long it is planned to take."""
        return self.planned_until - self.planned_from

    def is_near(self, row: Beside) -> bool:
        """Whether another visit is so near in time that there is a way between the two."""
        return row.planned_until >= self.planned_from - NEAR and row.planned_from <= self.planned_until + NEAR


def wanted_visits(session: Session, visit_ids: Collection[UUID]) -> list[Wanted]:
    """Return what visits ask for, by their beginning; an id of none is left out."""
    rows = session.execute(
        select(
            Visit.id, Visit.person_supported_id, Visit.planned_from, Visit.planned_until, Visit.cancelled_at,
            Visit.worker_id, PersonSupported.language, VisitPattern.skills,
            VisitPattern.language.label("pattern_language"),
        )
        .join(PersonSupported, PersonSupported.id == Visit.person_supported_id)
        .outerjoin(VisitPattern, VisitPattern.id == Visit.pattern_id)
        .where(is_one_of(Visit.id, visit_ids))
        .order_by(Visit.planned_from, Visit.id)
    )  # fmt: skip
    return [
        Wanted(
            id=row.id,
            person_supported_id=row.person_supported_id,
            planned_from=row.planned_from,
            planned_until=row.planned_until,
            worker_id=row.worker_id if row.cancelled_at is None else None,
            language=row.pattern_language or row.language,
            skills=tuple(row.skills or ()),
            day=london_day(row.planned_from),
        )
        for row in rows
    ]


class Knowing:
    """All that must be known of the workers for some visits, of which there is at least one."""

    def __init__(self, session: Session, wanted: Sequence[Wanted], now: datetime) -> None:
        numbers = rota_numbers(session)
        people = {one.person_supported_id for one in wanted}
        mondays = {one.monday for one in wanted}
        self.least_rest_minutes = numbers.least_rest_minutes
        self._workers = {monday: rota_workers(session, monday, monday + WEEK) for monday in mondays}
        self._planned = {monday: _planned(session, monday) for monday in mondays}
        self._times = _times_visited(session, people, now)
        self._wishes = wishes_of(session, people)
        self._skills = self._learnt(session, wanted)
        self._beside = _beside(session, wanted)
        near = {row.person_supported_id for one in wanted for row in self._near(one)}
        self._ways = Ways(session, near | people, numbers)

    def workers(self, wanted: Wanted) -> Sequence[RotaWorker]:
        """Return who works here in a visit's week, by family name."""
        return self._workers[wanted.monday]

    def candidate(self, wanted: Wanted, worker: RotaWorker, *, is_away: bool) -> Candidate:
        """Return what is known of one worker for one visit."""
        sides = self._beside[wanted.id].get(worker.id, _NONE)
        before, after = sides.get("before"), sides.get("after")
        held = self._skills[wanted.skills, wanted.day].get(worker.person_id, frozenset())
        person_id = wanted.person_supported_id
        wishes = self._wishes.get(person_id, Wishes())
        return Candidate(
            times_visited=self._times.get((person_id, worker.id), 0),
            speaks_it=wanted.language in worker.speaks,
            skills_wanted=len(wanted.skills),
            skills_missing=tuple(code for code in wanted.skills if code not in held),
            minutes_left=self._left(wanted, worker),
            travel_before=self._way(wanted, before, is_before=True),
            travel_after=self._way(wanted, after, is_before=False),
            rest_minutes=_rest(wanted, before, after),
            is_preferred=worker.id in wishes.prefers,
            is_unwanted=worker.id in wishes.not_these,
            is_employed=is_employed(worker.started_on, worker.ended_on, wanted.day),
            is_away=is_away,
            is_elsewhere="at_once" in sides,
        )

    def _learnt(
        self, session: Session, wanted: Iterable[Wanted]
    ) -> dict[tuple[tuple[str, ...], date], dict[UUID, frozenset[str]]]:
        asked = {(one.skills, one.day): one.monday for one in wanted}
        return {
            (skills, day): in_date_of(session, [one.person_id for one in self._workers[monday]], skills, day)
            for (skills, day), monday in asked.items()
        }

    def _left(self, wanted: Wanted, worker: RotaWorker) -> int | None:
        """Return what a worker's contract has left with this visit and all others, in whole minutes."""
        if worker.weekly_minutes is None:
            return None
        others = self._planned[wanted.monday].get(worker.id, timedelta())
        if wanted.worker_id == worker.id:
            others -= wanted.took
        return worker.weekly_minutes - others // MINUTE - wanted.took // MINUTE

    def _near(self, wanted: Wanted) -> Iterable[Beside]:
        sides = self._beside[wanted.id].values()
        return (row for rows in sides for row in rows.values() if wanted.is_near(row))

    def _way(self, wanted: Wanted, other: Beside | None, *, is_before: bool) -> int | None:
        if other is None or not wanted.is_near(other):
            return None
        ends = (other.person_supported_id, wanted.person_supported_id)
        return self._ways.minutes(*ends) if is_before else self._ways.minutes(*reversed(ends))


def _rest(wanted: Wanted, before: Beside | None, after: Beside | None) -> int | None:
    """Return the least rest between this day's work and that of the days beside it."""
    rests = []
    if before is not None and london_day(before.planned_from) < wanted.day:
        rests.append(rest_minutes(before.planned_until, wanted.planned_from))
    if after is not None and london_day(after.planned_from) > wanted.day:
        rests.append(rest_minutes(wanted.planned_until, after.planned_from))
    return min(rests, default=None)


def _times_visited(
    session: Session, person_ids: Collection[UUID], now: datetime
) -> dict[tuple[UUID, UUID], int]:
    """Return how often each of some people was visited by each worker of late."""
    rows = session.execute(
        select(Visit.person_supported_id, Visit.worker_id, func.count())
        .where(
            is_one_of(Visit.person_supported_id, person_ids),
            Visit.planned_from >= now - CONTINUITY_WEEKS * WEEK,
            Visit.planned_from < now,
            Visit.checked_in_at.is_not(None),
        )
        .group_by(Visit.person_supported_id, Visit.worker_id)
    )
    return {(person_id, worker_id): times for person_id, worker_id, times in rows if worker_id is not None}


def _planned(session: Session, monday: date) -> dict[UUID, timedelta]:
    """Return what is planned with each worker in a week."""
    rows = session.execute(
        select(Visit.worker_id, type_coerce(func.sum(Visit.planned_until - Visit.planned_from), Interval))
        .where(
            Visit.planned_from >= london_midnight(monday),
            Visit.planned_from < london_midnight(monday + WEEK),
            Visit.worker_id.is_not(None),
            Visit.cancelled_at.is_(None),
        )
        .group_by(Visit.worker_id)
    )
    return {worker_id: took for worker_id, took in rows if worker_id is not None}


def _beside(session: Session, wanted: Sequence[Wanted]) -> dict[UUID, dict[UUID, dict[str, Beside]]]:
    """Return by visit the nearest visits of each worker before it, after it and at once with it.

    Looked for on its day and the days beside it. The database picks them: of a day's hundreds, three a worker
    are read at the most.
    """
    asked = _asked(wanted)
    side = case(
        (Visit.planned_until <= asked.c.begins, "before"),
        (Visit.planned_from >= asked.c.ends, "after"),
        else_="at_once",
    ).label("side")
    gap = func.greatest(asked.c.begins - Visit.planned_until, Visit.planned_from - asked.c.ends)
    rows = session.execute(
        select(
            asked.c.visit_id, Visit.worker_id, side, Visit.person_supported_id, Visit.planned_from,
            Visit.planned_until,
        )
        .ext(distinct_on(asked.c.visit_id, Visit.worker_id, side))
        .where(
            Visit.planned_from >= asked.c.day_before,
            Visit.planned_from < asked.c.day_after,
            Visit.worker_id.is_not(None),
            Visit.cancelled_at.is_(None),
            Visit.id != asked.c.visit_id,
        )
        .order_by(asked.c.visit_id, Visit.worker_id, side, gap, Visit.id)
    )  # fmt: skip
    found: dict[UUID, dict[UUID, dict[str, Beside]]] = {one.id: defaultdict(dict) for one in wanted}
    for one in map(Beside._make, rows):
        found[one.visit_id][one.worker_id][one.side] = one
    return found


def _asked(wanted: Sequence[Wanted]) -> FromClause:
    """Return the visits as a table: their ids, when they are, and the days within which is looked."""
    moments = {
        "begins": [one.planned_from for one in wanted],
        "ends": [one.planned_until for one in wanted],
        "day_before": [london_midnight(one.day - DAY) for one in wanted],
        "day_after": [london_midnight(one.day + 2 * DAY) for one in wanted],
    }
    ids = literal([one.id for one in wanted], ARRAY(Uuid))
    arrays = [literal(values, ARRAY(DateTime(timezone=True))) for values in moments.values()]
    return func.unnest(ids, *arrays).table_valued("visit_id", *moments).render_derived()
