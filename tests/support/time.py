# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of time worked, as rows."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from franchise_kit.time.models import TimeEntry
from tenants.office import Coop
from tenants.transaction import upkeep

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def make_entry(
    coop: Coop,
    *,
    person_id: UUID | None = None,
    worker_id: UUID | None = None,
    starts_at: datetime = NINE,
    minutes: int = 30,
    state: str = "recorded",
) -> UUID:
    """Make an entry of a visit; an approved one was approved by somebody else."""
    is_approved = state != "recorded"
    with upkeep(coop) as session:
        row = TimeEntry(
            worker_id=worker_id or uuid4(),
            worker_person=person_id or uuid4(),
            kind="visit",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            minutes=minutes,
            visit_id=uuid4(),
            state=state,
            recorded_at=starts_at,
            approved_by_person=uuid4() if is_approved else None,
            approved_at=starts_at + timedelta(hours=1) if is_approved else None,
            pay_run_id=uuid4() if state == "paid" else None,
        )
        session.add(row)
        session.flush()
        return row.id
