"""Sums that put earlier pay right: said once, and taken by one run or by several."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey


class PayCorrection(CoopBase):
    """A sum that a worker is to have, or below nought gives back, with the next run; it is never rewritten.

    Whoever approves the run that takes it is the second person.
    """

    __tablename__ = "pay_correction"
    __table_args__ = (
        CheckConstraint("pence <> 0", name="something"),
        CheckConstraint(
            "reason IN ('rate_was_wrong', 'time_was_wrong', 'paid_too_much', 'paid_too_little', 'one_off')",
            name="reason",
        ),
        CheckConstraint("reason <> 'paid_too_much' OR pence < 0", name="too_much_is_taken"),
        CheckConstraint("reason NOT IN ('paid_too_little', 'one_off') OR pence > 0", name="more_is_given"),
        Index(None, "worker_id"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    pence: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(16))
    of_run_id: Mapped[UUID | None] = mapped_column(ForeignKey("pay_run.id"))
    entered_by_person: Mapped[UUID]
    entered_at: Mapped[datetime]


class CorrectionTaken(CoopBase):
    """So much of a correction as a run takes; that of a run that was rolled back counts for nothing."""

    __tablename__ = "pay_correction_taken"
    __table_args__ = (
        CheckConstraint("pence <> 0", name="something"),
        UniqueConstraint("correction_id", "pay_run_id"),
        Index(None, "pay_run_id"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    correction_id: Mapped[UUID] = mapped_column(ForeignKey("pay_correction.id"))
    pay_run_id: Mapped[UUID] = mapped_column(ForeignKey("pay_run.id"))
    pence: Mapped[int] = mapped_column(BigInteger)
