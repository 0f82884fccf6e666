"""The table of changes: what a record said before, for the records that are changed in place."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey
from tenants.keys import Encrypted


class RecordChange(CoopBase):
    """One change of a record: ``before`` is a JSON object of the fields that changed, as they were."""

    __tablename__ = "record_change"
    __table_args__ = (
        UniqueConstraint("record_kind", "record_id", "version"),
        Index(None, "record_id", "changed_at"),
        # Not append-only by grant: what is sealed is sealed anew when the key changes.
    )

    id: Mapped[UuidKey]
    record_kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[UUID]
    # The record's version after the change.
    version: Mapped[int]
    before: Mapped[str] = mapped_column(Encrypted("record_change.before"))
    changed_by_person: Mapped[UUID | None]
    changed_at: Mapped[datetime]
