"""Who is supported, for whoever may read personal plans: everybody's, or of those whom one visits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, load_only

from franchise_kit.access import Permission, Scope, within
from franchise_kit.access.queries.accounts import person_names
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.care.queries.facts import spoken_name
from franchise_kit.kernel.changes import list_changes
from franchise_kit.kernel.days import london_span
from franchise_kit.kernel.text import folded
from franchise_kit.people.queries.facts import worker_of_person
from tenants.actor import Actor
from tenants.refusal import NotFound

DAY: Final = timedelta(days=1)
# What "assigned" means in roles.json: from 7 days before a visit to 7 days after it.
ASSIGNED: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody supported, as a list shows them."""

    id: UUID
    name: str = field(repr=False)
    language: str
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of a record: ``before`` has the fields that changed as they were; ``who`` may be unknown."""

    version: int
    who: str = field(repr=False)
    at: datetime
    before: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody supported, with what they said of themselves; ``ended_on`` is the last day of support."""

    id: UUID
    person_id: UUID
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    known_as: str = field(repr=False)
    language: str
    address: str = field(repr=False)
    what_matters: str = field(repr=False)
    started_on: date
    ended_on: date | None
    version: int
    born_on: date | None = field(default=None, repr=False)
    phone: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    getting_in: str = field(default="", repr=False)
    key_facts: str = field(default="", repr=False)
    communication: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """The name that they are called by, with their family name."""
        return f"{self.known_as or self.given_name} {self.family_name}"


def list_people(session: Session, *, by: Actor, today: date, on: date | None = None) -> list[PersonLine]:
    """Return the people supported whom one may read, by family name; only those of a day if one is named."""
    wanted = _lines().order_by(PersonSupported.family_name, PersonSupported.given_name, PersonSupported.id)
    if on is not None:
        wanted = wanted.where(
            PersonSupported.started_on <= on,
            or_(PersonSupported.ended_on.is_(None), PersonSupported.ended_on >= on),
        )
    reaches = Reaching(session, by, today)
    return [_line(row) for row in session.scalars(wanted) if reaches(row)]


def get_person(session: Session, person_supported_id: UUID, *, by: Actor, today: date) -> PersonFacts:
    """Return somebody supported, or raise ``NotFound``."""
    row = session.get(PersonSupported, person_supported_id)
    if row is None or not Reaching(session, by, today)(row):
        raise NotFound(record_kind="care_plan")
    return person_facts(row)


def person_facts(row: PersonSupported) -> PersonFacts:
    """Return somebody's row as a plain value; for this room, whose queries ask who reads."""
    return PersonFacts(
        id=row.id,
        person_id=row.person_id,
        given_name=row.given_name,
        family_name=row.family_name,
        known_as=row.known_as,
        language=row.language,
        address=row.address or "",
        what_matters=row.what_matters or "",
        started_on=row.started_on,
        ended_on=row.ended_on,
        version=row.version,
        born_on=date.fromisoformat(row.born_on) if row.born_on else None,
        phone=row.phone or "",
        place=row.place or "",
        getting_in=row.getting_in or "",
        key_facts=row.key_facts or "",
        communication=row.communication or "",
    )


def list_person_changes(
    session: Session, person_supported_id: UUID, *, by: Actor, today: date
) -> list[ChangeLine]:
    """Return what was changed of somebody's record, the newest first, or raise ``NotFound``."""
    person = get_person(session, person_supported_id, by=by, today=today)
    return change_lines(session, "person_supported", person.id)


def change_lines(session: Session, record_kind: str, record_id: UUID) -> list[ChangeLine]:
    """Return a record's changes with names. It asks nobody: whoever reads the record reads them."""
    found = list_changes(session, record_kind, record_id)
    names = person_names(session, [one.changed_by_person for one in found])
    return [
        ChangeLine(
            one.version,
            names.get(one.changed_by_person, "") if one.changed_by_person is not None else "",
            one.changed_at,
            one.before,
        )
        for one in found
    ]


def find_people(session: Session, text: str, *, by: Actor, today: date, most: int = 50) -> list[PersonLine]:
    """Return the people supported whose name has each of the words in it, of those whom one may read."""
    words = folded(text).split()
    if not words or not by.may(Permission.CARE_PLAN_READ):
        return []
    reaches = Reaching(session, by, today)
    rows = session.scalars(_lines().order_by(PersonSupported.family_name))
    found = [row for row in rows if all(word in folded(_whole_name(row)) for word in words) and reaches(row)]
    return [_line(row) for row in found[:most]]


class Reaching:
    """Says whose records an actor's permission reaches on a day; whom a worker visits is looked up once."""

    def __init__(
        self, session: Session, by: Actor, today: date, permission: Permission = Permission.CARE_PLAN_READ
    ) -> None:
        self.scope: Scope = within(by, permission)
        self.assigned = _visited(session, by, today) if "assigned" in self.scope.kinds else frozenset()

    def __call__(self, row: PersonSupported) -> bool:
        """Say whether somebody's records are within reach."""
        return self.scope.reaches_person(row.person_id) or row.id in self.assigned


def _visited(session: Session, by: Actor, today: date) -> frozenset[UUID]:
    worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
    if worker is None:
        return frozenset()
    begins, ends = london_span(today - ASSIGNED, today + ASSIGNED + DAY)
    # By what was told: a draft opens nobody's record. A night counts on both of its days.
    rows = select(Visit.person_supported_id).where(
        Visit.told_worker_id == worker.id,
        Visit.told_until > begins,
        Visit.told_from < ends,
        Visit.cancelled_at.is_(None),
    )
    return frozenset(session.scalars(rows.distinct()))


def _lines() -> Select[PersonSupported]:
    """Return people with what a list shows: to open what is sealed of hundreds takes longer than all else."""
    return select(PersonSupported).options(
        load_only(
            PersonSupported.person_id,
            PersonSupported.given_name,
            PersonSupported.family_name,
            PersonSupported.known_as,
            PersonSupported.language,
            PersonSupported.started_on,
            PersonSupported.ended_on,
        )
    )


def _line(row: PersonSupported) -> PersonLine:
    return PersonLine(row.id, spoken_name(row), row.language, row.started_on, row.ended_on)


def _whole_name(row: PersonSupported) -> str:
    return f"{row.given_name} {row.known_as} {row.family_name}"
