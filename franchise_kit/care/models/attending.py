"""The tables of what happened at a visit besides its times: tasks, and concerns."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey
from tenants.keys import Encrypted


class TaskOutcome(CoopBase):
    """Whether a task of a visit was done, or why not."""

    __tablename__ = "task_outcome"
    __table_args__ = (
        CheckConstraint(
            "why_not IN ('declined', 'not_needed', 'no_time', 'not_safe', 'not_there', 'other')",
            name="why_not",
        ),
        CheckConstraint("is_done = (why_not IS NULL)", name="done_or_why_not"),
        UniqueConstraint("visit_id", "kind_task_id"),
    )

    id: Mapped[UuidKey]
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visit.id"))
    kind_task_id: Mapped[UUID] = mapped_column(ForeignKey("kind_task.id"))
    is_done: Mapped[bool]
    why_not: Mapped[str | None] = mapped_column(String(12))
    noted_at: Mapped[datetime]


class Concern(CoopBase):
    """Something that a worker saw and that somebody must look at. Words may follow later, or never."""

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint("(seen_at IS NULL) = (seen_by_person IS NULL)", name="seen_whole"),
        CheckConstraint("seen_by_person <> raised_by_person", name="seen_by_another"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "seen_at", "raised_at"),
        Index(None, "person_supported_id", "raised_at"),
    )

    id: Mapped[UuidKey]
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"))
    person_supported_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    raised_by_person: Mapped[UUID | None]
    raised_at: Mapped[datetime]
    words: Mapped[str | None] = mapped_column(Encrypted("concern.words"))
    seen_by_person: Mapped[UUID | None]
    seen_at: Mapped[datetime | None]
    # What is done about it.
    answer: Mapped[str | None] = mapped_column(Encrypted("concern.answer"))
    version: Mapped[int] = mapped_column(default=1)
