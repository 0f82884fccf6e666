# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whole payslips: what is published, several payments of a period, and what always holds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.court_orders import Order
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.orders import CouncilTaxOrder, DirectAttachment
from franchise_kit.payroll.rules.paye import YearToDate
from franchise_kit.payroll.rules.pensions import Arrangement, Basis, Contributions, Scheme
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.payroll.rules.whole import (
    DeductionsAbovePay,
    InPeriod,
    PayBelowNothing,
    Payee,
    Whole,
    work_out_whole,
)
from franchise_kit.people.rules.tax_code import TaxCode

FIGURES = figures_for(date(2026, 5, 5))
BOTH = (Plan.PLAN_2, Plan.POSTGRADUATE)
PAYEE = Payee(tax_code=TaxCode.parse("C1257L"), ni_category="A", frequency=Frequency.M1)


def scheme(arrangement: Arrangement, basis: Basis = Basis.QUALIFYING_EARNINGS) -> Scheme:
    return Scheme(arrangement, basis, employee_bps=500, employer_bps=300)


def paid(gross_pence: int, payee: Payee = PAYEE, *, period: int = 1) -> Whole:
    return work_out_whole(payee, gross_pence=gross_pence, period=period, figures=FIGURES)


def figures_of(made: Whole) -> tuple[int, ...]:
    """Return what the published cases say, in their order."""
    return (
        *(made.taxable_pence, made.ni_able_pence, made.tax.tax_pence),
        *(made.national_insurance.employee_pence, made.national_insurance.employer_pence),
        *(made.loans.student_pence, made.loans.postgraduate_pence),
        *(made.pension.worker_pence, made.pension.employer_pence, made.net_pence),
    )


@pytest.mark.parametrize(
    ("case", "gross_pence", "period", "facts", "expected"),
    [
        (
            "slip-00: two loans, no pension, letter C",
            5667_83,
            9,
            {"ni_category": "C", "loans": BOTH, "before": YearToDate(17417_20, 1806_20)},
            (5667_83, 5667_83, 923_80, 0, 787_62, 289_00, 235_00, 0, 0, 4220_03),
        ),
        (
            "slip-01: relief at source",
            4115_57,
            6,
            {
                "loans": BOTH,
                "before": YearToDate(15152_27, 1982_00),
                "pension": scheme(Arrangement.RELIEF_AT_SOURCE),
            },
            (4115_57, 4115_57, 613_60, 245_40, 554_78, 150_00, 141_00, 143_82, 107_87, 2821_75),
        ),
        (
            "slip-02: net pay, by the week, letter J",
            475_66,
            11,
            {
                "ni_category": "J",
                "frequency": Frequency.W1,
                "before": YearToDate(7764_54, 1069_00),
                "pension": scheme(Arrangement.NET_PAY),
            },
            (457_88, 475_66, 43_20, 4_67, 56_95, 0, 0, 17_78, 10_67, 410_01),
        ),
        (
            "slip-03: salary sacrifice, a Scottish code",
            774_68,
            23,
            {
                "tax_code": TaxCode.parse("S1257L"),
                "ni_category": "C",
                "frequency": Frequency.W1,
                "before": YearToDate(17161_89, 2397_66),
                "pension": scheme(Arrangement.SALARY_SACRIFICE),
            },
            (741_95, 741_95, 100_98, 0, 96_89, 0, 0, 32_73, 52_37, 640_97),
        ),
    ],
)
def test_the_published_payslips(
    case: str, gross_pence: int, period: int, facts: dict[str, Any], expected: tuple[int, ...]
) -> None:
    assert figures_of(paid(gross_pence, replace(PAYEE, **facts), period=period)) == expected, case


@pytest.mark.parametrize("arrangement", Arrangement)
def test_two_payments_of_a_month_come_to_what_one_does(arrangement: Arrangement) -> None:
    payee = replace(PAYEE, pension=scheme(arrangement), loans=(Plan.PLAN_2, Plan.POSTGRADUATE))
    once, first = paid(3000_00, payee), paid(1700_00, payee)
    earlier = InPeriod(
        YearToDate(first.taxable_pence, first.tax.tax_pence), first.ni_able_pence, first.gross_pence
    )
    second = paid(1300_00, replace(payee, before=earlier.taxed, in_period=earlier))

    assert [a + b for a, b in zip(figures_of(first), figures_of(second), strict=True)] == [*figures_of(once)]


