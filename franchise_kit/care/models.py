"""The tables of care: people supported, and visits as they were planned and as they went."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey
from tenants.keys import Encrypted


class PersonSupported(CoopBase):
    """Somebody whom the co-op supports at home. What matters to them is theirs, so it is sealed."""

    __tablename__ = "person_supported"
    __table_args__ = (
        CheckConstraint("language IN ('en', 'cy')", name="language"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "person_id", unique=True),
    )

    id: Mapped[UuidKey]
    # The verified person, should they have an account of their own one day.
    person_id: Mapped[UUID]
    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    known_as: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(2))
    address: Mapped[str | None] = mapped_column(Encrypted("person_supported.address"))
    what_matters: Mapped[str | None] = mapped_column(Encrypted("person_supported.what_matters"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Visit(CoopBase):
    """A visit: planned for a time, perhaps given to a worker, checked into and out of, or cancelled.

    Whether it was late or missed follows from these instants; nobody writes it.
    """

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("planned_until > planned_from", name="ends_after_start"),
        CheckConstraint("cancelled_by IN ('person', 'professional', 'co_op')", name="cancelled_by"),
        CheckConstraint("(cancelled_by IS NULL) = (cancelled_at IS NULL)", name="cancelled_whole"),
        CheckConstraint("checked_in_at IS NULL OR worker_id IS NOT NULL", name="checked_in_by_somebody"),
        CheckConstraint("cancelled_at IS NULL OR checked_in_at IS NULL", name="not_both"),
        CheckConstraint(
            "checked_out_at IS NULL OR (checked_in_at IS NOT NULL AND checked_out_at >= checked_in_at)",
            name="out_after_in",
        ),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "planned_from"),
        Index(None, "worker_id", "planned_from"),
        Index(None, "person_supported_id", "planned_from"),
    )

    id: Mapped[UuidKey]
    person_supported_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    # Workers belong to people, a room below: the id, and no foreign key.
    worker_id: Mapped[UUID | None]
    planned_from: Mapped[datetime]
    planned_until: Mapped[datetime]
    checked_in_at: Mapped[datetime | None]
    checked_out_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Encrypted("visit.note"))
    cancelled_by: Mapped[str | None] = mapped_column(String(12))
    cancelled_at: Mapped[datetime | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
