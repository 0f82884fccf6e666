"""Into which accounts workers are paid, whole, for the room that makes the bank's file of a run.

Nothing here asks who reads: the room that calls has asked already, by its own permission.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.people.models import BankParticulars


@dataclass(frozen=True, slots=True)
class PaidInto:
    """The account that holds; ``since`` is when it was agreed, or entered if it was the first.

    ``is_changing`` says that another waits for a second person.
    """

    account_name: str = field(repr=False)
    sort_code: str = field(repr=False)
    account_number: str = field(repr=False)
    roll_number: str | None = field(repr=False)
    since: datetime
    is_changing: bool


def paid_into(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, PaidInto]:
    """Return where workers are paid, by worker; who has no agreed account is left out. It asks nobody."""
    if not worker_ids:
        return {}
    rows = session.scalars(
        select(BankParticulars)
        .where(BankParticulars.worker_id.in_(set(worker_ids)), BankParticulars.state != "refused")
        .order_by(BankParticulars.entered_at, BankParticulars.id)
    ).all()
    changing = {row.worker_id for row in rows if row.state == "proposed"}
    agreed = sorted((row for row in rows if row.state == "agreed"), key=_since)
    # In order of time, so the newest is the one that stays.
    return {
        row.worker_id: PaidInto(
            row.account_name,
            row.sort_code,
            row.account_number,
            row.roll_number,
            _since(row),
            row.worker_id in changing,
        )
        for row in agreed
    }


def _since(row: BankParticulars) -> datetime:
    return row.decided_at or row.entered_at
