"""A worker's own visits as the phone shows them: the next one first, with what matters there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.care.queries import PersonFacts, VisitFacts, get_person, list_own_visits
from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries import find_own_worker
from tenants.actor import Actor
from tenants.refusal import NotFound

AHEAD: Final = timedelta(days=7)
# Two lines on a phone.
FEW_LETTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit, how it stands, and whom it is to where that may be read."""

    visit: VisitFacts
    state: str
    person: PersonFacts | None = None

    @property
    def day(self) -> date:
        """The day in London on which it is planned to begin."""
        return london_day(self.visit.planned_from)

    def is_of(self, today: date) -> bool:
        """Whether a day is one of the visit's own: on another nobody checks in to it."""
        return today in {self.day, london_day(self.visit.planned_until)}

    @property
    def address(self) -> str:
        """Where it is; nothing where that is not known."""
        return self.person.address if self.person is not None else ""

    @property
    def matters(self) -> str:
        """What matters to the person, whole."""
        return self.person.what_matters if self.person is not None else ""

    @property
    def matters_shortly(self) -> str:
        """The beginning of what matters to the person: two lines on a phone, cut between words."""
        text = " ".join(self.matters.split())
        if len(text) <= FEW_LETTERS:
            return text
        return text[:FEW_LETTERS].rpartition(" ")[0] + " …"


@dataclass(frozen=True, slots=True)
class MyDay:
    """The next visit, the others of today in order, and the first of another day if none is left today."""

    next: Stop | None
    others: tuple[Stop, ...]
    later: Stop | None


def find_day(session: Session, *, by: Actor, now: datetime) -> MyDay | None:
    """Return one's own day; ``None`` for somebody who visits nobody."""
    if not by.may(Permission.VISIT_RECORD) or find_own_worker(session, by=by) is None:
        return None
    today = london_day(now)
    # Yesterday's too: a night visit is still under way this morning.
    stops = list_stops(session, by=by, now=now, from_=today - timedelta(days=1), until=today + AHEAD)
    own_day = [stop for stop in stops if stop.day == today or stop.state == "under_way"]
    coming = _next_of(own_day)
    later = next((stop for stop in stops if stop.day > today and stop.state == "planned"), None)
    return MyDay(
        next=_with_person(session, coming, by) if coming is not None else None,
        others=tuple(stop for stop in own_day if stop is not coming),
        later=later if coming is None else None,
    )


def list_stops(session: Session, *, by: Actor, now: datetime, from_: date, until: date) -> list[Stop]:
    """Return one's own visits of some days in London, in order, without those that were cancelled."""
    visits = list_own_visits(session, by=by, from_=from_, until=until)
    return [Stop(visit, visit.state(now)) for visit in visits if visit.cancelled_by is None]


def stop_of(session: Session, visit: VisitFacts, *, by: Actor, now: datetime) -> Stop:
    """Return one visit with whom it is to."""
    return _with_person(session, Stop(visit, visit.state(now)), by)


def by_day(stops: Sequence[Stop]) -> list[tuple[date, list[Stop]]]:
    """Return visits by their day, in order."""
    return [(day, list(group)) for day, group in groupby(stops, key=lambda stop: stop.day)]


def _next_of(stops: Sequence[Stop]) -> Stop | None:
    for state in ("under_way", "planned"):
        found = next((stop for stop in stops if stop.state == state), None)
        if found is not None:
            return found
    return None


def _with_person(session: Session, stop: Stop, by: Actor) -> Stop:
    if not by.may(Permission.CARE_PLAN_READ):
        return stop
    try:
        person = get_person(session, stop.visit.person_supported_id, by=by)
    except NotFound:
        return stop
    return Stop(stop.visit, stop.state, person)
