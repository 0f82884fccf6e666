"""Who could do a visit, and why; and who could not, and why not."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Interval, Row, case, func, select, type_coerce
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import PersonSupported, Visit, VisitPattern
from franchise_kit.care.queries.around import Wishes, wishes_of
from franchise_kit.care.queries.patterns import RotaNumbers, rota_numbers
from franchise_kit.care.queries.ways import Ways
from franchise_kit.care.rules.patterns import WEEK
from franchise_kit.care.rules.suggesting import CONTINUITY_WEEKS, Candidate, Reason, judge
from franchise_kit.kernel.days import london_day, london_midnight
from franchise_kit.people.queries.rota_facts import RotaWorker, rota_workers
from franchise_kit.people.rules.contracts import is_employed
from franchise_kit.training.queries.facts import in_date_of
from tenants.actor import Actor
from tenants.refusal import NotFound

DAY: Final = timedelta(days=1)
# What is longer ago is no way to the visit.
NEAR: Final = timedelta(hours=2)

Line = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A worker for a visit: a score, the reasons for them, and those against, which leave the score at 0.

    Reasons for: preferred; visited (times, weeks); speaks_it; does_not_speak_it; skills_in_date; hours_left
    (minutes); over_contract (minutes); travel_before and travel_after (minutes). Reasons against:
    not_employed; away; not_wanted; elsewhere; skills_missing (skills); little_rest (minutes, least).
    """

    worker_id: UUID
    worker_name: str = field(repr=False)
    score: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The best for a visit, best first; and all who cannot do it, by family name."""

    best: tuple[Suggestion, ...]
    refused: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a visit asks for."""

    visit: Line
    language: str
    skills: tuple[str, ...]
    day: date

    @property
    def minutes(self) -> int:
        return int((self.visit.planned_until - self.visit.planned_from) // timedelta(minutes=1))


def suggest(
    session: Session,
    visit_id: UUID,
    *,
    by: Actor,
    now: datetime,
    most: int = 5,
    away: Collection[UUID] = (),
) -> Suggestions:
    """Return who could do a visit, for whoever keeps the rota; raise ``NotFound``.

    ``away`` are workers who are absent on its day: absence lies above this room.
    """
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="visit")
    wanted = _wanted(session, visit_id)
    numbers = rota_numbers(session)
    monday = _monday_of(wanted.day)
    workers = rota_workers(session, monday, monday + WEEK)
    knowing = _Knowing(session, wanted, workers, numbers, now)
    judged = [
        (worker, judge(knowing.candidate(worker, away), least_rest_minutes=numbers.least_rest_minutes))
        for worker in workers
    ]
    listed = [
        Suggestion(worker.id, worker.name, one.score, one.reasons, one.against) for worker, one in judged
    ]
    best = sorted((one for one in listed if not one.against), key=lambda one: -one.score)
    return Suggestions(tuple(best[:most]), tuple(one for one in listed if one.against))


def _wanted(session: Session, visit_id: UUID) -> _Wanted:
    visit = session.execute(
        select(
            Visit.id, Visit.person_supported_id, Visit.pattern_id, Visit.planned_from, Visit.planned_until,
            Visit.together_id, PersonSupported.language, VisitPattern.skills,
            VisitPattern.language.label("pattern_language"),
        )
        .join(PersonSupported, PersonSupported.id == Visit.person_supported_id)
        .outerjoin(VisitPattern, VisitPattern.id == Visit.pattern_id)
        .where(Visit.id == visit_id)
    ).first()  # fmt: skip
    if visit is None:
        raise NotFound(record_kind="visit")
    return _Wanted(
        visit,
        visit.pattern_language or visit.language,
        tuple(visit.skills or ()),
        london_day(visit.planned_from),
    )


