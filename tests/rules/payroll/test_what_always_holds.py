# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds of any pay: no more is taken than is paid; to split a year or a period changes nothing."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from franchise_kit.payroll.rules.class1 import further_contributions
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.paye import NOTHING_BEFORE, YearToDate, tax_due
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import Frequency
from franchise_kit.payroll.rules.whole import Payee, work_out_whole
from franchise_kit.people.rules.tax_code import TaxCode

FIGURES = figures_for(date(2026, 5, 5))
NUMBERED = st.builds("{}{}L".format, st.sampled_from(["", "C", "S"]), st.integers(1, 5000))
FLAT = st.sampled_from(["BR", "CD0", "D1", "SD3", "0T", "S0T"])
ADDED = st.builds("{}K{}".format, st.sampled_from(["", "C", "S"]), st.integers(1, 9999))
MARKS = st.sampled_from(["", " X"])
LETTERS = st.sampled_from("ABCDEFHIJKLMNSVXZ")
PENCE = st.integers(0, 50_000_00)
# Whole pounds: on a few pence a whole pound's tax may be more than half, and waits.
POUNDS = st.integers(1, 9_000).map(lambda pounds: pounds * 100)


PAYEES = st.builds(
    Payee,
    tax_code=st.builds("{}{}".format, NUMBERED | FLAT | ADDED, MARKS).map(TaxCode.parse),
    ni_category=LETTERS,
    frequency=st.sampled_from(list(Frequency)),
    before=PENCE.map(lambda pence: YearToDate(pence, pence // 5)),
    loans=st.sets(st.sampled_from(list(Plan))).map(tuple),
    pension=st.none(),
)


@settings(max_examples=300, deadline=None)
@given(payee=PAYEES, gross=PENCE, period=st.integers(1, 12))
def test_no_more_is_taken_than_is_paid(payee: Payee, gross: int, period: int) -> None:
    whole = work_out_whole(payee, gross_pence=gross, period=period, figures=FIGURES)

    taken = whole.tax.tax_pence + whole.national_insurance.employee_pence
    taken += whole.loans.student_pence + whole.loans.postgraduate_pence
    assert whole.net_pence == gross - taken >= 0


def taken_in_a_year(code: TaxCode, payments: list[tuple[int, int]]) -> int:
    before = NOTHING_BEFORE
    for period, pay_pence in payments:
        due = tax_due(
            code=code,
            frequency=Frequency.M1,
            period=period,
            pay_pence=pay_pence,
            before=before,
            figures=FIGURES,
        )
        before = YearToDate(before.pay_pence + pay_pence, before.tax_pence + due.tax_pence)
    return before.tax_pence


@settings(max_examples=200, deadline=None)
@given(
    code=NUMBERED | FLAT,
    payments=st.lists(st.tuples(st.integers(1, 12), POUNDS), min_size=1, max_size=8),
)
def test_how_a_year_is_split_does_not_change_its_tax(code: str, payments: list[tuple[int, int]]) -> None:
    in_order = sorted(payments, key=lambda payment: payment[0])
    last_period = in_order[-1][0]
    at_once = [(last_period, sum(pence for _, pence in payments))]

    parsed = TaxCode.parse(code)

    assert taken_in_a_year(parsed, in_order) == taken_in_a_year(parsed, at_once)


@settings(max_examples=200, deadline=None)
@given(
    letter=LETTERS, frequency=st.sampled_from(list(Frequency)), parts=st.lists(PENCE, min_size=1, max_size=5)
)
def test_how_a_period_is_split_does_not_change_its_contributions(
    letter: str, frequency: Frequency, parts: list[int]
) -> None:
    def due(before: int, pence: int) -> tuple[int, int]:
        made = further_contributions(
            category=letter,
            frequency=frequency,
            before_pence=before,
            earnings_pence=pence,
            figures=FIGURES,
        )
        return made.employee_pence, made.employer_pence

    split = [due(sum(parts[:place]), pence) for place, pence in enumerate(parts)]

    assert tuple(map(sum, zip(*split, strict=True))) == due(0, sum(parts))
