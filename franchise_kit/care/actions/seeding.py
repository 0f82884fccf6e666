"""People supported and visits of a demo, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, delete, exists, literal, select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.seeding_life import SeedKinds, VisitMade, enter_kinds
from franchise_kit.care.models import PersonSupported, Visit, VisitKind, VisitPattern
from franchise_kit.people.queries.facts import numbers_of
from tenants import journal
from tenants.actor import SYSTEM
from tenants.bulk import insert_rows
from tenants.office import Coop
from tenants.transaction import reading, transaction


@dataclass(frozen=True, slots=True)
class SeedPerson:
    """One made-up person who is supported."""

    id: UUID
    person_id: UUID
    given_name: str
    family_name: str
    language: str
    address: str
    what_matters: str
    started_on: date
    place: str | None = None
    getting_in: str | None = None
    key_facts: str | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class SeedVisit:
    """One visit as it was planned and as it went; instants are aware."""

    id: UUID
    person_supported_id: UUID
    worker_id: UUID
    planned_from: datetime
    planned_until: datetime
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    cancelled_by: str | None
    cancelled_at: datetime | None


# One by one, since ``asdict`` copies every value: of 25,000 visits that is most of the time.
_COLUMNS: Final = tuple(field.name for field in fields(SeedVisit))

NO_KINDS: Final = SeedKinds((), (), (), {})


def seed_care(
    *,
    coop: Coop,
    people: Sequence[SeedPerson],
    visits: Sequence[SeedVisit],
    now: datetime,
    kinds: SeedKinds = NO_KINDS,
) -> bool:
    """Enter people, kinds and visits; say whether it was done, for one load after another does nothing."""
    with transaction(coop, by=SYSTEM, doing="care.seed_care") as session:
        ids = [person.id for person in people]
        if session.scalar(select(exists().where(PersonSupported.id.in_(ids)))):
            return False
        session.add_all(PersonSupported(**asdict(person), entered_at=now) for person in people)
        session.flush()
        enter_kinds(session, kinds)
        _insert(session, visits, now, kinds.made)
        journal.note(session, record_kind="visit", count=len(visits), people=len(people))
        return True


def carry_on_care(
    *, coop: Coop, visits: Sequence[SeedVisit], now: datetime, kinds: SeedKinds = NO_KINDS
) -> list[SeedVisit]:
    """Make the visits of a demo that stand otherwise by now; return those that stand as they are given.

    A visit that is over, or that somebody changed, stays as it is; none is made for who is not supported.
    """
    with reading(coop) as session:
        standing = _standing(session, [visit.id for visit in visits])
        here = set(session.scalars(select(PersonSupported.id).where(PersonSupported.ended_on.is_(None))))
    made = [
        visit for visit in visits if _is_to_be_made(visit, standing) and visit.person_supported_id in here
    ]
    if made:
        with transaction(coop, by=SYSTEM, doing="care.seed_care") as session:
            session.execute(delete(Visit).where(_is_one_of([visit.id for visit in made])))
            _insert(session, made, now, _still(session, kinds.made))
            journal.note(session, record_kind="visit", count=len(made), people=0)
    anew = {visit.id for visit in made}
    return [visit for visit in visits if visit.id in anew or standing.get(visit.id) == _row_of(visit)]


def _insert(
    session: Session, visits: Sequence[SeedVisit], now: datetime, made: Mapping[UUID, VisitMade]
) -> None:
    numbers = numbers_of(session, {visit.worker_id for visit in visits})
    told = [
        _row_of(visit) | _told(visit, numbers[visit.worker_id], now) | _made(made.get(visit.id))
        for visit in visits
    ]
    insert_rows(session, Visit, told)


def _told(visit: SeedVisit, worker_number: int, now: datetime) -> dict[str, Any]:
    """Return what a visit has besides that was told as it was planned."""
    return {
        "told_at": now,
        "told_worker_id": visit.worker_id,
        "worker_number": worker_number,
        "told_from": visit.planned_from,
        "told_until": visit.planned_until,
        "carer": 1,
        "window_minutes": 0,
        "entered_at": now,
    }


def _made(made: VisitMade | None) -> dict[str, Any]:
    return {
        "visit_kind_id": made and made.kind_id,
        "pattern_id": made and made.pattern_id,
        "pattern_day": made and made.pattern_day,
    }


def _still(session: Session, made: Mapping[UUID, VisitMade]) -> dict[UUID, VisitMade]:
    """Return what visits may be made from: kinds and patterns that are there, and no day that has a visit."""
    kinds, patterns = (
        set(session.scalars(select(VisitKind.id))),
        set(session.scalars(select(VisitPattern.id))),
    )
    days = select(Visit.pattern_id, Visit.pattern_day).where(Visit.pattern_id.is_not(None))
    taken = {(pattern_id, day) for pattern_id, day in session.execute(days)}
    return {
        visit_id: one
        if one.pattern_id in patterns and (one.pattern_id, one.pattern_day) not in taken
        else VisitMade(one.kind_id, None, None)
        for visit_id, one in made.items()
        if one.kind_id in kinds
    }


def _row_of(visit: SeedVisit) -> dict[str, Any]:
    return {name: getattr(visit, name) for name in _COLUMNS} | {"version": 1}


def _standing(session: Session, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    columns = [Visit.__table__.c[name] for name in (*_COLUMNS, "version")]
    rows = session.execute(select(*columns).where(_is_one_of(ids))).mappings()
    return {row["id"]: dict(row) for row in rows}


def _is_to_be_made(visit: SeedVisit, standing: Mapping[UUID, Mapping[str, Any]]) -> bool:
    row = standing.get(visit.id)
    if row is None:
        return True
    is_over = row["checked_out_at"] is not None or row["cancelled_at"] is not None
    return row["version"] == 1 and not is_over and row != _row_of(visit)


def _is_one_of(ids: list[UUID]) -> ColumnElement[bool]:
    # One array: so many single parameters do not go into a statement.
    return Visit.id == any_(literal(ids, ARRAY(Uuid)))
