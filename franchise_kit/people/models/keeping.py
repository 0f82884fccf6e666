"""What was seen, checked and talked over: entries that are only added to. The newest of a kind holds."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey
from tenants.keys import Encrypted


class CheckSeen(CoopBase):
    """A check of a worker that somebody saw, and the day on which it runs out, if it does."""

    __tablename__ = "check_seen"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('dbs', 'right_to_work', 'driving_licence', 'business_insurance', 'references')",
            name="kind",
        ),
        CheckConstraint("expires_on IS NULL OR expires_on >= checked_on", name="ends_after_start"),
        Index(None, "worker_id", "kind", "checked_on"),
        # Not append-only by grant: what is sealed is sealed anew when the key changes.
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    kind: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str | None] = mapped_column(Encrypted("check_seen.reference"))
    checked_on: Mapped[date]
    expires_on: Mapped[date | None]
    seen_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class RegistrationEntry(CoopBase):
    """How a worker stands with Social Care Wales from a day on. Source: SI 2020/389, reg. 12: six months."""

    __tablename__ = "registration_entry"
    __table_args__ = (
        CheckConstraint("state IN ('not_needed', 'applied', 'registered', 'lapsed')", name="state"),
        CheckConstraint("state <> 'registered' OR register_number IS NOT NULL", name="registered_has_number"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
        Index(None, "worker_id", "from_on"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    state: Mapped[str] = mapped_column(String(12))
    # It stands in the public register.
    register_number: Mapped[str | None] = mapped_column(String(20))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class SupervisionHeld(CoopBase):
    """A supervision or an appraisal that took place, and when the next is due."""

    __tablename__ = "supervision_held"
    __table_args__ = (
        CheckConstraint("kind IN ('supervision', 'appraisal')", name="kind"),
        CheckConstraint("next_due_on > held_on", name="next_is_later"),
        Index(None, "worker_id", "kind", "held_on"),
        # Not append-only by grant: what is sealed is sealed anew when the key changes.
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    kind: Mapped[str] = mapped_column(String(12))
    held_on: Mapped[date]
    next_due_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(Encrypted("supervision_held.note"))
    held_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
