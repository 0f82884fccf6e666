# SPDX-License-Identifier: AGPL-3.0-or-later
"""HMRC's own test data, and what else was published, comes out to the penny; nothing is left out."""

from datetime import date
from typing import Any

import pytest

from franchise_kit.payroll.rules.class1 import contributions
from franchise_kit.payroll.rules.pay_adjustment import pay_adjustment_pence
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, TaxDue, YearToDate, tax_due
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency, tax_table
from franchise_kit.people.rules.tax_code import TaxCode
from tests.rules.payroll.published import TAX_YEARS, Case, pence, published

PAYE, NI = published("paye"), published("ni")
ADJUSTMENTS, SEQUENCES = published("pay_adjustment"), published("paye_sequence")


def code_of(inputs: dict[str, Any]) -> TaxCode:
    return TaxCode.parse(inputs["tax_code"] + (" W1/M1" if inputs["week1_month1"] else ""))


def due(case: Case) -> TaxDue:
    inputs = case.inputs
    return tax_due(
        code=code_of(inputs),
        frequency=Frequency(inputs["pay_frequency"]),
        period=inputs["period"],
        pay_pence=pence(inputs["taxable_pay"]),
        before=YearToDate(pence(inputs["previous_taxable_pay"]), pence(inputs["previous_tax"])),
        figures=case.figures,
    )


def test_no_case_is_left_out() -> None:
    counts = [len(cases) for cases in (PAYE, NI, ADJUSTMENTS, SEQUENCES)]
    ids = {case.id for cases in (PAYE, NI, ADJUSTMENTS, SEQUENCES) for case in cases}

    assert counts == [167, 450, 3, 1]
    assert len(ids) == 167 + 450 + 3 + 1


@pytest.mark.parametrize("case", PAYE, ids=lambda case: case.id)
def test_paye(case: Case) -> None:
    tax_pence = due(case).tax_pence

    assert abs(tax_pence - pence(case.expected["tax"])) <= case.tolerance_pence


def test_tax_is_exact_but_where_hmrcs_own_sheet_lost_a_penny() -> None:
    """HMRC's spreadsheet works in floating point, and prints a penny less in a few Scottish rows."""
    off = {case.id: due(case).tax_pence - pence(case.expected["tax"]) for case in PAYE}

    assert {name: by for name, by in off.items() if by} == {"tax-25-067": 1, "tax-25-071": 1}


@pytest.mark.parametrize("case", NI, ids=lambda case: case.id)
def test_national_insurance(case: Case) -> None:
    worked = contributions(
        category=case.inputs["category"],
        frequency=Frequency(case.inputs["pay_frequency"]),
        earnings_pence=pence(case.inputs["ni_able_pay"]),
        figures=case.figures,
    )

    assert {
        "employee_ni": worked.employee_pence,
        "employer_ni": worked.employer_pence,
        "earnings_at_lel": worked.at_lel_pence,
        "earnings_lel_to_pt": worked.lel_to_pt_pence,
        "earnings_pt_to_uel": worked.pt_to_uel_pence,
    } == {name: pence(amount) for name, amount in case.expected.items()}


@pytest.mark.parametrize("pay_date", TAX_YEARS.values(), ids=TAX_YEARS)
@pytest.mark.parametrize("case", ADJUSTMENTS, ids=lambda case: case.id)
def test_pay_adjustment(case: Case, pay_date: date) -> None:
    frequency = Frequency(case.inputs["pay_frequency"])
    table = tax_table(frequency, case.inputs["period"], is_cumulative=True)
    number = TaxCode.parse(case.inputs["tax_code"]).number

    adjustment_pence = pay_adjustment_pence(number, table, figures_for(pay_date).paye.pay_adjustment)

    assert adjustment_pence == pence(case.expected["pay_adjustment_to_date"])


@pytest.mark.parametrize("case", SEQUENCES, ids=lambda case: case.id)
def test_a_run_of_payments(case: Case) -> None:
    before, taken = NOTHING_BEFORE, []
    for payment in case.inputs["payments"]:
        worked = tax_due(
            code=code_of(payment),
            frequency=Frequency(case.inputs["pay_frequency"]),
            period=payment["period"],
            pay_pence=pence(payment["taxable_pay"]),
            before=before,
            figures=case.figures,
        )
        taken.append(worked.tax_pence)
        pay_pence = before.pay_pence + pence(payment["taxable_pay"])
        before = YearToDate(pay_pence, before.tax_pence + worked.tax_pence)

    assert taken == [pence(tax) for tax in case.expected["tax"]]
    assert before.pay_pence == pence(case.expected["taxable_pay_to_date"])
    assert before.tax_pence == pence(case.expected["tax_to_date"])