class _Knowing:
    """All that must be known of the workers for one visit, read at once."""

    def __init__(
        self,
        session: Session,
        wanted: _Wanted,
        workers: Sequence[RotaWorker],
        numbers: RotaNumbers,
        now: datetime,
    ) -> None:
        monday = _monday_of(wanted.day)
        self._wanted = wanted
        person_id = wanted.visit.person_supported_id
        self._times = _times_visited(session, person_id, now)
        self._wishes = wishes_of(session, [person_id]).get(person_id, Wishes())
        self._skills = in_date_of(session, [one.person_id for one in workers], wanted.skills, wanted.day)
        self._minutes = _planned_minutes(session, monday, wanted.visit.id)
        self._beside = _beside(session, wanted)
        near = {
            row.person_supported_id
            for sides in self._beside.values()
            for row in sides.values()
            if self._is_near(row)
        }
        self._ways = Ways(session, near | {person_id}, numbers)

    def candidate(self, worker: RotaWorker, away: Collection[UUID]) -> Candidate:
        """Return what is known of one worker."""
        wanted = self._wanted
        sides = self._beside.get(worker.id, {})
        before, after = sides.get("before"), sides.get("after")
        held = self._skills.get(worker.person_id, frozenset())
        return Candidate(
            times_visited=self._times.get(worker.id, 0),
            speaks_it=wanted.language in worker.speaks,
            skills_wanted=len(wanted.skills),
            skills_missing=tuple(code for code in wanted.skills if code not in held),
            minutes_left=self._left(worker),
            travel_before=self._way(before, is_before=True),
            travel_after=self._way(after, is_before=False),
            rest_minutes=self._rest(before, after),
            is_preferred=worker.id in self._wishes.prefers,
            is_unwanted=worker.id in self._wishes.not_these,
            is_employed=is_employed(worker.started_on, worker.ended_on, wanted.day),
            is_away=worker.id in away,
            is_elsewhere="at_once" in sides,
        )

    def _left(self, worker: RotaWorker) -> int | None:
        if worker.weekly_minutes is None:
            return None
        return worker.weekly_minutes - self._minutes.get(worker.id, 0) - self._wanted.minutes

    def _rest(self, before: Line | None, after: Line | None) -> int | None:
        """Return the least rest between this day's work and that of the days beside it."""
        visit, gaps = self._wanted.visit, []
        if before is not None and london_day(before.planned_from) < self._wanted.day:
            gaps.append(visit.planned_from - before.planned_until)
        if after is not None and london_day(after.planned_from) > self._wanted.day:
            gaps.append(after.planned_from - visit.planned_until)
        return int(min(gaps) // timedelta(minutes=1)) if gaps else None

    def _way(self, other: Line | None, *, is_before: bool) -> int | None:
        if other is None or not self._is_near(other):
            return None
        ends = (other.person_supported_id, self._wanted.visit.person_supported_id)
        return self._ways.minutes(*ends) if is_before else self._ways.minutes(*reversed(ends))

    def _is_near(self, row: Line) -> bool:
        visit = self._wanted.visit
        return bool(
            row.planned_until >= visit.planned_from - NEAR and row.planned_from <= visit.planned_until + NEAR
        )


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _times_visited(session: Session, person_id: UUID, now: datetime) -> dict[UUID, int]:
    rows = session.execute(
        select(Visit.worker_id, func.count())
        .where(
            Visit.person_supported_id == person_id,
            Visit.planned_from >= now - CONTINUITY_WEEKS * WEEK,
            Visit.planned_from < now,
            Visit.checked_in_at.is_not(None),
        )
        .group_by(Visit.worker_id)
    )
    return {worker_id: times for worker_id, times in rows if worker_id is not None}


def _planned_minutes(session: Session, monday: date, but: UUID) -> dict[UUID, int]:
    """Return what is planned with each worker in the week, without one visit, in whole minutes."""
    rows = session.execute(
        select(Visit.worker_id, type_coerce(func.sum(Visit.planned_until - Visit.planned_from), Interval))
        .where(
            Visit.planned_from >= london_midnight(monday),
            Visit.planned_from < london_midnight(monday + WEEK),
            Visit.worker_id.is_not(None),
            Visit.cancelled_at.is_(None),
            Visit.id != but,
        )
        .group_by(Visit.worker_id)
    )
    return {worker_id: took // timedelta(minutes=1) for worker_id, took in rows if worker_id is not None}


def _beside(session: Session, wanted: _Wanted) -> dict[UUID, dict[str, Line]]:
    """Return the nearest visits of each worker before a visit, after it and at once with it.

    Looked for on its day and the days beside it. The database picks them: of a day's hundreds, three a worker
    are read at the most.
    """
    visit = wanted.visit
    side = case(
        (Visit.planned_until <= visit.planned_from, "before"),
        (Visit.planned_from >= visit.planned_until, "after"),
        else_="at_once",
    ).label("side")
    gap = func.greatest(visit.planned_from - Visit.planned_until, Visit.planned_from - visit.planned_until)
    rows = session.execute(
        select(Visit.worker_id, side, Visit.person_supported_id, Visit.planned_from, Visit.planned_until)
        .ext(distinct_on(Visit.worker_id, side))
        .where(
            Visit.planned_from >= london_midnight(wanted.day - DAY),
            Visit.planned_from < london_midnight(wanted.day + 2 * DAY),
            Visit.worker_id.is_not(None),
            Visit.cancelled_at.is_(None),
            Visit.id != visit.id,
        )
        .order_by(Visit.worker_id, side, gap, Visit.id)
    )
    found: dict[UUID, dict[str, Line]] = defaultdict(dict)
    for row in rows:
        if row.worker_id is not None:
            found[row.worker_id][row.side] = row
    return found
