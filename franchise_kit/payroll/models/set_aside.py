"""Time that a run closes without."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey


class TimeSetAside(CoopBase):
    """Time of a worker's day that a run closes without, and why: the next run finds it again.

    It covers what there was when it was set aside: so many minutes in so many entries, and no more.
    """

    __tablename__ = "time_set_aside"
    __table_args__ = (
        UniqueConstraint("pay_run_id", "worker_id", "day", "why"),
        CheckConstraint("why IN ('not_approved', 'no_contract', 'in_no_run')", name="why"),
        CheckConstraint(
            "reason IN ('not_clear_yet', 'nobody_to_approve', 'papers_missing', 'agreed_for_later')",
            name="reason",
        ),
        CheckConstraint("entries > 0", name="entries"),
    )

    id: Mapped[UuidKey]
    pay_run_id: Mapped[UUID] = mapped_column(ForeignKey("pay_run.id"))
    worker_id: Mapped[UUID]
    day: Mapped[date]
    why: Mapped[str] = mapped_column(String(12))
    minutes: Mapped[int]
    entries: Mapped[int]
    reason: Mapped[str] = mapped_column(String(20))
    set_by_person: Mapped[UUID | None]
    set_at: Mapped[datetime]
