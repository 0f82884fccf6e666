"""Claims of miles: one's own, or everybody's that wait."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.people.queries.facts import names_of
from franchise_kit.time.models import MileageClaim
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class MilesFacts:
    """Metres driven on a day; ``state`` is recorded, approved, paid or refused."""

    id: UUID
    worker_id: UUID
    worker_name: str = field(repr=False)
    day: date
    purpose: str
    metres: int
    note: str | None = field(repr=False)
    state: str
    may_decide: bool
    version: int


def list_own_miles(session: Session, *, by: Actor, from_: date, until: date) -> list[MilesFacts]:
    """Return one's own claims of London days, ``until`` exclusive, the earliest first."""
    within(by, Permission.TIMESHEET_SUBMIT)
    of_days = (MileageClaim.day >= from_) & (MileageClaim.day < until)
    return _listed(session, by, of_days & (MileageClaim.worker_person == by.person_id))


def list_miles(session: Session, *, by: Actor, from_: date, until: date) -> list[MilesFacts]:
    """Return everybody's claims of London days, ``until`` exclusive, the earliest first."""
    within(by, Permission.TIMESHEET_APPROVE)
    return _listed(session, by, (MileageClaim.day >= from_) & (MileageClaim.day < until))


def list_waiting_miles(session: Session, *, by: Actor) -> list[MilesFacts]:
    """Return all claims that nobody has decided on, the earliest first."""
    within(by, Permission.TIMESHEET_APPROVE)
    return _listed(session, by, MileageClaim.state == "recorded")


def _listed(session: Session, by: Actor, which: ColumnElement[bool]) -> list[MilesFacts]:
    wanted = select(MileageClaim).where(which).order_by(MileageClaim.day, MileageClaim.id)
    rows = session.scalars(wanted).all()
    names = names_of(session, {row.worker_id for row in rows})
    return [
        MilesFacts(
            id=row.id,
            worker_id=row.worker_id,
            worker_name=names.get(row.worker_id, ""),
            day=row.day,
            purpose=row.purpose,
            metres=row.metres,
            note=row.note,
            state=row.state,
            may_decide=row.state == "recorded"
            and by.person_id not in (None, row.worker_person, row.entered_by_person),
            version=row.version,
        )
        for row in rows
    ]
