"""Which particulars of workers are there, and since when; never what they say. It asks nobody.

For rooms above, which have asked already who reads.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.people.models import BankParticulars, TaxParticulars
from tenants.bulk import is_one_of

_SECOND = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """Of one worker: since when a bank account holds, if it is the first, and if another waits.

    ``has_number`` says that a National Insurance number is known.
    """

    account_since: datetime | None = None
    is_first_account: bool = True
    is_account_changing: bool = False
    has_number: bool = False


def particulars_kept(session: Session, worker_ids: Collection[UUID]) -> dict[UUID, Kept]:
    """Return what is kept of each of some workers, in two readings."""
    ids = set(worker_ids)
    if not ids:
        return {}
    agreed: dict[UUID, list[datetime]] = {}
    changing: set[UUID] = set()
    # Nothing that is sealed is read, so nothing is opened.
    accounts = select(
        BankParticulars.worker_id,
        BankParticulars.state,
        BankParticulars.decided_at,
        BankParticulars.entered_at,
    ).where(is_one_of(BankParticulars.worker_id, ids), BankParticulars.state != "refused")
    for worker_id, state, decided_at, entered_at in session.execute(accounts):
        if state == "proposed":
            changing.add(worker_id)
        else:
            agreed.setdefault(worker_id, []).append(decided_at or entered_at)
    numbered = set(
        session.scalars(
            select(TaxParticulars.worker_id).where(
                is_one_of(TaxParticulars.worker_id, ids),
                TaxParticulars.state == "agreed",
                TaxParticulars.national_insurance_number.is_not(None),
            )
        )
    )
    return {
        worker_id: Kept(
            account_since=max(agreed.get(worker_id, ()), default=None),
            is_first_account=len(agreed.get(worker_id, ())) < _SECOND,
            is_account_changing=worker_id in changing,
            has_number=worker_id in numbered,
        )
        for worker_id in ids
    }
