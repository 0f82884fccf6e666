"""People supported and visits of a demo, all at once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.people.queries.facts import numbers_of
from tenants import journal
from tenants.actor import SYSTEM
from tenants.bulk import insert_rows
from tenants.office import Coop
from tenants.transaction import transaction


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


def seed_care(
    *, coop: Coop, people: Sequence[SeedPerson], visits: Sequence[SeedVisit], now: datetime
) -> bool:
    """Enter people and their visits; say whether it was done, for one load after another does nothing."""
    with transaction(coop, by=SYSTEM, doing="care.seed_care") as session:
        ids = [person.id for person in people]
        if session.scalar(select(exists().where(PersonSupported.id.in_(ids)))):
            return False
        session.add_all(PersonSupported(**asdict(person), entered_at=now) for person in people)
        session.flush()
        numbers = numbers_of(session, {visit.worker_id for visit in visits})
        insert_rows(session, Visit, [_row(visit, numbers[visit.worker_id], now) for visit in visits])
        journal.note(session, record_kind="visit", count=len(visits), people=len(people))
        return True


def _row(visit: SeedVisit, worker_number: int, now: datetime) -> dict[str, Any]:
    """Return a visit that was told as it was planned."""
    told = {
        "told_at": now,
        "told_worker_id": visit.worker_id,
        "worker_number": worker_number,
        "told_from": visit.planned_from,
        "told_until": visit.planned_until,
    }
    return asdict(visit) | told | {"carer": 1, "window_minutes": 0, "entered_at": now, "version": 1}
