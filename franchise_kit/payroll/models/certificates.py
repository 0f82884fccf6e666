"""Which leavers were given their P45, and who was told of their P60."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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


class P60Told(CoopBase):
    """That a worker was told of their P60 of a tax year: once."""

    __tablename__ = "p60_told"
    __table_args__ = (UniqueConstraint("worker_id", "tax_year"), APPEND_ONLY)

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    tax_year: Mapped[str] = mapped_column(String(7))
    told_at: Mapped[datetime]
