# SPDX-License-Identifier: AGPL-3.0-or-later
"""A payslip as HMRC is told of it: sums of the year, the letters, starters and leavers, what is missing."""

from dataclasses import replace
from datetime import date

import pytest

from franchise_kit.payroll.rules.handing_over.filing_states import (
    FilingEnded,
    FilingNotHandedOver,
    FilingReasonUnknown,
    LateReasonNeeded,
    check_may_end,
    checked_late_reason,
)
from franchise_kit.payroll.rules.handing_over.fps import full_payment_submission
from franchise_kit.payroll.rules.handing_over.from_payslips import (
    PaidOnce,
    Person,
    employment_of,
    missing_of,
    starts_here,
)
from franchise_kit.payroll.rules.handing_over.nodes import canonical
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.tax_calendar import Frequency
from tenants.refusal import Refusal
from tests.rules.payroll.handing_over.made_up import EMPLOYER, NI_NUMBER, TAX_YEAR

NIA = Person(
    number=7,
    given_name="Nia",
    family_name="Prys",
    began_on=date(2026, 1, 5),
    born_on=date(1990, 2, 28),
    sex="F",
    ni_number=NI_NUMBER,
    weekly_minutes=20 * 60,
)
OCTOBER = PaidOnce(
    pay_on=date(2026, 10, 30),
    frequency=Frequency.M1,
    tax_period=7,
    tax_code="1257L",
    letter="A",
    gross_pence=2_100_00,
    ni_able_pence=2_000_00,
    taxable_pence=1_950_00,
    tax_pence=180_20,
    employee_ni_pence=76_16,
    employer_ni_pence=237_45,
    net_pence=1_600_00,
    at_lel_pence=559_00,
    lel_to_pt_pence=489_00,
    pt_to_uel_pence=952_00,
    expenses_pence=12_60,
    student_plan="2",
    student_loan_pence=5_00,
    postgraduate_loan_pence=3_00,
    pension_before_tax_pence=50_00,
    statutory_pence={"SMP": 100_00},
)
NOVEMBER = replace(OCTOBER, pay_on=date(2026, 11, 30), tax_period=8, statutory_pence={"SMP": 40_00})


def test_sums_of_the_year_are_those_of_all_its_payslips() -> None:
    told = employment_of(NIA, [OCTOBER, NOVEMBER], is_starter=False)

    assert (told.pay_id, told.start, told.left_on) == ("W7", None, None)
    assert (told.to_date.taxable_pence, told.to_date.tax_pence) == (3_900_00, 360_40)
    assert (told.to_date.student_loan_pence, told.to_date.postgraduate_loan_pence) == (10_00, 6_00)
    assert (told.to_date.pension_before_tax_pence, told.to_date.pension_after_tax_pence) == (100_00, 0)
    assert told.to_date.statutory_pence == {"SMP": 140_00}


def test_a_payment_is_told_after_what_the_law_takes() -> None:
    now = employment_of(NIA, [OCTOBER, NOVEMBER], is_starter=False).now

    assert now.after_deductions_pence == 2_000_00 - 180_20 - 76_16 - 8_00
    assert (now.not_taxed_pence, now.taxable_pence, now.tax_pence) == (12_60, 1_950_00, 180_20)
    assert (now.loan_plan, now.hours_band, now.is_after_leaving) == (Plan.PLAN_2, "B", False)


def test_contributions_go_by_letter() -> None:
    other = replace(NOVEMBER, letter="M", employer_ni_pence=0)

    first, second = employment_of(NIA, [OCTOBER, other], is_starter=False).contributions

    assert (first.letter, first.earnings_now_pence, first.earnings_pence) == ("A", 0, 2_000_00)
    assert (first.employee_now_pence, first.employee_pence, first.employer_pence) == (0, 76_16, 237_45)
    assert (second.letter, second.earnings_now_pence, second.employer_pence) == ("M", 2_000_00, 0)
    assert (second.at_lel_pence, second.lel_to_pt_pence, second.pt_to_uel_pence) == (559_00, 489_00, 952_00)


def test_a_starter_is_told_once_with_their_loans() -> None:
    starter = replace(NIA, declaration="B", loans=("2", "PG"))

    start = employment_of(starter, [NOVEMBER], is_starter=True).start

    assert start is not None
    assert (start.began_on, start.declaration) == (date(2026, 1, 5), "B")
    assert (start.has_student_loan, start.has_postgraduate_loan) == (True, True)


