"""The hub's own tables of fees: usage as told, invoices as issued, payments as received."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, HubBase, UuidKey


class Usage(HubBase):
    """So much of a service in a month, from one disclosure: units until an invoice rates them."""

    __tablename__ = "usage"
    __table_args__ = (
        CheckConstraint("service IN ('payslips', 'learners', 'care_turnover')", name="service"),
        CheckConstraint("quantity >= 0", name="not_negative"),
        CheckConstraint("extract(day from month) = 1", name="month_begins"),
        UniqueConstraint("coop_id", "service", "source_id"),
        Index(None, "coop_id", "month", "service"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    coop_id: Mapped[UUID]
    service: Mapped[str] = mapped_column(String(20))
    month: Mapped[date]
    # Payslips and learners are counted; turnover is in pence.
    quantity: Mapped[int] = mapped_column(BigInteger)
    # What the usage is of, such as a pay run: a second telling of the same adds nothing.
    source_id: Mapped[UUID]
    disclosure_id: Mapped[UUID]
    told_at: Mapped[datetime]


class Invoice(HubBase):
    """An invoice for one co-op and one month, numbered without gaps. Issued, it never changes."""

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("total_pence = net_pence + vat_pence", name="adds_up"),
        CheckConstraint("net_pence >= 0 AND vat_pence >= 0", name="not_negative"),
        CheckConstraint("due_on >= issued_on", name="due_after"),
        # Kill Bill's safety bound, as a constraint: a month is billed once.
        UniqueConstraint("coop_id", "month"),
        UniqueConstraint("series", "number"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    series: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    coop_id: Mapped[UUID]
    month: Mapped[date]
    plan_key: Mapped[str] = mapped_column(String(40))
    plan_version: Mapped[int]
    net_pence: Mapped[int] = mapped_column(BigInteger)
    vat_pence: Mapped[int] = mapped_column(BigInteger)
    total_pence: Mapped[int] = mapped_column(BigInteger)
    issued_on: Mapped[date]
    due_on: Mapped[date]
    issued_by_person: Mapped[UUID | None]
    issued_at: Mapped[datetime]


class InvoiceLine(HubBase):
    """One line: a quantity of a service at the plan's price, with its VAT and its working."""

    __tablename__ = "invoice_line"
    __table_args__ = (UniqueConstraint("invoice_id", "position"), APPEND_ONLY)

    id: Mapped[UuidKey]
    invoice_id: Mapped[UUID] = mapped_column(ForeignKey("invoice.id"))
    position: Mapped[int]
    service: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int] = mapped_column(BigInteger)
    net_pence: Mapped[int] = mapped_column(BigInteger)
    vat_code: Mapped[str] = mapped_column(String(20))
    vat_bps: Mapped[int]
    vat_pence: Mapped[int] = mapped_column(BigInteger)
    # The steps as codes and whole numbers: a page says them in words.
    working: Mapped[dict[str, Any]]


class InvoiceNumber(HubBase):
    """The last number of a series; its row is locked while the next is taken, so numbers have no gaps."""

    __tablename__ = "invoice_number"

    series: Mapped[str] = mapped_column(String(10), primary_key=True)
    last: Mapped[int]


class Payment(HubBase):
    """Money that came in, by hand from the bank's statement: for an invoice, or kept as the co-op's credit.

    One act, such as a transfer, may have several rows under one ``transfer_id``. Credit that is used leaves
    the credit and comes to an invoice. A wrong row stays, and another takes it back.
    """

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint(
            "amount_pence > 0 OR amount_pence < 0 AND (takes_back_id IS NOT NULL OR method = 'credit')",
            name="sign",
        ),
        CheckConstraint("method IN ('bank_transfer', 'credit')", name="method"),
        # Taken back once.
        UniqueConstraint("takes_back_id"),
        Index(None, "invoice_id"),
        Index(None, "coop_id"),
        Index(None, "transfer_id"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    coop_id: Mapped[UUID]
    # None: the co-op's credit.
    invoice_id: Mapped[UUID | None] = mapped_column(ForeignKey("invoice.id"))
    transfer_id: Mapped[UUID]
    takes_back_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment.id"))
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(60))
    received_on: Mapped[date]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
