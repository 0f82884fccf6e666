"""A worker's own visits as the phone shows them: the next one first, with what one must know at the door."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final
from urllib.parse import quote
from uuid import UUID

from sqlalchemy.orm import Session

from app.day.looking import looked_before
from app.web.language import current_language
from franchise_kit.access import Permission
from franchise_kit.care.queries import DoorFacts, at_the_door
from franchise_kit.care.queries.attending import OwnVisit, TaskFacts, find_open, list_tasks, list_told
from franchise_kit.care.rules.attending import days_of
from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries import find_own_worker
from tenants.actor import Actor
from tenants.refusal import NotFound

AHEAD: Final = timedelta(days=7)
A_DAY: Final = timedelta(days=1)
# Two lines on a phone.
FEW_LETTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit, how it stands, what one must know at the door where that may be read, and its tasks."""

    visit: OwnVisit
    state: str
    door: DoorFacts | None = None
    tasks: tuple[TaskFacts, ...] = ()
    is_new: bool = False

    @property
    def day(self) -> date:
        """The day in London on which it is to begin."""
        return london_day(self.visit.planned_from)

    @property
    def kind(self) -> str:
        """What kind of visit it is, in the reader's language; nothing where it is of none."""
        return self.visit.kind_names.get(current_language(), "")

    def is_of(self, today: date) -> bool:
        """Whether a day is one of the visit's own: on another nobody checks in to it."""
        return today in days_of(self.visit.planned_from, self.visit.planned_until)

    @property
    def address(self) -> str:
        """Where it is; nothing where that is not known."""
        return self.door.address if self.door is not None else ""

    @property
    def map_url(self) -> str:
        """The address as a link that the phone's own map opens; nothing goes to anybody by drawing it."""
        place = self.door.place if self.door is not None and self.door.place else "0,0"
        return f"geo:{place}?q={quote(', '.join(self.address.splitlines()))}"

    @property
    def matters(self) -> str:
        """What matters to the person, whole."""
        return self.door.what_matters if self.door is not None else ""

    @property
    def matters_shortly(self) -> str:
        """The beginning of what matters to the person: two lines on a phone, cut between words."""
        text = " ".join(self.matters.split())
        if len(text) <= FEW_LETTERS:
            return text
        return text[:FEW_LETTERS].rpartition(" ")[0] + " …"


@dataclass(frozen=True, slots=True)
class MyDay:
    """The next visit, the others of today and tomorrow, and the first of a later day if none is left today.

    ``whose`` is the account, by which a phone knows whose day it keeps.
    """

    next: Stop | None
    others: tuple[Stop, ...]
    tomorrow: tuple[Stop, ...]
    later: Stop | None
    whose: UUID | None


def find_day(session: Session, *, by: Actor, now: datetime) -> MyDay | None:
    """Return one's own day; ``None`` for somebody who visits nobody."""
    if not by.may(Permission.VISIT_RECORD) or find_own_worker(session, by=by) is None:
        return None
    today, before = london_day(now), looked_before(now)
    # Yesterday's too: a night visit is still under way this morning.
    stops = list_stops(session, by=by, now=now, days=(today - A_DAY, today + AHEAD), looked_at=before)
    own_day = [stop for stop in stops if stop.day == today or stop.state == "under_way"]
    coming = _next_of(own_day)
    later = next((stop for stop in stops if stop.day > today and stop.state == "planned"), None)
    return MyDay(
        next=stop_of(session, coming, by=by, now=now) if coming is not None else None,
        others=tuple(stop for stop in own_day if stop is not coming),
        tomorrow=tuple(stop for stop in stops if stop.day == today + A_DAY),
        later=later if coming is None else None,
        whose=by.account_id,
    )


def list_stops(
    session: Session,
    *,
    by: Actor,
    now: datetime,
    days: tuple[date, date],
    looked_at: datetime | None = None,
) -> list[Stop]:
    """Return the visits told to oneself on some days in London, the second exclusive, in order.

    Those that were told or cancelled since one looked are marked.
    """
    visits = list_told(session, by=by, from_=days[0], until=days[1])
    return [Stop(visit, visit.state(now), is_new=_is_new(visit, looked_at)) for visit in visits]


def stop_of(session: Session, stop: Stop, *, by: Actor, now: datetime) -> Stop:
    """Return a visit with its tasks, and what one must know at the door where that may be read."""
    tasks = list_tasks(session, [stop.visit.id], by=by).get(stop.visit.id, ())
    return replace(stop, door=_door(session, stop, by, now), tasks=tuple(tasks))


def find_open_elsewhere(session: Session, visit: OwnVisit, *, by: Actor, now: datetime) -> OwnVisit | None:
    """Return the other visit that one is still checked in to, if any."""
    found = find_open(session, by=by, since=now - A_DAY)
    return found if found is not None and found.id != visit.id else None


def by_day(stops: Sequence[Stop]) -> list[tuple[date, list[Stop]]]:
    """Return visits by their day, in order."""
    return [(day, list(group)) for day, group in groupby(stops, key=lambda stop: stop.day)]


def _next_of(stops: Sequence[Stop]) -> Stop | None:
    for state in ("under_way", "planned"):
        found = next((stop for stop in stops if stop.state == state), None)
        if found is not None:
            return found
    return None


def _is_new(visit: OwnVisit, looked_at: datetime | None) -> bool:
    changed_at = max(visit.told_at, visit.cancelled_at or visit.told_at)
    return looked_at is not None and changed_at > looked_at and visit.checked_in_at is None


def _door(session: Session, stop: Stop, by: Actor, now: datetime) -> DoorFacts | None:
    if not by.may(Permission.CARE_PLAN_READ):
        return None
    try:
        return at_the_door(session, stop.visit.person_supported_id, by=by, today=london_day(now))
    except NotFound:
        return None
