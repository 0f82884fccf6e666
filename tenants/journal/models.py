"""The journal's tables: one chain of lines, and its head."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, OfficeBase


class JournalLine(OfficeBase):
    """One act, in ids and codes: words and names are resolved when it is read, so erasure is possible."""

    __tablename__ = "journal_line"
    __table_args__ = (
        CheckConstraint("outcome IN ('done', 'refused')", name="outcome"),
        CheckConstraint("side IN ('coop', 'hub', 'system')", name="side"),
        Index(None, "at"),
        Index(None, "doing", "seq"),
        Index(None, "account_id", "seq"),
        Index(None, "record_id", "seq"),
        Index("ix_journal_line_entry", "entry_id", "seq", postgresql_where=text("entry_id IS NOT NULL")),
        APPEND_ONLY,
    )

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    side: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    entry_id: Mapped[UUID | None]
    doing: Mapped[str] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(10))
    refusal_code: Mapped[str | None] = mapped_column(String(80))
    record_kind: Mapped[str | None] = mapped_column(String(60))
    record_id: Mapped[UUID | None]
    codes: Mapped[dict[str, Any]]
    request_id: Mapped[str | None] = mapped_column(String(40))
    hash_before: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class JournalHead(OfficeBase):
    """The last line's number and hash. Its row's lock puts the office's acts in one order."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
