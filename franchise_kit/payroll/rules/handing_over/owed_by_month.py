"""What an employer owes HMRC month by month through a tax year, and the summary that goes with each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import ClassVar, Final

from franchise_kit.payroll.rules.employment_allowance import allowance_now_pence
from franchise_kit.payroll.rules.handing_over.eps import Days, Levy, Recovered, Summary
from franchise_kit.payroll.rules.handing_over.owed import MonthSums, Owed, month_ends_on, owed_for_month
from franchise_kit.payroll.rules.levy import levy_now_pence
from franchise_kit.payroll.rules.rates import Figures
from franchise_kit.payroll.rules.recovery import recovery
from franchise_kit.payroll.rules.tax_calendar import MONTHS
from tenants.refusal import Refusal

_DAY: Final = timedelta(days=1)
_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


class TaxMonthAhead(Refusal):
    """A tax month that has not begun has nothing to tell."""

    code: ClassVar[str] = "tax_month_ahead"


@dataclass(frozen=True, slots=True)
class PaidInMonth:
    """All approved payslips of one tax month together, in whole pence; statutory pay by its short names."""

    payslips: int = 0
    tax_pence: int = 0
    employee_ni_pence: int = 0
    employer_ni_pence: int = 0
    student_loans_pence: int = 0
    postgraduate_loans_pence: int = 0
    ni_able_pence: int = 0
    statutory_pence: Mapping[str, int] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the employer claims in the tax year, and the year's figures; ``begins_in`` is 2026 for 2026-27."""

    begins_in: int
    claims_allowance: bool
    is_small: bool
    figures: Figures


@dataclass(frozen=True, slots=True)
class OwedMonth:
    """One tax month: what was paid in it, what is owed for it, and what a summary would tell."""

    month: int
    paid: PaidInMonth
    owed: Owed
    summary: Summary


NO_PAY: Final = PaidInMonth()


def owed_by_month(paid: Mapping[int, PaidInMonth], terms: Terms, *, until: int) -> list[OwedMonth]:
    """Return the months of a tax year from 1 to ``until``; what is over in one goes on to the next.

    Units: whole pence. Raises NoSuchTaxMonth.
    Source: SI 2003/2682, reg. 67F, 68 and 69; National Insurance Contributions Act 2014, s.4.
    """
    found: list[OwedMonth] = []
    credit_pence = 0
    for month in range(1, until + 1):
        until_before = [paid.get(one, NO_PAY) for one in range(1, month)]
        this = paid.get(month, NO_PAY)
        sums = _sums(month, this, until_before, terms, credit_pence)
        owed = owed_for_month(year_begins_in=terms.begins_in, month=month, sums=sums)
        credit_pence = owed.left_over_pence
        found.append(OwedMonth(month, this, owed, _summary(month, [*until_before, this], terms)))
    return found


def month_days(begins_in: int, month: int) -> Days:
    """Return the first and the last day of a tax month. Raises NoSuchTaxMonth.

    Source: SI 2003/2682, reg. 2, "tax month".
    """
    last = month_ends_on(begins_in, month)
    first = date(begins_in, 4, 5) if month == 1 else month_ends_on(begins_in, month - 1)
    return Days(first + _DAY, last)


def summary_on(summary: Summary, days: Days, today: date) -> Summary:
    """Return what may be told today of a tax month with these days: that nobody was paid, once it is over.

    Raises TaxMonthAhead.
    Source: SI 2003/2682, reg. 67F(2): a month in which no payment was made is told of after it.
    """
    if today < days.first:
        raise TaxMonthAhead
    return summary if today > days.last else replace(summary, nobody_paid=None)


def _sums(
    month: int, this: PaidInMonth, before: Sequence[PaidInMonth], terms: Terms, credit_pence: int
) -> MonthSums:
    year = [*before, this]
    got, got_before = _got_back(year, terms), _got_back(before, terms)
    return MonthSums(
        tax_pence=this.tax_pence,
        employee_ni_pence=this.employee_ni_pence,
        employer_ni_pence=this.employer_ni_pence,
        student_loans_pence=this.student_loans_pence,
        postgraduate_loans_pence=this.postgraduate_loans_pence,
        allowance_pence=_allowance(before, this, terms),
        recovered_pence=max(0, got[0] - got_before[0]),
        compensation_pence=max(0, got[1] - got_before[1]),
        levy_pence=max(0, _levy(month, year, terms) - _levy(month - 1, before, terms)),
        credit_pence=credit_pence,
    )


def _allowance(before: Sequence[PaidInMonth], this: PaidInMonth, terms: Terms) -> int:
    if not terms.claims_allowance:
        return 0
    before_pence = sum(one.employer_ni_pence for one in before)
    used_pence = allowance_now_pence(
        employer_to_date_pence=before_pence, used_before_pence=0, figures=terms.figures
    )
    now_pence = allowance_now_pence(
        employer_to_date_pence=before_pence + this.employer_ni_pence,
        used_before_pence=used_pence,
        figures=terms.figures,
    )
    return min(max(0, now_pence), max(0, this.employer_ni_pence))


def _got_back(year: Sequence[PaidInMonth], terms: Terms) -> tuple[int, int]:
    found = [recovery(pence, is_small=terms.is_small, figures=terms.figures) for _kind, pence in _paid(year)]
    return sum(one.recovered_pence for one in found), sum(one.compensation_pence for one in found)


def _paid(year: Sequence[PaidInMonth]) -> Iterator[tuple[str, int]]:
    """Return what was paid of each kind of family pay in the tax year so far, without what is nothing."""
    for kind in sorted({kind for one in year for kind in one.statutory_pence}):
        pence = sum(one.statutory_pence.get(kind, 0) for one in year)
        if pence > 0:
            yield kind, pence


def _levy(month: int, year: Sequence[PaidInMonth], terms: Terms) -> int:
    if month == 0:
        return 0
    return levy_now_pence(
        pay_bill_to_date_pence=sum(one.ni_able_pence for one in year),
        month=month,
        due_before_pence=0,
        figures=terms.figures,
    )


def _summary(month: int, year: Sequence[PaidInMonth], terms: Terms) -> Summary:
    """Return what HMRC cannot know from the payslips: who was not paid, what is claimed and got back."""
    recovered = {
        kind: recovery(pence, is_small=terms.is_small, figures=terms.figures) for kind, pence in _paid(year)
    }
    due_pence = _levy(month, year, terms)
    allowance_pence = terms.figures.book.wholes(
        "national_insurance.apprenticeship_levy.allowance", on=terms.figures.on
    )["monthly"]
    return Summary(
        nobody_paid=month_days(terms.begins_in, month) if year[-1].payslips == 0 else None,
        claims_allowance=True if terms.claims_allowance else None,
        recovered=Recovered(
            month,
            {kind: one.recovered_pence for kind, one in recovered.items()},
            {kind: one.compensation_pence for kind, one in recovered.items() if one.compensation_pence},
        )
        if recovered
        else None,
        levy=Levy(month, due_pence, MONTHS * allowance_pence) if due_pence else None,
        is_final=False,
    )
