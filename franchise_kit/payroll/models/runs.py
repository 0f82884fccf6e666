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
