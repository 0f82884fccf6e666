"""The co-op's references at HMRC, and what it claims in a tax year: entered anew, never rewritten."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from franchise_kit.payroll.models import EmployerParticulars, EmployerYear
from franchise_kit.payroll.queries.filing_reach import check_may_file
from franchise_kit.payroll.rules.employer import References, checked_employer_address, checked_references
from franchise_kit.payroll.rules.handing_over.rti import names_of
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import transaction

KIND: Final = "employer"


def set_employer(*, coop: Coop, references: References, by: Actor, now: datetime) -> UUID:
    """Enter the references of the co-op's PAYE scheme and its address; return the entry's id.

    Raises what ``checked_references`` and ``checked_employer_address`` refuse, or ``PermissionLacking``.
    """
    with transaction(coop, by=by, doing="payroll.set_employer") as session:
        check_may_file(session, by=by, now=now)
        sound, address = checked_references(references), checked_employer_address(references.address)
        row = EmployerParticulars(
            id=uuid4(),
            office_number=sound.office_number,
            paye_reference=sound.paye_reference,
            accounts_office_reference=sound.accounts_office_reference,
            econ=sound.econ,
            corporation_tax_reference=sound.corporation_tax_reference,
            address="\n".join(address),
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        journal.note(session, record_kind=KIND, record_id=row.id)
        return row.id


def set_employer_year(
    *, coop: Coop, tax_year: str, claims_allowance: bool, is_small_employer: bool, by: Actor, now: datetime
) -> UUID:
    """Enter what the co-op claims in a tax year such as ``2026-27``; return the entry's id.

    Raises ``NoNamesForTaxYear`` for a year that cannot be filed, or ``PermissionLacking``.
    """
    with transaction(coop, by=by, doing="payroll.set_employer_year") as session:
        check_may_file(session, by=by, now=now)
        names_of(tax_year)
        row = EmployerYear(
            id=uuid4(),
            tax_year=tax_year,
            claims_allowance=claims_allowance,
            is_small_employer=is_small_employer,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        journal.note(session, record_kind=KIND, record_id=row.id, tax_year=tax_year)
        return row.id
