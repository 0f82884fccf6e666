"""Those around somebody, for whoever may read their plan; wishes for the rota; facts for the door."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import (
    ConsentToShare,
    PersonContact,
    PersonSupported,
    Representative,
    Visit,
    WorkerWish,
)
from franchise_kit.care.queries.facts import spoken_name
from franchise_kit.care.queries.people import get_person
from franchise_kit.care.rules.people import authorities, is_in_force
from franchise_kit.kernel.days import london_span
from franchise_kit.people.queries.facts import names_of, worker_of_person
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Somebody around a person; ``may_come`` is yes, no or not_said."""

    id: UUID
    name: str = field(repr=False)
    relation: str = field(repr=False)
    phone: str = field(repr=False)
    is_first_to_ring: bool
    may_come: str
    ended_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class RepresentativeFacts:
    """Who speaks for somebody; ``until_on`` is the last day of their authority."""

    id: UUID
    name: str = field(repr=False)
    phone: str = field(repr=False)
    authority: str
    seen_on: date | None
    from_on: date
    until_on: date | None
    version: int

    def holds(self, day: date) -> bool:
        """Say whether the authority is in force on a day."""
        return is_in_force(self.from_on, self.until_on, day)

    @property
    def agrees_care(self) -> bool:
        """Say whether this kind of authority reaches as far as agreeing a plan."""
        return authorities()[self.authority].agrees_care


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """What may be told to whom; ``taken_back_on`` where it was taken back."""

    id: UUID
    with_whom: str
    what: str = field(repr=False)
    said_how: str
    given_on: date
    taken_back_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class WishFacts:
    """A worker whom somebody prefers (``prefers``) or will not have (``not_this_one``)."""

    worker_id: UUID
    worker_name: str = field(repr=False)
    wish: str


