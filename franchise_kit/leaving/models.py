"""The table of requests to take the data out. It does not travel in the archive."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey
from tenants.keys import Encrypted


class ExportRequest(CoopBase):
    """One request. The passphrase is sealed, and is gone when the archive is made or has failed."""

    __tablename__ = "export_request"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'ready', 'failed', 'forgotten')", name="state"),
        CheckConstraint("state = 'asked' OR passphrase IS NULL", name="passphrase_gone"),
        CheckConstraint("state <> 'ready' OR keep_until IS NOT NULL", name="ready_until"),
    )

    id: Mapped[UuidKey]
    account_id: Mapped[UUID] = mapped_column(index=True)
    progress_id: Mapped[UUID]
    passphrase: Mapped[str | None] = mapped_column(Encrypted("export_request.passphrase"))
    state: Mapped[str] = mapped_column(String(9))
    size_bytes: Mapped[int | None] = mapped_column(BigInteger)
    row_count: Mapped[int | None] = mapped_column(BigInteger)
    file_count: Mapped[int | None]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    keep_until: Mapped[datetime | None]
