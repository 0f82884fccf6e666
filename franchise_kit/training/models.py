"""The tables of learning. A completion is never reset or rewritten: a renewal is a new one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey


class Requirement(CoopBase):
    """Who needs a module, how soon after starting, and how long it holds: data with an owner."""

    __tablename__ = "training_requirement"
    __table_args__ = (
        CheckConstraint("audience IN ('workers')", name="audience"),
        CheckConstraint("due_days BETWEEN 0 AND 1000", name="due_days"),
        CheckConstraint("refresh_months BETWEEN 1 AND 120", name="refresh_months"),
        CheckConstraint("owner IN ('network', 'co_op')", name="owner"),
        Index(
            "uq_training_requirement_live",
            "module_key",
            "audience",
            unique=True,
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: Mapped[UuidKey]
    module_key: Mapped[str] = mapped_column(String(40))
    audience: Mapped[str] = mapped_column(String(20))
    due_days: Mapped[int]
    refresh_months: Mapped[int | None]
    owner: Mapped[str] = mapped_column(String(10))
    from_on: Mapped[date]
    ended_on: Mapped[date | None]


class LessonRead(CoopBase):
    """A learner has read a lesson of a version, anew in each sitting: after a pass, or when all failed."""

    __tablename__ = "lesson_read"
    __table_args__ = (CheckConstraint("sitting >= 0", name="sitting"), APPEND_ONLY)

    learner: Mapped[UUID] = mapped_column(primary_key=True)
    module_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    module_version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lesson_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    sitting: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    read_at: Mapped[datetime]


class Attempt(CoopBase):
    """One go at a quiz: what was asked is drawn once and kept; answers are judged here."""

    __tablename__ = "quiz_attempt"
    __table_args__ = (
        CheckConstraint("language IN ('en', 'cy')", name="language"),
        CheckConstraint("(submitted_at IS NULL) = (score_percent IS NULL)", name="scored_when_sent"),
        CheckConstraint("(submitted_at IS NULL) = (is_passed IS NULL)", name="judged_when_sent"),
        CheckConstraint("score_percent BETWEEN 0 AND 100", name="score"),
        Index(
            "uq_quiz_attempt_open",
            "learner",
            "module_key",
            unique=True,
            postgresql_where=text("submitted_at IS NULL"),
        ),
        Index(None, "learner", "module_key", "started_at"),
    )

    id: Mapped[UuidKey]
    learner: Mapped[UUID]
    module_key: Mapped[str] = mapped_column(String(40))
    module_version: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    seed: Mapped[int] = mapped_column(BigInteger)
    asked: Mapped[list[Any]]
    answers: Mapped[dict[str, Any] | None]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    score_percent: Mapped[int | None]
    is_passed: Mapped[bool | None]


class Completion(CoopBase):
    """Somebody completed a version of a module, in one of the ways that count, and until when that holds."""

    __tablename__ = "completion"
    __table_args__ = (
        CheckConstraint("how IN ('quiz', 'scorm', 'class', 'observed', 'outside')", name="how"),
        CheckConstraint("language IN ('en', 'cy')", name="language"),
        CheckConstraint("valid_until IS NULL OR valid_until > completed_on", name="valid_after"),
        CheckConstraint("score_percent BETWEEN 0 AND 100", name="score"),
        UniqueConstraint("attempt_id"),
        Index(None, "learner", "module_key", "completed_on"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    learner: Mapped[UUID]
    module_key: Mapped[str] = mapped_column(String(40))
    module_version: Mapped[int]
    how: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    minutes: Mapped[int]
    score_percent: Mapped[int | None]
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("quiz_attempt.id"))
    completed_on: Mapped[date]
    valid_until: Mapped[date | None]
    # Which rule set that date.
    valid_because: Mapped[str] = mapped_column(String(40))
    recorded_by_person: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
