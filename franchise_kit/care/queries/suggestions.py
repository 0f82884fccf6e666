"""Who could do visits, and why; and who could not, and why not: of one visit, or of many read at once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.queries.rota import AwayDays
from franchise_kit.care.queries.wanted import Knowing, Wanted, wanted_visits
from franchise_kit.care.rules.suggesting import Reason, judge
from tenants.actor import Actor
from tenants.refusal import NotFound

MOST: Final = 5
IsAway = Callable[[UUID, date], bool]


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


def suggest(
    session: Session,
    visit_id: UUID,
    *,
    by: Actor,
    now: datetime,
    most: int = MOST,
    away: Collection[UUID] = (),
) -> Suggestions:
    """Return who could do a visit, for whoever keeps the rota; raise ``NotFound``.

    ``away`` are workers who are absent on its day: absence lies above this room.
    """
    _check_keeps(by)
    found = wanted_visits(session, [visit_id])
    if not found:
        raise NotFound(record_kind="visit")
    knowing = Knowing(session, found, now)
    return _suggestions(knowing, found[0], lambda worker_id, _day: worker_id in away, most)


def suggest_all(
    session: Session,
    visit_ids: Collection[UUID],
    *,
    by: Actor,
    now: datetime,
    most: int = MOST,
    away: AwayDays = (),
) -> dict[UUID, Suggestions]:
    """Return who could do each of some visits, for whoever keeps the rota; else raise ``NotFound``.

    Each is judged as if the others stayed with whoever has them. ``away`` says which worker is away on which
    day; an id of no visit is left out.
    """
    _check_keeps(by)
    found = wanted_visits(session, visit_ids)
    if not found:
        return {}
    knowing, gone = Knowing(session, found, now), frozenset(away)
    return {
        one.id: _suggestions(knowing, one, lambda worker_id, day: (worker_id, day) in gone, most)
        for one in found
    }


def _check_keeps(by: Actor) -> None:
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="visit")


def _suggestions(knowing: Knowing, wanted: Wanted, is_away: IsAway, most: int) -> Suggestions:
    least, listed = knowing.least_rest_minutes, []
    for worker in knowing.workers(wanted):
        candidate = knowing.candidate(wanted, worker, is_away=is_away(worker.id, wanted.day))
        one = judge(candidate, least_rest_minutes=least)
        listed.append(Suggestion(worker.id, worker.name, one.score, one.reasons, one.against))
    best = sorted((one for one in listed if not one.against), key=lambda one: -one.score)
    return Suggestions(tuple(best[:most]), tuple(one for one in listed if one.against))
