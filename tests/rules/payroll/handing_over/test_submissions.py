# SPDX-License-Identifier: AGPL-3.0-or-later
"""What HMRC is told: elements in their order, nothing where nothing is, and refusals that name the field."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from franchise_kit.payroll.rules.handing_over.eps import (
    Days,
    Levy,
    NotWholeTaxMonths,
    Recovered,
    Summary,
    employer_payment_summary,
)
from franchise_kit.payroll.rules.handing_over.fps import full_payment_submission, hours_band
from franchise_kit.payroll.rules.handing_over.fps_facts import Address, Employee, Employment, Now
from franchise_kit.payroll.rules.handing_over.govtalk import Message, govtalk_message
from franchise_kit.payroll.rules.handing_over.letters import NoSuchLetters
from franchise_kit.payroll.rules.handing_over.nodes import canonical
from franchise_kit.payroll.rules.handing_over.reading import Element, read_xml
from franchise_kit.payroll.rules.handing_over.rti import (
    FieldMissing,
    FieldNotSound,
    Kind,
    NoNamesForTaxYear,
    NothingToSay,
    OutsideTaxYear,
)
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.particulars import NINumberUnreadable
from tenants.refusal import Refusal
from tests.rules.payroll.handing_over.made_up import (
    EMPLOYER,
    LIVED_IN,
    NI_NUMBER,
    SHOWN_NI_NUMBER,
    TAX_YEAR,
    WITH_NUMBER,
    WITHOUT_NUMBER,
    kept,
    submitted,
)

# The schema's sequences, written down a second time, with what may be missing or come more than once.
ORDER: Final = {
    "FullPaymentSubmission": "EmpRefs RelatedTaxYear Employee+ FinalSubmission?",
    "EmployerPaymentSummary": (
        "EmpRefs NoPaymentForPeriod? NoPaymentDates? PeriodOfInactivity? EmpAllceInd? RecoverableAmountsYTD? "
        "ApprenticeshipLevy? RelatedTaxYear FinalSubmission?"
    ),
    "EmpRefs": "OfficeNo PayeRef AORef",
    "Employee": "EmployeeDetails Employment",
    "EmployeeDetails": "NINO? Name Address? BirthDate Gender",
    "Name": "Fore+ Sur",
    "Address": "Line+ UKPostcode? ForeignCountry?",
    "Employment": "DirectorsNIC? TaxWkOfApptOfDirector? Starter? PayId LeavingDate? FiguresToDate Payment "
    "NIlettersAndValues+",
    "Starter": "StartDate StartDec StudentLoan? PostgradLoan?",
    "FiguresToDate": (
        "TaxablePay TotalTax StudentLoansTD? PostgradLoansTD? EmpeePenContribnsPaidYTD? "
        "EmpeePenContribnsNotPaidYTD?"
    ),
    "Payment": (
        "PayFreq PmtDate LateReason? WeekNo? MonthNo? PeriodsCovered PmtAfterLeaving? HoursWorked TaxCode "
        "TaxablePay NonTaxOrNICPmt? DednsFromNetPay? PayAfterStatDedns EmpeePenContribnsPaid? "
        "EmpeePenContribnsNotPaid? StudentLoanRecovered? PostgradLoanRecovered? TaxDeductedOrRefunded "
        "UnpaidAbsence? SMPYTD? SPPYTD? SAPYTD? ShPPYTD? SPBPYTD? SNCPYTD?"
    ),
    "NIlettersAndValues": (
        "NIletter GrossEarningsForNICsInPd GrossEarningsForNICsYTD AtLELYTD LELtoPTYTD PTtoUELYTD "
        "TotalEmpNICInPd TotalEmpNICYTD EmpeeContribnsInPd EmpeeContribnsYTD"
    ),
    "RecoverableAmountsYTD": (
        "TaxMonth SMPRecovered? SPPRecovered? SAPRecovered? ShPPRecovered? SPBPRecovered? SNCPRecovered? "
        "NICCompensationOnSMP? NICCompensationOnSPP? NICCompensationOnSAP? NICCompensationOnShPP? "
        "NICCompensationOnSPBP? NICCompensationOnSNCP?"
    ),
    "ApprenticeshipLevy": "LevyDueYTD TaxMonth AnnualAllce",
    "FinalSubmission": "BecauseSchemeCeased? DateSchemeCeased? ForYear?",
    "IRenvelope": "IRheader FullPaymentSubmission? EmployerPaymentSummary?",
    "IRheader": "Keys PeriodEnd DefaultCurrency IRmark Sender",
    "GovTalkMessage": "EnvelopeVersion Header GovTalkDetails Body",
    "MessageDetails": "Class Qualifier Function CorrelationID Transformation GatewayTest",
}
MONEY: Final = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{2}")
NOT_MONEY: Final = {"TaxMonth", "TaxCode"}

EVERYTHING: Final = Summary(
    nobody_paid=Days(date(2026, 10, 6), date(2026, 11, 5)),
    claims_allowance=True,
    recovered=Recovered(7, {"SMP": 1_000_00, "SPP": 388_64}, {"SMP": 90_00}),
    levy=Levy(7, 12_34, 15_000_00),
    is_final=True,
    ceased_on=date(2026, 11, 20),
)


def fps(*employments: Employment, is_final: bool = False) -> Message:
    told = full_payment_submission(
        employer=EMPLOYER, tax_year=TAX_YEAR, employments=employments, is_final=is_final
    )
    return govtalk_message(submitted(told))


def eps(summary: Summary) -> Message:
    told = employer_payment_summary(employer=EMPLOYER, tax_year=TAX_YEAR, summary=summary)
    return govtalk_message(submitted(told, Kind.EPS))


def disorder(element: Element) -> list[str]:
    """Return which elements do not hold what the schema's sequence has, in its order."""
    found = [fault for one in element.inside for fault in disorder(one)]
    if element.name in ORDER:
        shape = re.sub(r"(\w+)([?+]?) ?", r"(?:\1 )\2", ORDER[element.name])
        if not re.fullmatch(shape, "".join(f"{one.name} " for one in element.inside)):
            found.append(element.name)
    return found


