# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an employer owes for a month and when; and a run as an entry that balances."""

from dataclasses import replace
from datetime import date

import pytest

from franchise_kit.ledger.rules import chart, check_postings
from franchise_kit.payroll.rules.handing_over.books import (
    RunDoesNotBalance,
    RunSums,
    SumBelowNothing,
    journal_table,
    run_postings,
)
from franchise_kit.payroll.rules.handing_over.owed import (
    MonthSums,
    NoSuchTaxMonth,
    SumsNotPossible,
    month_ends_on,
    owed_for_month,
)
from tests.rules.payroll.handing_over.made_up import PAY_ON, kept

SUMS = MonthSums(
    tax_pence=1_000_00,
    employee_ni_pence=500_00,
    employer_ni_pence=900_00,
    student_loans_pence=60_00,
    postgraduate_loans_pence=6_00,
    allowance_pence=900_00,
    recovered_pence=100_00,
    compensation_pence=9_00,
    levy_pence=12_34,
)


def test_what_is_owed_is_the_sum_of_its_parts() -> None:
    owed = owed_for_month(year_begins_in=2026, month=7, sums=SUMS)

    assert [(part.code, part.pence) for part in owed.parts] == [
        ("tax", 1_000_00),
        ("employee_ni", 500_00),
        ("employer_ni", 900_00),
        ("student_loans", 60_00),
        ("postgraduate_loans", 6_00),
        ("levy", 12_34),
        ("employment_allowance", -900_00),
        ("statutory_pay_recovered", -100_00),
        ("statutory_pay_compensation", -9_00),
    ]
    assert (owed.total_pence, owed.left_over_pence) == (1_469_34, 0)


def test_what_is_too_much_is_left_for_the_next_month() -> None:
    owed = owed_for_month(year_begins_in=2026, month=7, sums=replace(SUMS, recovered_pence=2_000_00))
    later = owed_for_month(year_begins_in=2026, month=8, sums=MonthSums(500_00, 0, 0, credit_pence=430_66))

    assert (owed.total_pence, owed.left_over_pence) == (0, 430_66)
    assert later.total_pence == 69_34


@pytest.mark.parametrize(
    ("month", "ends_on", "due_on", "by_post_on", "pay_on"),
    [
        (1, date(2026, 5, 5), date(2026, 5, 22), date(2026, 5, 19), date(2026, 5, 22)),
        # 22 August 2026 is a Saturday, and 22 November a Sunday.
        (4, date(2026, 8, 5), date(2026, 8, 22), date(2026, 8, 19), date(2026, 8, 21)),
        (7, date(2026, 11, 5), date(2026, 11, 22), date(2026, 11, 19), date(2026, 11, 20)),
        (8, date(2026, 12, 5), date(2026, 12, 22), date(2026, 12, 19), date(2026, 12, 22)),
        (9, date(2027, 1, 5), date(2027, 1, 22), date(2027, 1, 19), date(2027, 1, 22)),
        (12, date(2027, 4, 5), date(2027, 4, 22), date(2027, 4, 19), date(2027, 4, 22)),
    ],
)
def test_a_month_is_paid_by_the_22nd(
    month: int, ends_on: date, due_on: date, by_post_on: date, pay_on: date
) -> None:
    owed = owed_for_month(year_begins_in=2026, month=month, sums=SUMS)

    assert month_ends_on(2026, month) == ends_on
    assert (owed.due_on, owed.due_by_post_on, owed.pay_on) == (due_on, by_post_on, pay_on)


@pytest.mark.parametrize("month", [0, 13])
def test_a_tax_year_has_twelve_months(month: int) -> None:
    with pytest.raises(NoSuchTaxMonth):
        owed_for_month(year_begins_in=2026, month=month, sums=SUMS)


@pytest.mark.parametrize(
    "sums",
    [
        replace(SUMS, allowance_pence=900_01),
        replace(SUMS, allowance_pence=-1),
        replace(SUMS, recovered_pence=-1),
        replace(SUMS, credit_pence=-1),
    ],
)
def test_sums_that_cannot_be_are_refused(sums: MonthSums) -> None:
    with pytest.raises(SumsNotPossible):
        owed_for_month(year_begins_in=2026, month=1, sums=sums)


PLAIN = RunSums(
    gross_pence=2_300_00,
    tax_pence=250_20,
    employee_ni_pence=100_16,
    employer_ni_pence=282_45,
    net_pence=1_949_64,
)
FULL = RunSums(
    gross_pence=2_300_00,
    tax_pence=240_20,
    employee_ni_pence=96_16,
    employer_ni_pence=274_95,
    net_pence=1_806_60,
    loans_pence=12_00,
    employee_pension_pence=64_04,
    sacrificed_pence=50_00,
    employer_pension_pence=103_40,
    orders_pence=76_00,
    expenses_pence=45_00,
)


def test_a_run_with_everything_balances() -> None:
    sides = [(one.account, one.amount_pence) for one in run_postings(FULL)]

    assert sides == [
        ("wages", 2_250_00),
        ("employer_ni", 274_95),
        ("employer_pension", 103_40),
        ("expenses_repaid", 45_00),
        ("owed_hmrc", -623_31),
        ("owed_pension", -167_44),
        ("owed_orders", -76_00),
        ("wages_payable", -1_806_60),
    ]
    assert sum(pence for _account, pence in sides) == 0


def test_a_run_without_pension_is_an_entry_that_the_books_take() -> None:
    check_postings(run_postings(PLAIN), side="coop")


def test_a_refund_of_tax_is_owed_by_hmrc() -> None:
    sums = RunSums(100_00, -400_00, 0, 0, 500_00)

    assert [(one.account, one.amount_pence) for one in run_postings(sums)] == [
        ("wages", 100_00),
        ("owed_hmrc", 400_00),
        ("wages_payable", -500_00),
    ]


@pytest.mark.parametrize("one_penny", [-1, 1])
def test_a_run_that_does_not_add_up_is_refused(one_penny: int) -> None:
    with pytest.raises(RunDoesNotBalance):
        run_postings(replace(FULL, net_pence=FULL.net_pence + one_penny))


def test_a_sum_below_nothing_is_refused_by_its_name() -> None:
    with pytest.raises(SumBelowNothing) as refused:
        run_postings(replace(FULL, orders_pence=-1))

    assert refused.value.facts == {"sum": "orders_pence"}


def test_a_run_as_a_table_is_as_it_was_when_it_was_looked_at() -> None:
    names = {account.id: account.name_en for account in chart("coop").values()}

    assert journal_table(run_postings(PLAIN), on=PAY_ON, reference="=PAY 8", names=names) == kept(
        "journal.csv"
    )
