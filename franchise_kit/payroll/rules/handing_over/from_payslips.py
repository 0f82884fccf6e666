"""A payslip, with those before it in the tax year, as HMRC is told of it; and what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from franchise_kit.payroll.rules.handing_over.fps import hours_band
from franchise_kit.payroll.rules.handing_over.fps_facts import (
    Address,
    Contributions,
    Employee,
    Employment,
    Now,
    Start,
    ToDate,
)
from franchise_kit.payroll.rules.handing_over.letter_bands import Banded, period_name, shared_bands
from franchise_kit.payroll.rules.handing_over.letters import NoSuchLetters, address_line, forenames, surname
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.tax_code import TaxCode
from franchise_kit.people.rules.tax_year import first_day

_METHODS: Final = MappingProxyType({"annual": "AN", "alternative": "AL"})
_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PaidOnce:
    """One payslip of an approved run, in whole pence; see the table of payslips for each sum.

    The bands are what this payment adds to them. ``statutory_pence`` goes by the law's short names.
    """

    pay_on: date
    frequency: Frequency
    tax_period: int
    tax_code: str
    letter: str
    gross_pence: int
    ni_able_pence: int
    taxable_pence: int
    tax_pence: int
    employee_ni_pence: int
    employer_ni_pence: int
    net_pence: int
    at_lel_pence: int = 0
    lel_to_pt_pence: int = 0
    pt_to_uel_pence: int = 0
    expenses_pence: int = 0
    student_plan: str | None = None
    student_loan_pence: int = 0
    postgraduate_loan_pence: int = 0
    pension_before_tax_pence: int = 0
    pension_after_tax_pence: int = 0
    director_method: str | None = None
    director_from_week: int | None = None
    leaving_on: date | None = None
    statutory_pence: Mapping[str, int] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Person:
    """Who was paid: what is known of them when it is told. ``number`` stays theirs for the job."""

    number: int
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    began_on: date
    born_on: date | None = field(default=None, repr=False)
    sex: str | None = field(default=None, repr=False)
    ni_number: str | None = field(default=None, repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    postcode: str | None = field(default=None, repr=False)
    country: str | None = field(default=None, repr=False)
    declaration: str | None = None
    weekly_minutes: int | None = None
    loans: tuple[str, ...] = ()
    # The last day of work that an earlier payslip said, of this tax year or another.
    left_before: date | None = None


def starts_here(*, began_on: date, pay_on: date, period_from: date, was_paid_before: bool) -> bool:
    """Say whether a payment is somebody's first in the job, so that HMRC is told that they started.

    Who began before the tax year and the pay period is no starter: another program told of them before.
    Source: SI 2003/2682, Schedule A1, para. 6 and 14: the first payment says when the work began.
    """
    return not was_paid_before and began_on >= min(first_day(pay_on), period_from)


def missing_of(person: Person, *, is_starter: bool) -> tuple[str, ...]:
    """Return codes for what HMRC would miss of somebody: name, born_on, sex, address, declaration.

    Source: HMRC, RTI data item guide: items 5 to 13 and 26 (without a number, two lines of an address).
    """
    has_place = bool(person.lines) and bool(person.postcode or person.country)
    found = (
        ("name", not _is_writable(person)),
        ("born_on", person.born_on is None),
        ("sex", person.sex is None),
        ("address", person.ni_number is None and not has_place),
        ("declaration", is_starter and person.declaration is None),
    )
    return tuple(code for code, is_so in found if is_so)


def employment_of(
    person: Person, year: Sequence[PaidOnce], *, is_starter: bool, late_reason: str | None = None
) -> Employment:
    """Return what is told of the last payslip of ``year``, which has all of the tax year up to it, by day.

    Units: whole pence. Pay and tax to date are of this job alone, without those of a P45.
    Source: SI 2003/2682, Schedule A1; HMRC, RTI data item guide.
    """
    now = year[-1]
    return Employment(
        employee=_employee(person),
        pay_id=f"W{person.number}",
        to_date=_to_date(year),
        now=_now(person, year, late_reason),
        contributions=_contributions_of(told_by_letter(year)),
        start=_start(person) if is_starter else None,
        # Pay after that is told with the day that was told before, or the work would seem to go on.
        left_on=now.leaving_on or person.left_before,
        director_method=_METHODS[now.director_method] if now.director_method else None,
        director_from_week=_appointed_in(now),
    )


def _appointed_in(now: PaidOnce) -> int | None:
    """Return the tax week in which a director was appointed, if that was in this tax year.

    In week 1 it changes nothing: the earnings period is the whole year, as that of whoever was one before.
    """
    week = now.director_from_week
    return week if now.director_method and week is not None and week > 1 else None


def _is_writable(person: Person) -> bool:
    try:
        forenames(person.given_name)
        surname(person.family_name)
        for line in person.lines:
            address_line(line)
    except NoSuchLetters:
        return False
    return True


def _employee(person: Person) -> Employee:
    address = Address(person.lines, person.postcode, person.country) if person.lines else None
    return Employee(
        forenames=person.given_name,
        surname=person.family_name,
        born_on=person.born_on,
        gender=person.sex or "",
        ni_number=person.ni_number,
        address=address,
    )


def _start(person: Person) -> Start:
    return Start(
        began_on=person.began_on,
        declaration=person.declaration or "",
        has_student_loan=any(plan != Plan.POSTGRADUATE.value for plan in person.loans),
        has_postgraduate_loan=Plan.POSTGRADUATE.value in person.loans,
    )


def _to_date(year: Sequence[PaidOnce]) -> ToDate:
    kinds = {kind for one in year for kind in one.statutory_pence}
    return ToDate(
        taxable_pence=sum(one.taxable_pence for one in year),
        tax_pence=sum(one.tax_pence for one in year),
        student_loan_pence=sum(one.student_loan_pence for one in year),
        postgraduate_loan_pence=sum(one.postgraduate_loan_pence for one in year),
        pension_before_tax_pence=sum(one.pension_before_tax_pence for one in year),
        pension_after_tax_pence=sum(one.pension_after_tax_pence for one in year),
        statutory_pence={
            kind: sum(one.statutory_pence.get(kind, 0) for one in year) for kind in sorted(kinds)
        },
    )


def _now(person: Person, year: Sequence[PaidOnce], late_reason: str | None) -> Now:
    one = year[-1]
    loans_pence = one.student_loan_pence + one.postgraduate_loan_pence
    return Now(
        frequency=one.frequency,
        paid_on=one.pay_on,
        tax_code=TaxCode.parse(one.tax_code),
        taxable_pence=one.taxable_pence,
        tax_pence=one.tax_pence,
        after_deductions_pence=one.ni_able_pence - one.tax_pence - one.employee_ni_pence - loans_pence,
        not_taxed_pence=one.expenses_pence,
        pension_before_tax_pence=one.pension_before_tax_pence,
        pension_after_tax_pence=one.pension_after_tax_pence,
        loan_plan=Plan(one.student_plan) if one.student_plan else None,
        student_loan_pence=one.student_loan_pence,
        postgraduate_loan_pence=one.postgraduate_loan_pence,
        hours_band=hours_band(person.weekly_minutes),
        is_after_leaving=one.leaving_on is None and person.left_before is not None,
        late_reason=late_reason,
    )


def told_by_letter(year: Sequence[PaidOnce]) -> Sequence[PaidOnce]:
    """Return a year's payslips with the bands that are told of each one's letter: see ``shared_bands``.

    Source: as for ``shared_bands``.
    """
    if len({one.letter for one in year}) == 1:
        return year
    bands = shared_bands([_banded(one) for one in year])
    return [
        replace(one, at_lel_pence=at_lel, lel_to_pt_pence=to_primary, pt_to_uel_pence=to_upper)
        for one, (at_lel, to_primary, to_upper) in zip(year, bands, strict=True)
    ]


def _banded(one: PaidOnce) -> Banded:
    return Banded(
        period_name(one.frequency, one.tax_period, one.director_method),
        one.letter,
        one.ni_able_pence,
        (one.at_lel_pence, one.lel_to_pt_pence, one.pt_to_uel_pence),
    )


def _contributions_of(year: Sequence[PaidOnce]) -> tuple[Contributions, ...]:
    return tuple(_contributions(letter, year) for letter in dict.fromkeys(one.letter for one in year))


def _contributions(letter: str, year: Sequence[PaidOnce]) -> Contributions:
    paid, now = [one for one in year if one.letter == letter], year[-1]
    is_now = now.letter == letter
    return Contributions(
        letter=letter,
        earnings_now_pence=now.ni_able_pence if is_now else 0,
        earnings_pence=sum(one.ni_able_pence for one in paid),
        at_lel_pence=sum(one.at_lel_pence for one in paid),
        lel_to_pt_pence=sum(one.lel_to_pt_pence for one in paid),
        pt_to_uel_pence=sum(one.pt_to_uel_pence for one in paid),
        employer_now_pence=now.employer_ni_pence if is_now else 0,
        employer_pence=sum(one.employer_ni_pence for one in paid),
        employee_now_pence=now.employee_ni_pence if is_now else 0,
        employee_pence=sum(one.employee_ni_pence for one in paid),
    )
