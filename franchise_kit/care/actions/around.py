"""Those around somebody: whom to ring, who speaks for them, what may be told to whom, which workers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.people import hold_person
from franchise_kit.care.models import ConsentToShare, PersonContact, Representative, WorkerWish
from franchise_kit.care.rules.people import check_ends, check_has_been, check_version
from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries.facts import worker_of_id
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

Row = TypeVar("Row", PersonContact, Representative, ConsentToShare)
CONTACT_FIELDS: Final = ("name", "relation", "phone", "is_first_to_ring", "may_come", "ended_on")


@dataclass(frozen=True, slots=True)
class NewContact:
    """Somebody around a person; ``may_come`` is yes, no or not_said."""

    name: str = field(repr=False)
    relation: str = field(repr=False)
    phone: str = field(default="", repr=False)
    is_first_to_ring: bool = False
    may_come: str = "not_said"


@dataclass(frozen=True, slots=True)
class NewRepresentative:
    """Who speaks for somebody, and by which authority; ``until_on`` is its last day."""

    name: str = field(repr=False)
    authority: str
    from_on: date
    phone: str = field(default="", repr=False)
    seen_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What may be told to whom, and how the person said so."""

    with_whom: str
    what: str = field(repr=False)
    said_how: str
    given_on: date


def add_contact(
    *, coop: Coop, person_supported_id: UUID, contact: NewContact, by: Actor, now: datetime
) -> UUID:
    """Write down a contact and return the id; of somebody's contacts one is rung first."""
    with transaction(coop, by=by, doing="care.add_contact") as session:
        person = hold_person(session, person_supported_id, by=by)
        said = asdict(contact) | {"phone": contact.phone or None}
        row = PersonContact(
            id=uuid4(), person_supported_id=person.id, entered_by_person=by.person_id, entered_at=now, **said
        )
        if contact.is_first_to_ring:
            _ring_no_other_first(session, row, by, now)
        session.add(row)
        journal.note(session, record_kind="care_plan", record_id=person.id, contact_id=row.id)
        return row.id


def change_contact(
    *, coop: Coop, contact_id: UUID, changes: Mapping[str, Any], version: int, by: Actor, now: datetime
) -> None:
    """Change a contact, or end it by ``ended_on``; raise ``RecordChangedMeanwhile``."""
    with transaction(coop, by=by, doing="care.change_contact") as session:
        row = _held(session, PersonContact, contact_id, by)
        check_version(version, row.version)
        kept = {name: changes[name] for name in CONTACT_FIELDS if name in changes}
        if "phone" in kept:
            kept["phone"] = kept["phone"] or None
        if kept.get("ended_on") is not None:
            # Whoever is no contact any more is not rung first either.
            kept["is_first_to_ring"] = False
        if kept.get("is_first_to_ring"):
            _ring_no_other_first(session, row, by, now)
        apply_changes(session, row, kept, record_kind="person_contact", by=by, now=now)
        journal.note(session, record_kind="care_plan", record_id=row.person_supported_id, contact_id=row.id)


def add_representative(
    *, coop: Coop, person_supported_id: UUID, representative: NewRepresentative, by: Actor, now: datetime
) -> UUID:
    """Write down who speaks for somebody, and return the id.

    Raise ``EndsBeforeItBegan`` or ``DayStillToCome``.
    """
    with transaction(coop, by=by, doing="care.add_representative") as session:
        person = hold_person(session, person_supported_id, by=by)
        if representative.until_on is not None:
            check_ends(representative.from_on, representative.until_on)
        if representative.seen_on is not None:
            check_has_been(representative.seen_on, london_day(now))
        said = asdict(representative) | {"phone": representative.phone or None}
        row = Representative(
            id=uuid4(), person_supported_id=person.id, entered_by_person=by.person_id, entered_at=now, **said
        )
        session.add(row)
        journal.note(
            session,
            record_kind="care_plan",
            record_id=person.id,
            representative_id=row.id,
            authority=row.authority,
        )
        return row.id