def names_in(element: Element) -> set[str]:
    return {element.name}.union(*(names_in(one) for one in element.inside))


def test_submissions_are_as_they_were_when_they_were_looked_at() -> None:
    shown = fps(WITH_NUMBER, WITHOUT_NUMBER).content.replace(NI_NUMBER.encode(), SHOWN_NI_NUMBER)

    assert shown == kept("fps.xml")
    assert eps(EVERYTHING).content == kept("eps.xml")


@pytest.mark.parametrize(
    "message",
    [
        fps(WITH_NUMBER),
        fps(WITHOUT_NUMBER, WITH_NUMBER, is_final=True),
        fps(
            replace(
                WITH_NUMBER,
                director_method="AN",
                director_from_week=31,
                now=replace(WITH_NUMBER.now, late_reason="H"),
            )
        ),
        eps(EVERYTHING),
        eps(Summary(no_work=Days(date(2027, 3, 6), date(2027, 8, 5)))),
        eps(Summary(claims_allowance=False)),
    ],
)
def test_elements_stand_in_the_schemas_order(message: Message) -> None:
    root = read_xml(message.content)

    assert disorder(root) == []
    assert names_in(root) & {"FullPaymentSubmission", "EmployerPaymentSummary"} != set()


def test_the_order_is_looked_at() -> None:
    swapped = fps(WITH_NUMBER).content.replace(b"<HoursWorked>D</HoursWorked>", b"")

    assert disorder(read_xml(swapped)) == ["Payment"]


def test_every_amount_has_two_decimals() -> None:
    root = read_xml(fps(WITH_NUMBER, WITHOUT_NUMBER).content)
    amounts = [
        one.text
        for parent in root.every("FiguresToDate", "Payment", "NIlettersAndValues")
        for one in parent.inside
        if "." in one.text and one.name not in NOT_MONEY
    ]

    assert len(amounts) == 35
    assert [text for text in amounts if not MONEY.fullmatch(text)] == []


def test_what_is_nothing_is_left_out_where_it_may_be() -> None:
    root = read_xml(fps(WITHOUT_NUMBER).content)
    payment = root.every("Payment")[0]

    assert not names_in(payment) & {"SMPYTD", "StudentLoanRecovered", "DednsFromNetPay", "NonTaxOrNICPmt"}
    assert root.every("TotalEmpNICYTD")[0].text == "0.00"


def test_a_director_is_told_with_the_week_of_the_appointment() -> None:
    director = replace(WITH_NUMBER, director_method="AN", director_from_week=31)

    (told,) = read_xml(fps(director, WITHOUT_NUMBER).content).every("TaxWkOfApptOfDirector")

    assert told.text == "31"


