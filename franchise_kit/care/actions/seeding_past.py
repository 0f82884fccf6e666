"""Visits of a demo that are long over, by the ten thousand."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select

from franchise_kit.care.models import Visit
from franchise_kit.people.queries.facts import numbers_of
from tenants import journal
from tenants.actor import SYSTEM
from tenants.bulk import copy_lines
from tenants.office import Coop
from tenants.transaction import transaction


def seed_past_visits(
    *,
    coop: Coop,
    worker_ids: Collection[UUID],
    columns: Sequence[str],
    lines_of: Callable[[Mapping[UUID, int]], Iterable[str]],
    until: datetime,
) -> bool:
    """Copy visits that began before an instant; say whether it was done: a second load does nothing.

    ``lines_of`` gets the workers' numbers, and gives rows as COPY wants them, in the order of ``columns``.
    """
    with transaction(coop, by=SYSTEM, doing="care.seed_care") as session:
        if session.scalar(select(exists().where(Visit.planned_from < until))):
            return False
        lines = lines_of(numbers_of(session, worker_ids))
        journal.note(session, record_kind="visit", count=copy_lines(session, Visit, columns, lines), people=0)
        return True