@dataclass(frozen=True, slots=True)
class Around:
    """All who are around somebody, those who are no more last; wishes for whoever reads all plans."""

    contacts: tuple[ContactFacts, ...]
    representatives: tuple[RepresentativeFacts, ...]
    consents: tuple[ConsentFacts, ...]
    wishes: tuple[WishFacts, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """The workers whom somebody prefers, and those who may not come."""

    prefers: frozenset[UUID] = frozenset()
    not_these: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class DoorFacts:
    """What whoever stands at somebody's door must know; ``place`` is ``latitude,longitude`` or empty."""

    person_supported_id: UUID
    name: str = field(repr=False)
    language: str
    address: str = field(repr=False)
    place: str = field(repr=False)
    getting_in: str = field(repr=False)
    key_facts: str = field(repr=False)
    communication: str = field(repr=False)
    what_matters: str = field(repr=False)
    phone: str = field(repr=False)
    not_to_let_in: tuple[ContactFacts, ...]
    first_to_ring: ContactFacts | None


def list_around(session: Session, person_supported_id: UUID, *, by: Actor, today: date) -> Around:
    """Return those around somebody, or raise ``NotFound``."""
    person = get_person(session, person_supported_id, by=by, today=today)
    speakers = session.scalars(
        select(Representative)
        .where(Representative.person_supported_id == person.id)
        .order_by(Representative.until_on.desc().nulls_first(), Representative.from_on.desc())
    )
    consents = session.scalars(
        select(ConsentToShare)
        .where(ConsentToShare.person_supported_id == person.id)
        .order_by(ConsentToShare.taken_back_on.is_not(None), ConsentToShare.given_on.desc())
    )
    reads_all = within(by, Permission.CARE_PLAN_READ).is_whole
    return Around(
        contacts=tuple(_contacts(session, person.id)),
        representatives=tuple(_representative(row) for row in speakers),
        consents=tuple(_consent(row) for row in consents),
        wishes=tuple(_wishes(session, person.id)) if reads_all else (),
    )


def get_contact(session: Session, contact_id: UUID, *, by: Actor, today: date) -> tuple[UUID, ContactFacts]:
    """Return a contact and whose it is, or raise ``NotFound``."""
    row = session.get(PersonContact, contact_id)
    if row is None:
        raise NotFound(record_kind="care_plan")
    get_person(session, row.person_supported_id, by=by, today=today)
    return row.person_supported_id, _contact(row)


def get_representative(
    session: Session, record_id: UUID, *, by: Actor, today: date
) -> tuple[UUID, RepresentativeFacts]:
    """Return a representative and whose they are, or raise ``NotFound``."""
    row = session.get(Representative, record_id)
    if row is None:
        raise NotFound(record_kind="care_plan")
    get_person(session, row.person_supported_id, by=by, today=today)
    return row.person_supported_id, _representative(row)


def get_consent(session: Session, consent_id: UUID, *, by: Actor, today: date) -> tuple[UUID, ConsentFacts]:
    """Return a consent and whose it is, or raise ``NotFound``."""
    row = session.get(ConsentToShare, consent_id)
    if row is None:
        raise NotFound(record_kind="care_plan")
    get_person(session, row.person_supported_id, by=by, today=today)
    return row.person_supported_id, _consent(row)


def wishes_of(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Wishes]:
    """Return what workers people prefer and refuse; who said nothing is left out.

    It asks nobody: the rota has asked already.
    """
    if not person_ids:
        return {}
    rows = session.execute(
        select(WorkerWish.person_supported_id, WorkerWish.worker_id, WorkerWish.wish).where(
            WorkerWish.person_supported_id.in_(set(person_ids))
        )
    )
    said: dict[UUID, dict[str, set[UUID]]] = {}
    for person_id, worker_id, wish in rows:
        said.setdefault(person_id, {"prefers": set(), "not_this_one": set()})[wish].add(worker_id)
    return {
        person_id: Wishes(frozenset(found["prefers"]), frozenset(found["not_this_one"]))
        for person_id, found in said.items()
    }


def at_the_door(session: Session, person_supported_id: UUID, *, by: Actor, today: date) -> DoorFacts:
    """Return what a worker must know who was told a visit there today or tomorrow; else ``NotFound``."""
    within(by, Permission.VISIT_READ)
    row = session.get(PersonSupported, person_supported_id)
    if row is None or not _comes(session, row.id, by, today):
        raise NotFound(record_kind="care_plan")
    contacts = [one for one in _contacts(session, row.id) if one.ended_on is None]
    return DoorFacts(
        person_supported_id=row.id,
        name=spoken_name(row),
        language=row.language,
        address=row.address or "",
        place=row.place or "",
        getting_in=row.getting_in or "",
        key_facts=row.key_facts or "",
        communication=row.communication or "",
        what_matters=row.what_matters or "",
        phone=row.phone or "",
        not_to_let_in=tuple(one for one in contacts if one.may_come == "no"),
        first_to_ring=next((one for one in contacts if one.is_first_to_ring), None),
    )


def _comes(session: Session, person_supported_id: UUID, by: Actor, today: date) -> bool:
    worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
    if worker is None:
        return False
    begins, ends = london_span(today, today + timedelta(days=2))
    told = (
        (Visit.person_supported_id == person_supported_id)
        & (Visit.told_worker_id == worker.id)
        & Visit.cancelled_at.is_(None)
        # A night that began yesterday is today's as well.
        & (Visit.told_until > begins)
        & (Visit.told_from < ends)
    )
    return bool(session.scalar(select(exists().where(told))))


def _contacts(session: Session, person_supported_id: UUID) -> Sequence[ContactFacts]:
    rows = session.scalars(
        select(PersonContact)
        .where(PersonContact.person_supported_id == person_supported_id)
        .order_by(
            PersonContact.ended_on.is_not(None),
            PersonContact.is_first_to_ring.desc(),
            PersonContact.entered_at,
        )
    )
    return [_contact(row) for row in rows]


def _wishes(session: Session, person_supported_id: UUID) -> list[WishFacts]:
    rows = session.scalars(
        select(WorkerWish)
        .where(WorkerWish.person_supported_id == person_supported_id)
        .order_by(WorkerWish.wish.desc(), WorkerWish.entered_at)
    ).all()
    names = names_of(session, [row.worker_id for row in rows])
    return [WishFacts(row.worker_id, names.get(row.worker_id, ""), row.wish) for row in rows]


def _contact(row: PersonContact) -> ContactFacts:
    return ContactFacts(
        id=row.id,
        name=row.name,
        relation=row.relation,
        phone=row.phone or "",
        is_first_to_ring=row.is_first_to_ring,
        may_come=row.may_come,
        ended_on=row.ended_on,
        version=row.version,
    )


def _representative(row: Representative) -> RepresentativeFacts:
    return RepresentativeFacts(
        id=row.id,
        name=row.name,
        phone=row.phone or "",
        authority=row.authority,
        seen_on=row.seen_on,
        from_on=row.from_on,
        until_on=row.until_on,
        version=row.version,
    )


def _consent(row: ConsentToShare) -> ConsentFacts:
    return ConsentFacts(
        id=row.id,
        with_whom=row.with_whom,
        what=row.what,
        said_how=row.said_how,
        given_on=row.given_on,
        taken_back_on=row.taken_back_on,
        version=row.version,
    )
