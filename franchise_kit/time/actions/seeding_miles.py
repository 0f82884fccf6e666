"""The miles of a demo's days: they claim themselves from the travel that was written down."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_day, london_midnight, london_span
from franchise_kit.time.models import MileageClaim, TimeEntry
from tenants.bulk import insert_rows


def seed_miles(
    session: Session, first: date, last: date, *, approved_until: datetime, approved: Mapping[str, Any]
) -> None:
    """Claim the metres of each worker's London days, the last included; decided claims stay as they are.

    ``approved`` has what a claim gets whose day began before ``approved_until``; the others wait.
    """
    metres: dict[tuple[UUID, UUID, date], int] = defaultdict(int)
    begins, ends = london_span(first, last + timedelta(days=1))
    wanted = (TimeEntry.worker_id, TimeEntry.worker_person, TimeEntry.starts_at, TimeEntry.metres)
    driven = select(*wanted).where(
        TimeEntry.starts_at >= begins,
        TimeEntry.starts_at < ends,
        TimeEntry.metres > 0,
        TimeEntry.source == "rota",
    )
    for worker_id, person, starts_at, far in session.execute(driven):
        metres[worker_id, person, london_day(starts_at)] += far or 0
    claims = select(MileageClaim).where(
        MileageClaim.purpose == "visits", MileageClaim.day >= first, MileageClaim.day <= last
    )
    known = {(row.worker_id, row.day): row for row in session.scalars(claims)}
    waiting = {"state": "recorded", "approved_by_person": None, "approved_at": None}
    new = []
    for (worker_id, person, day), far in metres.items():
        is_over = london_midnight(day) < approved_until
        row = known.get((worker_id, day))
        if row is None:
            claim = {"id": uuid5(worker_id, f"miles {day}"), "worker_id": worker_id, "worker_person": person}
            said = {
                "day": day,
                "purpose": "visits",
                "metres": far,
                "entered_at": london_midnight(day),
                "version": 1,
            }
            new.append(claim | said | (dict(approved) if is_over else waiting))
        elif row.state == "recorded" and (is_over or row.metres != far):
            row.metres = far
            row.version += 1
            for name, value in approved.items() if is_over else ():
                setattr(row, name, value)
    insert_rows(session, MileageClaim, new)


def mark_miles_paid(session: Session, pay_run_id: UUID) -> None:
    """Lock the claims that a run holds whose time was paid already."""
    session.execute(
        update(MileageClaim)
        .where(MileageClaim.pay_run_id == pay_run_id)
        .values(state="paid", version=MileageClaim.version + 1)
    )
