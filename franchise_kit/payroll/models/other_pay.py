"""Days that runs pay besides time at a rate, and leave for a family that is paid by the week."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey


class OtherPayDay(CoopBase):
    """A day of absence that a run pays, or by its first day a week of family leave.

    A run that is taken back lets go of its days by their rows. ``source_id`` is the absence or the leave.
    """

    __tablename__ = "other_pay_day"
    __table_args__ = (
        CheckConstraint("state IN ('held', 'paid')", name="state"),
        CheckConstraint("pence >= 0", name="not_negative"),
        # A day is paid once, also where the absence that it lies in was withdrawn and told again.
        UniqueConstraint("worker_id", "kind", "day"),
        Index(None, "pay_run_id"),
    )

    id: Mapped[UuidKey]
    pay_run_id: Mapped[UUID] = mapped_column(ForeignKey("pay_run.id"))
    worker_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(32))
    source_id: Mapped[UUID]
    day: Mapped[date]
    pence: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(4), default="held")


class FamilyLeave(CoopBase):
    """Leave for a family, with what its statutory pay goes by: ``child_on`` decides about the right to it.

    It is never rewritten: it is stopped from a day on, which from its first day takes it back.
    """

    __tablename__ = "family_leave"
    __table_args__ = (
        CheckConstraint("kind IN ('SMP', 'SAP', 'SPP', 'ShPP', 'SPBP', 'SNCP')", name="kind"),
        CheckConstraint("weeks BETWEEN 1 AND 39", name="weeks"),
        CheckConstraint("average_pence BETWEEN 0 AND 10000000", name="average"),
        CheckConstraint("stopped_on >= begins_on", name="stops_after_start"),
        CheckConstraint("(stopped_on IS NULL) = (stopped_at IS NULL)", name="stopped_when"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "worker_id", "begins_on"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(4))
    # When a child is due, was matched, or died, or neonatal care began.
    child_on: Mapped[date]
    begins_on: Mapped[date]
    weeks: Mapped[int]
    # What an earlier payroll found, where payslips here do not reach back far enough.
    average_pence: Mapped[int | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    stopped_on: Mapped[date | None]
    stopped_by_person: Mapped[UUID | None]
    stopped_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
