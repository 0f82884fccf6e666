"""The tables of quality: self-assessments on one version of a standard, and indicators with their working."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey


class Assessment(CoopBase):
    """How the co-op stands against one version of a standard, by its own judgement."""

    __tablename__ = "assessment"
    __table_args__ = (
        CheckConstraint("kind IN ('self')", name="kind"),
        CheckConstraint("state IN ('open', 'submitted')", name="state"),
        CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_when"),
        Index(
            "uq_assessment_open", "standard_key", "kind", unique=True, postgresql_where=text("state = 'open'")
        ),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[UuidKey]
    kind: Mapped[str] = mapped_column(String(10))
    standard_key: Mapped[str] = mapped_column(String(40))
    standard_version: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    opened_by_person: Mapped[UUID | None]
    opened_at: Mapped[datetime]
    submitted_by_person: Mapped[UUID | None]
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class Answer(CoopBase):
    """The judgement on one criterion: 0 to 3, or none when it does not apply."""

    __tablename__ = "assessment_answer"
    __table_args__ = (
        CheckConstraint("value BETWEEN 0 AND 3", name="value"),
        CheckConstraint("(value IS NULL) = does_not_apply", name="value_or_not"),
        UniqueConstraint("assessment_id", "criterion"),
    )

    id: Mapped[UuidKey]
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    criterion: Mapped[str] = mapped_column(String(20))
    value: Mapped[int | None]
    does_not_apply: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(1000), default="")
    answered_by_person: Mapped[UUID | None]
    answered_at: Mapped[datetime]


class Evidence(CoopBase):
    """What shows that a criterion is met, and of which day it is; a file, or words about where to look."""

    __tablename__ = "assessment_evidence"
    __table_args__ = (
        Index(None, "assessment_id", "criterion"),
        CheckConstraint("words <> '' OR file_id IS NOT NULL", name="words_or_file"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    criterion: Mapped[str] = mapped_column(String(20))
    dated_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(600), default="")
    file_id: Mapped[UUID | None]
    added_by_person: Mapped[UUID | None]
    added_at: Mapped[datetime]


class IndicatorValue(CoopBase):
    """One indicator for one period, from the records as they stood; ``period_until`` is exclusive."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        CheckConstraint("numerator >= 0 AND denominator >= 0", name="not_negative"),
        CheckConstraint("period_until > period_from", name="period"),
        CheckConstraint("grain IN ('week', 'month')", name="grain"),
    )

    indicator: Mapped[str] = mapped_column(String(40), primary_key=True)
    grain: Mapped[str] = mapped_column(String(5), primary_key=True)
    period_from: Mapped[date] = mapped_column(primary_key=True)
    period_until: Mapped[date]
    numerator: Mapped[int] = mapped_column(BigInteger)
    denominator: Mapped[int] = mapped_column(BigInteger)
    computed_at: Mapped[datetime]
    # When it was told to the hub, if it was.
    told_at: Mapped[datetime | None]
