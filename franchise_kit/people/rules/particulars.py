"""The shape of what the tax office says of somebody: codes and numbers that can be read."""

import re
from types import MappingProxyType
from typing import Final

from franchise_kit.people.rules.tax_code import TaxCode, TaxCodeNotUnderstood
from tenants.refusal import Refusal

_NI_NUMBER: Final = re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][0-9]{6}[A-D]")
_DECLARED: Final = MappingProxyType({"A": "1257L", "B": "1257L X", "C": "BR"})
_NI_CATEGORIES: Final = frozenset("ABCHIJMVZ") | frozenset("DEFKLNS")


class TaxCodeUnreadable(Refusal):
    """Nobody at the tax office would write this as a tax code."""

    code = "tax_code_unreadable"


class NINumberUnreadable(Refusal):
    """This cannot be a National Insurance number."""

    code = "ni_number_unreadable"


class NICategoryUnknown(Refusal):
    """There is no such National Insurance category."""

    code = "ni_category_unknown"


class EarlierTaxAbovePay(Refusal):
    """More tax than pay was entered of earlier jobs."""

    code = "earlier_tax_above_pay"


def checked_tax_code(text: str) -> str:
    """Return a tax code in its plain writing, such as ``C1257L`` or ``1257L X``; refuse what is none.

    ``X`` stands for every mark of a code that looks at one pay day alone. What is kept is read as pay is
    worked out with it, by one rule.
    Source: as ``TaxCode.parse``: SI 2003/2682, reg. 7; HMRC, PAYE Manual PAYE11015.
    """
    try:
        return TaxCode.parse(text).printed
    except TaxCodeNotUnderstood:
        raise TaxCodeUnreadable from None


def declared_tax_code(declaration: str) -> str:
    """Return the tax code of a starter's declaration: ``A``, ``B`` or ``C``.

    The nation's letter comes only by the tax office's notice or on a P45.
    Source: HMRC starter checklist, 2026-27: A 1257L, B 1257L on one pay day alone, C BR.
    """
    return _DECLARED[declaration]


def letter_declared(tax_code: str) -> str | None:
    """Return the letter of the declaration that gives a tax code, or None if none does.

    Source: as ``declared_tax_code``.
    """
    return next((letter for letter, code in _DECLARED.items() if code == tax_code), None)


def can_be_earlier_tax(pay_pence: int, tax_pence: int) -> bool:
    """Say whether so much tax can have been taken from so much pay of earlier jobs: no more than the pay.

    Units: whole pence, not below nought.
    Source: SI 2003/2682, reg. 23(5) and 28(5): no more than half of a payment is taken. The whole is the
    bound here, since a P45 has pay without benefits that were taxed with it.
    """
    return tax_pence <= pay_pence


def check_earlier_tax(pay_pence: int, tax_pence: int) -> None:
    """Refuse what ``can_be_earlier_tax`` denies.

    Source: as there.
    """
    if not can_be_earlier_tax(pay_pence, tax_pence):
        raise EarlierTaxAbovePay


def checked_ni_number(text: str) -> str:
    """Return a National Insurance number without blanks, or refuse what cannot be one.

    Source: HMRC, National Insurance Manual NIM39110: two letters (not D, F, I, Q, U or V, the second not O),
    seven pairs that are never given, six digits, and a letter from A to D.
    """
    plain = "".join(text.upper().split())
    if _NI_NUMBER.fullmatch(plain) is None:
        raise NINumberUnreadable
    return plain


def masked_ni_number(number: str | None) -> str:
    """Return what a page shows of a National Insurance number: its last three signs.

    Source: our own design: whoever must compare has the paper; the page only says that it is there.
    """
    return f"••••••{number[-3:]}" if number else ""


def checked_ni_category(letter: str) -> str:
    """Return a National Insurance category letter, or refuse one that there is not.

    Source: HMRC, CA38 National Insurance contributions tables, 2026-27: the letters in use.
    """
    plain = letter.strip().upper()
    if plain not in _NI_CATEGORIES:
        raise NICategoryUnknown
    return plain
