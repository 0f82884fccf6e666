"""The files by which a bank pays runs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey


class BankFile(CoopBase):
    """A file by which a bank pays an approved run. One of a run stands; another is made when it is withdrawn.

    The file itself is not kept, since it has everybody's account; its digest says which one it was.
    """

    __tablename__ = "bank_file"
    __table_args__ = (
        CheckConstraint("format IN ('bacs18', 'pain03', 'pain09', 'table')", name="format"),
        CheckConstraint("payments > 0 AND total_pence > 0", name="pays_somebody"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_person IS NULL) "
            "AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawn_with_reason",
        ),
        CheckConstraint(
            "withdrawn_reason IN ('not_received', 'not_sent', 'bank_refused', 'wrong_particulars')",
            name="withdrawn_reason",
        ),
        UniqueConstraint("number"),
        # A run is paid once.
        Index(
            "uq_bank_file_standing", "pay_run_id", unique=True, postgresql_where=text("withdrawn_at IS NULL")
        ),
    )

    id: Mapped[UuidKey]
    pay_run_id: Mapped[UUID] = mapped_column(ForeignKey("pay_run.id"))
    # Counts a co-op's files from 1, as a bank tells them apart.
    number: Mapped[int]
    format: Mapped[str] = mapped_column(String(8))
    payments: Mapped[int]
    total_pence: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    made_by_person: Mapped[UUID]
    made_at: Mapped[datetime]
    withdrawn_by_person: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(String(20))
