"""Which leavers were given their P45."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey


class P45Made(CoopBase):
    """That a worker's P45 was made: once for an employment, of what had been paid up to then.

    Its figures are not kept: they are the sums of payslips that had been approved at that instant.
    """

    __tablename__ = "p45_made"
    __table_args__ = (UniqueConstraint("worker_id", "left_on"), APPEND_ONLY)

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    left_on: Mapped[date]
    made_by_person: Mapped[UUID]
    made_at: Mapped[datetime]
