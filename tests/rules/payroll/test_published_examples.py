# SPDX-License-Identifier: AGPL-3.0-or-later
"""HMRC's own test data, and what else was published, comes out to the penny; nothing is left out."""

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from app.calculating.answering import answer
from app.calculating.pounds import pounds
from franchise_kit.payroll.rules.class1 import contributions
from franchise_kit.payroll.rules.loans import repayment_pence, threshold_pence
from franchise_kit.payroll.rules.pay_adjustment import pay_adjustment_pence
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate, tax_due
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import MONTHS, WEEKS, Frequency, tax_table
from franchise_kit.people.rules.tax_code import TaxCode
from tests.rules.payroll.published import TAX_YEARS, Case, all_published, calculated, pence, published

COUNTS = {
    "paye": 167,
    "ni": 450,
    "directors_ni": 3,
    "pay_adjustment": 3,
    "dea": 4,
    "student_loan_custom": 1,
    "student_loan": 5,
    "paye_sequence": 1,
    "ctaeo_wales": 1,
    "ssp": 1,
    "payslip": 4,
    "annual": 7,
}


def result_of(case: Case) -> dict[str, Any]:
    result = answer(case.line.encode())["result"]
    assert isinstance(result, dict)
    return result


def test_no_case_is_left_out() -> None:
    assert Counter(case.type for case in all_published()) == COUNTS
    assert len({case.id for case in all_published()}) == 647
    assert len(calculated()) == 639


@pytest.mark.parametrize("case", calculated(), ids=lambda case: case.id)
def test_a_published_case(case: Case) -> None:
    result = result_of(case)

    assert result.keys() == case.expected.keys()
    assert case.is_met_by(result), result


def test_tax_is_exact_but_where_hmrcs_own_sheet_lost_a_penny() -> None:
    """HMRC's spreadsheet works in floating point, and prints a penny less in a few Scottish rows."""
    off = {case.id: pence(result_of(case)["tax"]) - pence(case.expected["tax"]) for case in published("paye")}

    assert {name: by for name, by in off.items() if by} == {"tax-25-067": 1, "tax-25-071": 1}


@pytest.mark.parametrize("pay_date", TAX_YEARS.values(), ids=TAX_YEARS)
@pytest.mark.parametrize("case", published("pay_adjustment"), ids=lambda case: case.id)
def test_pay_adjustment_is_the_same_in_both_years(case: Case, pay_date: date) -> None:
    frequency = Frequency(case.inputs["pay_frequency"])
    table = tax_table(frequency, case.inputs["period"], is_cumulative=True)
    number = TaxCode.parse(case.inputs["tax_code"]).number

    adjustment_pence = pay_adjustment_pence(number, table, figures_for(pay_date).paye.pay_adjustment)

    assert adjustment_pence == pence(case.expected["pay_adjustment_to_date"])


@pytest.mark.parametrize("case", published("student_loan_custom"), ids=lambda case: case.id)
def test_a_loan_by_figures_of_its_own(case: Case) -> None:
    said = case.inputs

    repaid_pence = repayment_pence(
        pence(said["pay"]),
        threshold_pence=threshold_pence(said["annual_threshold"] * 100, days=1, days_in_year=WEEKS),
        rate_bps=said["rate_percent"] * 100,
        periods=said["weeks_in_period"],
    )

    assert repaid_pence == pence(case.expected["deduction"])


@pytest.mark.parametrize("case", published("annual"), ids=lambda case: case.id)
def test_a_year_comes_near_to_the_years_assessment(case: Case) -> None:
    salary_pence, code = pence(case.inputs["annual_salary"]), TaxCode.parse(case.inputs["tax_code"])
    month_pence = salary_pence // MONTHS
    before, employee_pence, employer_pence = NOTHING_BEFORE, 0, 0
    for month in range(1, MONTHS + 1):
        pay_pence = month_pence if month < MONTHS else salary_pence - before.pay_pence
        due = tax_due(
            code=code,
            frequency=Frequency.M1,
            period=month,
            pay_pence=pay_pence,
            before=before,
            figures=case.figures,
        )
        shares = contributions(
            category="A", frequency=Frequency.M1, earnings_pence=pay_pence, figures=case.figures
        )
        before = YearToDate(before.pay_pence + pay_pence, before.tax_pence + due.tax_pence)
        employee_pence += shares.employee_pence
        employer_pence += shares.employer_pence

    totals = {"tax": before.tax_pence, "employee_ni": employee_pence, "employer_ni": employer_pence}
    assert case.is_met_by({name: pounds(amount) for name, amount in totals.items()}), totals


def test_an_answer_is_the_same_when_it_is_asked_again() -> None:
    lines = [case.line.encode() for case in calculated()[::7]]

    assert [json.dumps(answer(line)) for line in lines] == [json.dumps(answer(line)) for line in lines]
