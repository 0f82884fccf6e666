"""An employer's own references at HMRC, taken apart and looked over."""

import re
from dataclasses import dataclass
from typing import Final

from franchise_kit.payroll.rules.handing_over.rti import Employer
from tenants.refusal import Refusal

_PAYE: Final = re.compile(r"([0-9]{3})/?([A-Z0-9]{1,10})")
_ACCOUNTS: Final = re.compile(r"[0-9]{3}P[A-Z][0-9]{7}[0-9X]")
_ECON: Final = re.compile(r"E3[0-9]{6}[A-HJ-NP-TW-Z]")
_CORPORATION_TAX: Final = re.compile(r"[0-9]{10}")
MOST_LINES, LONGEST_LINE = 5, 60


class PayeReferenceUnreadable(Refusal):
    """An employer's PAYE reference is an office's three digits, a stroke, and up to ten signs."""

    code = "paye_reference_unreadable"


class AccountsOfficeReferenceUnreadable(Refusal):
    """The accounts office's reference has thirteen signs, the fourth of them a P."""

    code = "accounts_office_reference_unreadable"


class EconUnreadable(Refusal):
    """An employer's contracted-out number is E3, six digits and a letter."""

    code = "econ_unreadable"


class CorporationTaxReferenceUnreadable(Refusal):
    """A company's tax reference has ten digits."""

    code = "corporation_tax_reference_unreadable"


class EmployerAddressNotSound(Refusal):
    """An employer's address has five lines at most, of 60 signs at most."""

    code = "employer_address_not_sound"


@dataclass(frozen=True, slots=True)
class References:
    """All references of an employer as people write them, and its address; the last three may be empty."""

    paye: str
    accounts_office: str
    econ: str = ""
    corporation_tax: str = ""
    address: str = ""


def checked_references(said: References) -> Employer:
    """Return an employer's references as HMRC takes them, blanks gone and letters capital.

    Raises PayeReferenceUnreadable, AccountsOfficeReferenceUnreadable, EconUnreadable or
    CorporationTaxReferenceUnreadable.
    Source: HMRC, RTI schema: the types of OfficeNo, PayeRef, AORef, ECON and COTAXRef.
    """
    paye = _PAYE.fullmatch(_plain(said.paye))
    if paye is None:
        raise PayeReferenceUnreadable
    accounts_office, econ = _plain(said.accounts_office), _plain(said.econ)
    if not _ACCOUNTS.fullmatch(accounts_office):
        raise AccountsOfficeReferenceUnreadable
    if econ and not _ECON.fullmatch(econ):
        raise EconUnreadable
    corporation_tax = _plain(said.corporation_tax)
    if corporation_tax and not _CORPORATION_TAX.fullmatch(corporation_tax):
        raise CorporationTaxReferenceUnreadable
    return Employer(paye[1], paye[2], accounts_office, econ, corporation_tax)


def checked_employer_address(text: str) -> tuple[str, ...]:
    """Return the lines of an employer's address, blanks about them gone; of none, no lines.

    Raises EmployerAddressNotSound.
    Source: SI 2003/2682, reg. 67 and 36: a P60 and a P45 say who the employer is; its form is ours.
    """
    lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise EmployerAddressNotSound
    return lines


def _plain(text: str) -> str:
    return "".join(text.upper().split())
