"""Visits as they were told and as they went, for the room of time: it asks nobody who reads."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from franchise_kit.care.models import PersonSupported, RotaSettings, Visit
from franchise_kit.kernel.days import london_span


@dataclass(frozen=True, slots=True)
class AttendedVisit:
    """A visit that was told to a worker; ``person_name`` is what somebody is called."""

    id: UUID
    person_supported_id: UUID
    person_name: str = field(repr=False)
    worker_id: UUID | None
    told_from: datetime
    told_until: datetime
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    cancelled_by: str | None


def told_visits(
    session: Session, from_: date, until: date, *, worker_id: UUID | None = None
) -> list[AttendedVisit]:
    """Return visits that were told for London days, ``until`` exclusive, in order; drafts are none.

    With ``worker_id`` those that were told to that worker. It asks nobody: see the module.
    """
    begins, ends = london_span(from_, until)
    told = (Visit.told_from >= begins) & (Visit.told_from < ends)
    if worker_id is not None:
        told &= Visit.told_worker_id == worker_id
    return _of(session, told, (Visit.told_from,))


def attended_visits(
    session: Session, worker_id: UUID, begins: datetime, ends: datetime
) -> list[AttendedVisit]:
    """Return a worker's visits that are over and began between two instants, as they went, in order.

    It asks nobody: see the module.
    """
    gone = (
        (Visit.worker_id == worker_id)
        & (Visit.checked_in_at >= begins)
        & (Visit.checked_in_at < ends)
        & Visit.checked_out_at.is_not(None)
        & Visit.told_at.is_not(None)
    )
    return _of(session, gone, (Visit.checked_in_at, Visit.checked_out_at))


def late_after_minutes(session: Session) -> int | None:
    """Return after how many minutes the co-op calls a visit late; ``None`` where it has not said."""
    return session.scalars(select(RotaSettings.late_after_minutes)).first()


def _of(
    session: Session, which: ColumnElement[bool], order: tuple[InstrumentedAttribute[Any], ...]
) -> list[AttendedVisit]:
    # Column by column: what is sealed of a person or a visit stays sealed.
    wanted = (
        select(
            Visit.id,
            Visit.person_supported_id,
            PersonSupported.given_name,
            PersonSupported.known_as,
            PersonSupported.family_name,
            Visit.told_worker_id,
            Visit.told_from,
            Visit.told_until,
            Visit.checked_in_at,
            Visit.checked_out_at,
            Visit.cancelled_by,
        )
        .join(PersonSupported, PersonSupported.id == Visit.person_supported_id)
        .where(which)
        .order_by(*order, Visit.id)
    )
    return [
        AttendedVisit(visit_id, person_id, f"{known_as or given} {family}", *rest)
        for visit_id, person_id, given, known_as, family, *rest in session.execute(wanted)
    ]
