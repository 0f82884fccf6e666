"""The table of tokens."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import OfficeBase, UuidKey


class ApiToken(OfficeBase):
    """A token that acts for an account, with some of that account's permissions."""

    __tablename__ = "api_token"
    __table_args__ = (
        CheckConstraint("expires_at > made_at", name="expires_later"),
        Index(None, "account_id"),
    )

    id: Mapped[UuidKey]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(80))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    permissions: Mapped[list[Any]]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
