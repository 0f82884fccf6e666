"""The tables of the books. Nothing else may write a balance: balances are sums of postings."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, OfficeBase, UuidKey


class LedgerEntry(OfficeBase):
    """One thing that happened, of one kind, about one record: written once."""

    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("kind", "record_id"), Index(None, "on"), APPEND_ONLY)

    id: Mapped[UuidKey]
    on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[UUID]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class LedgerPosting(OfficeBase):
    """One side of an entry: debits are positive, credits negative. ``party`` says whose account it is."""

    __tablename__ = "ledger_posting"
    __table_args__ = (
        CheckConstraint("amount_pence <> 0", name="amount_not_nil"),
        UniqueConstraint("entry_id", "position"),
        Index(None, "account", "party"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_entry.id"))
    position: Mapped[int]
    account: Mapped[str] = mapped_column(String(40))
    party: Mapped[UUID | None]
    amount_pence: Mapped[int] = mapped_column(BigInteger)
