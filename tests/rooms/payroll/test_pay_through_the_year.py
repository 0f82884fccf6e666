# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pay goes in the order of days, by the tax year so far, and is read by whoever is paid."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.rules import runs as rules
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading
from tests.support.pay import (
    PAY_ON,
    approve,
    draft,
    everything,
    give_particulars,
    give_time,
    make_paid,
    preparer,
    states,
    submit,
    treasurer,
)
from tests.support.people import actor_of
from tests.support.rows import rows

OCTOBER = (date(2026, 9, 23), date(2026, 10, 23))


def october_too(coop: Coop) -> tuple[UUID, Actor, Actor]:
    """Let somebody with time in two months be paid for the first."""
    nia = make_paid(coop, pence_per_hour=3000, minutes=6000)
    give_time(
        coop,
        nia.worker_id,
        nia.account.person_id,
        6000,
        starts_at=datetime(2026, 10, 1, 9, 0, tzinfo=UTC),
    )
    contact, officer = preparer(coop), treasurer(coop)
    run = submit(coop, draft(coop, contact, pay_on=date(2026, 10, 30), period=OCTOBER), contact)
    approve(coop, run, officer)
    return nia.worker_id, contact, officer


def test_tax_goes_by_the_year_so_far(aber: Coop) -> None:
    _nia, contact, _officer = october_too(aber)

    run = draft(aber, contact)

    second = next(row for row in rows(aber, "payslip") if row["pay_run_id"] == run)
    assert (second["earlier_pay_pence"], second["earlier_tax_pence"]) == (3000_00, 0)
    with reading(aber) as session:
        (line,) = queries.list_lines(session, run, by=contact)
    assert (line.before_pence, line.difference_pence) == (3000_00, 0)


@pytest.mark.parametrize(
    ("tax_code", "tax_pence"), [("1257L", [0, 0]), ("1257L X", [0, 190_20]), ("BR", [200_00, 200_00])]
)
def test_a_second_run_of_a_tax_month_counts_with_the_first(
    aber: Coop, tax_code: str, tax_pence: list[int]
) -> None:
    nia = make_paid(aber, pence_per_hour=2000, minutes=3000, tax_code=tax_code)
    contact, officer = preparer(aber), treasurer(aber)
    approve(aber, submit(aber, draft(aber, contact, pay_on=date(2026, 11, 24)), contact), officer)
    give_time(
        aber,
        nia.worker_id,
        nia.account.person_id,
        3000,
        starts_at=datetime(2026, 11, 12, 9, 0, tzinfo=UTC),
    )

    run = draft(aber, contact, pay_on=date(2026, 12, 5))
    approve(aber, submit(aber, run, contact), officer)

    slips = sorted(rows(aber, "payslip"), key=lambda row: row["pay_run_id"] == run)
    assert [row["gross_pence"] for row in slips] == [1000_00, 1000_00]
    assert [row["employee_ni_pence"] for row in slips] == [0, 76_16]
    assert [row["employer_ni_pence"] for row in slips] == [87_45, 150_00]
    assert [row["tax_pence"] for row in slips] == tax_pence


def test_the_next_tax_month_begins_anew(aber: Coop) -> None:
    _nia, contact, _officer = october_too(aber)

    run = draft(aber, contact)

    second = next(row for row in rows(aber, "payslip") if row["pay_run_id"] == run)
    assert second["employee_ni_pence"] == 156_16
    assert second["working"]["ni"][0]["code"] == "earnings"


def test_one_run_is_open_at_a_time_and_in_the_order_of_days(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = draft(aber, contact)
    with pytest.raises(rules.AnotherRunOpen):
        draft(aber, contact, pay_on=date(2026, 12, 18), period=(date(2026, 11, 23), date(2026, 12, 14)))

    approve(aber, submit(aber, run, contact), treasurer(aber))

    with pytest.raises(rules.LaterRunApproved):
        draft(aber, contact, pay_on=date(2026, 10, 30), period=OCTOBER)
    assert states(aber) == ["approved"]


def test_a_code_that_changed_since_is_not_paid(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = submit(aber, draft(aber, contact), contact)
    give_particulars(aber, nia.worker_id, "BR", from_on=date(2026, 11, 20))
    before = everything(aber)

    with pytest.raises(actions.PayRunOutOfDate):
        approve(aber, run, treasurer(aber))

    assert everything(aber) == before


def test_a_code_notice_before_the_first_run_keeps_what_the_p45_brought(aber: Coop) -> None:
    nia = make_paid(aber, minutes=600, p45=(5000_00, 400_00))
    give_particulars(aber, nia.worker_id, "BR", from_on=date(2026, 11, 1))

    draft(aber, preparer(aber))

    (slip,) = rows(aber, "payslip")
    assert (slip["tax_code"], slip["earlier_pay_pence"], slip["earlier_tax_pence"]) == ("BR", 5000_00, 400_00)


def test_everybody_reads_their_own_payslip_once_it_is_approved(aber: Coop, bryn: Coop) -> None:
    nia, other = make_paid(aber, minutes=600), make_paid(aber, "Alys Wyn", minutes=300)
    contact = preparer(aber)
    run = draft(aber, contact)
    mine = actor_of(aber, nia.account)
    (slip,) = (row for row in rows(aber, "payslip") if row["person_id"] == nia.account.person_id)

    def read(by: Actor, coop: Coop = aber) -> queries.PayslipFacts:
        with reading(coop) as session:
            return queries.get_payslip(session, slip["id"], by=by)

    with pytest.raises(NotFound):
        read(mine)
    approve(aber, submit(aber, run, contact), treasurer(aber))

    assert (read(mine).head.gross_pence, read(mine).is_own) == (134_50, True)
    assert not read(contact).is_own
    with reading(aber) as session:
        assert [one.id for one in queries.list_own_payslips(session, by=mine)] == [slip["id"]]
    for stranger in (actor_of(aber, other.account), treasurer(aber)):
        with pytest.raises(NotFound):
            read(stranger)
    with pytest.raises(NotFound):
        read(preparer(bryn), bryn)


def test_who_approves_reads_a_run_and_others_do_not(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    run = draft(aber, preparer(aber))
    officer = treasurer(aber)

    with reading(aber) as session:
        assert len(queries.list_lines(session, run, by=officer)) == 1
        for role in ("care_worker", "registered_manager", "finance_officer"):
            with pytest.raises(NotFound):
                queries.get_run(session, run, by=Actor(uuid4(), uuid4(), "coop", roles=frozenset({role})))


def test_the_year_is_the_sum_of_what_was_approved_and_of_the_p45(aber: Coop) -> None:
    nia_id, contact, officer = october_too(aber)
    give_particulars(aber, nia_id, "1257L", p45=(5000_00, 400_00), from_on=date(2026, 11, 1))
    approve(aber, submit(aber, draft(aber, contact), contact), officer)
    other = make_paid(aber, "Alys Wyn")

    with reading(aber) as session:
        october = queries.year_to_date(session, nia_id, date(2026, 10, 30))
        both = queries.years_to_date(session, {nia_id, other.worker_id}, PAY_ON)

    assert (october.pay_pence, october.tax_pence) == (3000_00, october.sums.tax_pence)
    slips = rows(aber, "payslip")
    assert both[nia_id].sums.net_pence == sum(row["net_pence"] for row in slips)
    assert both[nia_id].pay_pence == 5000_00 + 3000_00 + 3000_00
    assert both[nia_id].tax_pence == 400_00 + sum(row["tax_pence"] for row in slips)
    assert both[other.worker_id] == queries.YearSums()
