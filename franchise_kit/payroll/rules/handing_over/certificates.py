"""The figures of a P60 and a P45: sums of what was paid, to be printed by others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final

from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of, tax_year
from franchise_kit.people.rules.tax_code import TaxCode
from tenants.refusal import Refusal

_LAST_DAY: Final = (4, 5)
_GIVEN_BY: Final = (5, 31)


class PaidInOtherYear(Refusal):
    """A payment of another tax year is in no certificate of this one."""

    code: ClassVar[str] = "paid_in_other_tax_year"


class NotThereAtYearsEnd(Refusal):
    """A P60 is for who works here on 5 April; who left had a P45."""

    code: ClassVar[str] = "not_there_at_years_end"


class NotPaidYet(Refusal):
    """There is nothing to certify before a first payment."""

    code: ClassVar[str] = "not_paid_yet"


@dataclass(frozen=True, slots=True)
class LetterSums:
    """Earnings and the worker's contributions under one category letter, in whole pence."""

    letter: str
    at_lel_pence: int = 0
    lel_to_pt_pence: int = 0
    pt_to_uel_pence: int = 0
    employee_pence: int = 0


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payslip, or one correction of it, adds; in whole pence, below nought where it takes back."""

    paid_on: date
    taxable_pence: int
    tax_pence: int
    contributions: tuple[LetterSums, ...] = ()
    student_loan_pence: int = 0
    postgraduate_loan_pence: int = 0
    statutory_pence: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class P60:
    """A tax year's end: by letter, earlier employments, this one, both together; pence throughout."""

    tax_year: str
    tax_code: TaxCode
    letters: tuple[LetterSums, ...]
    before: YearToDate
    here: YearToDate
    student_loans_pence: int
    postgraduate_loans_pence: int
    statutory_pence: Mapping[str, int]

    @property
    def together(self) -> YearToDate:
        """Pay and tax of the whole year, earlier employments with it."""
        return YearToDate(
            self.before.pay_pence + self.here.pay_pence, self.before.tax_pence + self.here.tax_pence
        )


@dataclass(frozen=True, slots=True)
class P45:
    """An employment's end. ``week_or_month`` and ``to_date`` are there only where the code is cumulative."""

    left_on: date
    tax_code: TaxCode
    frequency: Frequency
    week_or_month: int | None
    to_date: YearToDate | None
    here: YearToDate
    goes_on_with_student_loan: bool = False
    goes_on_with_postgraduate_loan: bool = False


def p60(
    *,
    year: str,
    code: TaxCode,
    paid: Sequence[Paid],
    before: YearToDate = NOTHING_BEFORE,
    left_on: date | None = None,
) -> P60:
    """Return the figures of a P60 for a tax year such as ``2026-27``; year to date is the sum of entries.

    ``before`` is a P45's of this tax year. Raises NotPaidYet, PaidInOtherYear or NotThereAtYearsEnd.
    Source: SI 2003/2682, reg. 67: who is employed on 5 April has a certificate by 31 May.
    """
    if left_on is not None and left_on < last_day_of(year):
        raise NotThereAtYearsEnd
    _check_year(paid, year)
    kinds = {kind for one in paid for kind in one.statutory_pence}
    return P60(
        tax_year=year,
        tax_code=code,
        letters=_by_letter(one for payment in paid for one in payment.contributions),
        before=before,
        here=_here(paid),
        student_loans_pence=sum(one.student_loan_pence for one in paid),
        postgraduate_loans_pence=sum(one.postgraduate_loan_pence for one in paid),
        statutory_pence={
            kind: sum(one.statutory_pence.get(kind, 0) for one in paid) for kind in sorted(kinds)
        },
    )


def p45(
    *,
    left_on: date,
    code: TaxCode,
    frequency: Frequency,
    paid: Sequence[Paid],
    before: YearToDate = NOTHING_BEFORE,
) -> P45:
    """Return the figures of a P45: all payments of the tax year in which the last one came.

    ``before`` is a P45's of this tax year. The loans go on if they were taken here. Raises NotPaidYet or
    PaidInOtherYear.
    Source: SI 2003/2682, reg. 36 and Schedule A1: code, and where it is cumulative, pay and tax to date.
    """
    if not paid:
        raise NotPaidYet
    last_on = max(one.paid_on for one in paid)
    _check_year(paid, tax_year(last_on))
    here = _here(paid)
    to_date = YearToDate(before.pay_pence + here.pay_pence, before.tax_pence + here.tax_pence)
    return P45(
        left_on=left_on,
        tax_code=code,
        frequency=frequency,
        week_or_month=period_of(last_on, frequency) if code.is_cumulative else None,
        to_date=to_date if code.is_cumulative else None,
        here=here,
        goes_on_with_student_loan=any(one.student_loan_pence for one in paid),
        goes_on_with_postgraduate_loan=any(one.postgraduate_loan_pence for one in paid),
    )


def last_day_of(year: str) -> date:
    """Return the 5 April with which a tax year such as ``2026-27`` ends.

    Source: Income Tax Act 2007, s.4.
    """
    return date(int(year[:4]) + 1, *_LAST_DAY)


def p60_given_by(year: str) -> date:
    """Return the 31 May by which P60s of a tax year such as ``2026-27`` are given.

    Source: SI 2003/2682, reg. 67.
    """
    return date(int(year[:4]) + 1, *_GIVEN_BY)


def _check_year(paid: Sequence[Paid], year: str) -> None:
    if not paid:
        raise NotPaidYet
    if any(tax_year(one.paid_on) != year for one in paid):
        raise PaidInOtherYear(tax_year=year)


def _here(paid: Iterable[Paid]) -> YearToDate:
    each = list(paid)
    return YearToDate(sum(one.taxable_pence for one in each), sum(one.tax_pence for one in each))


def _by_letter(found: Iterable[LetterSums]) -> tuple[LetterSums, ...]:
    sums: dict[str, LetterSums] = {}
    for one in found:
        held = sums.get(one.letter, LetterSums(one.letter))
        sums[one.letter] = LetterSums(
            one.letter,
            held.at_lel_pence + one.at_lel_pence,
            held.lel_to_pt_pence + one.lel_to_pt_pence,
            held.pt_to_uel_pence + one.pt_to_uel_pence,
            held.employee_pence + one.employee_pence,
        )
    return tuple(sums[letter] for letter in sorted(sums))
