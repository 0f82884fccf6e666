"""The tables of pay: runs, and what each worker was paid in one. What stands in an approved run stays."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey


class PayRun(CoopBase):
    """One pay day of one frequency; ``period_until`` is exclusive. Who drafted or sent it approves it not."""

    __tablename__ = "pay_run"
    __table_args__ = (
        CheckConstraint("frequency IN ('M1')", name="frequency"),
        CheckConstraint("state IN ('draft', 'submitted', 'approved', 'rolled_back')", name="state"),
        CheckConstraint("period_until > period_from", name="period"),
        CheckConstraint("tax_period BETWEEN 1 AND 56", name="tax_period"),
        CheckConstraint("approved_by_person <> drafted_by_person", name="two_people"),
        CheckConstraint("approved_by_person <> submitted_by_person", name="sender_approves_not"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by_person IS NULL)", name="submitted_by_whom"),
        CheckConstraint("(approved_at IS NULL) = (approved_by_person IS NULL)", name="approved_by_whom"),
        CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="approved_when"),
        # One living run for a pay day: a second is made only when the first was rolled back.
        Index(
            "uq_pay_run_live",
            "frequency",
            "pay_on",
            unique=True,
            postgresql_where=text("state <> 'rolled_back'"),
        ),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[UuidKey]
    frequency: Mapped[str] = mapped_column(String(2))
    period_from: Mapped[date]
    period_until: Mapped[date]
    pay_on: Mapped[date]
    tax_year: Mapped[str] = mapped_column(String(7))
    tax_period: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    drafted_by_person: Mapped[UUID]
    # The agreement through which the bureau came in, or None when the co-op runs its own payroll.
    drafted_by_entry: Mapped[UUID | None]
    drafted_at: Mapped[datetime]
    submitted_by_person: Mapped[UUID | None]
    submitted_at: Mapped[datetime | None]
    approved_by_person: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class Payslip(CoopBase):
    """What one worker is paid in one run, with how it was worked out. Year to date is the sum of these."""

    __tablename__ = "payslip"
    __table_args__ = (
        CheckConstraint("net_pence >= 0", name="net_not_negative"),
        CheckConstraint("net_pence = gross_pence - tax_pence - employee_ni_pence", name="net_adds_up"),
        UniqueConstraint("pay_run_id", "worker_id"),
        Index(None, "person_id"),
    )

    id: Mapped[UuidKey]
    pay_run_id: Mapped[UUID] = mapped_column(ForeignKey("pay_run.id"))
    worker_id: Mapped[UUID]
    person_id: Mapped[UUID]
    tax_code: Mapped[str] = mapped_column(String(12))
    ni_category: Mapped[str] = mapped_column(String(1))
    gross_pence: Mapped[int] = mapped_column(BigInteger)
    tax_pence: Mapped[int] = mapped_column(BigInteger)
    employee_ni_pence: Mapped[int] = mapped_column(BigInteger)
    employer_ni_pence: Mapped[int] = mapped_column(BigInteger)
    net_pence: Mapped[int] = mapped_column(BigInteger)
    # What came earlier this tax year, here and by P45, as the calculation took it.
    earlier_pay_pence: Mapped[int] = mapped_column(BigInteger)
    earlier_tax_pence: Mapped[int] = mapped_column(BigInteger)
    # The steps of tax and National Insurance, as codes and whole numbers: a page says them in words.
    working: Mapped[dict[str, Any]]


class PayslipLine(CoopBase):
    """One line of pay: so much of a kind of time at a rate; late ones are of days before the run's.

    ``rate_kind`` is the rate of the contract by which it is paid: for an hour, or for a night that is flat.
    """

    __tablename__ = "payslip_line"
    __table_args__ = (
        UniqueConstraint("payslip_id", "position"),
        # Minutes below nought take off what was paid too much before.
        CheckConstraint("(minutes <> 0 OR nights <> 0) AND rate_pence > 0", name="pays_something"),
        CheckConstraint("unit IN ('hour', 'night')", name="unit"),
        CheckConstraint("unit = 'night' OR nights = 0", name="nights_are_flat"),
    )

    id: Mapped[UuidKey]
    payslip_id: Mapped[UUID] = mapped_column(ForeignKey("payslip.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    rate_kind: Mapped[str] = mapped_column(String(20))
    is_late: Mapped[bool] = mapped_column(default=False)
    minutes: Mapped[int]
    unit: Mapped[str] = mapped_column(String(5))
    nights: Mapped[int]
    rate_pence: Mapped[int]
    amount_pence: Mapped[int] = mapped_column(BigInteger)


class TimeSetAside(CoopBase):
    """Time of a worker's day that a run closes without, and why: the next run finds it again.

    It covers what there was when it was set aside: so many minutes in so many entries, and no more.
    """

    __tablename__ = "time_set_aside"
    __table_args__ = (
        UniqueConstraint("pay_run_id", "worker_id", "day", "why"),
        CheckConstraint("why IN ('not_approved', 'no_contract', 'in_no_run')", name="why"),
        CheckConstraint(
            "reason IN ('not_clear_yet', 'nobody_to_approve', 'papers_missing', 'agreed_for_later')",
            name="reason",
        ),
        CheckConstraint("entries > 0", name="entries"),
    )

    id: Mapped[UuidKey]
    pay_run_id: Mapped[UUID] = mapped_column(ForeignKey("pay_run.id"))
    worker_id: Mapped[UUID]
    day: Mapped[date]
    why: Mapped[str] = mapped_column(String(12))
    minutes: Mapped[int]
    entries: Mapped[int]
    reason: Mapped[str] = mapped_column(String(20))
    set_by_person: Mapped[UUID | None]
    set_at: Mapped[datetime]


class BankFile(CoopBase):
    """A file by which a bank pays an approved run. One of a run stands; another is made when it is withdrawn.

    The file itself is not kept, since it has everybody's account; its digest says which one it was.
    """

    __tablename__ = "bank_file"
    __table_args__ = (
        CheckConstraint("format IN ('bacs18', 'pain03', 'pain09', 'table')", name="format"),
        CheckConstraint("payments > 0 AND total_pence > 0", name="pays_somebody"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_person IS NULL) "
            "AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name="withdrawn_with_reason",
        ),
        CheckConstraint(
            "withdrawn_reason IN ('not_received', 'not_sent', 'bank_refused', 'wrong_particulars')",
            name="withdrawn_reason",
        ),
        UniqueConstraint("number"),
        # A run is paid once.
        Index(
            "uq_bank_file_standing", "pay_run_id", unique=True, postgresql_where=text("withdrawn_at IS NULL")
        ),
    )

    id: Mapped[UuidKey]
    pay_run_id: Mapped[UUID] = mapped_column(ForeignKey("pay_run.id"))
    # Counts a co-op's files from 1, as a bank tells them apart.
    number: Mapped[int]
    format: Mapped[str] = mapped_column(String(8))
    payments: Mapped[int]
    total_pence: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    made_by_person: Mapped[UUID]
    made_at: Mapped[datetime]
    withdrawn_by_person: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(String(20))
