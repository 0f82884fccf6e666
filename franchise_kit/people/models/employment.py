"""What is agreed with a worker. What holds from a date is a row of its own, and is never rewritten."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey
from tenants.keys import Encrypted


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
    job_title: Mapped[str] = mapped_column(String(80), default="")
    # Where they work from: an area, an office.
    place: Mapped[str] = mapped_column(String(80), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class PayRate(CoopBase):
    """What an hour or a night of one kind of time is paid, from a day until a later row of the same kind.

    A kind without a row of its own is paid as ``ordinary``.
    """

    __tablename__ = "pay_rate"
    __table_args__ = (
        CheckConstraint("pence BETWEEN 1 AND 50000", name="pence"),
        CheckConstraint(
            "kind IN ('ordinary', 'weekend', 'bank_holiday', 'travel', 'waiting', 'training',"
            " 'waking_night', 'sleep_in', 'standby')",
            name="kind",
        ),
        CheckConstraint("unit IN ('hour', 'night')", name="unit"),
        CheckConstraint("unit = 'hour' OR kind IN ('sleep_in', 'standby')", name="nights_are_flat"),
        # Two of one day may stand: the newer one puts the older right, while nothing was paid by it.
        Index(None, "contract_id", "kind", "from_on"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"))
    kind: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(5), default="hour")
    pence: Mapped[int]
    from_on: Mapped[date]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class TaxParticulars(CoopBase):
    """What the tax office or a starter said of a worker, from a pay day on. The newest entry of a day holds.

    The pay and tax of an earlier employment this tax year (P45) stand beside the code that came with them.
    The first entry holds at once; one that changes it holds when a second person has agreed.
    """

    __tablename__ = "tax_particulars"
    __table_args__ = (
        CheckConstraint("source IN ('starter_declaration', 'p45', 'code_notice')", name="source"),
        CheckConstraint("ni_category ~ '^[A-Z]$'", name="ni_category"),
        CheckConstraint("earlier_pay_pence >= 0 AND earlier_tax_pence >= 0", name="earlier_not_negative"),
        CheckConstraint(
            "source = 'p45' OR (earlier_pay_pence = 0 AND earlier_tax_pence = 0)", name="earlier_from_p45"
        ),
        CheckConstraint("earlier_tax_pence <= earlier_pay_pence", name="earlier_tax_fits_pay"),
        CheckConstraint("state IN ('proposed', 'agreed', 'refused')", name="state"),
        CheckConstraint("decided_by_person <> entered_by_person", name="second_person"),
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
    state: Mapped[str] = mapped_column(String(8), default="agreed")
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    decided_by_person: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]


class BankParticulars(CoopBase):
    """Where a worker is paid. The first holds at once; another when a second person has agreed."""

    __tablename__ = "bank_particulars"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'agreed', 'refused')", name="state"),
        CheckConstraint("decided_by_person <> entered_by_person", name="second_person"),
        Index(None, "worker_id", "entered_at"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    account_name: Mapped[str] = mapped_column(Encrypted("bank_particulars.account_name"))
    sort_code: Mapped[str] = mapped_column(Encrypted("bank_particulars.sort_code"))
    account_number: Mapped[str] = mapped_column(Encrypted("bank_particulars.account_number"))
    # What a building society asks for besides.
    roll_number: Mapped[str | None] = mapped_column(Encrypted("bank_particulars.roll_number"))
    state: Mapped[str] = mapped_column(String(8), default="agreed")
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    decided_by_person: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]


class HoursOffer(CoopBase):
    """The offer of hours after three months without guaranteed ones (WSI 2017/1264, reg. 42), and its answer.

    ``average_weekly_minutes`` were worked from ``counted_from`` to before ``counted_until``.
    """

    __tablename__ = "hours_offer"
    __table_args__ = (
        CheckConstraint("average_weekly_minutes >= 0", name="average"),
        CheckConstraint("offered_weekly_minutes BETWEEN 0 AND 5760", name="offered"),
        CheckConstraint("counted_until > counted_from", name="counted"),
        CheckConstraint("answer IN ('accepted', 'fewer_hours', 'declined')", name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered_whole"),
        CheckConstraint("version > 0", name="version_positive"),
        UniqueConstraint("contract_id", "offered_on"),
    )

    id: Mapped[UuidKey]
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("worker.id"))
    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"))
    counted_from: Mapped[date]
    counted_until: Mapped[date]
    average_weekly_minutes: Mapped[int]
    offered_weekly_minutes: Mapped[int]
    offered_on: Mapped[date]
    answer: Mapped[str | None] = mapped_column(String(12))
    answered_on: Mapped[date | None]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
