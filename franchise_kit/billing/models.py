"""What a co-op keeps of the network's invoices: as delivered, and what was paid."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import CoopBase


class ReceivedInvoice(CoopBase):
    """An invoice of the hub, under the hub's own id. The figures never change; what was paid grows."""

    __tablename__ = "received_invoice"
    __table_args__ = (
        CheckConstraint("total_pence = net_pence + vat_pence", name="adds_up"),
        CheckConstraint("paid_pence BETWEEN 0 AND total_pence", name="paid"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    month: Mapped[date]
    plan_key: Mapped[str] = mapped_column(String(40))
    plan_version: Mapped[int]
    lines: Mapped[list[Any]]
    net_pence: Mapped[int] = mapped_column(BigInteger)
    vat_pence: Mapped[int] = mapped_column(BigInteger)
    total_pence: Mapped[int] = mapped_column(BigInteger)
    issued_on: Mapped[date]
    due_on: Mapped[date]
    received_at: Mapped[datetime]
    paid_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_on: Mapped[date | None]


class ToldTurnover(CoopBase):
    """The month's turnover from care, as the co-op told it to the hub for its fees. Told once a month."""

    __tablename__ = "told_turnover"
    __table_args__ = (CheckConstraint("turnover_pence >= 0", name="not_negative"),)

    month: Mapped[date] = mapped_column(primary_key=True)
    turnover_pence: Mapped[int] = mapped_column(BigInteger)
    told_by_person: Mapped[UUID | None]
    told_at: Mapped[datetime]
