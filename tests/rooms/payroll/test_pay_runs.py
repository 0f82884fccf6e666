# SPDX-License-Identifier: AGPL-3.0-or-later
"""A pay run: drafted once for a pay day, approved by a second person, and written everywhere together."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.rules import runs as rules
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import reading, upkeep
from tests.support.pay import (
    PAY_ON,
    approve,
    draft,
    everything,
    give_particulars,
    give_time,
    make_paid,
    preparer,
    roll_back,
    states,
    submit,
    treasurer,
)
from tests.support.people import actor_of, make_person
from tests.support.rows import rows

# What HMRC's test data of 2026-27 has before tax month 8, and in it.
BEFORE_MONTH_8 = (165_582_73, 63_161_55)
MONTH_8 = (14_000_55, 4_679_10)


def approved_run(coop: Coop) -> tuple[UUID, Actor, Actor]:
    """Make a run and let it be approved; return it with who drafted and who approved."""
    contact, officer = preparer(coop), treasurer(coop)
    run = submit(coop, draft(coop, contact), contact)
    approve(coop, run, officer)
    return run, contact, officer


@pytest.mark.parametrize("tax_code", ["1257L", "C1257L"])
def test_a_november_payslip_is_hmrcs_to_the_penny(aber: Coop, tax_code: str) -> None:
    make_paid(aber, pence_per_hour=46_462, minutes=1808, tax_code=tax_code, p45=BEFORE_MONTH_8)

    draft(aber, preparer(aber))

    (row,) = rows(aber, "payslip")
    assert (row["gross_pence"], row["tax_pence"]) == MONTH_8
    # £4,189 less £1,048 at 8 %, the rest at 2 %; the employer's 15 % above £417.
    assert (row["employee_ni_pence"], row["employer_ni_pence"]) == (251_28 + 196_23, 565_80 + 1471_73)
    assert (row["net_pence"], row["tax_code"]) == (14_000_55 - 4_679_10 - 447_51, tax_code)
    (line,) = rows(aber, "payslip_line")
    assert (line["kind"], line["minutes"], line["rate_pence"]) == ("visit", 1808, 46_462)


def test_an_approved_run_is_written_everywhere_at_once(aber: Coop, bryn: Coop) -> None:
    nia = make_paid(aber, minutes=6000, pence_per_hour=1345)
    make_paid(bryn, minutes=600)
    before = everything(bryn)

    run, _contact, _officer = approved_run(aber)

    assert states(aber) == ["approved"]
    assert {(row["state"], row["pay_run_id"]) for row in rows(aber, "time_entry")} == {("paid", run)}
    (slip,) = rows(aber, "payslip")
    assert (slip["gross_pence"], slip["tax_pence"], slip["net_pence"]) == (1345_00, 0, 1345_00 - 23_76)
    (entry,) = rows(aber, "ledger_entry")
    assert (entry["kind"], entry["record_id"], entry["on"]) == ("pay_run", run, PAY_ON)
    postings = rows(aber, "ledger_posting", "position")
    assert [(row["account"], row["amount_pence"]) for row in postings] == [
        ("wages", 1345_00),
        ("employer_ni", 139_20),
        ("owed_hmrc", -(23_76 + 139_20)),
        ("wages_payable", -(1345_00 - 23_76)),
    ]
    (told,) = rows(aber, "disclosure")
    assert (told["kind"], told["payload"]) == (
        "payslips_produced",
        {"pay_run_id": str(run), "month": "2026-11-01", "payslips": 1},
    )
    (letter,) = rows(aber, "mail")
    link = f"https://here.example.invalid/payslips/{slip['id']}"
    assert (letter["kind"], letter["to_address"]) == ("payslip_ready", nia.account.email)
    assert letter["facts"] == {"first_name": "Nia", "link": link}
    (bell,) = rows(aber, "bell")
    assert (bell["account_id"], bell["path"]) == (nia.account.id, f"/payslips/{slip['id']}")
    assert everything(bryn) == before


def test_the_journal_says_how_many_and_nothing_of_anybodys_pay(aber: Coop) -> None:
    make_paid(aber, minutes=600)

    run, _contact, _officer = approved_run(aber)

    lines = [row for row in rows(aber, "journal_line", "seq") if row["doing"].startswith("payroll.")]
    assert [(row["doing"], row["record_id"], row["codes"]) for row in lines] == [
        ("payroll.draft_run", run, {"pay_on": "2026-11-30", "payslips": 1}),
        ("payroll.submit_run", run, {}),
        ("payroll.approve_run", run, {"payslips": 1, "told": 1}),
    ]


def test_whoever_drafted_does_not_approve(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = submit(aber, draft(aber, contact), contact)
    # The same person under another account, as a treasurer.
    same = treasurer(aber, person_id=contact.person_id)
    before = everything(aber)

    with pytest.raises(actions.OwnPayRunRefused):
        approve(aber, run, same)

    assert everything(aber) == before


def test_whoever_drafted_from_the_hub_does_not_approve_at_home(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    officer = treasurer(aber)
    contact = preparer(aber)
    run = submit(aber, draft(aber, contact), contact)
    with upkeep(aber) as session:
        session.execute(
            text("UPDATE pay_run SET drafted_by_entry = gen_random_uuid(), drafted_by_person = :person"),
            {"person": officer.person_id},
        )

    with pytest.raises(actions.OwnPayRunRefused):
        approve(aber, run, officer)

    assert states(aber) == ["submitted"]


def test_the_table_itself_refuses_one_person_for_both(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    draft(aber, preparer(aber))

    with pytest.raises(IntegrityError, match="ck_pay_run_two_people"), upkeep(aber) as session:
        session.execute(
            text(
                "UPDATE pay_run SET state = 'approved', approved_at = now(),"
                " approved_by_person = drafted_by_person"
            )
        )


def test_whoever_sent_a_run_does_not_approve_it(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    sender = preparer(aber)
    run = submit(aber, draft(aber, preparer(aber)), sender)
    same = treasurer(aber, person_id=sender.person_id)
    with reading(aber) as session:
        (seen,) = queries.list_runs(session, by=same)
    before = everything(aber)

    with pytest.raises(actions.OwnPayRunRefused):
        approve(aber, run, same)

    assert everything(aber) == before
    assert [row["submitted_by_person"] for row in rows(aber, "pay_run")] == [sender.person_id]
    assert (seen.is_drafted_by_me, seen.is_submitted_by_me, seen.is_mine) == (False, True, True)


def test_the_system_sends_nothing(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    run = draft(aber, preparer(aber))

    with pytest.raises(NotFound):
        submit(aber, run, SYSTEM)

    assert states(aber) == ["draft"]


def test_the_table_itself_refuses_the_sender_as_approver(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    submit(aber, draft(aber, preparer(aber)), preparer(aber))

    with pytest.raises(IntegrityError, match="ck_pay_run_sender_approves_not"), upkeep(aber) as session:
        session.execute(
            text(
                "UPDATE pay_run SET state = 'approved', approved_at = now(),"
                " approved_by_person = submitted_by_person"
            )
        )


@pytest.mark.parametrize("role", ["care_worker", "care_coordinator", "payroll_contact"])
def test_who_may_not_approve_finds_nothing(aber: Coop, role: str) -> None:
    make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = submit(aber, draft(aber, contact), contact)

    with pytest.raises(NotFound):
        approve(aber, run, actor_of(aber, make_person(aber, role)))

    assert states(aber) == ["submitted"]


def test_a_run_is_sent_before_it_is_approved(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    run = draft(aber, preparer(aber))

    with pytest.raises(actions.PayRunNotSubmitted):
        approve(aber, run, treasurer(aber))


def test_a_run_is_approved_once(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    run, contact, officer = approved_run(aber)
    before = everything(aber)

    for again in (approve, submit, roll_back):
        by = officer if again is approve else contact
        with pytest.raises(actions.PayRunApprovedAlready):
            again(aber, run, by)

    assert everything(aber) == before


def test_two_who_approve_at_once_pay_once(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = submit(aber, draft(aber, contact), contact)
    officers = [treasurer(aber), treasurer(aber)]

    outcomes = together(lambda officer: approve(aber, run, officer), officers)

    assert sorted(outcomes) == ["done", "pay_run_approved_already"]
    assert [len(rows(aber, table)) for table in ("ledger_entry", "disclosure", "mail")] == [1, 1, 1]


def together(act: Callable[[Actor], object], each: Sequence[Actor]) -> list[str]:
    def outcome(one: Actor) -> str:
        try:
            act(one)
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(each)) as pool:
        return list(pool.map(outcome, each))


def test_two_drafts_at_once_make_one_run(aber: Coop) -> None:
    make_paid(aber, minutes=600)

    outcomes = together(lambda contact: draft(aber, contact), [preparer(aber), preparer(aber)])

    assert sorted(outcomes) == ["done", "pay_run_exists"]
    assert (len(rows(aber, "pay_run")), len(rows(aber, "payslip"))) == (1, 1)


def test_a_run_that_is_taken_back_can_be_drafted_again(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = draft(aber, contact)
    with pytest.raises(rules.PayRunExists):
        draft(aber, contact)

    roll_back(aber, run, contact)

    assert {row["pay_run_id"] for row in rows(aber, "time_entry")} == {None}
    again = draft(aber, contact)
    assert {row["pay_run_id"] for row in rows(aber, "time_entry")} == {again}
    assert states(aber) == ["rolled_back", "draft"]
    with pytest.raises(actions.PayRunRolledBack):
        submit(aber, run, contact)


def test_whoever_approves_can_send_a_run_back(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = submit(aber, draft(aber, contact), contact)

    roll_back(aber, run, treasurer(aber))

    assert states(aber) == ["rolled_back"]


@pytest.mark.parametrize("step", [submit, approve, roll_back])
def test_a_run_of_another_coop_is_not_there(
    aber: Coop, bryn: Coop, step: Callable[[Coop, UUID, Actor], object]
) -> None:
    make_paid(bryn, minutes=600)
    foreign = draft(bryn, preparer(bryn))
    by = treasurer(aber) if step is approve else preparer(aber)

    with pytest.raises(NotFound):
        step(aber, foreign, by)

    assert states(bryn) == ["draft"]


@pytest.mark.parametrize("role", ["care_worker", "care_coordinator", "treasurer", "registered_manager"])
def test_who_may_not_prepare_drafts_nothing(aber: Coop, role: str) -> None:
    make_paid(aber, minutes=600)

    with pytest.raises(NotFound):
        draft(aber, actor_of(aber, make_person(aber, role)))

    assert rows(aber, "pay_run") == []


def test_the_system_drafts_nothing(aber: Coop) -> None:
    make_paid(aber, minutes=600)

    with pytest.raises(NotFound):
        draft(aber, SYSTEM)


def keep_bad_code(coop: Coop, tax_code: str) -> None:
    """Put a code that cannot be used where a good one is kept, as codes were before entry refused them."""
    with upkeep(coop) as session:
        session.execute(
            text("UPDATE tax_particulars SET tax_code = 'D2' WHERE tax_code = :code"), {"code": tax_code}
        )


def test_a_code_that_cannot_be_used_puts_a_draft_out_of_date(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    contact = preparer(aber)
    run = submit(aber, draft(aber, contact), contact)
    keep_bad_code(aber, "1257L")

    with pytest.raises(actions.PayRunOutOfDate):
        approve(aber, run, treasurer(aber))

    assert states(aber) == ["submitted"]


def test_who_cannot_be_paid_is_left_out_with_the_reason(aber: Coop) -> None:
    make_paid(aber, "Alys Wyn", minutes=600)
    make_paid(aber, "Bryn Rhys", minutes=600, pence_per_hour=None)
    make_paid(aber, "Cadi Mair", minutes=600, tax_code=None)
    make_paid(aber, "Dafydd Huw", minutes=600, tax_code="K7")
    keep_bad_code(aber, "K7")
    eirlys = make_paid(aber, "Eirlys Fôn")
    give_time(aber, eirlys.worker_id, eirlys.account.person_id, 90, state="recorded")
    contact = preparer(aber)

    run = draft(aber, contact)

    with reading(aber) as session:
        lines = queries.list_lines(session, run, by=contact)
        left_out = queries.list_left_out(session, run, by=contact)
        without = queries.list_without_owner(session, run, by=contact)
    assert [line.worker_name for line in lines] == ["Alys Wyn"]
    assert [(one.worker_name, one.reason) for one in left_out] == [
        ("Bryn Rhys", "no_rate"),
        ("Cadi Mair", "no_tax"),
        ("Dafydd Huw", "tax_code_not_understood"),
        ("Eirlys Fôn", "nothing_approved"),
    ]
    assert [(one.worker_name, one.seen.why, one.seen.minutes) for one in without] == [
        ("Bryn Rhys", "no_contract", 600),
        ("Cadi Mair", "in_no_run", 600),
        ("Dafydd Huw", "in_no_run", 600),
        ("Eirlys Fôn", "not_approved", 90),
    ]


def test_what_was_missing_can_be_paid_by_a_new_draft(aber: Coop) -> None:
    cadi = make_paid(aber, "Cadi Mair", minutes=600, tax_code=None)
    contact = preparer(aber)
    run = draft(aber, contact)
    with pytest.raises(actions.PayRunEmpty):
        submit(aber, run, contact)
    give_particulars(aber, cadi.worker_id, "1257L")

    with reading(aber) as session:
        (left_out,) = queries.list_left_out(session, run, by=contact)
    assert left_out.reason == "can_be_paid"
    roll_back(aber, run, contact)
    draft(aber, contact)

    assert [row["gross_pence"] for row in rows(aber, "payslip")] == [134_50]
