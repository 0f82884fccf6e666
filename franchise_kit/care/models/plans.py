"""The tables of personal outcomes and of plans. Source: WSI 2017/1264, regs 15-17."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey
from tenants.keys import Encrypted


class PersonalOutcome(CoopBase):
    """What somebody wants to reach or keep, in their own words."""

    __tablename__ = "personal_outcome"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        CheckConstraint("ending IN ('reached', 'no_longer_wanted')", name="ending"),
        CheckConstraint("(ending IS NULL) = (ended_on IS NULL)", name="ended_whole"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "person_supported_id", "started_on"),
    )

    id: Mapped[UuidKey]
    person_supported_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    words: Mapped[str] = mapped_column(Encrypted("personal_outcome.words"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    ending: Mapped[str | None] = mapped_column(String(20))
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class OutcomeReading(CoopBase):
    """How far an outcome is on a day: 1 (not at all) to 5 (fully), and who said so."""

    __tablename__ = "outcome_reading"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        CheckConstraint("said_by IN ('person', 'together', 'representative', 'worker')", name="said_by"),
        Index(None, "outcome_id", "on_day"),
        # Not append-only by grant: what is sealed is sealed anew when the key changes.
    )

    id: Mapped[UuidKey]
    outcome_id: Mapped[UUID] = mapped_column(ForeignKey("personal_outcome.id"))
    on_day: Mapped[date]
    score: Mapped[int]
    said_by: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Encrypted("outcome_reading.note"))
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class CarePlan(CoopBase):
    """One version of somebody's personal plan. A draft may change; what was agreed does not."""

    __tablename__ = "care_plan"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'agreed', 'replaced')", name="state"),
        CheckConstraint("(state = 'draft') = (agreed_on IS NULL)", name="agreed_when"),
        CheckConstraint("(agreed_on IS NULL) = (agreed_by IS NULL)", name="agreed_by_whom"),
        CheckConstraint("agreed_by IN ('person', 'representative')", name="agreed_by"),
        CheckConstraint("agreed_how IN ('in_person', 'in_writing', 'by_phone')", name="agreed_how"),
        CheckConstraint("number > 0 AND version > 0", name="numbers_positive"),
        UniqueConstraint("person_supported_id", "number"),
        # One draft, and one that holds.
        Index(
            "uq_care_plan_open",
            "person_supported_id",
            "state",
            unique=True,
            postgresql_where=text("state <> 'replaced'"),
        ),
    )

    id: Mapped[UuidKey]
    person_supported_id: Mapped[UUID] = mapped_column(ForeignKey("person_supported.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), default="draft")
    # What support they want and how, their strengths, what could go wrong and what is done then.
    support: Mapped[str] = mapped_column(Encrypted("care_plan.support"))
    strengths: Mapped[str | None] = mapped_column(Encrypted("care_plan.strengths"))
    risks: Mapped[str | None] = mapped_column(Encrypted("care_plan.risks"))
    # Who sat together to write it, in words.
    written_with: Mapped[str | None] = mapped_column(Encrypted("care_plan.written_with"))
    agreed_on: Mapped[date | None]
    agreed_by: Mapped[str | None] = mapped_column(String(16))
    agreed_how: Mapped[str | None] = mapped_column(String(12))
    representative_id: Mapped[UUID | None] = mapped_column(ForeignKey("representative.id"))
    # By when it must be looked at again: three months at most (reg. 16).
    review_due_on: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class PlanReview(CoopBase):
    """A plan was looked at again with the person: what came of it, and when it is due next."""

    __tablename__ = "plan_review"
    __table_args__ = (
        CheckConstraint("next_due_on > reviewed_on", name="next_is_later"),
        CheckConstraint("came_of_it IN ('stays', 'changes')", name="came_of_it"),
        Index(None, "care_plan_id", "reviewed_on"),
        # Not append-only by grant: what is sealed is sealed anew when the key changes.
    )

    id: Mapped[UuidKey]
    care_plan_id: Mapped[UUID] = mapped_column(ForeignKey("care_plan.id"))
    reviewed_on: Mapped[date]
    with_whom: Mapped[str] = mapped_column(Encrypted("plan_review.with_whom"))
    # How far the outcomes were reached.
    outcomes_said: Mapped[str] = mapped_column(Encrypted("plan_review.outcomes_said"))
    came_of_it: Mapped[str] = mapped_column(String(8))
    next_due_on: Mapped[date]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
