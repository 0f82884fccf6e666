"""The visits behind the time: what was planned, what nobody ended, and one's own."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.queries import VisitFacts, get_visit, list_begun, list_visits
from franchise_kit.care.queries.doubts import list_doubtful
from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries.facts import worker_of_person
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.queries.entries import EntryFacts, listed
from franchise_kit.time.rules import FORGOTTEN_AFTER
from tenants.actor import Actor
from tenants.refusal import NotFound

# Forgotten visits are looked for this far back.
LOOKED_BACK: Final = timedelta(days=31)


def get_own_visit(session: Session, visit_id: UUID, *, by: Actor) -> VisitFacts:
    """Return a visit that is one's own to record, or raise ``NotFound``."""
    within(by, Permission.VISIT_RECORD)
    worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
    visit = get_visit(session, visit_id, by=by)
    if worker is None or visit.worker_id != worker.id:
        raise NotFound(record_kind="visit")
    return visit


def find_own_entry_of_visit(session: Session, visit_id: UUID, *, by: Actor) -> EntryFacts | None:
    """Return the time that one's own visit took, once it is over."""
    within(by, Permission.VISIT_RECORD)
    found = listed(
        session,
        by,
        TimeEntry.visit_id == visit_id,
        TimeEntry.worker_person == by.person_id,
        TimeEntry.source == "visit",
    )
    return found[0] if found else None


def planned_minutes(session: Session, entries: Iterable[EntryFacts], *, by: Actor) -> dict[UUID, int]:
    """Return the minutes that the visits behind some time were planned for, by visit.

    Whoever may not read visits gets none: how long somebody worked is theirs to see, whom for is not.
    """
    days = [entry.day for entry in entries if entry.visit_id is not None]
    if not days or not by.may(Permission.VISIT_READ):
        return {}
    from_, until = _around(days)
    return {
        visit.id: visit.planned_minutes for visit in list_visits(session, by=by, from_=from_, until=until)
    }


def doubtful_visit_ids(session: Session, entries: Iterable[EntryFacts], *, by: Actor) -> frozenset[UUID]:
    """Return which visits behind some time have doubtful times; see ``list_doubtful`` of the room of care."""
    days = [entry.day for entry in entries if entry.visit_id is not None]
    if not days or not by.may(Permission.VISIT_READ):
        return frozenset()
    from_, until = _around(days)
    return frozenset(one.id for one in list_doubtful(session, by=by, from_=from_, until=until))


def list_forgotten(session: Session, *, by: Actor, now: datetime) -> list[VisitFacts]:
    """Return visits of the last month that nobody checked out of, hours after their planned end."""
    within(by, Permission.TIMESHEET_APPROVE)
    if not by.may(Permission.VISIT_READ):
        return []
    from_, until = london_day(now - LOOKED_BACK), london_day(now) + timedelta(days=1)
    found = list_begun(session, by=by, from_=from_, until=until)
    return [one for one in found if now - one.planned_until > FORGOTTEN_AFTER]


def _around(days: list[date]) -> tuple[date, date]:
    # A visit may be checked into on its second day.
    return min(days) - timedelta(days=1), max(days) + timedelta(days=1)
