"""What each worker is paid in a run: the sums, the lines of time, other pay, and what orders take."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase, UuidKey

_NET: Final = (
    "net_pence = taxable_pence + expenses_pence - tax_pence - employee_ni_pence - student_loan_pence"
    " - postgraduate_loan_pence - pension_after_tax_pence - orders_pence"
)


class Payslip(CoopBase):
    """What one worker is paid in one run, with how it was worked out. Year to date is the sum of these.

    All sums are whole pence. ``sacrificed_pence`` is in ``gross_pence`` and in ``pension_employer_pence``;
    expenses are in the net alone. The three bands are what this payment adds to those that HMRC is told.
    """

    __tablename__ = "payslip"
    __table_args__ = (
        CheckConstraint("net_pence >= 0", name="net_not_negative"),
        CheckConstraint("ni_able_pence = gross_pence - sacrificed_pence", name="ni_able_adds_up"),
        CheckConstraint("taxable_pence = ni_able_pence - pension_before_tax_pence", name="taxable_adds_up"),
        CheckConstraint(_NET, name="net_adds_up"),
        CheckConstraint("gross_pence >= 0 AND expenses_pence >= 0", name="pay_not_negative"),
        CheckConstraint("(student_loan_pence = 0) OR (student_plan IS NOT NULL)", name="loan_has_plan"),
        CheckConstraint("director_method IN ('annual', 'alternative')", name="director_method"),
        UniqueConstraint("pay_run_id", "worker_id"),
        Index(None, "person_id"),
        Index(None, "worker_id"),
    )

    id: Mapped[UuidKey]
    pay_run_id: Mapped[UUID] = mapped_column(ForeignKey("pay_run.id"))
    worker_id: Mapped[UUID]
    person_id: Mapped[UUID]
    frequency: Mapped[str] = mapped_column(String(2))
    tax_code: Mapped[str] = mapped_column(String(12))
    ni_category: Mapped[str] = mapped_column(String(1))
    # How a director's contributions are spread, and the week from which they are one: 1 for all of the year.
    director_method: Mapped[str | None] = mapped_column(String(12))
    director_from_week: Mapped[int | None]
    # The last day of work, on the payslip that is the last one.
    leaving_on: Mapped[date | None]
    gross_pence: Mapped[int] = mapped_column(BigInteger)
    expenses_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    sacrificed_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    ni_able_pence: Mapped[int] = mapped_column(BigInteger)
    pension_before_tax_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    taxable_pence: Mapped[int] = mapped_column(BigInteger)
    tax_pence: Mapped[int] = mapped_column(BigInteger)
    employee_ni_pence: Mapped[int] = mapped_column(BigInteger)
    employer_ni_pence: Mapped[int] = mapped_column(BigInteger)
    at_lel_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    lel_to_pt_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    pt_to_uel_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    # The plan of which the student loan is: 1, 2, 4 or 5.
    student_plan: Mapped[str | None] = mapped_column(String(2))
    student_loan_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    postgraduate_loan_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    pension_scheme_id: Mapped[UUID | None]
    pensionable_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    pension_after_tax_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    pension_employer_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    pension_relief_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    orders_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    net_pence: Mapped[int] = mapped_column(BigInteger)
    # What came earlier this tax year, here and by P45, as the calculation took it.
    earlier_pay_pence: Mapped[int] = mapped_column(BigInteger)
    earlier_tax_pence: Mapped[int] = mapped_column(BigInteger)
    # Steps of tax, ni, loans, pension and orders, as codes and whole numbers: a page says them in words.
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


class PayslipOther(CoopBase):
    """Pay of a payslip that is no time at a rate, or expenses: see ``rules.other_pay``."""

    __tablename__ = "payslip_other"
    __table_args__ = (
        UniqueConstraint("payslip_id", "position"),
        CheckConstraint("until_on > from_on", name="days"),
    )

    id: Mapped[UuidKey]
    payslip_id: Mapped[UUID] = mapped_column(ForeignKey("payslip.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    pence: Mapped[int] = mapped_column(BigInteger)
    from_on: Mapped[date]
    until_on: Mapped[date]
    minutes: Mapped[int] = mapped_column(default=0)
    is_late: Mapped[bool] = mapped_column(default=False)
    # Codes and whole numbers, as in ``Payslip.working``.
    steps: Mapped[list[Any]]


class PayslipOrder(CoopBase):
    """What one attachment order takes on a payslip, and what it carries to the next pay day, in pence."""

    __tablename__ = "payslip_order"
    __table_args__ = (
        UniqueConstraint("payslip_id", "order_id"),
        CheckConstraint("pence >= 0 AND untaken_pence >= 0 AND unprotected_pence >= 0", name="not_negative"),
        Index(None, "order_id"),
    )

    id: Mapped[UuidKey]
    payslip_id: Mapped[UUID] = mapped_column(ForeignKey("payslip.id"))
    order_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(24))
    pence: Mapped[int] = mapped_column(BigInteger)
    untaken_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    unprotected_pence: Mapped[int] = mapped_column(BigInteger, default=0)
