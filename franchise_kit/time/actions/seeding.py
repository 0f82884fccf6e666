"""Time worked in a demo, most of it approved already, all at once."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, literal, select, update
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_day
from franchise_kit.time.actions.seeding_miles import seed_miles
from franchise_kit.time.models import TimeEntry
from tenants import journal
from tenants.actor import SYSTEM
from tenants.bulk import insert_rows
from tenants.office import Coop
from tenants.transaction import reading, transaction


@dataclass(frozen=True, slots=True)
class SeedEntry:
    """Minutes of one kind that somebody worked; ``visit_id`` for a visit, and for the way to it."""

    id: UUID
    worker_id: UUID
    worker_person: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    visit_id: UUID | None
    metres: int | None = None


# One by one, since ``asdict`` copies every value.
_COLUMNS: Final = tuple(field.name for field in fields(SeedEntry))


def seed_entries(
    *,
    coop: Coop,
    entries: Sequence[SeedEntry],
    approved_until: datetime,
    approved_by_person: UUID,
    now: datetime,
) -> bool:
    """Enter time that is not there yet; say whether there was any, for one load after another does nothing.

    What began before ``approved_until`` is approved, also where it waited; the rest waits for approval.
    """
    with reading(coop) as session:
        known = _known(session, [entry.id for entry in entries])
        made = _made(session, [entry.visit_id for entry in entries if entry.visit_id is not None])
    new = [entry for entry in entries if entry.id not in known and (entry.visit_id, entry.kind) not in made]
    waited = [
        one.id for one in entries if one.starts_at < approved_until and known.get(one.id) == ("recorded", 1)
    ]
    if not new and not waited:
        return False
    approved = {"state": "approved", "approved_by_person": approved_by_person, "approved_at": now}
    waiting = {"state": "recorded", "approved_by_person": None, "approved_at": None}
    rows = [
        {name: getattr(entry, name) for name in _COLUMNS}
        | {"source": _source(entry), "recorded_at": now, "version": 1}
        | (approved if entry.starts_at < approved_until else waiting)
        for entry in new
    ]
    with transaction(coop, by=SYSTEM, doing="time.seed_entries") as session:
        insert_rows(session, TimeEntry, rows)
        session.execute(update(TimeEntry).where(_is_one_of(waited)).values(approved | {"version": 2}))
        days = {london_day(entry.starts_at) for entry in entries if entry.metres}
        if days:
            seed_miles(session, min(days), max(days), approved_until=approved_until, approved=approved)
        journal.note(session, record_kind="time_entry", count=len(new) + len(waited))
    return True


def _source(entry: SeedEntry) -> str:
    if entry.visit_id is None:
        return "hand"
    return "visit" if entry.kind == "visit" else "rota"


def _known(session: Session, ids: list[UUID]) -> dict[UUID, tuple[str, int]]:
    found = session.execute(select(TimeEntry.id, TimeEntry.state, TimeEntry.version).where(_is_one_of(ids)))
    return {entry_id: (state, version) for entry_id, state, version in found}


def _made(session: Session, visit_ids: list[UUID]) -> set[tuple[UUID | None, str]]:
    """Return of which visits there is time of which kind, whoever wrote it down."""
    of_visits = TimeEntry.visit_id == any_(literal(visit_ids, ARRAY(Uuid)))
    found = select(TimeEntry.visit_id, TimeEntry.kind).where(of_visits, TimeEntry.corrects_entry_id.is_(None))
    return {(visit_id, kind) for visit_id, kind in session.execute(found)}


def _is_one_of(ids: list[UUID]) -> ColumnElement[bool]:
    # One array: so many single parameters do not go into a statement.
    return TimeEntry.id == any_(literal(ids, ARRAY(Uuid)))
