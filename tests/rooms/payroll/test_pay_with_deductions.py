# SPDX-License-Identifier: AGPL-3.0-or-later
"""All that is taken from pay is in the run: on the payslip, in the books, and again before it is approved."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from franchise_kit.payroll import actions, queries
from franchise_kit.people.actions.deducting import NewOrder
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.deducting import give_birth, give_loan, give_order, give_pension, make_director
from tests.support.pay import (
    approve,
    draft,
    everything,
    give_time,
    make_paid,
    preparer,
    roll_back,
    submit,
    treasurer,
)
from tests.support.people import actor_of
from tests.support.rows import rows

OCTOBER = (date(2026, 9, 23), date(2026, 10, 23))
OCTOBER_30 = date(2026, 10, 30)
FIRST_OF_OCTOBER = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
FINE = NewOrder("priority", date(2026, 4, 1), date(2026, 4, 6), "CASE-1", "Llys", 200_00, 500_00, 250_00)
NAMES = (
    "tax_pence",
    "employee_ni_pence",
    "student_loan_pence",
    "pension_after_tax_pence",
    "orders_pence",
    "net_pence",
)


def sums(row: dict[str, Any]) -> tuple[int, ...]:
    return tuple(row[name] for name in NAMES)


def without_ids(coop: Coop) -> list[dict[str, Any]]:
    """Return all of the last run's payslips, but for their ids."""
    (run,) = [row["id"] for row in rows(coop, "pay_run", "drafted_at") if row["state"] == "draft"]
    mine = [row for row in rows(coop, "payslip", "worker_id") if row["pay_run_id"] == run]
    return [{name: one for name, one in row.items() if name not in ("id", "pay_run_id")} for row in mine]


def test_a_loan_a_pension_and_an_order_stand_on_the_payslip_and_in_the_books(aber: Coop) -> None:
    nia = make_paid(aber, pence_per_hour=3000, minutes=6000, tax_code="1257L X")
    contact, officer = preparer(aber), treasurer(aber)
    give_loan(aber, nia.worker_id)
    scheme_id = give_pension(aber, nia.worker_id)
    order_id = give_order(aber, nia.worker_id, FINE)

    run = submit(aber, draft(aber, contact), contact)
    approve(aber, run, officer)

    (slip,) = rows(aber, "payslip")
    # £3,000: 20 % of 1,951; 8 % above 1,048; 9 % above 2,448.75 in pounds; four fifths of 5 % of 2,480.
    assert sums(slip) == (390_20, 156_16, 49_00, 99_20, 200_00, 3000_00 - 894_56)
    assert (slip["pension_scheme_id"], slip["pension_employer_pence"], slip["student_plan"]) == (
        scheme_id,
        74_40,
        "2",
    )
    assert (slip["at_lel_pence"], slip["lel_to_pt_pence"], slip["pt_to_uel_pence"]) == (
        559_00,
        489_00,
        1952_00,
    )
    (order,) = rows(aber, "payslip_order")
    assert (order["order_id"], order["kind"], order["pence"]) == (order_id, "priority", 200_00)
    postings = rows(aber, "ledger_posting", "position")
    assert [(row["account"], row["amount_pence"]) for row in postings] == [
        ("wages", 3000_00),
        ("employer_ni", 387_45),
        ("employer_pension", 74_40),
        ("owed_hmrc", -(390_20 + 156_16 + 387_45 + 49_00)),
        ("owed_pension", -(99_20 + 74_40)),
        ("owed_orders", -200_00),
        ("wages_payable", -2105_44),
    ]
    mine = actor_of(aber, nia.account)
    with reading(aber) as session:
        read = queries.get_payslip(session, slip["id"], by=mine)
        totals = queries.get_run(session, run, by=officer).sums
    assert (read.sums, read.year.sums) == (totals, totals)
    assert [step.code for step in read.order_steps] == ["order"]
    assert [step.code for step in read.loan_steps] == ["student_loan"]


def test_an_order_ends_when_all_is_paid(aber: Coop) -> None:
    nia = make_paid(aber, pence_per_hour=3000, minutes=6000)
    give_time(aber, nia.worker_id, nia.account.person_id, 6000, starts_at=FIRST_OF_OCTOBER)
    contact, officer = preparer(aber), treasurer(aber)
    give_order(aber, nia.worker_id, FINE)
    october = draft(aber, contact, pay_on=OCTOBER_30, period=OCTOBER)
    approve(aber, submit(aber, october, contact), officer)

    draft(aber, contact)

    # £250 are owed, of which £200 were taken first.
    assert sorted(row["pence"] for row in rows(aber, "payslip_order")) == [50_00, 200_00]


