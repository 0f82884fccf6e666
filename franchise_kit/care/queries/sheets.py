"""People supported and visits as whole lists that are taken along, for whoever keeps all of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.care.queries.facts import begins_within
from franchise_kit.care.queries.people import PersonFacts, person_facts
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A visit as it is planned; ``worker_id`` is None where nobody has it."""

    person_supported_id: UUID
    worker_id: UUID | None
    visit_kind_id: UUID | None
    planned_from: datetime
    planned_until: datetime
    window_minutes: int
    short_reason: str | None
    carer: int

    @property
    def minutes(self) -> int:
        """How long it is planned to take."""
        return int((self.planned_until - self.planned_from).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class VisitsWanted:
    """Visits of London days, ``until`` exclusive, without those cancelled: all, a worker's, a person's."""

    from_: date
    until: date
    worker_id: UUID | None = None
    person_supported_id: UUID | None = None


def list_person_records(session: Session, *, by: Actor, on: date) -> list[PersonFacts]:
    """Return all who are supported on a day, by family name, or raise ``NotFound``."""
    if not within(by, Permission.CARE_PLAN_WRITE).is_whole:
        raise NotFound(record_kind="care_plan")
    rows = session.scalars(
        select(PersonSupported)
        .where(
            PersonSupported.started_on <= on,
            or_(PersonSupported.ended_on.is_(None), PersonSupported.ended_on >= on),
        )
        .order_by(PersonSupported.family_name, PersonSupported.given_name, PersonSupported.id)
    )
    return [person_facts(row) for row in rows]


def list_visit_records(session: Session, wanted: VisitsWanted, *, by: Actor, most: int) -> list[VisitRecord]:
    """Return the wanted visits in order of time, at most so many, or raise ``NotFound``."""
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="visit")
    # Columns, not records: no note is unsealed.
    found = (
        select(
            Visit.person_supported_id, Visit.worker_id, Visit.visit_kind_id, Visit.planned_from,
            Visit.planned_until, Visit.window_minutes, Visit.short_reason, Visit.carer,
        )
        .where(begins_within(wanted.from_, wanted.until), Visit.cancelled_at.is_(None))
        .order_by(Visit.planned_from, Visit.carer, Visit.id)
        .limit(most)
    )  # fmt: skip
    if wanted.worker_id is not None:
        found = found.where(Visit.worker_id == wanted.worker_id)
    if wanted.person_supported_id is not None:
        found = found.where(Visit.person_supported_id == wanted.person_supported_id)
    return [VisitRecord(*row) for row in session.execute(found)]
