"""The co-op as an employer at HMRC, for whoever prepares pay runs or approves them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.payroll.models import EmployerParticulars, EmployerYear
from franchise_kit.payroll.queries.runs import check_reads_runs
from franchise_kit.payroll.rules.handing_over.rti import Employer
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class EmployerEntry:
    """References that were entered, and when; ``paye`` is written as people know it: ``123/AB456``."""

    id: UUID
    employer: Employer
    address: tuple[str, ...]
    entered_at: datetime

    @property
    def paye(self) -> str:
        """Office and reference in one."""
        return f"{self.employer.office_number}/{self.employer.paye_reference}"


@dataclass(frozen=True, slots=True)
class YearClaims:
    """What is claimed in a tax year; of a year without an entry nothing."""

    tax_year: str
    claims_allowance: bool = False
    is_small_employer: bool = False
    entered_at: datetime | None = None


def list_employer_entries(session: Session, *, by: Actor) -> list[EmployerEntry]:
    """Return all references that were entered, the newest first: that one holds."""
    check_reads_runs(by)
    rows = session.scalars(select(EmployerParticulars).order_by(EmployerParticulars.entered_at.desc()))
    return [_entry(row) for row in rows]


def list_year_claims(session: Session, *, by: Actor) -> list[YearClaims]:
    """Return what is claimed in each tax year that has an entry, the latest year first."""
    check_reads_runs(by)
    rows = session.scalars(
        select(EmployerYear).order_by(EmployerYear.tax_year.desc(), EmployerYear.entered_at)
    )
    # The newest entry of a year holds.
    return list({row.tax_year: _claims(row) for row in rows}.values())


def employer_of(session: Session, *, as_of: datetime | None = None) -> EmployerEntry | None:
    """Return the references that hold, or held at an instant. For this room: it asks nobody."""
    wanted = select(EmployerParticulars).order_by(EmployerParticulars.entered_at.desc()).limit(1)
    if as_of is not None:
        wanted = wanted.where(EmployerParticulars.entered_at <= as_of)
    row = session.scalars(wanted).first()
    return _entry(row) if row is not None else None


def claims_of(session: Session, tax_year: str) -> YearClaims:
    """Return what is claimed in a tax year. For this room: it asks nobody."""
    wanted = select(EmployerYear).where(EmployerYear.tax_year == tax_year)
    row = session.scalars(wanted.order_by(EmployerYear.entered_at.desc()).limit(1)).first()
    return _claims(row) if row is not None else YearClaims(tax_year)


def _entry(row: EmployerParticulars) -> EmployerEntry:
    employer = Employer(
        row.office_number,
        row.paye_reference,
        row.accounts_office_reference,
        row.econ,
        row.corporation_tax_reference,
    )
    return EmployerEntry(row.id, employer, tuple(row.address.splitlines()), row.entered_at)


def _claims(row: EmployerYear) -> YearClaims:
    return YearClaims(row.tax_year, row.claims_allowance, row.is_small_employer, row.entered_at)
