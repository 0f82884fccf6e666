"""What the hub keeps of what co-ops told about quality: readings, each from one disclosure."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import HubBase


class IndicatorReading(HubBase):
    """One co-op's figure for one indicator and month, as told; a later telling of the same month replaces it.

    A numerator of None was hidden by the co-op's own wall: it was too small, or left too little of the whole.
    """

    __tablename__ = "indicator_reading"
    __table_args__ = (
        CheckConstraint("denominator >= 0 AND numerator >= 0", name="not_negative"),
        Index(None, "indicator", "period_from"),
    )

    coop_id: Mapped[UUID] = mapped_column(primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40), primary_key=True)
    period_from: Mapped[date] = mapped_column(primary_key=True)
    period_until: Mapped[date]
    numerator: Mapped[int | None] = mapped_column(BigInteger)
    denominator: Mapped[int] = mapped_column(BigInteger)
    disclosure_id: Mapped[UUID]
    told_at: Mapped[datetime]


class AssessmentReading(HubBase):
    """How a co-op judged itself against a standard, the last that it told."""

    __tablename__ = "assessment_reading"

    coop_id: Mapped[UUID] = mapped_column(primary_key=True)
    standard_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    standard_version: Mapped[int]
    met: Mapped[int]
    applicable: Mapped[int]
    needs_attention: Mapped[bool]
    disclosure_id: Mapped[UUID]
    told_at: Mapped[datetime]