def test_a_code_goes_without_its_nation_and_its_mark() -> None:
    codes = read_xml(fps(WITH_NUMBER, WITHOUT_NUMBER).content).every("TaxCode")

    assert [(one.text, one.attributes) for one in codes] == [
        ("1257L", {"TaxRegime": "C"}),
        ("BR", {"BasisNonCumulative": "yes"}),
    ]


@pytest.mark.parametrize(
    ("frequency", "paid_on", "said"),
    [
        (Frequency.M1, date(2026, 4, 6), ("M1", "MonthNo", "1")),
        (Frequency.M1, date(2027, 4, 5), ("M1", "MonthNo", "12")),
        (Frequency.W1, date(2027, 4, 5), ("W1", "WeekNo", "53")),
        (Frequency.W2, date(2027, 4, 5), ("W2", "WeekNo", "54")),
        (Frequency.W4, date(2026, 5, 1), ("W4", "WeekNo", "4")),
        (Frequency.A1, date(2027, 4, 5), ("MA", "MonthNo", "12")),
    ],
)
def test_a_payment_names_its_week_or_month(
    frequency: Frequency, paid_on: date, said: tuple[str, str, str]
) -> None:
    employment = replace(WITH_NUMBER, now=replace(WITH_NUMBER.now, frequency=frequency, paid_on=paid_on))

    payment = read_xml(fps(employment).content).every("Payment")[0]

    assert (payment.text_of("PayFreq"), said[1], payment.text_of(said[1])) == said


@pytest.mark.parametrize(
    ("minutes", "letter"),
    [(0, "A"), (959, "A"), (960, "B"), (1440, "C"), (1799, "C"), (1800, "D"), (None, "E")],
)
def test_hours_have_a_letter(minutes: int | None, letter: str) -> None:
    assert hours_band(minutes) == letter


def by_employee(**changed: object) -> Employment:
    return replace(WITHOUT_NUMBER, employee=replace(WITHOUT_NUMBER.employee, **changed))


def by_now(**changed: object) -> Employment:
    return replace(WITH_NUMBER, now=replace(WITH_NUMBER.now, **changed))


