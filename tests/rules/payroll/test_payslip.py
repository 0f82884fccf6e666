# SPDX-License-Identifier: AGPL-3.0-or-later
"""A payslip is the sum of its lines, taxed as HMRC's published cases are, and carries the year on."""

from datetime import date

import pytest

from franchise_kit.payroll.rules.made import Particulars, WorkedOut, as_working, steps_of, work_out
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate
from franchise_kit.payroll.rules.payslip import Line, earlier_in_year, merged
from franchise_kit.payroll.rules.whole import InPeriod
from franchise_kit.people.rules.tax_code import TaxCodeNotUnderstood
from tests.rules.payroll.published import pence, published

# The 30th of a month falls into the tax month that began on its 6th.
PAY_DAYS = {period: date(2026 + (period > 9), (period + 2) % 12 + 1, 28) for period in range(1, 13)}


def paid(pence_in_all: int) -> list[Line]:
    """Return a line of one hour that pays so much."""
    return [Line("visit", 60, pence_in_all)]


def alone(earlier: YearToDate) -> InPeriod:
    """Return what was paid earlier in a tax month to somebody from whom nothing else is taken."""
    return InPeriod(earlier, earlier.pay_pence, earlier.pay_pence)


@pytest.mark.parametrize(
    ("case", "minutes", "pence_per_hour", "expected_pence"),
    [
        ("whole hours", 120, 1345, 2690),
        ("three quarters of an hour", 45, 1345, 1009),
        ("half a penny goes up", 30, 1345, 673),
        ("less than half goes down", 1, 1345, 22),
    ],
)
def test_a_line_is_rounded_on_its_own(
    case: str, minutes: int, pence_per_hour: int, expected_pence: int
) -> None:
    assert Line("visit", minutes, pence_per_hour).amount_pence == expected_pence, case


@pytest.mark.parametrize("tax_code", ["1257L", "C1257L"])
def test_payslips_are_taxed_as_the_published_cases(tax_code: str) -> None:
    cases = [
        case
        for case in published("paye")
        if case.tax_year == "2026-27"
        and (case.inputs["tax_code"], case.inputs["pay_frequency"]) == (tax_code, "M1")
        and not case.inputs["week1_month1"]
    ]
    assert len(cases) == 8

    for case in cases:
        said = case.inputs
        before = YearToDate(pence(said["previous_taxable_pay"]), pence(said["previous_tax"]))
        made = work_out(
            paid(pence(said["taxable_pay"])),
            particulars=Particulars(tax_code, "A", before),
            pay_on=PAY_DAYS[said["period"]],
        )
        assert made.sums.tax_pence == pence(case.expected["tax"]), case.id
        assert (
            made.sums.gross_pence == made.sums.net_pence + made.sums.tax_pence + made.sums.employee_ni_pence
        )


def test_contributions_are_those_of_the_published_cases() -> None:
    cases = [
        case
        for case in published("ni")
        if case.tax_year == "2026-27"
        and (case.inputs["category"], case.inputs["pay_frequency"]) == ("A", "M1")
    ]
    assert cases

    for case in cases:
        made = work_out(
            paid(pence(case.inputs["ni_able_pay"])),
            particulars=Particulars("1257L", "A"),
            pay_on=PAY_DAYS[8],
        )
        expected = (pence(case.expected["employee_ni"]), pence(case.expected["employer_ni"]))
        assert (made.sums.employee_ni_pence, made.sums.employer_ni_pence) == expected, case.id


def test_a_year_of_payslips_carries_itself_on() -> None:
    (sequence,) = published("paye_sequence")
    earlier: list[YearToDate] = []
    taken: list[int] = []
    for payment in sequence.inputs["payments"]:
        before = earlier_in_year(earlier, NOTHING_BEFORE)
        made = work_out(
            paid(pence(payment["taxable_pay"])),
            particulars=Particulars(payment["tax_code"], "A", before),
            pay_on=PAY_DAYS[payment["period"]],
        )
        taken.append(made.sums.tax_pence)
        earlier.append(YearToDate(made.sums.gross_pence, made.sums.tax_pence))

    assert taken == [pence(amount) for amount in sequence.expected["tax"]]


@pytest.mark.parametrize(
    ("case", "earlier", "p45", "expected"),
    [
        ("nothing came before", [], NOTHING_BEFORE, NOTHING_BEFORE),
        ("a P45 alone", [], YearToDate(5000, 500), YearToDate(5000, 500)),
        (
            "a P45 and two payslips, one of which gave tax back",
            [YearToDate(1000, 100), YearToDate(2000, -50)],
            YearToDate(5000, 500),
            YearToDate(8000, 550),
        ),
    ],
)
def test_what_came_earlier_in_the_year(
    case: str, earlier: list[YearToDate], p45: YearToDate, expected: YearToDate
) -> None:
    assert earlier_in_year(earlier, p45) == expected, case


