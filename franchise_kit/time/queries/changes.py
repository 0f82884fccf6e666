"""How an entry became what it is: who put it right, what it said before, and why."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.access.queries.accounts import account_names, person_names
from franchise_kit.access.queries.holders import list_holder_ids
from franchise_kit.time.models import TimeChange, TimeEntry
from franchise_kit.time.queries.entries import EntryFacts, get_entry, listed
from franchise_kit.time.rules.gaps import overlapping
from tenants.actor import Actor

# No entry has more minutes than a day; two are safe, with breaks within and a clock put back.
LONGEST_ENTRY: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class TimeChangeFacts:
    """An entry got another length, or was written down by hand: then ``minutes_before`` is ``None``."""

    minutes_before: int | None
    minutes_after: int
    reason: str
    note: str | None = field(repr=False)
    changed_by: str = field(repr=False)
    changed_at: datetime


def list_time_changes(session: Session, entry_id: UUID, *, by: Actor) -> list[TimeChangeFacts]:
    """Return an entry's changes, the newest first, for whoever may read the entry; or raise ``NotFound``."""
    get_entry(session, entry_id, by=by)
    rows = session.scalars(
        select(TimeChange)
        .where(TimeChange.entry_id == entry_id)
        .order_by(TimeChange.changed_at.desc(), TimeChange.id)
    ).all()
    names = person_names(session, [row.changed_by_person for row in rows])
    return [
        TimeChangeFacts(
            minutes_before=row.minutes_before,
            minutes_after=row.minutes_after,
            reason=row.reason,
            note=row.note,
            changed_by=names.get(row.changed_by_person, "") if row.changed_by_person else "",
            changed_at=row.changed_at,
        )
        for row in rows
    ]


def list_corrections(session: Session, entry_id: UUID, *, by: Actor) -> list[EntryFacts]:
    """Return the entries that put a paid one right, for whoever may read it; or raise ``NotFound``."""
    get_entry(session, entry_id, by=by)
    return listed(session, by, TimeEntry.corrects_entry_id == entry_id)


def other_approvers(session: Session, *, by: Actor) -> list[str]:
    """Return the names of those who approve hours here besides the reader, in order."""
    holders = list_holder_ids(session, Permission.TIMESHEET_APPROVE)
    names = account_names(session, [one for one in holders if one != by.account_id])
    return sorted(names.values())


def overlapping_ids(session: Session, entries: Collection[EntryFacts]) -> frozenset[UUID]:
    """Return which of some entries share a minute with another of the same worker, also an approved one.

    Corrections of paid time stand where what they correct does, and are left out.
    """
    if not entries:
        return frozenset()
    begins, ends = min(one.starts_at for one in entries), max(one.ends_at for one in entries)
    near = select(TimeEntry.id, TimeEntry.worker_id, TimeEntry.starts_at, TimeEntry.ends_at).where(
        TimeEntry.worker_id.in_({one.worker_id for one in entries}),
        TimeEntry.starts_at < ends,
        TimeEntry.ends_at > begins,
        # Of years, only what can still reach in is looked at.
        TimeEntry.starts_at > begins - LONGEST_ENTRY,
        TimeEntry.corrects_entry_id.is_(None),
    )
    spans: dict[UUID, list[tuple[str, datetime, datetime]]] = {}
    for entry_id, worker_id, starts_at, ends_at in session.execute(near):
        spans.setdefault(worker_id, []).append((str(entry_id), starts_at, ends_at))
    found = {UUID(name) for mine in spans.values() for name in overlapping(mine)}
    return frozenset(one.id for one in entries) & found
