"""What a rota is made from: kinds of visit with their tasks, patterns, travel, the co-op's own numbers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey

# The conditions under which the Act allows a visit of less than half an hour, and others by the co-op's rule.
SHORT_REASONS = (
    "short_reason IN ('regular_same_worker', 'task_within_plan', 'person_asked', 'check_or_medicines')"
)


class VisitKind(CoopBase):
    """A kind of visit in the co-op's own words: morning, meal, night. It says how its time is paid."""

    __tablename__ = "visit_kind"
    __table_args__ = (
        CheckConstraint("pays_as IN ('visit', 'sleep_in', 'waking_night')", name="pays_as"),
        CheckConstraint("minutes BETWEEN 15 AND 1440", name="minutes"),
        CheckConstraint("version > 0", name="version_positive"),
        UniqueConstraint("name_en"),
    )

    id: Mapped[UuidKey]
    name_en: Mapped[str] = mapped_column(String(60))
    name_cy: Mapped[str] = mapped_column(String(60))
    pays_as: Mapped[str] = mapped_column(String(12), default="visit")
    # How long one takes as a rule.
    minutes: Mapped[int]
    is_offered: Mapped[bool] = mapped_column(default=True)
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class KindTask(CoopBase):
    """A task of a kind of visit. An essential one is answered before anybody checks out."""

    __tablename__ = "kind_task"
    __table_args__ = (UniqueConstraint("visit_kind_id", "position"),)

    id: Mapped[UuidKey]
    visit_kind_id: Mapped[UUID] = mapped_column(ForeignKey("visit_kind.id"))
    position: Mapped[int]
    words_en: Mapped[str] = mapped_column(String(120))
    words_cy: Mapped[str] = mapped_column(String(120))
    is_essential: Mapped[bool] = mapped_column(default=False)
    is_offered: Mapped[bool] = mapped_column(default=True)


class VisitPattern(CoopBase):
    """Visits that come back: on which days, when, how long, by how many, who know what.

    ``weekdays`` has bit 0 for Monday to bit 6 for Sunday; weeks count from the Monday of ``valid_from``.
    ``starts_minute`` is of the clock in London, from midnight. ``valid_until`` is exclusive.
    """

    __tablename__ = "visit_pattern"
    __table_args__ = (
        CheckConstraint("weekdays BETWEEN 1 AND 127", name="weekdays"),
        CheckConstraint("every_weeks BETWEEN 1 AND 4", name="every_weeks"),
        CheckConstraint("starts_minute BETWEEN 0 AND 1439", name="starts_minute"),
        CheckConstraint("minutes BETWEEN 15 AND 1440", name="minutes"),
        CheckConstraint("window_minutes BETWEEN 0 AND 240", name="window_minutes"),
        CheckConstraint("carers BETWEEN 1 AND 2", name="carers"),
        CheckConstraint("language IN ('en', 'cy')", name="language"),
        CheckConstraint(SHORT_REASONS, name="short_reason"),
        CheckConstraint("minutes >= 30 OR short_reason IS NOT NULL", name="short_has_reason"),
        CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="ends_after_start"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "person_supported_id", "valid_from"),
    )

    id: Mapped[UuidKey]
    person_supported_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    visit_kind_id: Mapped[UUID] = mapped_column(ForeignKey("visit_kind.id"))
    weekdays: Mapped[int]
    every_weeks: Mapped[int] = mapped_column(default=1)
    starts_minute: Mapped[int]
    minutes: Mapped[int]
    # How much earlier or later it may be.
    window_minutes: Mapped[int] = mapped_column(default=0)
    carers: Mapped[int] = mapped_column(default=1)
    # Codes of training modules that must be in date.
    skills: Mapped[list[Any]] = mapped_column(default=list)
    # None where any language will do.
    language: Mapped[str | None] = mapped_column(String(2))
    short_reason: Mapped[str | None] = mapped_column(String(24))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class TravelTime(CoopBase):
    """How long it takes from one home to another, where somebody knows better than the straight line."""

    __tablename__ = "travel_time"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 0 AND 240", name="minutes"),
        CheckConstraint("metres BETWEEN 0 AND 300000", name="metres"),
        UniqueConstraint("from_person_id", "to_person_id"),
    )

    id: Mapped[UuidKey]
    from_person_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    to_person_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    minutes: Mapped[int]
    metres: Mapped[int]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class RotaSettings(CoopBase):
    """The co-op's own numbers; there is one row at most, and without it the defaults of the rules hold."""

    __tablename__ = "rota_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("travel_factor_percent BETWEEN 100 AND 300", name="travel_factor_percent"),
        CheckConstraint("metres_per_minute BETWEEN 50 AND 2000", name="metres_per_minute"),
        CheckConstraint("least_rest_minutes BETWEEN 0 AND 1440", name="least_rest_minutes"),
        CheckConstraint("late_after_minutes BETWEEN 0 AND 120", name="late_after_minutes"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    travel_factor_percent: Mapped[int]
    metres_per_minute: Mapped[int]
    least_rest_minutes: Mapped[int]
    late_after_minutes: Mapped[int]
    changed_by_person: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