def test_pay_of_nothing_still_gives_tax_back() -> None:
    made = paid(0, replace(PAYEE, before=YearToDate(10_000_00, 1500_00)), period=6)

    assert made.net_pence == -made.tax.tax_pence == 758_00
    assert made.pension == Contributions()


def test_orders_come_before_loans_and_leave_them_what_is_not_protected() -> None:
    """Of £1,400 a month with nothing else taken, £1,150 are protected, and the fine takes £200 first."""
    fine = Order(date(2026, 1, 5), is_priority=True, normal_pence=200_00, protected_pence=1150_00)
    payee = replace(
        PAYEE, tax_code=TaxCode.parse("NT"), ni_category="X", loans=(Plan.POSTGRADUATE,), orders=(fine,)
    )
    made = paid(2900_00, payee)
    poorer = paid(1400_00, replace(payee, loans=(Plan.PLAN_1, Plan.POSTGRADUATE)))

    assert (made.ordered_pence, made.loans.postgraduate_pence, made.net_pence) == (200_00, 69_00, 2631_00)
    assert (poorer.ordered_pence, poorer.loans.postgraduate_pence, poorer.net_pence) == (200_00, 0, 1200_00)


def test_a_loan_is_cut_to_whole_pounds_of_the_room() -> None:
    fine = Order(date(2026, 1, 5), is_priority=True, normal_pence=900_00, protected_pence=1950_50)
    payee = replace(
        PAYEE, tax_code=TaxCode.parse("NT"), ni_category="X", loans=(Plan.POSTGRADUATE,), orders=(fine,)
    )
    made = paid(2900_00, payee)

    assert made.attachable_pence == 2900_00
    assert (made.ordered_pence, made.loans.postgraduate_pence, made.net_pence) == (900_00, 49_00, 1951_00)


def test_orders_see_what_tax_contributions_and_pension_left() -> None:
    council_tax, direct = CouncilTaxOrder(date(2024, 5, 1)), DirectAttachment(date(2025, 5, 1))
    payee = replace(PAYEE, pension=scheme(Arrangement.RELIEF_AT_SOURCE), orders=(direct, council_tax))
    without, made = paid(2000_00, replace(payee, orders=())), paid(2000_00, payee)

    assert without.net_pence == without.attachable_pence == made.attachable_pence == 1674_44
    assert [(one.order, one.pence) for one in made.orders] == [(council_tax, 200_93), (direct, 251_17)]
    assert made.net_pence == 1674_44 - 200_93 - 251_17


def test_pay_below_nothing_is_refused() -> None:
    with pytest.raises(PayBelowNothing) as refused:
        paid(-1)

    assert refused.value.code == "pay_below_nothing"


def test_more_than_is_earned_is_never_taken() -> None:
    """Half goes in tax by the limit, and all that is left would go to the pension."""
    all_of_it = Scheme(Arrangement.RELIEF_AT_SOURCE, Basis.ALL_PAY, employee_bps=7000, employer_bps=300)

    with pytest.raises(DeductionsAbovePay):
        paid(3000_00, replace(PAYEE, tax_code=TaxCode.parse("D1 X"), pension=all_of_it))


@settings(max_examples=60)
@given(
    gross_pence=st.integers(0, 15_000_00),
    code=st.sampled_from(["C1257L", "S1257L", "K475", "BR", "D1", "0T X", "NT", "SD3"]),
    letter=st.sampled_from("ABCHJMX"),
    frequency=st.sampled_from([Frequency.W1, Frequency.W2, Frequency.W4, Frequency.M1]),
    arrangement=st.sampled_from([None, *Arrangement]),
    plans=st.sampled_from([(), (Plan.PLAN_1,), BOTH]),
)
def test_every_penny_of_the_pay_is_somewhere(
    *,
    gross_pence: int,
    code: str,
    letter: str,
    frequency: Frequency,
    arrangement: Arrangement | None,
    plans: tuple[Plan, ...],
) -> None:
    payee = Payee(
        tax_code=TaxCode.parse(code),
        ni_category=letter,
        frequency=frequency,
        loans=plans,
        pension=None if arrangement is None else scheme(arrangement),
    )
    made = paid(gross_pence, payee, period=4)
    taken_pence = (
        made.tax.tax_pence
        + made.national_insurance.employee_pence
        + made.loans.student_pence
        + made.loans.postgraduate_pence
        + made.pension.worker_pence
    )

    assert gross_pence == made.net_pence + taken_pence
    assert 0 <= made.net_pence <= gross_pence
    assert made.net_pence <= made.attachable_pence
