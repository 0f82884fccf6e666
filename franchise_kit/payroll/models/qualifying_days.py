"""The weekdays on which sickness is paid."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey


class QualifyingDays(CoopBase):
    """Weekdays agreed for everybody, or for one worker; the newest of the latest day holds.

    ``weekdays`` has bit 0 for Monday to bit 6 for Sunday, and never none.
    """

    __tablename__ = "qualifying_days"
    __table_args__ = (
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays"),
        Index(None, "worker_id", "from_on"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    # None: for everybody for whom nothing else was agreed.
    worker_id: Mapped[UUID | None]
    from_on: Mapped[date]
    weekdays: Mapped[int] = mapped_column()
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
