"""What HMRC would send back of one person's payment, said before anything is made."""

import re
from collections.abc import Iterator
from typing import Final

from franchise_kit.payroll.rules.directors import LAST_WEEK
from franchise_kit.payroll.rules.handing_over.fps_facts import (
    Address,
    Contributions,
    Employee,
    Employment,
    Now,
    ToDate,
)
from franchise_kit.payroll.rules.handing_over.money import PENCE
from franchise_kit.payroll.rules.handing_over.rti import FieldMissing, FieldNotSound, check_in_year
from franchise_kit.people.rules.particulars import (
    NICategoryUnknown,
    NINumberUnreadable,
    checked_ni_category,
    checked_ni_number,
)

FEWEST_LINES: Final = 2
MOST_LINES: Final = 4
MOST_LETTERS: Final = 4
_POSTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
_PAY_ID: Final = re.compile(r"[A-Za-z0-9/\-]{1,35}")
_NO_CONTRIBUTIONS: Final = "X"


def check_employment(employment: Employment, tax_year: str, place: int) -> None:
    """Refuse what HMRC would send back: FieldMissing, FieldNotSound, OutsideTaxYear, NINumberUnreadable.

    Units: whole pence; ``place`` is the employee's in the submission, from 1. A National Insurance number may
    be missing; then the address may not.
    Source: HMRC, RTI schema and data item guide.
    """
    check_in_year(employment.now.paid_on, tax_year, field="paid_on", place=place)
    _check_employee(employment.employee, place)
    for field, is_sound in _employment_fields(employment):
        if not is_sound:
            raise FieldNotSound(field=field, place=place)
    for one in employment.contributions:
        _check_contributions(one, place)


def _check_employee(who: Employee, place: int) -> None:
    if who.ni_number is None:
        if who.address is None or len(who.address.lines) < FEWEST_LINES:
            raise FieldMissing(field="address", place=place)
    else:
        try:
            checked_ni_number(who.ni_number)
        except NINumberUnreadable:
            raise NINumberUnreadable(field="ni_number", place=place) from None
    if who.born_on is None:
        raise FieldMissing(field="born_on", place=place)
    if who.gender not in ("M", "F"):
        raise FieldMissing(field="gender", place=place)
    if who.address is not None:
        _check_address(who.address, place)


def _check_address(address: Address, place: int) -> None:
    if len(address.lines) > MOST_LINES:
        raise FieldNotSound(field="address", place=place)
    if address.postcode is not None and not _POSTCODE.fullmatch(address.postcode.upper()):
        raise FieldNotSound(field="postcode", place=place)
    if address.postcode is None and address.country is None:
        raise FieldMissing(field="postcode", place=place)


def _employment_fields(employment: Employment) -> Iterator[tuple[str, bool]]:
    now, start = employment.now, employment.start
    yield "pay_id", _PAY_ID.fullmatch(employment.pay_id) is not None
    yield "declaration", start is None or start.declaration in ("A", "B", "C")
    yield "began_on", start is None or employment.left_on is None or start.began_on <= employment.left_on
    yield "director_method", employment.director_method in (None, "AN", "AL")
    week, is_director = employment.director_from_week, employment.director_method is not None
    yield "director_from_week", week is None or (is_director and 1 <= week <= LAST_WEEK)
    yield "letters", 1 <= len(employment.contributions) <= MOST_LETTERS
    yield from _now_fields(now)
    yield from _to_date_fields(now, employment.to_date)


def _now_fields(now: Now) -> Iterator[tuple[str, bool]]:
    yield "hours_band", now.hours_band in ("A", "B", "C", "D", "E")
    yield "late_reason", now.late_reason is None or now.late_reason in tuple("ABCDEFGH")
    yield "periods", now.periods >= 1
    for field in ("taxable", "not_taxed", "from_net", "pension_before_tax", "pension_after_tax"):
        yield field, getattr(now, f"{field}_pence") >= 0
    yield "student_loan", now.student_loan_pence >= 0 and now.student_loan_pence % PENCE == 0
    yield "postgraduate_loan", now.postgraduate_loan_pence >= 0 and now.postgraduate_loan_pence % PENCE == 0


def _to_date_fields(now: Now, sums: ToDate) -> Iterator[tuple[str, bool]]:
    """What was paid now is part of the year so far."""
    yield "taxable_to_date", sums.taxable_pence >= now.taxable_pence
    yield "student_loan_to_date", sums.student_loan_pence >= now.student_loan_pence
    yield "postgraduate_loan_to_date", sums.postgraduate_loan_pence >= now.postgraduate_loan_pence
    yield "pension_to_date", sums.pension_before_tax_pence >= now.pension_before_tax_pence
    yield "pension_to_date", sums.pension_after_tax_pence >= now.pension_after_tax_pence
    yield "statutory_to_date", all(pence >= 0 for pence in sums.statutory_pence.values())


def _check_contributions(one: Contributions, place: int) -> None:
    if one.letter != _NO_CONTRIBUTIONS:
        try:
            checked_ni_category(one.letter)
        except NICategoryUnknown:
            raise FieldNotSound(field="ni_category", place=place) from None
    bands_pence = one.at_lel_pence + one.lel_to_pt_pence + one.pt_to_uel_pence
    # The lower earnings limit is whole pounds, of a week as of a month.
    if one.at_lel_pence % PENCE or not 0 <= bands_pence <= one.earnings_pence:
        raise FieldNotSound(field="ni_earnings", place=place)
