"""Time of a demo that was paid long ago, and the miles of its days, by the ten thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from franchise_kit.time.models import MileageClaim, TimeEntry
from tenants import journal
from tenants.actor import SYSTEM
from tenants.bulk import copy_lines
from tenants.office import Coop
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows as COPY wants them, in the order of their columns."""

    columns: Sequence[str]
    rows: Iterable[str]


def seed_past_time(*, coop: Coop, entries: Lines, miles: Lines, until: datetime) -> bool:
    """Copy time that began before an instant; say whether it was done: a second load does nothing.

    The rows of the miles are asked for when all of the time was.
    """
    with transaction(coop, by=SYSTEM, doing="time.seed_entries") as session:
        if session.scalar(select(exists().where(TimeEntry.starts_at < until))):
            return False
        count = copy_lines(session, TimeEntry, entries.columns, entries.rows)
        copy_lines(session, MileageClaim, miles.columns, miles.rows)
        journal.note(session, record_kind="time_entry", count=count)
        return True
