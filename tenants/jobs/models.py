"""The outbox: work that a transaction asked for, kept until it is done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import OfficeBase, UuidKey


class OutboxRow(OfficeBase):
    """One piece of work. Its arguments are ids and codes; it is safe to run twice."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'given_up')", name="state"),
        Index("ix_outbox_waiting", "next_at", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[UuidKey]
    job: Mapped[str] = mapped_column(String(80))
    arguments: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    asked_at: Mapped[datetime]
    next_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None]


class Progress(OfficeBase):
    """How far a long piece of work is; its starter may leave the page and come back."""

    __tablename__ = "progress"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),)

    id: Mapped[UuidKey]
    job: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    step: Mapped[str] = mapped_column(String(80), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    refusal_code: Mapped[str | None] = mapped_column(String(80))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Bell(OfficeBase):
    """One notice for one account: a result that waits, a request that came in."""

    __tablename__ = "bell"
    __table_args__ = (
        Index("ix_bell_unread", "account_id", postgresql_where=text("read_at IS NULL")),
        Index(None, "account_id", "made_at"),
    )

    id: Mapped[UuidKey]
    account_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(80))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    path: Mapped[str] = mapped_column(String(200), default="/")
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
