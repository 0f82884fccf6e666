"""The tables of time worked and of miles driven. Each minute that is approved has an owner: its pay run."""

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey
from tenants.keys import Encrypted

# A pay run takes tens of thousands of rows at once. A new version beside the old one, in no index but a
# summary of pages, is written in a tenth of the time; PostgreSQL before 16 writes it in all indexes.
_TAKEN_BY_RUNS: Final[dict[str, Any]] = {"postgresql_with": {"fillfactor": 45}}
_BY_RUN: Final[dict[str, Any]] = {
    "postgresql_using": "brin",
    "postgresql_ops": {"pay_run_id": "uuid_bloom_ops"},
    "postgresql_with": {"pages_per_range": 32, "autosummarize": True},
}


class TimeEntry(CoopBase):
    """Minutes of one kind that a worker worked (WSI 2017/1264, reg. 41: visits, travel and rest apart).

    What was paid is never changed: a new entry says how many minutes more, or fewer, it should have been.
    """

    __tablename__ = "time_entry"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('visit', 'travel', 'waiting', 'break', 'training', 'supervision', 'sleep_in',"
            " 'waking_night', 'standby', 'other')",
            name="kind",
        ),
        CheckConstraint("source IN ('visit', 'rota', 'hand')", name="source"),
        CheckConstraint("state IN ('recorded', 'approved', 'paid')", name="state"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("minutes BETWEEN -1440 AND 1440 AND minutes <> 0", name="minutes"),
        CheckConstraint("minutes > 0 OR corrects_entry_id IS NOT NULL", name="fewer_only_to_correct"),
        CheckConstraint("kind <> 'visit' OR visit_id IS NOT NULL", name="visit_is_known"),
        CheckConstraint("source = 'hand' OR visit_id IS NOT NULL", name="made_from_a_visit"),
        CheckConstraint("metres IS NULL OR (kind = 'travel' AND metres >= 0)", name="metres_of_travel"),
        CheckConstraint("(state = 'recorded') = (approved_at IS NULL)", name="approved_when"),
        CheckConstraint("(approved_at IS NULL) = (approved_by_person IS NULL)", name="approved_by_whom"),
        CheckConstraint("approved_by_person <> worker_person", name="not_ones_own"),
        CheckConstraint("state <> 'paid' OR pay_run_id IS NOT NULL", name="paid_by_a_run"),
        CheckConstraint("state <> 'recorded' OR pay_run_id IS NULL", name="only_approved_is_paid"),
        CheckConstraint("version > 0", name="version_positive"),
        # One entry of a visit, and one of the travel to it.
        Index(
            "uq_time_entry_visit_kind",
            "visit_id",
            "kind",
            unique=True,
            postgresql_where=text("corrects_entry_id IS NULL"),
        ),
        Index(None, "worker_id", "starts_at"),
        Index(None, "state", "starts_at", postgresql_where=text("state <> 'paid'")),
        Index(None, "pay_run_id", **_BY_RUN),
        Index(None, "corrects_entry_id", postgresql_where=text("corrects_entry_id IS NOT NULL")),
        _TAKEN_BY_RUNS,
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    # The person behind the worker, so that the table itself refuses to let anybody approve their own.
    worker_person: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(12))
    # From a check-out, from the rota (travel), or entered by hand.
    source: Mapped[str] = mapped_column(String(5), default="visit")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    # Of a visit, or of the travel to it. Visits belong to care, a room below.
    visit_id: Mapped[UUID | None]
    metres: Mapped[int | None]
    corrects_entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("time_entry.id"))
    state: Mapped[str] = mapped_column(String(8), default="recorded")
    recorded_by_person: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    approved_by_person: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    # The pay run that gathered it; its state says whether it is paid.
    pay_run_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)


class TimeChange(CoopBase):
    """An entry was put right before it was paid, or made by hand: how long it was before, and why."""

    __tablename__ = "time_change"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="has_reason"),
        Index(None, "entry_id", "changed_at"),
        # Not append-only by grant: what is sealed is sealed anew when the key changes.
    )

    id: Mapped[UuidKey]
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("time_entry.id"))
    minutes_before: Mapped[int | None]
    minutes_after: Mapped[int]
    reason: Mapped[str] = mapped_column(String(24))
    note: Mapped[str | None] = mapped_column(Encrypted("time_change.note"))
    changed_by_person: Mapped[UUID | None]
    changed_at: Mapped[datetime]


class MileageClaim(CoopBase):
    """Metres driven in one's own car on a day; a mile has 1,609.344. Those of visits claim themselves."""

    __tablename__ = "mileage_claim"
    __table_args__ = (
        CheckConstraint("metres BETWEEN 1 AND 1000000", name="metres"),
        CheckConstraint("purpose IN ('visits', 'errand', 'training', 'meeting', 'other')", name="purpose"),
        CheckConstraint("state IN ('recorded', 'approved', 'paid', 'refused')", name="state"),
        CheckConstraint("approved_by_person <> worker_person", name="not_ones_own"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(
            "uq_mileage_claim_visits",
            "worker_id",
            "day",
            unique=True,
            postgresql_where=text("purpose = 'visits'"),
        ),
        Index(None, "state", "day"),
        Index(None, "pay_run_id", **_BY_RUN),
        _TAKEN_BY_RUNS,
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID]
    worker_person: Mapped[UUID]
    day: Mapped[date]
    purpose: Mapped[str] = mapped_column(String(8))
    metres: Mapped[int]
    note: Mapped[str | None] = mapped_column(Encrypted("mileage_claim.note"))
    state: Mapped[str] = mapped_column(String(8), default="recorded")
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    approved_by_person: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    pay_run_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)
