"""What was told of pay to HMRC and to pension schemes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey


class Filing(CoopBase):
    """One file that tells of a run (FPS, PAPDIS) or of a tax month (EPS), and how far it has come.

    The file is not kept, since it has everybody's particulars: it is made again from the payslips, as of the
    instant at which it was made, and its digest says that it is the same.
    """

    __tablename__ = "filing"
    __table_args__ = (
        CheckConstraint("kind IN ('fps', 'eps', 'papdis')", name="kind"),
        CheckConstraint("state IN ('made', 'handed_over', 'accepted', 'refused', 'withdrawn')", name="state"),
        CheckConstraint("(kind = 'eps') = (pay_run_id IS NULL)", name="of_a_run"),
        CheckConstraint("(kind = 'papdis') = (scheme_id IS NOT NULL)", name="of_a_scheme"),
        CheckConstraint("(kind = 'papdis') = (irmark IS NULL)", name="marked_for_hmrc"),
        CheckConstraint("NOT is_test OR kind <> 'papdis'", name="test_for_hmrc"),
        CheckConstraint("tax_month BETWEEN 1 AND 12", name="tax_month"),
        CheckConstraint("late_reason IN ('A', 'B', 'C', 'D', 'F', 'G', 'H')", name="late_reason"),
        CheckConstraint(
            "state NOT IN ('refused', 'withdrawn') OR reason IS NOT NULL", name="ended_with_reason"
        ),
        CheckConstraint(
            "(state IN ('accepted', 'refused', 'withdrawn')) = (answered_at IS NOT NULL)",
            name="answered_when",
        ),
        CheckConstraint("state <> 'made' OR handed_over_at IS NULL", name="handed_over_when"),
        CheckConstraint("version > 0", name="version_positive"),
        # A run is filed once, and told once to each of its pension schemes. Of a test HMRC keeps nothing.
        Index(
            "uq_filing_fps_standing",
            "pay_run_id",
            unique=True,
            postgresql_where=text(
                "kind = 'fps' AND NOT is_test AND state IN ('made', 'handed_over', 'accepted')"
            ),
        ),
        # Besides it is tried as often as somebody wants, one after the other.
        Index(
            "uq_filing_fps_tried",
            "pay_run_id",
            unique=True,
            postgresql_where=text("kind = 'fps' AND is_test AND state IN ('made', 'handed_over')"),
        ),
        Index(
            "uq_filing_papdis_standing",
            "pay_run_id",
            "scheme_id",
            unique=True,
            postgresql_where=text("kind = 'papdis' AND state IN ('made', 'handed_over', 'accepted')"),
        ),
        # HMRC takes the newest summary of a month, so another may follow one that was accepted.
        Index(
            "uq_filing_eps_under_way",
            "tax_year",
            "tax_month",
            "is_test",
            unique=True,
            postgresql_where=text("kind = 'eps' AND state IN ('made', 'handed_over')"),
        ),
        Index(None, "tax_year", "tax_month"),
    )

    id: Mapped[UuidKey]
    kind: Mapped[str] = mapped_column(String(6))
    pay_run_id: Mapped[UUID | None] = mapped_column(ForeignKey("pay_run.id"))
    scheme_id: Mapped[UUID | None]
    tax_year: Mapped[str] = mapped_column(String(7))
    tax_month: Mapped[int]
    late_reason: Mapped[str | None] = mapped_column(String(1))
    # It says so itself: HMRC looks a test over and keeps nothing of it. A table for a scheme cannot say it.
    is_test: Mapped[bool] = mapped_column(default=False)
    # What it says that may be otherwise later: who starts and leaves in it; or all of a summary.
    told: Mapped[dict[str, Any]]
    # How many payments it tells of.
    payments: Mapped[int]
    irmark: Mapped[str | None] = mapped_column(String(28))
    digest: Mapped[str] = mapped_column(String(64))
    # The number by which a gateway knows the file: the same file is the same submission.
    correlation: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12))
    made_by_person: Mapped[UUID]
    # The agreement through which the bureau came in, or None.
    made_by_entry: Mapped[UUID | None]
    made_at: Mapped[datetime]
    handed_over_at: Mapped[datetime | None]
    answered_by_person: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(20))
    # HMRC's own number of an answer, if it gave one.
    answer_reference: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=1)
