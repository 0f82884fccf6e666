"""Visits, for whoever may read them: everybody's, or a worker's own."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.care.queries.facts import VisitFacts, as_told, begins_within, visit_facts
from franchise_kit.kernel.days import london_span
from franchise_kit.people.queries.facts import (
    WorkerFacts,
    first_names_of,
    names_of,
    worker_of_person,
    workers_from,
)
from franchise_kit.profile.queries import shown_names
from franchise_kit.profile.rules import FIRST_NAME, FULL_NAME, NOBODYS_NAME
from tenants.actor import Actor
from tenants.refusal import NotFound

_NAMED: Final[Mapping[str, Callable[[Session, Collection[UUID]], Mapping[UUID, str]]]] = {
    FULL_NAME: names_of,
    FIRST_NAME: first_names_of,
    NOBODYS_NAME: lambda _session, _ids: {},
}


def list_visits(session: Session, *, by: Actor, from_: date, until: date) -> list[VisitFacts]:
    """Return the visits that one may read of the London days from ``from_`` to before ``until``, in order."""
    scope = within(by, Permission.VISIT_READ)
    if scope.is_whole:
        return _of(session, from_, until)
    found = {}
    if "own" in scope.kinds and by.person_id is not None:
        mine = PersonSupported.person_id == by.person_id
        found = {one.id: one for one in _told(session, mine, from_, until)}
    if "assigned" in scope.kinds:
        found |= {one.id: one for one in list_own_visits(session, by=by, from_=from_, until=until)}
    return sorted(found.values(), key=lambda one: (one.planned_from, one.id))


def list_visits_of(
    session: Session, person_supported_id: UUID, *, by: Actor, from_: date, until: date
) -> list[VisitFacts]:
    """Return the visits to one person that one may read of some London days, ``until`` exclusive, in order.

    Whoever is visited has theirs as they were told; a draft is told to nobody.
    """
    scope = within(by, Permission.VISIT_READ)
    person = session.get(PersonSupported, person_supported_id)
    if person is not None and scope.is_whole:
        return _of(session, from_, until, Visit.person_supported_id == person_supported_id)
    if person is not None and scope.reaches_person(person.person_id):
        return _told(session, PersonSupported.id == person_supported_id, from_, until)
    mine = list_visits(session, by=by, from_=from_, until=until)
    return [visit for visit in mine if visit.person_supported_id == person_supported_id]


_IS_BEGUN: Final = (
    Visit.checked_in_at.is_not(None),
    Visit.checked_out_at.is_(None),
    Visit.cancelled_by.is_(None),
)


def list_begun(session: Session, *, by: Actor, from_: date, until: date) -> list[VisitFacts]:
    """Return the visits of those days that somebody checked into and nobody checked out of, in order."""
    if not within(by, Permission.VISIT_READ).is_whole:
        return []
    return _of(session, from_, until, *_IS_BEGUN)


def list_own_visits(session: Session, *, by: Actor, from_: date, until: date) -> list[VisitFacts]:
    """Return the visits that one was told of as a worker, on London days, in order, as they were told.

    None for who is no worker; what is only planned with somebody is not theirs to see.
    """
    within(by, Permission.VISIT_READ)
    worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
    if worker is None:
        return []
    begins, ends = london_span(from_, until)
    rows = session.scalars(
        select(Visit)
        .where(Visit.told_worker_id == worker.id, Visit.told_from >= begins, Visit.told_from < ends)
        .order_by(Visit.told_from, Visit.id)
    )
    return [as_told(visit, worker.full_name) for visit in visit_facts(session, rows)]


def get_visit(session: Session, visit_id: UUID, *, by: Actor) -> VisitFacts:
    """Return one visit, or raise ``NotFound``; to its worker and whom it is to, it is as it was told."""
    scope = within(by, Permission.VISIT_READ)
    row = session.get(Visit, visit_id)
    if row is None:
        raise NotFound(record_kind="visit")
    person = session.get_one(PersonSupported, row.person_supported_id)
    if scope.is_whole:
        return visit_facts(session, [row])[0]
    if scope.reaches_person(person.person_id) and row.told_at is not None:
        return _as_visited(session, [row])[0]
    worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
    if "assigned" not in scope.kinds or worker is None or worker.id != row.told_worker_id:
        raise NotFound(record_kind="visit")
    return as_told(visit_facts(session, [row])[0], worker.full_name)


def list_assignable(session: Session, *, by: Actor, on: date) -> list[WorkerFacts]:
    """Return the workers of a day and of the days to come, to whom a visit can be given."""
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="worker")
    return workers_from(session, on)


def _told(session: Session, whose: ColumnElement[bool], from_: date, until: date) -> list[VisitFacts]:
    """Return the visits of some London days to whoever is visited: as they were told, and no draft."""
    begins, ends = london_span(from_, until)
    rows = session.scalars(
        select(Visit)
        .join(PersonSupported, PersonSupported.id == Visit.person_supported_id)
        .where(whose, Visit.told_from >= begins, Visit.told_from < ends)
        .order_by(Visit.told_from, Visit.id)
    )
    return _as_visited(session, rows)


def _as_visited(session: Session, rows: Iterable[Visit]) -> list[VisitFacts]:
    """Return visits as whoever is visited has them: the told worker, and no note that workers leave.

    Of the worker they have the name that the co-op has chosen, or none.
    """
    facts = visit_facts(session, rows)
    named = _NAMED[shown_names(session)]
    names = named(session, {one.told_worker_id for one in facts if one.told_worker_id is not None})
    told = (as_told(one, names.get(one.told_worker_id, "") if one.told_worker_id else "") for one in facts)
    return [replace(one, note=None) for one in told]


def _of(session: Session, from_: date, until: date, *more: ColumnElement[bool]) -> list[VisitFacts]:
    wanted = select(Visit).where(begins_within(from_, until), *more).order_by(Visit.planned_from, Visit.id)
    return visit_facts(session, session.scalars(wanted))
