# SPDX-License-Identifier: AGPL-3.0-or-later
"""First codes, certificates at the end of a job or a year, and notices of codes that come in."""

from datetime import date

import pytest

from franchise_kit.payroll.rules.handing_over.certificates import (
    LetterSums,
    NotPaidYet,
    NotThereAtYearsEnd,
    Paid,
    PaidInOtherYear,
    p45,
    p60,
)
from franchise_kit.payroll.rules.handing_over.starting import (
    DeclarationUnknown,
    FormerJob,
    LeftAfterFirstPay,
    Why,
    after_leaving,
    carried_forward,
    declaration,
    first_code,
)
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.people.rules.particulars import EarlierTaxAbovePay
from franchise_kit.people.rules.tax_code import TaxCode

PAY_ON = date(2026, 11, 30)
EARLIER = YearToDate(9_000_00, 1_000_00)


def code(text: str) -> TaxCode:
    return TaxCode.parse(text)


@pytest.mark.parametrize(
    ("has_other", "had_other", "letter"),
    [(False, False, "A"), (False, True, "B"), (True, False, "C"), (True, True, "C")],
)
def test_answers_make_a_letter(*, has_other: bool, had_other: bool, letter: str) -> None:
    assert declaration(has_other=has_other, had_other=had_other) == letter


@pytest.mark.parametrize(
    ("former", "declared", "printed", "before", "why"),
    [
        (None, "A", "1257L", NOTHING_BEFORE, Why.DECLARED),
        (None, "B", "1257L X", NOTHING_BEFORE, Why.DECLARED),
        (None, "C", "BR", NOTHING_BEFORE, Why.DECLARED),
        (None, None, "0T X", NOTHING_BEFORE, Why.NEITHER),
        (FormerJob(date(2026, 10, 31), code("C1100L"), EARLIER), "C", "C1100L", EARLIER, Why.P45),
        (FormerJob(date(2026, 4, 6), code("K45"), EARLIER), None, "K45", EARLIER, Why.P45),
        (FormerJob(date(2026, 10, 31), code("1100L X"), EARLIER), None, "1100L X", NOTHING_BEFORE, Why.P45),
        (
            FormerJob(date(2026, 4, 5), code("C1257L X"), EARLIER),
            "B",
            "C1257L",
            NOTHING_BEFORE,
            Why.P45_OF_LAST_YEAR,
        ),
        (FormerJob(date(2025, 4, 5), code("1257L"), EARLIER), "B", "1257L X", NOTHING_BEFORE, Why.DECLARED),
        (FormerJob(date(2025, 4, 5), code("1257L"), EARLIER), None, "0T X", NOTHING_BEFORE, Why.NEITHER),
    ],
)
def test_a_first_code_goes_by_what_is_there(
    former: FormerJob | None, declared: str | None, printed: str, before: YearToDate, why: Why
) -> None:
    found = first_code(pay_on=PAY_ON, former=former, declared=declared)

    assert (found.tax_code.printed, found.before, found.why) == (printed, before, why)


def test_what_a_starter_cannot_have_said_is_refused() -> None:
    with pytest.raises(DeclarationUnknown):
        first_code(pay_on=PAY_ON, declared="D")
    with pytest.raises(LeftAfterFirstPay):
        first_code(pay_on=PAY_ON, former=FormerJob(date(2026, 12, 1), code("1257L")))
    with pytest.raises(EarlierTaxAbovePay):
        first_code(pay_on=PAY_ON, former=FormerJob(date(2026, 11, 1), code("1257L"), YearToDate(1, 2)))


@pytest.mark.parametrize(
    ("before", "carried", "after"),
    [("1257L X", "1257L", "0T X"), ("SK100", "SK100", "S0T X"), ("CBR X", "CBR", "C0T X")],
)
def test_a_code_goes_on_into_a_new_year_and_ends_with_the_job(before: str, carried: str, after: str) -> None:
    assert carried_forward(code(before)).printed == carried
    assert after_leaving(code(before)).printed == after


PAYMENTS = (
    Paid(
        date(2026, 4, 30),
        1_000_00,
        100_00,
        (LetterSums("M", 559_00, 441_00, 0, 0),),
        student_loan_pence=12_00,
        statutory_pence={"SSP": 50_00},
    ),
    Paid(date(2026, 5, 29), 1_200_00, 140_00, (LetterSums("A", 559_00, 489_00, 152_00, 12_16),)),
    # A correction of May takes off 100 pounds.
    Paid(date(2026, 6, 30), -100_00, -20_00, (LetterSums("A", 0, 0, -100_00, -8_00),)),
)


def test_a_years_end_is_the_sum_of_its_entries() -> None:
    made = p60(year="2026-27", code=code("C1257L"), paid=PAYMENTS, before=EARLIER)

    assert made.here == YearToDate(2_100_00, 220_00)
    assert made.together == YearToDate(11_100_00, 1_220_00)
    assert made.letters == (
        LetterSums("A", 559_00, 489_00, 52_00, 4_16),
        LetterSums("M", 559_00, 441_00, 0, 0),
    )
    assert (made.student_loans_pence, made.postgraduate_loans_pence) == (12_00, 0)
    assert made.statutory_pence == {"SSP": 50_00}


def test_who_works_here_on_5_april_has_a_p60() -> None:
    assert (
        p60(year="2026-27", code=code("BR"), paid=PAYMENTS, left_on=date(2027, 4, 5)).here.pay_pence == 210000
    )
    with pytest.raises(NotThereAtYearsEnd):
        p60(year="2026-27", code=code("BR"), paid=PAYMENTS, left_on=date(2027, 4, 4))


def test_a_job_that_ends_tells_pay_to_date_where_the_code_is_cumulative() -> None:
    left_on = date(2026, 6, 12)
    made = p45(left_on=left_on, code=code("C1257L"), frequency=Frequency.M1, paid=PAYMENTS, before=EARLIER)
    alone = p45(left_on=left_on, code=code("BR X"), frequency=Frequency.W1, paid=PAYMENTS, before=EARLIER)

    assert (made.week_or_month, made.to_date) == (3, YearToDate(11_100_00, 1_220_00))
    assert (alone.week_or_month, alone.to_date) == (None, None)
    assert made.here == alone.here == YearToDate(2_100_00, 220_00)
    assert (made.goes_on_with_student_loan, made.goes_on_with_postgraduate_loan) == (True, False)


def test_certificates_are_of_one_year_and_of_something() -> None:
    later = (*PAYMENTS, Paid(date(2027, 4, 6), 1, 0))

    with pytest.raises(PaidInOtherYear):
        p60(year="2026-27", code=code("BR"), paid=later)
    with pytest.raises(PaidInOtherYear):
        p45(left_on=date(2027, 4, 6), code=code("BR"), frequency=Frequency.M1, paid=later)
    with pytest.raises(NotPaidYet):
        p60(year="2026-27", code=code("BR"), paid=[])
    with pytest.raises(NotPaidYet):
        p45(left_on=PAY_ON, code=code("BR"), frequency=Frequency.M1, paid=[])
