"""How often a co-op pays, and who belongs to which of its schedules."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey


class PaySchedule(CoopBase):
    """A way of paying: how often, from which first day on, and when after a period's end.

    Number 1 is the co-op's own: monthly, without a name, for everybody who is on no other. A period's pay day
    is so many days after its last day, or a day of the month in which it ends, on a working day or before.
    """

    __tablename__ = "pay_schedule"
    __table_args__ = (
        CheckConstraint("frequency IN ('W1', 'W2', 'W4', 'M1')", name="frequency"),
        CheckConstraint("pay_days_after BETWEEN 0 AND 60", name="days_after"),
        CheckConstraint("pay_day_of_month BETWEEN 1 AND 31", name="day_of_month"),
        CheckConstraint("(pay_days_after IS NULL) <> (pay_day_of_month IS NULL)", name="one_pay_day"),
        CheckConstraint("pay_day_of_month IS NULL OR frequency = 'M1'", name="day_of_monthly"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_person IS NULL)", name="closed_by_whom"),
        CheckConstraint("number > 1 OR closed_at IS NULL", name="first_stays"),
        UniqueConstraint("number"),
    )

    id: Mapped[UuidKey]
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    frequency: Mapped[str] = mapped_column(String(2))
    first_from: Mapped[date]
    pay_days_after: Mapped[int | None]
    pay_day_of_month: Mapped[int | None]
    made_by_person: Mapped[UUID | None]
    made_at: Mapped[datetime]
    closed_by_person: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]


class WorkerSchedule(CoopBase):
    """That a worker is paid by a schedule from a day on; the newest entry holds."""

    __tablename__ = "worker_schedule"
    __table_args__ = (Index(None, "worker_id", "from_on"), APPEND_ONLY)

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("pay_schedule.id"))
    from_on: Mapped[date]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
