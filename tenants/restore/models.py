"""The hub's note of each restore: what is not done was killed, and is undone by the next try."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import HubBase, UuidKey


class CoopRestore(HubBase):
    """One archive on its way into one co-op."""

    __tablename__ = "coop_restore"
    __table_args__ = (Index(None, "coop_id"),)

    id: Mapped[UuidKey]
    coop_id: Mapped[UUID] = mapped_column(ForeignKey("coop.id"))
    archive_id: Mapped[UUID]
    begun_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
