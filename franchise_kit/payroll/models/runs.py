"""Pay runs, from draft to closed. What stands in an approved run stays."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey


class PayRun(CoopBase):
    """One pay day of one schedule; ``period_until`` is exclusive. Who drafted or sent it approves it not.

    A ``regular`` run pays everybody on the schedule, a ``one_off`` those who were ``chosen``, and a
    ``leaver`` run one worker for the last time. Closed it is once it was paid and filed, or needs no filing.
    """

    __tablename__ = "pay_run"
    __table_args__ = (
        CheckConstraint("frequency IN ('W1', 'W2', 'W4', 'M1')", name="frequency"),
        CheckConstraint("kind IN ('regular', 'one_off', 'leaver')", name="kind"),
        CheckConstraint("(kind = 'regular') = (chosen IS NULL)", name="chosen"),
        CheckConstraint("kind <> 'leaver' OR cardinality(chosen) = 1", name="one_leaver"),
        CheckConstraint("takes_time OR kind = 'one_off'", name="takes_time"),
        CheckConstraint("state IN ('draft', 'submitted', 'approved', 'rolled_back')", name="state"),
        CheckConstraint("period_until > period_from", name="period"),
        CheckConstraint("tax_period BETWEEN 1 AND 56", name="tax_period"),
        CheckConstraint("approved_by_person <> drafted_by_person", name="two_people"),
        CheckConstraint("approved_by_person <> submitted_by_person", name="sender_approves_not"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by_person IS NULL)", name="submitted_by_whom"),
        CheckConstraint("(approved_at IS NULL) = (approved_by_person IS NULL)", name="approved_by_whom"),
        CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="approved_when"),
        CheckConstraint("(said_paid_at IS NULL) = (said_paid_by_person IS NULL)", name="paid_by_whom"),
        CheckConstraint("said_paid_at IS NULL OR state = 'approved'", name="paid_is_approved"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_person IS NULL)", name="closed_by_whom"),
        CheckConstraint("closed_at IS NULL OR state = 'approved'", name="closed_is_approved"),
        CheckConstraint("not_filed_reason IS NULL OR closed_at IS NOT NULL", name="not_filed_is_closed"),
        CheckConstraint(
            "not_filed_reason IN ('filed_elsewhere', 'nobody_to_tell_of', 'no_scheme_needed')",
            name="not_filed_reason",
        ),
        # One living run for a pay day: a second is made only when the first was rolled back.
        Index(
            "uq_pay_run_live",
            "schedule_id",
            "pay_on",
            unique=True,
            postgresql_where=text("state <> 'rolled_back' AND kind = 'regular'"),
        ),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[UuidKey]
    schedule_id: Mapped[UUID] = mapped_column(ForeignKey("pay_schedule.id"))
    kind: Mapped[str] = mapped_column(String(8), default="regular")
    # Whom a run that is not regular may pay, and whether it pays their time or sums alone.
    chosen: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    takes_time: Mapped[bool] = mapped_column(default=True)
    frequency: Mapped[str] = mapped_column(String(2))
    period_from: Mapped[date]
    period_until: Mapped[date]
    pay_on: Mapped[date]
    tax_year: Mapped[str] = mapped_column(String(7))
    tax_period: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    drafted_by_person: Mapped[UUID]
    # The agreement through which the bureau came in, or None when the co-op runs its own payroll.
    drafted_by_entry: Mapped[UUID | None]
    drafted_at: Mapped[datetime]
    submitted_by_person: Mapped[UUID | None]
    submitted_at: Mapped[datetime | None]
    approved_by_person: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    # Paid in another way than by a file of ours.
    said_paid_by_person: Mapped[UUID | None]
    said_paid_at: Mapped[datetime | None]
    closed_by_person: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    not_filed_reason: Mapped[str | None] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
