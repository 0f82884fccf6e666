"""Days on which a demo's workers are away: some asked for, some agreed, a sickness that is open."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import exists, insert, select

from franchise_kit.time.models import Absence
from tenants import journal
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import transaction

__all__ = ["seed_absences"]


def seed_absences(*, coop: Coop, absences: Sequence[Mapping[str, Any]]) -> bool:
    """Enter absences, by the names of their columns; say whether it was done: a second load does nothing."""
    with transaction(coop, by=SYSTEM, doing="time.seed_entries") as session:
        ids = [row["id"] for row in absences]
        if not absences or session.scalar(select(exists().where(Absence.id.in_(ids)))):
            return False
        session.execute(insert(Absence), list(absences))
        journal.note(session, record_kind="absence", count=len(absences))
        return True
