"""Entering somebody whom the co-op supports, and their last day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select

from franchise_kit.access import Permission, within
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.care.rules.visits import check_last_day
from franchise_kit.kernel.days import london_midnight
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Whom the co-op begins to support, and what they say matters to them."""

    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    language: str
    started_on: date
    known_as: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    what_matters: str = field(default="", repr=False)


def enter_person(*, coop: Coop, person: NewPerson, by: Actor, now: datetime) -> UUID:
    """Enter somebody supported and return the id."""
    with transaction(coop, by=by, doing="care.enter_person") as session:
        if not within(by, Permission.CARE_PLAN_WRITE).is_whole:
            raise NotFound(record_kind="care_plan")
        row = PersonSupported(
            id=uuid4(),
            person_id=uuid4(),
            given_name=person.given_name,
            family_name=person.family_name,
            known_as=person.known_as,
            language=person.language,
            address=person.address or None,
            what_matters=person.what_matters or None,
            started_on=person.started_on,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        journal.note(session, record_kind="care_plan", record_id=row.id)
        return row.id


def end_support(*, coop: Coop, person_supported_id: UUID, ended_on: date, by: Actor) -> None:
    """Say which day of support is the last; raise ``SupportEndsBeforeStart`` or ``VisitsAfterLastDay``."""
    with transaction(coop, by=by, doing="care.end_support") as session:
        row = session.get(PersonSupported, person_supported_id, with_for_update=True)
        if row is None or not within(by, Permission.CARE_PLAN_WRITE).is_whole:
            raise NotFound(record_kind="care_plan")
        later = select(func.count()).where(
            Visit.person_supported_id == row.id,
            Visit.cancelled_at.is_(None),
            Visit.planned_from >= london_midnight(ended_on + timedelta(days=1)),
        )
        check_last_day(row.started_on, ended_on, session.scalar(later) or 0)
        row.ended_on = ended_on
        row.version += 1
        journal.note(session, record_kind="care_plan", record_id=row.id)
