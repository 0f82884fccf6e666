"""The table of time worked. Each minute that is approved has an owner: the pay run that pays it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey


class TimeEntry(CoopBase):
    """Minutes of one kind that a worker worked (WSI 2017/1264, reg. 41: visits, travel and rest apart)."""

    __tablename__ = "time_entry"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('visit', 'travel', 'waiting', 'break', 'training', 'supervision', 'sleep_in',"
            " 'waking_night', 'standby', 'other')",
            name="kind",
        ),
        CheckConstraint("state IN ('recorded', 'approved', 'paid')", name="state"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("(kind = 'visit') = (visit_id IS NOT NULL)", name="visit_is_known"),
        CheckConstraint("(state = 'recorded') = (approved_at IS NULL)", name="approved_when"),
        CheckConstraint("(approved_at IS NULL) = (approved_by_person IS NULL)", name="approved_by_whom"),
        CheckConstraint("approved_by_person <> worker_person", name="not_ones_own"),
        CheckConstraint("state <> 'paid' OR pay_run_id IS NOT NULL", name="paid_by_a_run"),
        CheckConstraint("state <> 'recorded' OR pay_run_id IS NULL", name="only_approved_is_paid"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "worker_id", "starts_at"),
        Index(None, "state", "starts_at"),
        Index(None, "pay_run_id"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    # The person behind the worker, so that the table itself refuses to let anybody approve their own.
    worker_person: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(12))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    visit_id: Mapped[UUID | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(String(8), default="recorded")
    recorded_by_person: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    approved_by_person: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    # The pay run that gathered it; its state says whether it is paid.
    pay_run_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)