def test_lines_of_one_kind_and_rate_are_one_and_late_ones_stand_last() -> None:
    late = Line("training", 30, 1300, is_late=True)

    made = merged([late, Line("visit", 60, 1345), Line("visit", 45, 1345), Line("visit", 60, 1300)])

    assert made == [Line("visit", 60, 1300), Line("visit", 105, 1345), late]


def test_the_steps_are_kept_and_come_back() -> None:
    made = work_out(
        [Line("visit", 6000, 1345)], particulars=Particulars("C1257L", "A"), pay_on=date(2026, 4, 30)
    )
    working = as_working(made)

    assert steps_of(working, "tax") == made.steps("tax")
    assert steps_of(working, "ni") == made.steps("ni")
    assert [step["code"] for step in working["tax"]] == [
        "pay_to_date",
        "free_pay_to_date",
        "taxable_pay_to_date",
        "band",
        "tax_to_date",
        "tax_before",
        "tax_now",
    ]


def test_what_is_no_code_pays_nobody() -> None:
    with pytest.raises(TaxCodeNotUnderstood):
        work_out(paid(1000), particulars=Particulars("D2", "A"), pay_on=date(2026, 4, 30))


@pytest.mark.parametrize(
    ("case", "tax_code", "first_pence", "second_pence", "second_ni_pence"),
    [
        ("both below the threshold, together above it", "1257L", 1000_00, 1000_00, 76_16),
        ("both above it: it is given once", "1257L", 2000_00, 500_00, 40_00),
        ("up to the upper limit and over it", "1257L", 4000_00, 1000_00, 15_12 + 16_22),
        ("a code of one pay day alone", "1257L X", 1000_00, 1000_00, 76_16),
    ],
)
def test_a_second_payment_of_a_tax_month_is_added_to_the_first(
    case: str, tax_code: str, first_pence: int, second_pence: int, second_ni_pence: int
) -> None:
    first, second, together = in_one_month(tax_code, first_pence, second_pence)

    assert first.sums.employee_ni_pence + second.sums.employee_ni_pence == together.sums.employee_ni_pence, (
        case
    )
    assert first.sums.employer_ni_pence + second.sums.employer_ni_pence == together.sums.employer_ni_pence, (
        case
    )
    assert first.sums.tax_pence + second.sums.tax_pence == together.sums.tax_pence, case
    assert second.sums.employee_ni_pence == second_ni_pence, case


def in_one_month(tax_code: str, first_pence: int, second_pence: int) -> tuple[WorkedOut, ...]:
    """Return two payments of one tax month worked out one after the other, and as one."""
    first = work_out(paid(first_pence), particulars=Particulars(tax_code, "A"), pay_on=date(2026, 4, 10))
    taken = YearToDate(first.sums.gross_pence, first.sums.tax_pence)
    after = Particulars(tax_code, "A", taken, in_period=alone(taken))
    second = work_out(paid(second_pence), particulars=after, pay_on=date(2026, 5, 5))
    both = paid(first_pence + second_pence)
    return first, second, work_out(both, particulars=Particulars(tax_code, "A"), pay_on=date(2026, 5, 5))


def test_a_code_of_one_pay_day_alone_gives_its_free_pay_once_a_tax_month() -> None:
    first, second, together = in_one_month("1257L X", 1000_00, 1000_00)

    assert (first.sums.tax_pence, second.sums.tax_pence, together.sums.tax_pence) == (0, 190_20, 190_20)
    assert second.steps("tax")[0].code == "pay_this_month"


def test_a_refund_earlier_in_the_month_is_not_taken_back_by_a_code_of_one_pay_day_alone() -> None:
    refunded = YearToDate(1000_00, -200_00)
    particulars = Particulars("1257L X", "A", refunded, in_period=alone(refunded))

    made = work_out(paid(10_00), particulars=particulars, pay_on=date(2026, 5, 5))

    assert made.sums.tax_pence == 0


def test_tax_taken_earlier_in_the_month_is_not_given_back_by_a_code_of_one_pay_day_alone() -> None:
    taken = YearToDate(1000_00, 200_00)
    particulars = Particulars("1257L X", "A", taken, in_period=alone(taken))

    made = work_out(paid(10_00), particulars=particulars, pay_on=date(2026, 5, 5))

    assert made.sums.tax_pence == 0