def test_pay_after_the_last_day_says_so() -> None:
    last = replace(OCTOBER, leaving_on=date(2026, 10, 28))

    leaving = employment_of(NIA, [last], is_starter=False)
    gone = replace(NIA, left_before=date(2026, 10, 28))
    after = employment_of(gone, [last, NOVEMBER], is_starter=False)
    next_year = employment_of(gone, [NOVEMBER], is_starter=False)

    assert (leaving.left_on, leaving.now.is_after_leaving) == (date(2026, 10, 28), False)
    for one in (after, next_year):
        assert (one.left_on, one.now.is_after_leaving) == (date(2026, 10, 28), True)


@pytest.mark.parametrize(("method", "code"), [("annual", "AN"), ("alternative", "AL"), (None, None)])
def test_a_director_is_told_by_how_contributions_are_spread(method: str | None, code: str | None) -> None:
    paid = replace(NOVEMBER, director_method=method, director_from_week=method and 1)

    told = employment_of(NIA, [paid], is_starter=False)
    assert (told.director_method, told.director_from_week) == (code, None)


def test_a_director_appointed_in_the_year_is_told_with_the_week() -> None:
    paid = replace(NOVEMBER, director_method="annual", director_from_week=31)

    assert employment_of(NIA, [paid], is_starter=False).director_from_week == 31


def test_what_is_made_of_a_payslip_is_a_sound_submission() -> None:
    one = employment_of(NIA, [OCTOBER, NOVEMBER], is_starter=False, late_reason="H")

    told = canonical(full_payment_submission(employer=EMPLOYER, tax_year=TAX_YEAR, employments=[one]))

    assert "<LateReason>H</LateReason>" in told
    assert "<SMPYTD>140.00</SMPYTD>" in told


@pytest.mark.parametrize(
    ("case", "person", "is_starter", "missing"),
    [
        ("all is there", NIA, False, ()),
        ("a starter has not declared", NIA, True, ("declaration",)),
        ("neither number nor address", replace(NIA, ni_number=None), False, ("address",)),
        (
            "an address without a place",
            replace(NIA, ni_number=None, lines=("1 Y Stryd", "Aber")),
            False,
            ("address",),
        ),
        (
            "an address is enough",
            replace(NIA, ni_number=None, lines=("1 Y Stryd", "Aber"), postcode="LL57 1AA"),
            False,
            (),
        ),
        ("no birth and no sex", replace(NIA, born_on=None, sex=None), False, ("born_on", "sex")),
        ("a name in other letters", replace(NIA, family_name="Иванова"), False, ("name",)),
    ],
)
def test_what_is_missing(case: str, person: Person, is_starter: bool, missing: tuple[str, ...]) -> None:
    assert missing_of(person, is_starter=is_starter) == missing, case


@pytest.mark.parametrize(
    ("case", "began_on", "period_from", "was_paid_before", "starts"),
    [
        ("this tax year", date(2026, 9, 1), date(2026, 11, 1), False, True),
        ("long before: another program told of them", date(2024, 9, 1), date(2026, 11, 1), False, False),
        ("paid here before", date(2026, 9, 1), date(2026, 11, 1), True, False),
        ("in a period that began before the tax year", date(2026, 3, 30), date(2026, 3, 23), False, True),
    ],
)
def test_who_starts(
    case: str, began_on: date, period_from: date, was_paid_before: bool, starts: bool
) -> None:
    said = starts_here(
        began_on=began_on, pay_on=date(2026, 11, 30), period_from=period_from, was_paid_before=was_paid_before
    )

    assert said is starts, case


def test_a_late_payment_says_why_or_that_there_is_no_reason() -> None:
    pay_on = date(2026, 11, 30)

    assert checked_late_reason("H", pay_on=pay_on, today=pay_on) is None
    assert checked_late_reason("H", pay_on=pay_on, today=date(2026, 12, 1)) == "H"
    assert checked_late_reason("none", pay_on=pay_on, today=date(2026, 12, 1)) is None
    for said in (None, "", "A", "h"):
        with pytest.raises(LateReasonNeeded):
            checked_late_reason(said, pay_on=pay_on, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("state", "to", "reason", "refused"),
    [
        ("made", "accepted", None, FilingNotHandedOver),
        ("made", "refused", "sent_before", FilingNotHandedOver),
        ("made", "withdrawn", "not_sent", None),
        ("handed_over", "accepted", None, None),
        ("handed_over", "refused", "sent_before", None),
        ("handed_over", "refused", None, FilingReasonUnknown),
        ("handed_over", "withdrawn", "felt_like_it", FilingReasonUnknown),
        ("handed_over", "accepted", "not_sent", FilingReasonUnknown),
        ("accepted", "withdrawn", "not_sent", FilingEnded),
        ("refused", "accepted", None, FilingEnded),
    ],
)
def test_how_a_file_ends(state: str, to: str, reason: str | None, refused: type[Refusal] | None) -> None:
    if refused is None:
        check_may_end(state, to, reason)
    else:
        with pytest.raises(refused):
            check_may_end(state, to, reason)
