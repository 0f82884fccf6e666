# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is owed month by month: the allowance runs out, what is over goes on, and a summary tells the rest."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from franchise_kit.payroll.rules.handing_over.eps import Days, Recovered, Summary
from franchise_kit.payroll.rules.handing_over.owed import NoSuchTaxMonth
from franchise_kit.payroll.rules.handing_over.owed_by_month import (
    PaidInMonth,
    TaxMonthAhead,
    Terms,
    month_days,
    owed_by_month,
    summary_on,
)
from franchise_kit.payroll.rules.handing_over.summary_kept import as_kept, from_kept
from franchise_kit.payroll.rules.rates import figures_for

FIGURES: Final = figures_for(date(2026, 4, 6))
TERMS: Final = Terms(2026, claims_allowance=False, is_small=False, figures=FIGURES)
ALLOWANCE_PENCE: Final = FIGURES.book.whole("national_insurance.employment_allowance", on=date(2026, 4, 6))
APRIL: Final = PaidInMonth(3, 400_00, 150_00, 600_00, 20_00, 10_00, 6_000_00)


def parts(paid: dict[int, PaidInMonth], terms: Terms, until: int) -> list[dict[str, int]]:
    return [
        {part.code: part.pence for part in one.owed.parts} for one in owed_by_month(paid, terms, until=until)
    ]


def test_a_month_is_owed_whole_by_the_22nd() -> None:
    (april,) = owed_by_month({1: APRIL}, TERMS, until=1)

    assert april.owed.total_pence == 400_00 + 150_00 + 600_00 + 20_00 + 10_00
    assert (april.owed.due_on, april.owed.due_by_post_on) == (date(2026, 5, 22), date(2026, 5, 19))
    assert april.summary == Summary()


def test_the_allowance_is_used_until_it_runs_out() -> None:
    much = replace(APRIL, employer_ni_pence=ALLOWANCE_PENCE - 100_00)
    terms = replace(TERMS, claims_allowance=True)

    found = parts({1: much, 2: much, 3: much}, terms, 3)

    assert [one.get("employment_allowance") for one in found] == [-(ALLOWANCE_PENCE - 100_00), -100_00, None]
    assert found[2]["employer_ni"] == much.employer_ni_pence


def test_what_is_refunded_in_one_month_is_credit_in_the_next() -> None:
    refund = PaidInMonth(1, -500_00, 0, 0, 0, 0, 100_00)

    first, second = owed_by_month({1: refund, 2: APRIL}, TERMS, until=2)

    assert (first.owed.total_pence, first.owed.left_over_pence) == (0, 500_00)
    assert second.owed.total_pence == 1_180_00 - 500_00


@pytest.mark.parametrize(
    ("is_small", "recovered_pence", "compensation_pence"), [(False, 92_00, None), (True, 100_00, 9_00)]
)
def test_family_pay_is_got_back_by_the_size_of_the_employer(
    is_small: bool, recovered_pence: int, compensation_pence: int | None
) -> None:
    with_pay = replace(APRIL, statutory_pence={"SMP": 100_00})

    found = owed_by_month({1: with_pay, 2: APRIL}, replace(TERMS, is_small=is_small), until=2)

    (april, may) = (one.owed for one in found)
    said = {part.code: part.pence for part in april.parts}
    assert said["statutory_pay_recovered"] == -recovered_pence
    assert said.get("statutory_pay_compensation") == (-compensation_pence if compensation_pence else None)
    # It is got back once; HMRC is told of the year so far each month.
    assert "statutory_pay_recovered" not in {part.code for part in may.parts}
    compensation = {"SMP": compensation_pence} if compensation_pence else {}
    assert found[1].summary.recovered == Recovered(2, {"SMP": recovered_pence}, compensation)


def test_a_month_without_pay_is_told_as_such() -> None:
    april, may = owed_by_month({1: APRIL}, TERMS, until=2)

    assert april.summary.nobody_paid is None
    assert may.summary.nobody_paid == Days(date(2026, 5, 6), date(2026, 6, 5))
    assert may.owed.total_pence == 0


def test_a_large_pay_bill_owes_the_levy() -> None:
    large = replace(APRIL, ni_able_pence=1_000_000_00)

    (april,) = owed_by_month({1: large}, TERMS, until=1)

    # Half a percent of a million, less a twelfth of 15,000.
    assert {part.code: part.pence for part in april.owed.parts}["levy"] == 3_750_00
    assert april.summary.levy is not None
    assert (april.summary.levy.due_pence, april.summary.levy.allowance_pence) == (3_750_00, 15_000_00)


def test_days_of_a_tax_month() -> None:
    assert month_days(2026, 1) == Days(date(2026, 4, 6), date(2026, 5, 5))
    assert month_days(2026, 9) == Days(date(2026, 12, 6), date(2027, 1, 5))
    assert month_days(2026, 12) == Days(date(2027, 3, 6), date(2027, 4, 5))
    with pytest.raises(NoSuchTaxMonth):
        month_days(2026, 13)


def test_that_nobody_was_paid_is_told_once_the_month_is_over() -> None:
    days = month_days(2026, 2)
    nobody = Summary(nobody_paid=days, claims_allowance=True)

    assert summary_on(nobody, days, date(2026, 6, 6)) == nobody
    assert summary_on(nobody, days, date(2026, 6, 5)) == Summary(claims_allowance=True)
    with pytest.raises(TaxMonthAhead):
        summary_on(nobody, days, date(2026, 5, 5))


def test_a_summary_that_is_kept_is_read_again_as_it_was() -> None:
    large = replace(APRIL, ni_able_pence=1_000_000_00, statutory_pence={"SMP": 100_00})
    terms = replace(TERMS, is_small=True, claims_allowance=True)
    april, may = owed_by_month({1: large}, terms, until=2)

    for one in (april, may):
        assert from_kept(as_kept(one.summary), begins_in=2026, month=one.month) == one.summary