def test_what_an_order_could_not_take_comes_with_the_next_pay(aber: Coop) -> None:
    nia = make_paid(aber, pence_per_hour=3000, minutes=6000)
    give_time(aber, nia.worker_id, nia.account.person_id, 1200, starts_at=FIRST_OF_OCTOBER)
    contact, officer = preparer(aber), treasurer(aber)
    order = NewOrder("priority", date(2026, 4, 1), date(2026, 4, 6), "CASE-1", "Llys", 200_00, 500_00)
    give_order(aber, nia.worker_id, order)
    october = draft(aber, contact, pay_on=OCTOBER_30, period=OCTOBER)
    approve(aber, submit(aber, october, contact), officer)

    run = draft(aber, contact)

    # £600 in October leave £100 above what is protected; £100 go on to November.
    taken = {row["payslip_id"]: (row["pence"], row["untaken_pence"]) for row in rows(aber, "payslip_order")}
    by_run = {row["pay_run_id"]: taken[row["id"]] for row in rows(aber, "payslip")}
    assert by_run == {october: (100_00, 100_00), run: (300_00, 0)}


def test_a_directors_contributions_go_by_the_year_so_far(aber: Coop) -> None:
    nia = make_paid(aber, pence_per_hour=10_000, minutes=6000)
    give_time(aber, nia.worker_id, nia.account.person_id, 6000, starts_at=FIRST_OF_OCTOBER)
    make_director(aber, nia.worker_id)
    contact, officer = preparer(aber), treasurer(aber)
    october = draft(aber, contact, pay_on=OCTOBER_30, period=OCTOBER)
    approve(aber, submit(aber, october, contact), officer)

    run = submit(aber, draft(aber, contact), contact)
    approve(aber, run, officer)

    slips = sorted(rows(aber, "payslip"), key=lambda row: row["pay_run_id"] == run)
    # £10,000 twice: 8 % of what is above £12,570 in the year.
    assert [row["employee_ni_pence"] for row in slips] == [0, 594_40]
    assert {(row["director_method"], row["director_from_week"]) for row in slips} == {("annual", 1)}
    assert sum(row["pt_to_uel_pence"] for row in slips) == 7430_00


@pytest.mark.parametrize(
    ("born_on", "letter"), [(date(2006, 1, 1), "M"), (date(1990, 1, 1), "A"), (date(2005, 11, 30), "A")]
)
def test_the_letter_goes_by_age_on_the_pay_day(aber: Coop, born_on: date, letter: str) -> None:
    nia = make_paid(aber, minutes=6000)
    give_birth(aber, nia.worker_id, born_on)

    draft(aber, preparer(aber))

    (slip,) = rows(aber, "payslip")
    assert slip["ni_category"] == letter
    assert (slip["employer_ni_pence"] == 0) is (letter == "M")


@pytest.mark.parametrize("change", ["loan", "pension", "order", "birth", "director"])
def test_whatever_changes_a_payslip_puts_the_run_out_of_date(aber: Coop, change: str) -> None:
    nia = make_paid(aber, pence_per_hour=3000, minutes=6000)
    contact = preparer(aber)
    run = submit(aber, draft(aber, contact), contact)
    if change == "loan":
        give_loan(aber, nia.worker_id, from_on=date(2026, 11, 1))
    elif change == "pension":
        give_pension(aber, nia.worker_id)
    elif change == "order":
        give_order(aber, nia.worker_id, FINE)
    elif change == "birth":
        give_birth(aber, nia.worker_id, date(2007, 1, 1))
    else:
        make_director(aber, nia.worker_id, since_on=date(2026, 11, 1))
    before = everything(aber)

    with pytest.raises(actions.PayRunOutOfDate):
        approve(aber, run, treasurer(aber))

    assert everything(aber) == before


def test_a_run_that_is_taken_back_comes_out_the_same_again(aber: Coop) -> None:
    nia, _alys = make_paid(aber, pence_per_hour=3000, minutes=6000), make_paid(aber, "Alys Wyn", minutes=700)
    contact = preparer(aber)
    give_loan(aber, nia.worker_id)
    give_pension(aber, nia.worker_id, "net_pay")
    give_order(aber, nia.worker_id, FINE)
    run = draft(aber, contact)
    first = without_ids(aber)

    roll_back(aber, run, contact)
    draft(aber, contact)

    assert without_ids(aber) == first
    assert len(first) == 2


def test_who_cannot_be_paid_for_an_order_is_left_out_and_the_others_are_paid(aber: Coop) -> None:
    nia, _alys = make_paid(aber, minutes=6000), make_paid(aber, "Alys Wyn", minutes=600)
    contact = preparer(aber)
    # There is no table for an order of so long ago.
    old = NewOrder("council_tax_wales", date(1993, 1, 1), date(2026, 4, 6), "CASE-2", "Cyngor")
    give_order(aber, nia.worker_id, old)

    draft(aber, contact)

    assert [row["gross_pence"] for row in rows(aber, "payslip")] == [134_50]
    assert {row["pay_run_id"] for row in rows(aber, "time_entry")} == {
        None,
        *(row["id"] for row in rows(aber, "pay_run")),
    }