def end_representative(
    *, coop: Coop, representative_id: UUID, until_on: date, version: int, by: Actor, now: datetime
) -> None:
    """Say which day of an authority is the last.

    Raise ``RecordChangedMeanwhile`` or ``EndsBeforeItBegan``.
    """
    with transaction(coop, by=by, doing="care.end_representative") as session:
        row = _held(session, Representative, representative_id, by)
        check_version(version, row.version)
        check_ends(row.from_on, until_on)
        apply_changes(session, row, {"until_on": until_on}, record_kind="representative", by=by, now=now)
        journal.note(
            session, record_kind="care_plan", record_id=row.person_supported_id, representative_id=row.id
        )


def give_consent(
    *, coop: Coop, person_supported_id: UUID, consent: NewConsent, by: Actor, now: datetime
) -> UUID:
    """Write down what somebody agreed may be told to whom, and return the id; raise ``DayStillToCome``."""
    with transaction(coop, by=by, doing="care.give_consent") as session:
        person = hold_person(session, person_supported_id, by=by)
        check_has_been(consent.given_on, london_day(now))
        row = ConsentToShare(
            id=uuid4(),
            person_supported_id=person.id,
            entered_by_person=by.person_id,
            entered_at=now,
            **asdict(consent),
        )
        session.add(row)
        journal.note(
            session,
            record_kind="care_plan",
            record_id=person.id,
            consent_id=row.id,
            with_whom=consent.with_whom,
        )
        return row.id


def take_back_consent(
    *, coop: Coop, consent_id: UUID, taken_back_on: date, version: int, by: Actor, now: datetime
) -> None:
    """Write that somebody took a consent back.

    Raise ``RecordChangedMeanwhile``, ``EndsBeforeItBegan`` or ``DayStillToCome``.
    """
    with transaction(coop, by=by, doing="care.take_back_consent") as session:
        row = _held(session, ConsentToShare, consent_id, by)
        check_version(version, row.version)
        check_has_been(taken_back_on, london_day(now))
        check_ends(row.given_on, taken_back_on)
        changes = {"taken_back_on": taken_back_on}
        apply_changes(session, row, changes, record_kind="consent_to_share", by=by, now=now)
        journal.note(session, record_kind="care_plan", record_id=row.person_supported_id, consent_id=row.id)


def set_wish(
    *, coop: Coop, person_supported_id: UUID, worker_id: UUID, wish: str | None, by: Actor, now: datetime
) -> None:
    """Write whether somebody prefers a worker (``prefers``), refuses them (``not_this_one``), or neither."""
    with transaction(coop, by=by, doing="care.set_wish") as session:
        person = hold_person(session, person_supported_id, by=by)
        if worker_of_id(session, worker_id) is None:
            raise NotFound(record_kind="worker")
        session.execute(
            delete(WorkerWish).where(
                WorkerWish.person_supported_id == person.id, WorkerWish.worker_id == worker_id
            )
        )
        if wish is not None:
            session.add(
                WorkerWish(
                    id=uuid4(),
                    person_supported_id=person.id,
                    worker_id=worker_id,
                    wish=wish,
                    entered_by_person=by.person_id,
                    entered_at=now,
                )
            )
        journal.note(session, record_kind="care_plan", record_id=person.id, worker_id=worker_id, wish=wish)


def _held(session: Session, kind: type[Row], record_id: UUID, by: Actor) -> Row:
    """Return a row of somebody's, with the person locked first."""
    person_id = session.scalar(select(kind.person_supported_id).where(kind.id == record_id))
    if person_id is None:
        raise NotFound(record_kind="care_plan")
    hold_person(session, person_id, by=by)
    return session.get_one(kind, record_id, with_for_update=True)


def _ring_no_other_first(session: Session, row: PersonContact, by: Actor, now: datetime) -> None:
    others = session.scalars(
        select(PersonContact).where(
            PersonContact.person_supported_id == row.person_supported_id,
            PersonContact.id != row.id,
            PersonContact.is_first_to_ring.is_(True),
        )
    )
    for other in others:
        apply_changes(
            session, other, {"is_first_to_ring": False}, record_kind="person_contact", by=by, now=now
        )