@pytest.mark.parametrize(
    ("employment", "refusal", "field"),
    [
        (by_employee(address=None), FieldMissing, "address"),
        (replace(WITH_NUMBER, director_from_week=31), FieldNotSound, "director_from_week"),
        (by_employee(address=Address(("Tŷ Gwyn",), "LL99 9ZZ")), FieldMissing, "address"),
        (by_employee(address=replace(LIVED_IN, postcode=None)), FieldMissing, "postcode"),
        (by_employee(address=replace(LIVED_IN, postcode="LL999ZZ")), FieldNotSound, "postcode"),
        (by_employee(address=replace(LIVED_IN, lines=("a",) * 5)), FieldNotSound, "address"),
        (
            by_employee(address=replace(LIVED_IN, lines=("a", "街")), ni_number=NI_NUMBER),
            NoSuchLetters,
            "address",
        ),
        (by_employee(born_on=None), FieldMissing, "born_on"),
        (by_employee(gender=""), FieldMissing, "gender"),
        (by_employee(ni_number="QQ123456C"), NINumberUnreadable, "ni_number"),
        (by_employee(surname="’"), NoSuchLetters, "surname"),
        (by_employee(surname="Iwan 2"), NoSuchLetters, "surname"),
        (by_employee(forenames="Юлія"), NoSuchLetters, "forename"),
        (by_now(paid_on=date(2027, 4, 6)), OutsideTaxYear, "paid_on"),
        (by_now(paid_on=date(2026, 4, 5)), OutsideTaxYear, "paid_on"),
        (by_now(taxable_pence=-1), FieldNotSound, "taxable"),
        (by_now(taxable_pence=18_400_01), FieldNotSound, "taxable_to_date"),
        (by_now(student_loan_pence=12_50), FieldNotSound, "student_loan"),
        (by_now(student_loan_pence=97_00), FieldNotSound, "student_loan_to_date"),
        (by_now(loan_plan=None), FieldNotSound, "loan_plan"),
        (by_now(loan_plan=Plan.POSTGRADUATE), FieldNotSound, "loan_plan"),
        (by_now(hours_band="F"), FieldNotSound, "hours_band"),
        (by_now(late_reason="Z"), FieldNotSound, "late_reason"),
        (replace(WITH_NUMBER, pay_id="Ŵ 1"), FieldNotSound, "pay_id"),
        (replace(WITH_NUMBER, contributions=()), FieldNotSound, "letters"),
        (
            replace(WITH_NUMBER, contributions=(replace(WITH_NUMBER.contributions[0], letter="Q"),)),
            FieldNotSound,
            "ni_category",
        ),
        (
            replace(WITH_NUMBER, contributions=(replace(WITH_NUMBER.contributions[0], at_lel_pence=1),)),
            FieldNotSound,
            "ni_earnings",
        ),
    ],
)
def test_a_payment_that_hmrc_would_send_back_is_refused(
    employment: Employment, refusal: type[Refusal], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        fps(WITH_NUMBER, employment)

    assert refused.value.facts == {"field": field, "place": 2}


def test_nothing_about_anybody_is_in_what_a_log_would_show() -> None:
    shown = repr(Employee("Siôn", "ap Gwilym", date(1990, 2, 28), "M", NI_NUMBER, LIVED_IN))

    assert shown == "Employee(gender='M', address=Address(country=None))"


@pytest.mark.parametrize(
    ("office", "paye", "accounts", "field"),
    [
        ("12", "AB456", "123PA00012345", "office_number"),
        ("123", "AB/456", "123PA00012345", "paye_reference"),
        ("123", "AB456", "123P00012345", "accounts_office_reference"),
    ],
)
def test_references_have_their_shapes(office: str, paye: str, accounts: str, field: str) -> None:
    employer = replace(
        EMPLOYER, office_number=office, paye_reference=paye, accounts_office_reference=accounts
    )

    with pytest.raises(FieldNotSound) as refused:
        full_payment_submission(employer=employer, tax_year=TAX_YEAR, employments=[WITH_NUMBER])

    assert refused.value.facts["field"] == field


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (fps, NothingToSay),
        (lambda: eps(Summary()), NothingToSay),
        (
            lambda: full_payment_submission(employer=EMPLOYER, tax_year="2031-32", employments=[WITH_NUMBER]),
            NoNamesForTaxYear,
        ),
        (lambda: eps(Summary(nobody_paid=Days(date(2026, 10, 1), date(2026, 10, 31)))), NotWholeTaxMonths),
        (lambda: eps(Summary(nobody_paid=Days(date(2026, 10, 6), date(2026, 10, 5)))), NotWholeTaxMonths),
        (lambda: eps(Summary(nobody_paid=Days(date(2026, 3, 6), date(2026, 4, 5)))), OutsideTaxYear),
        (lambda: eps(Summary(ceased_on=date(2027, 4, 6))), OutsideTaxYear),
        (lambda: eps(Summary(recovered=Recovered(13, {"SMP": 1}))), FieldNotSound),
        (lambda: eps(Summary(recovered=Recovered(1, {"SSP": 1}))), FieldNotSound),
        (lambda: eps(Summary(recovered=Recovered(1, {"SMP": -1}))), FieldNotSound),
        (lambda: eps(Summary(recovered=Recovered(1, {}, {"SMP": 1}))), FieldNotSound),
        (lambda: eps(Summary(levy=Levy(1, -1, 0))), FieldNotSound),
    ],
)
def test_a_submission_is_refused(told: Callable[[], object], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        told()


def test_an_earlier_tax_year_has_its_own_names() -> None:
    now = replace(WITH_NUMBER.now, paid_on=date(2026, 3, 31))
    told = full_payment_submission(
        employer=EMPLOYER, tax_year="2025-26", employments=[replace(WITH_NUMBER, now=now)]
    )

    message = govtalk_message(replace(submitted(told), tax_year="2025-26")).content

    assert b"FullPaymentSubmission/25-26/1" in message
    assert b"<PeriodEnd>2026-04-05</PeriodEnd>" in message
    assert "<RelatedTaxYear>25-26</RelatedTaxYear>" in canonical(told)


def test_a_plan_that_came_later_is_not_in_an_earlier_year() -> None:
    now: Now = replace(WITH_NUMBER.now, paid_on=date(2026, 3, 31), loan_plan=Plan.PLAN_5)

    with pytest.raises(FieldNotSound):
        full_payment_submission(
            employer=EMPLOYER, tax_year="2025-26", employments=[replace(WITH_NUMBER, now=now)]
        )
