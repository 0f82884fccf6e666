"""What HMRC is told of a worker besides their name, number and birth."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey
from tenants.keys import Encrypted


class ReportedParticulars(CoopBase):
    """A worker's sex and address as HMRC takes them, and what a starter declared; the newest holds.

    Nothing of it is changed, but sealed anew when the co-op's key is.
    """

    __tablename__ = "reported_particulars"
    __table_args__ = (
        CheckConstraint("declaration IN ('A', 'B', 'C')", name="declaration"),
        Index(None, "worker_id", "entered_at"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    # M or F, which is all that HMRC takes.
    sex: Mapped[str] = mapped_column(Encrypted("reported_particulars.sex"))
    # Lines, each by itself.
    address: Mapped[str | None] = mapped_column(Encrypted("reported_particulars.address"))
    postcode: Mapped[str | None] = mapped_column(Encrypted("reported_particulars.postcode"))
    country: Mapped[str | None] = mapped_column(Encrypted("reported_particulars.country"))
    declaration: Mapped[str | None] = mapped_column(String(1))
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
