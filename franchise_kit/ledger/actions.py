"""Writing into the books, inside the transaction of whatever happened."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, insert
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from franchise_kit.ledger.models import LedgerEntry, LedgerPosting
from franchise_kit.ledger.rules import AccountUnknown, EntryDoesNotBalance, Posting, Side, check_postings
from tenants.actor import Actor
from tenants.office import Hub
from tenants.refusal import Refusal

__all__ = ["AccountUnknown", "EntryDoesNotBalance", "PostedAlready", "Posting", "post"]

ONCE: Final = (LedgerEntry.kind, LedgerEntry.record_id)


class PostedAlready(Refusal):
    """This record has an entry of this kind already; nothing is written twice."""

    code = "posted_already"


def post(
    session: Session, *, kind: str, record_id: UUID, on: date, postings: Sequence[Posting], by: Actor
) -> UUID:
    """Write one entry into the books of the session's office and return its id.

    ``kind`` is a code of at most 40 characters and ``record_id`` what it is about; both together are
    written once. Amounts are whole pence, debits positive, credits negative; ``on`` is a day in London.
    Raises ``EntryDoesNotBalance``, ``AccountUnknown`` or ``PostedAlready``.
    """
    check_postings(postings, side=_side(session))
    entry_id = uuid4()
    # Whoever posts the same at the same instant waits here, and is then told so.
    written = session.execute(
        insert_or_not(LedgerEntry)
        .values(
            id=entry_id,
            kind=kind,
            record_id=record_id,
            on=on,
            entered_by_person=by.person_id,
            entered_at=func.now(),
        )
        .on_conflict_do_nothing(index_elements=ONCE)
        .returning(LedgerEntry.id)
    )
    if written.first() is None:
        raise PostedAlready(kind=kind, record_id=record_id)
    rows = [
        {
            "id": uuid4(),
            "entry_id": entry_id,
            "position": position,
            "account": posting.account,
            "party": posting.party,
            "amount_pence": posting.amount_pence,
        }
        for position, posting in enumerate(postings, start=1)
    ]
    session.execute(insert(LedgerPosting), rows)
    return entry_id


def _side(session: Session) -> Side:
    return "hub" if isinstance(session.info["office"], Hub) else "coop"
