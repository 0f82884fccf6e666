"""Time worked in a demo, approved already, all at once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select

from franchise_kit.time.models import TimeEntry
from tenants import journal
from tenants.actor import SYSTEM
from tenants.bulk import insert_rows
from tenants.office import Coop
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class SeedEntry:
    """Minutes of one kind that somebody worked; ``visit_id`` for those of kind visit."""

    id: UUID
    worker_id: UUID
    worker_person: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    visit_id: UUID | None


def seed_entries(
    *, coop: Coop, entries: Sequence[SeedEntry], approved_by_person: UUID, now: datetime
) -> bool:
    """Enter approved time; say whether it was done, for one load after another does nothing."""
    with transaction(coop, by=SYSTEM, doing="time.seed_entries") as session:
        if session.scalar(select(exists().where(TimeEntry.id == entries[0].id))):
            return False
        approved = {
            "source": "visit",
            "state": "approved",
            "recorded_at": now,
            "approved_by_person": approved_by_person,
            "approved_at": now,
            "version": 1,
        }
        insert_rows(session, TimeEntry, [asdict(entry) | approved for entry in entries])
        journal.note(session, record_kind="time_entry", count=len(entries))
        return True
