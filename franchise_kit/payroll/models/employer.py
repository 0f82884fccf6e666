"""The co-op as an employer at HMRC: its references, and what it claims in a tax year."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey


class EmployerParticulars(CoopBase):
    """The references of the co-op's PAYE scheme, and its address; the newest entry holds."""

    __tablename__ = "employer_particulars"
    __table_args__ = (
        CheckConstraint("office_number ~ '^[0-9]{3}$'", name="office_number"),
        CheckConstraint("paye_reference ~ '^[A-Z0-9]{1,10}$'", name="paye_reference"),
        CheckConstraint(
            "accounts_office_reference ~ '^[0-9]{3}P[A-Z][0-9]{7}[0-9X]$'", name="accounts_office_reference"
        ),
        Index(None, "entered_at"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    office_number: Mapped[str] = mapped_column(String(3))
    paye_reference: Mapped[str] = mapped_column(String(10))
    accounts_office_reference: Mapped[str] = mapped_column(String(13))
    # Empty where there is none.
    econ: Mapped[str] = mapped_column(String(9))
    corporation_tax_reference: Mapped[str] = mapped_column(String(10))
    # As certificates have it, a line to each of its lines.
    address: Mapped[str] = mapped_column(String(320), default="")
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]


class EmployerYear(CoopBase):
    """What the co-op claims as an employer in a tax year; the newest entry of a year holds."""

    __tablename__ = "employer_year"
    __table_args__ = (
        CheckConstraint("tax_year ~ '^20[0-9]{2}-[0-9]{2}$'", name="tax_year"),
        Index(None, "tax_year", "entered_at"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    tax_year: Mapped[str] = mapped_column(String(7))
    claims_allowance: Mapped[bool]
    # Class 1 of the year before was small enough to get all of statutory family pay back, and more.
    is_small_employer: Mapped[bool]
    entered_by_person: Mapped[UUID | None]
    entered_at: Mapped[datetime]
