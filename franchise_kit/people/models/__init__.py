"""The tables of people who work here: who they are, what is agreed with them, what was seen and checked."""

from franchise_kit.people.models.deductions import (
    AttachmentOrder,
    BirthEntry,
    ContributionProof,
    DirectorEntry,
    LoanNotice,
    PensionEntry,
    PensionScheme,
    PensionTerms,
)
from franchise_kit.people.models.employment import (
    BankParticulars,
    Contract,
    HoursOffer,
    PayRate,
    TaxParticulars,
)
from franchise_kit.people.models.keeping import CheckSeen, RegistrationEntry, SupervisionHeld
from franchise_kit.people.models.reported import ReportedParticulars
from franchise_kit.people.models.workers import Worker

__all__ = [
    "AttachmentOrder",
    "BankParticulars",
    "BirthEntry",
    "CheckSeen",
    "Contract",
    "ContributionProof",
    "DirectorEntry",
    "HoursOffer",
    "LoanNotice",
    "PayRate",
    "PensionEntry",
    "PensionScheme",
    "PensionTerms",
    "RegistrationEntry",
    "ReportedParticulars",
    "SupervisionHeld",
    "TaxParticulars",
    "Worker",
]
