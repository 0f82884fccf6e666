"""The tables of people who work here. What holds from a date is a row of its own, and is never rewritten."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey
from tenants.keys import Encrypted


class Worker(CoopBase):
    """Somebody who works here. ``person_id`` is the same person as behind their account."""

    __tablename__ = "worker"
    __table_args__ = (
        CheckConstraint("language IN ('en', 'cy')", name="language"),
        CheckConstraint(
            "staff_category IN ('manager', 'deputy_manager', 'other_supervisory', 'nursing_care',"
            " 'registered_nurse', 'senior_social_care', 'other_social_care', 'domestic', 'catering',"
            " 'other')",
            name="staff_category",
        ),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        CheckConstraint("version > 0", name="version_positive"),
        Index(None, "person_id", unique=True),
    )

    id: Mapped[UuidKey]
    person_id: Mapped[UUID]
    # None until they can sign in; accounts belong to access, so no foreign key.
    account_id: Mapped[UUID | None] = mapped_column(unique=True)
    given_name: Mapped[str] = mapped_column(String(80))
    family_name: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(2))
    # One of the ten categories that the annual return asks about (WSI 2017/1097, schedule).
    staff_category: Mapped[str] = mapped_column(String(20))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Contract(CoopBase):
    """What was agreed with a worker, from a day; ``valid_until`` is exclusive."""

    __tablename__ = "contract"
    __table_args__ = (
        CheckConstraint("kind IN ('guaranteed_hours', 'non_guaranteed_hours')", name="kind"),
        CheckConstraint("weekly_minutes BETWEEN 0 AND 5760", name="weekly_minutes"),
        CheckConstraint("kind <> 'guaranteed_hours' OR weekly_minutes > 0", name="guaranteed_has_hours"),
        CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="ends_after_start"),
        # Two contracts cannot run at once: an open one is the last.
        Index("uq_contract_open", "worker_id", unique=True, postgresql_where=text("valid_until IS NULL")),
        UniqueConstraint("worker_id", "valid_from"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    kind: Mapped[str] = mapped_column(String(20))
    weekly_minutes: Mapped[int]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class PayRate(CoopBase):
    """What an hour of one kind of time is paid, from a day until a later row of the same kind."""

    __tablename__ = "pay_rate"
    __table_args__ = (
        CheckConstraint("pence_per_hour BETWEEN 1 AND 50000", name="pence_per_hour"),
        CheckConstraint("kind IN ('ordinary')", name="kind"),
        UniqueConstraint("contract_id", "kind", "from_on"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"))
    kind: Mapped[str] = mapped_column(String(20))
    pence_per_hour: Mapped[int]
    from_on: Mapped[date]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class TaxParticulars(CoopBase):
    """What the tax office or a starter said of a worker, from a pay day on. The newest entry of a day holds.

    The pay and tax of an earlier employment this tax year (P45) stand beside the code that came with them.
    """

    __tablename__ = "tax_particulars"
    __table_args__ = (
        CheckConstraint("source IN ('starter_declaration', 'p45', 'code_notice')", name="source"),
        CheckConstraint("ni_category ~ '^[A-Z]$'", name="ni_category"),
        CheckConstraint("earlier_pay_pence >= 0 AND earlier_tax_pence >= 0", name="earlier_not_negative"),
        CheckConstraint(
            "source = 'p45' OR (earlier_pay_pence = 0 AND earlier_tax_pence = 0)", name="earlier_from_p45"
        ),
        Index(None, "worker_id", "from_on"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    from_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(20))
    tax_code: Mapped[str] = mapped_column(String(12))
    ni_category: Mapped[str] = mapped_column(String(1))
    national_insurance_number: Mapped[str | None] = mapped_column(
        Encrypted("tax_particulars.national_insurance_number")
    )
    earlier_pay_pence: Mapped[int] = mapped_column(default=0)
    earlier_tax_pence: Mapped[int] = mapped_column(default=0)
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
