"""A Full Payment Submission: what was paid to each, in the order of elements that HMRC's schema fixes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from franchise_kit.payroll.rules.handing_over.fps_checks import check_employment
from franchise_kit.payroll.rules.handing_over.fps_facts import (
    Address,
    Contributions,
    Employee,
    Employment,
    Now,
    Start,
    ToDate,
)
from franchise_kit.payroll.rules.handing_over.letters import address_line, forenames, surname
from franchise_kit.payroll.rules.handing_over.money import in_pounds
from franchise_kit.payroll.rules.handing_over.nodes import Node, leaf, maybe, node
from franchise_kit.payroll.rules.handing_over.rti import (
    Employer,
    FieldNotSound,
    Names,
    NothingToSay,
    check_employer,
    final_for_year,
    names_of,
    references,
)
from franchise_kit.payroll.rules.tax_calendar import Frequency, period_of
from franchise_kit.people.rules.particulars import checked_ni_number

STATUTORY: Final = ("SMP", "SPP", "SAP", "ShPP", "SPBP", "SNCP")
_HOURS: Final = ((16 * 60, "A"), (24 * 60, "B"), (30 * 60, "C"))
# The year's pay is reported by another word than the one by which we work it out.
_FREQUENCIES: Final[Mapping[Frequency, str]] = {Frequency.A1: "MA"}
_BY_MONTHS: Final = frozenset({Frequency.M1, Frequency.A1})


def full_payment_submission(
    *, employer: Employer, tax_year: str, employments: Sequence[Employment], is_final: bool = False
) -> Node:
    """Return the element ``FullPaymentSubmission`` of payments in one tax year, such as ``2026-27``.

    What is nothing is left out where the schema lets it be, and sent as 0.00 where not. Raises NothingToSay,
    NoNamesForTaxYear, FieldMissing, FieldNotSound, NoSuchLetters, OutsideTaxYear or NINumberUnreadable.
    Source: SI 2003/2682, reg. 67B and Schedule A1; HMRC, RTI schema of FullPaymentSubmission.
    """
    if not employments:
        raise NothingToSay
    check_employer(employer)
    names = names_of(tax_year)
    for place, employment in enumerate(employments, start=1):
        check_employment(employment, tax_year, place)
    return node(
        "FullPaymentSubmission",
        references(employer),
        leaf("RelatedTaxYear", tax_year[2:]),
        *(_employee(one, names, place) for place, one in enumerate(employments, start=1)),
        final_for_year(is_final=is_final),
    )


def hours_band(minutes_a_week: int | None) -> str:
    """Return the letter for the hours that somebody is expected to work in a week; ``E`` for no pattern.

    Source: HMRC, tax credits' and universal credit's bands in the FPS: A below 16 hours, B below 24,
    C below 30, D 30 and more, E other.
    """
    if minutes_a_week is None:
        return "E"
    return next((letter for below, letter in _HOURS if minutes_a_week < below), "D")


def _employee(employment: Employment, names: Names, place: int) -> Node:
    return node(
        "Employee",
        _details(employment.employee, place),
        node(
            "Employment",
            maybe("DirectorsNIC", employment.director_method),
            maybe("TaxWkOfApptOfDirector", _whole(employment.director_from_week)),
            _start(employment.start),
            leaf("PayId", employment.pay_id),
            maybe("LeavingDate", _day(employment.left_on)),
            _to_date(employment.to_date),
            _payment(employment, names, place),
            *(_contributions(one) for one in employment.contributions),
        ),
    )


def _details(who: Employee, place: int) -> Node:
    return node(
        "EmployeeDetails",
        maybe("NINO", who.ni_number and checked_ni_number(who.ni_number)),
        node(
            "Name",
            *(leaf("Fore", name) for name in forenames(who.forenames, place=place)),
            leaf("Sur", surname(who.surname, place=place)),
        ),
        _address(who.address, place),
        maybe("BirthDate", _day(who.born_on)),
        leaf("Gender", who.gender),
    )


def _address(address: Address | None, place: int) -> Node | None:
    if address is None:
        return None
    country = address.country and address_line(address.country, place=place)
    return node(
        "Address",
        *(leaf("Line", address_line(line, place=place)) for line in address.lines),
        maybe("UKPostcode", address.postcode and address.postcode.upper()),
        maybe("ForeignCountry", None if address.postcode else country),
    )


def _start(start: Start | None) -> Node | None:
    if start is None:
        return None
    return node(
        "Starter",
        leaf("StartDate", start.began_on.isoformat()),
        leaf("StartDec", start.declaration),
        _yes("StudentLoan", start.has_student_loan),
        _yes("PostgradLoan", start.has_postgraduate_loan),
    )


def _to_date(sums: ToDate) -> Node:
    return node(
        "FiguresToDate",
        leaf("TaxablePay", in_pounds(sums.taxable_pence)),
        leaf("TotalTax", in_pounds(sums.tax_pence)),
        _unless_nothing("StudentLoansTD", sums.student_loan_pence),
        _unless_nothing("PostgradLoansTD", sums.postgraduate_loan_pence),
        _unless_nothing("EmpeePenContribnsPaidYTD", sums.pension_before_tax_pence),
        _unless_nothing("EmpeePenContribnsNotPaidYTD", sums.pension_after_tax_pence),
    )


def _payment(employment: Employment, names: Names, place: int) -> Node:
    now, statutory_pence = employment.now, employment.to_date.statutory_pence
    return node(
        "Payment",
        leaf("PayFreq", _FREQUENCIES.get(now.frequency, now.frequency.value)),
        leaf("PmtDate", now.paid_on.isoformat()),
        maybe("LateReason", now.late_reason),
        leaf(_period_name(now.frequency), str(period_of(now.paid_on, now.frequency))),
        leaf("PeriodsCovered", str(now.periods)),
        _yes("PmtAfterLeaving", now.is_after_leaving),
        leaf("HoursWorked", now.hours_band),
        _tax_code(now),
        leaf("TaxablePay", in_pounds(now.taxable_pence)),
        _unless_nothing("NonTaxOrNICPmt", now.not_taxed_pence),
        _unless_nothing("DednsFromNetPay", now.from_net_pence),
        leaf("PayAfterStatDedns", in_pounds(now.after_deductions_pence)),
        _unless_nothing("EmpeePenContribnsPaid", now.pension_before_tax_pence),
        _unless_nothing("EmpeePenContribnsNotPaid", now.pension_after_tax_pence),
        _student_loan(now, names, place),
        _unless_nothing("PostgradLoanRecovered", now.postgraduate_loan_pence),
        leaf("TaxDeductedOrRefunded", in_pounds(now.tax_pence)),
        _yes("UnpaidAbsence", now.is_unpaid_absence),
        *(_unless_nothing(f"{kind}YTD", statutory_pence.get(kind, 0)) for kind in STATUTORY),
    )


def _tax_code(now: Now) -> Node:
    code = now.tax_code
    return leaf(
        "TaxCode",
        code.body,
        BasisNonCumulative=None if code.is_cumulative else "yes",
        TaxRegime=code.nation.value or None,
    )


def _student_loan(now: Now, names: Names, place: int) -> Node | None:
    if now.student_loan_pence == 0:
        return None
    code = names.loan_plans.get(now.loan_plan.value) if now.loan_plan else None
    if code is None:
        raise FieldNotSound(field="loan_plan", place=place)
    return leaf("StudentLoanRecovered", in_pounds(now.student_loan_pence), PlanType=code)


def _contributions(one: Contributions) -> Node:
    figures = (
        ("GrossEarningsForNICsInPd", one.earnings_now_pence),
        ("GrossEarningsForNICsYTD", one.earnings_pence),
        ("AtLELYTD", one.at_lel_pence),
        ("LELtoPTYTD", one.lel_to_pt_pence),
        ("PTtoUELYTD", one.pt_to_uel_pence),
        ("TotalEmpNICInPd", one.employer_now_pence),
        ("TotalEmpNICYTD", one.employer_pence),
        ("EmpeeContribnsInPd", one.employee_now_pence),
        ("EmpeeContribnsYTD", one.employee_pence),
    )
    named = (leaf(name, in_pounds(pence)) for name, pence in figures)
    return node("NIlettersAndValues", leaf("NIletter", one.letter), *named)


def _period_name(frequency: Frequency) -> str:
    return "MonthNo" if frequency in _BY_MONTHS else "WeekNo"


def _unless_nothing(name: str, pence: int) -> Node | None:
    return leaf(name, in_pounds(pence)) if pence else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _whole(number: int | None) -> str | None:
    return None if number is None else str(number)


def _yes(name: str, is_so: bool) -> Node | None:
    return leaf(name, "yes") if is_so else None
