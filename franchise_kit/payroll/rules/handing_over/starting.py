"""With what code somebody's first pay is taxed: by a P45, by what they declare, or by neither."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate
from franchise_kit.payroll.rules.tax_calendar import tax_year
from franchise_kit.people.rules.particulars import check_earlier_tax, declared_tax_code
from franchise_kit.people.rules.tax_code import Kind, TaxCode
from franchise_kit.people.rules.tax_year import first_day
from tenants.refusal import Refusal

_DECLARATIONS: Final = ("A", "B", "C")
_NEITHER: Final = "0T X"


class DeclarationUnknown(Refusal):
    """A starter declares A, B or C."""

    code: ClassVar[str] = "starter_declaration_unknown"


class LeftAfterFirstPay(Refusal):
    """A P45 is of a job that ended before the first pay here."""

    code: ClassVar[str] = "p45_after_first_pay"


class Why(StrEnum):
    """What a first code goes by."""

    P45 = "p45"
    P45_OF_LAST_YEAR = "p45_of_last_year"
    DECLARED = "declared"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class FormerJob:
    """What a P45 says: the last day, the code, and pay and tax to date in whole pence."""

    left_on: date
    tax_code: TaxCode
    to_date: YearToDate = field(default=NOTHING_BEFORE, repr=False)


@dataclass(frozen=True, slots=True)
class FirstCode:
    """The code of a first payment, what of this tax year came before it, and by what it was found."""

    tax_code: TaxCode
    before: YearToDate = field(repr=False)
    why: Why


def declaration(*, has_other: bool, had_other: bool) -> str:
    """Return the letter of a starter's answers: another job or pension now, or one since 6 April.

    Benefits that are taxed count as a job that was had since then.
    Source: HMRC, starter checklist 2026-27, the employee statement.
    """
    if has_other:
        return "C"
    return "B" if had_other else "A"


def first_code(*, pay_on: date, former: FormerJob | None = None, declared: str | None = None) -> FirstCode:
    """Return the code of the first payment to a starter.

    A P45 of this tax year is taken with its pay and tax if its code is cumulative; of the last one with its
    code alone, cumulative again; an older one is not used. Raises DeclarationUnknown, LeftAfterFirstPay or
    EarlierTaxAbovePay.
    Source: SI 2003/2682, reg. 42 to 49; HMRC starter checklist; what is neither: 0T without cumulation.
    """
    if declared is not None and declared not in _DECLARATIONS:
        raise DeclarationUnknown
    if former is not None:
        by_p45 = _by_p45(former, pay_on)
        if by_p45 is not None:
            return by_p45
    if declared is not None:
        return FirstCode(TaxCode.parse(declared_tax_code(declared)), NOTHING_BEFORE, Why.DECLARED)
    return FirstCode(TaxCode.parse(_NEITHER), NOTHING_BEFORE, Why.NEITHER)


def carried_forward(code: TaxCode) -> TaxCode:
    """Return a code for a new tax year: the same, cumulative again. Its number rises by notice only.

    Source: HMRC, P9X 2026-27: codes are carried forward without their week 1 or month 1 mark.
    """
    return replace(code, is_cumulative=True)


def after_leaving(code: TaxCode) -> TaxCode:
    """Return the code of a payment after a P45 was given: 0T without cumulation, of the same nation.

    Source: SI 2003/2682, reg. 37; HMRC, CWG2: payments after leaving.
    """
    return TaxCode(code.nation, Kind.ALLOWANCE, "T", 0, is_cumulative=False)


def _by_p45(former: FormerJob, pay_on: date) -> FirstCode | None:
    if former.left_on > pay_on:
        raise LeftAfterFirstPay
    check_earlier_tax(former.to_date.pay_pence, former.to_date.tax_pence)
    year_before = first_day(pay_on).replace(year=first_day(pay_on).year - 1)
    if tax_year(former.left_on) == tax_year(pay_on):
        before = former.to_date if former.tax_code.is_cumulative else NOTHING_BEFORE
        return FirstCode(former.tax_code, before, Why.P45)
    if former.left_on >= year_before:
        return FirstCode(carried_forward(former.tax_code), NOTHING_BEFORE, Why.P45_OF_LAST_YEAR)
    return None
