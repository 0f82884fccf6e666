"""Entering somebody whom the co-op supports, what is known of them, and their last day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.care.rules.people import check_born, check_version, normal_place
from franchise_kit.care.rules.visits import check_last_day
from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.days import london_midnight
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

RECORD_KIND: Final = "person_supported"
# What is kept as none where nothing was said.
_SEALED: Final = ("phone", "address", "place", "getting_in", "key_facts", "communication", "what_matters")
# What may be changed later.
PROFILE_FIELDS: Final = frozenset(
    {"given_name", "family_name", "known_as", "language", "born_on", *_SEALED},
)


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Whom the co-op begins to support, and what they say matters to them; ``place`` as ``52.1,-4.6``."""

    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    language: str
    started_on: date
    known_as: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    what_matters: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    phone: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    getting_in: str = field(default="", repr=False)
    key_facts: str = field(default="", repr=False)
    communication: str = field(default="", repr=False)


def enter_person(*, coop: Coop, person: NewPerson, by: Actor, now: datetime) -> UUID:
    """Enter somebody supported and return the id; raise ``BornAfterStart`` or ``PlaceNotReadable``."""
    with transaction(coop, by=by, doing="care.enter_person") as session:
        _check_may_write(by)
        check_born(person.born_on, person.started_on)
        said = {name: getattr(person, name) for name in PROFILE_FIELDS}
        row = PersonSupported(
            id=uuid4(),
            person_id=uuid4(),
            started_on=person.started_on,
            entered_by_person=by.person_id,
            entered_at=now,
            **_columns(said),
        )
        session.add(row)
        journal.note(session, record_kind="care_plan", record_id=row.id)
        return row.id


def change_person(
    *,
    coop: Coop,
    person_supported_id: UUID,
    changes: Mapping[str, Any],
    version: int,
    by: Actor,
    now: datetime,
) -> tuple[str, ...]:
    """Change what is known of somebody, keep what it was, and return the fields that changed.

    ``changes`` holds some of ``PROFILE_FIELDS`` as ``NewPerson`` has them. Raise ``RecordChangedMeanwhile``,
    ``BornAfterStart`` or ``PlaceNotReadable``.
    """
    with transaction(coop, by=by, doing="care.change_person") as session:
        row = hold_person(session, person_supported_id, by=by)
        check_version(version, row.version)
        check_born(changes.get("born_on"), row.started_on)
        kept = {name: changes[name] for name in PROFILE_FIELDS & changes.keys()}
        changed = apply_changes(session, row, _columns(kept), record_kind=RECORD_KIND, by=by, now=now)
        journal.note(session, record_kind="care_plan", record_id=row.id, fields=sorted(changed))
        return changed


def end_support(*, coop: Coop, person_supported_id: UUID, ended_on: date, by: Actor) -> None:
    """Say which day of support is the last; raise ``SupportEndsBeforeStart`` or ``VisitsAfterLastDay``."""
    with transaction(coop, by=by, doing="care.end_support") as session:
        row = hold_person(session, person_supported_id, by=by)
        later = select(func.count()).where(
            Visit.person_supported_id == row.id,
            Visit.cancelled_at.is_(None),
            Visit.planned_from >= london_midnight(ended_on + timedelta(days=1)),
        )
        check_last_day(row.started_on, ended_on, session.scalar(later) or 0)
        row.ended_on = ended_on
        row.version += 1
        journal.note(session, record_kind="care_plan", record_id=row.id)


def hold_person(session: Session, person_supported_id: UUID, *, by: Actor) -> PersonSupported:
    """Return somebody supported, locked, for whoever writes personal plans; raise ``NotFound``."""
    _check_may_write(by)
    row = session.get(PersonSupported, person_supported_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="care_plan")
    return row


def _check_may_write(by: Actor) -> None:
    if not within(by, Permission.CARE_PLAN_WRITE).is_whole:
        raise NotFound(record_kind="care_plan")


def _columns(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as the table keeps them: sealed days and places are text, and nothing is none."""
    kept = dict(said)
    if (born_on := kept.get("born_on")) is not None:
        kept["born_on"] = born_on.isoformat()
    if kept.get("place"):
        kept["place"] = normal_place(kept["place"])
    return kept | {name: kept[name] or None for name in _SEALED if name in kept}
