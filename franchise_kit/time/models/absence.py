"""The tables of being away: leave and sickness, and what changes a leave balance besides."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey
from tenants.keys import Encrypted


class Absence(CoopBase):
    """Days on which a worker is away, the last one included. Sickness is told; leave is asked for."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("kind IN ('holiday', 'sickness', 'family', 'unpaid', 'other')", name="kind"),
        CheckConstraint("last_on IS NULL OR last_on >= from_on", name="ends_after_start"),
        # Only sickness may be open: nobody knows yet when they are back.
        CheckConstraint("last_on IS NOT NULL OR kind = 'sickness'", name="only_sickness_is_open"),
        CheckConstraint("leave_minutes >= 0", name="leave_minutes"),
        CheckConstraint("leave_minutes = 0 OR kind = 'holiday'", name="only_holiday_takes_leave"),
        CheckConstraint("week_minutes IS NULL OR kind = 'holiday'", name="only_holiday_has_a_week"),
        CheckConstraint("cardinality(week_minutes) = 7", name="week_has_seven_days"),
        CheckConstraint(
            "0 <= ALL (week_minutes) AND array_position(week_minutes, NULL) IS NULL", name="week_of_minutes"
        ),
        CheckConstraint("state IN ('asked', 'agreed', 'refused', 'withdrawn')", name="state"),
        CheckConstraint("(state IN ('agreed', 'refused')) = (decided_at IS NOT NULL)", name="decided_when"),
        CheckConstraint("decided_by_person <> worker_person", name="not_ones_own"),
        CheckConstraint("certificate IN ('none', 'self')", name="certificate"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "worker_id", "from_on"),
        Index(None, "state", "from_on"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    worker_person: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(8))
    from_on: Mapped[date]
    last_on: Mapped[date | None]
    # What a holiday takes from the balance.
    leave_minutes: Mapped[int] = mapped_column(default=0)
    # The usual week when a holiday was entered, Monday first: by its parts it is paid and given back.
    week_minutes: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    certificate: Mapped[str] = mapped_column(String(8), default="none")
    note: Mapped[str | None] = mapped_column(Encrypted("absence.note"))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    answer: Mapped[str | None] = mapped_column(Encrypted("absence.answer"))
    asked_by_person: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    decided_by_person: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class FitNote(CoopBase):
    """A fit note for days of sickness, the last one included. One entered wrongly is taken away, and kept."""

    __tablename__ = "fit_note"
    __table_args__ = (
        CheckConstraint("last_on >= from_on", name="ends_after_start"),
        CheckConstraint("entered_by_person <> worker_person", name="not_ones_own"),
        CheckConstraint("seen_on <= (entered_at AT TIME ZONE 'Europe/London')::date", name="seen_by_then"),
        CheckConstraint("taken_away_by_person IS NULL OR taken_away_at IS NOT NULL", name="taken_away_when"),
        Index(
            "ix_fit_note_stands",
            "absence_id",
            "from_on",
            "last_on",
            unique=True,
            postgresql_where=text("taken_away_at IS NULL"),
        ),
    )

    id: Mapped[UuidKey]
    absence_id: Mapped[UUID] = mapped_column(ForeignKey("absence.id"))
    # Whose sickness it is: the absence's, beside it for the check.
    worker_person: Mapped[UUID]
    from_on: Mapped[date]
    last_on: Mapped[date]
    # The day on which somebody at the co-op saw it.
    seen_on: Mapped[date]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    taken_away_by_person: Mapped[UUID | None]
    taken_away_at: Mapped[datetime | None]


class LeaveAdjustment(CoopBase):
    """Minutes put on a worker's leave, or taken off: carried over, bought, put right."""

    __tablename__ = "leave_adjustment"
    __table_args__ = (
        CheckConstraint("minutes <> 0", name="minutes"),
        CheckConstraint("reason IN ('carried_over', 'put_right', 'agreed_more')", name="reason"),
        Index(None, "worker_id", "on_day"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    on_day: Mapped[date]
    minutes: Mapped[int]
    reason: Mapped[str] = mapped_column(String(12))
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class LeaveSettings(CoopBase):
    """When the co-op's leave year begins; one row at most, and without it the rules' default holds.

    Rolled-up holiday pay is for those without guaranteed hours alone.
    """

    __tablename__ = "leave_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("begins_month BETWEEN 1 AND 12", name="begins_month"),
        CheckConstraint("weeks_hundredths BETWEEN 560 AND 1200", name="weeks_hundredths"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    begins_month: Mapped[int]
    # Weeks of leave a year, in hundredths: 560 is what the law gives.
    weeks_hundredths: Mapped[int]
    is_rolled_up: Mapped[bool] = mapped_column(default=False)
    changed_by_person: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
