# SPDX-License-Identifier: AGPL-3.0-or-later
"""A run is closed once it is paid and filed, or says why it is not filed; then nothing of it changes."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from franchise_kit.payroll import actions, queries
from franchise_kit.payroll.actions.filing_answers import Ending, end_filing, hand_over
from franchise_kit.payroll.actions.paying import FileOrder, PaidAlready, make_bank_file, withdraw_bank_file
from tenants import clock
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading, upkeep
from tests.support.filing import approved_run, file_run
from tests.support.pay import draft, everything, make_paid, preparer, submit, treasurer
from tests.support.paying import approved
from tests.support.rows import rows

ORDER = FileOrder("table", "Cwmni Aber", "20-00-00", "12345678")


def say_paid(coop: Coop, run: UUID, by: Actor) -> None:
    actions.say_paid(coop=coop, pay_run_id=run, by=by, now=clock.now())


def close(coop: Coop, run: UUID, by: Actor, why: str | None = "filed_elsewhere") -> None:
    actions.close_run(coop=coop, pay_run_id=run, by=by, now=clock.now(), not_filed_reason=why)


def make_file(coop: Coop, run: UUID, by: Actor) -> None:
    make_bank_file(coop=coop, pay_run_id=run, order=ORDER, by=by, now=clock.now())


def facts(coop: Coop, run: UUID, by: Actor) -> queries.RunFacts:
    with reading(coop) as session:
        return queries.get_run(session, run, by=by)


def test_a_run_is_paid_by_a_file_or_by_somebodys_word_and_then_closed(aber: Coop) -> None:
    run, officer = approved(aber)
    states = [facts(aber, run, officer).is_paid]
    make_file(aber, run, officer)
    states.append(facts(aber, run, officer).is_paid)
    withdraw_bank_file(coop=aber, pay_run_id=run, reason="not_sent", by=officer, now=clock.now())
    states.append(facts(aber, run, officer).is_paid)
    say_paid(aber, run, officer)
    states.append(facts(aber, run, officer).is_paid)

    close(aber, run, officer)

    assert states == [False, True, False, True]
    found = facts(aber, run, officer)
    assert (found.is_closed, found.not_filed_reason) == (True, "filed_elsewhere")
    doing = [row["doing"] for row in rows(aber, "journal_line", "seq") if row["record_id"] == run]
    assert doing[-2:] == ["payroll.say_paid", "payroll.close_run"]


def test_what_is_not_paid_or_not_filed_stays_open(aber: Coop) -> None:
    run, officer = approved(aber)
    with pytest.raises(actions.PayRunNotPaid):
        close(aber, run, officer)
    say_paid(aber, run, officer)
    before = everything(aber)

    for why in (None, "", "because"):
        with pytest.raises(actions.PayRunNotFiled):
            close(aber, run, officer, why)

    assert everything(aber) == before


def test_a_run_is_open_again_when_what_told_of_it_stands_no_more(aber: Coop) -> None:
    run, by = approved_run(aber)
    filing = file_run(aber, run, by)
    hand_over(coop=aber, filing_id=filing, by=by, now=clock.now())
    say_paid(aber, run, treasurer(aber))
    close(aber, run, by, None)

    closed = facts(aber, run, by).is_closed
    refused = Ending("refused", "particulars_wrong")
    end_filing(coop=aber, filing_id=filing, ending=refused, by=by, now=clock.now())

    assert (closed, facts(aber, run, by).is_closed) == (True, False)
    *_before, opened, ended = rows(aber, "journal_line", "seq")
    assert (opened["doing"], opened["record_id"]) == ("payroll.reopen_run", run)
    assert (ended["doing"], "reopened" in ended["codes"]) == ("payroll.end_filing", False)
    with pytest.raises(actions.PayRunNotFiled):
        close(aber, run, by, None)
    file_run(aber, run, by)


def test_a_run_that_is_told_elsewhere_stays_closed(aber: Coop) -> None:
    run, by = approved_run(aber)
    filing = file_run(aber, run, by)
    say_paid(aber, run, treasurer(aber))
    close(aber, run, by, "filed_elsewhere")

    not_sent = Ending("withdrawn", "not_sent")
    end_filing(coop=aber, filing_id=filing, ending=not_sent, by=by, now=clock.now())

    assert facts(aber, run, by).is_closed


def test_what_is_closed_does_not_change(aber: Coop) -> None:
    run, officer = approved(aber)
    make_file(aber, run, officer)
    close(aber, run, officer)
    before = everything(aber)

    with pytest.raises(actions.PayRunClosed):
        close(aber, run, officer)
    with pytest.raises(actions.PayRunClosed):
        make_file(aber, run, officer)
    with pytest.raises(actions.PayRunClosed):
        withdraw_bank_file(coop=aber, pay_run_id=run, reason="not_sent", by=officer, now=clock.now())

    assert everything(aber) == before


def test_nobody_is_paid_both_by_word_and_by_a_file(aber: Coop) -> None:
    run, officer = approved(aber)
    say_paid(aber, run, officer)

    with pytest.raises(PaidAlready):
        make_file(aber, run, officer)
    with pytest.raises(PaidAlready):
        say_paid(aber, run, officer)

    assert rows(aber, "bank_file") == []


def test_only_what_is_approved_is_paid_or_closed(aber: Coop, bryn: Coop) -> None:
    make_paid(aber, minutes=600)
    contact, officer = preparer(aber), treasurer(aber)
    run = submit(aber, draft(aber, contact), contact)
    foreign, _their_officer = approved(bryn)

    for other in (run, foreign):
        with pytest.raises(NotFound):
            say_paid(aber, other, officer)
        with pytest.raises(NotFound):
            close(aber, other, officer)
    with pytest.raises(NotFound):
        say_paid(bryn, foreign, preparer(bryn))

    assert [row["said_paid_at"] for row in rows(bryn, "pay_run")] == [None]


def test_the_table_itself_refuses_to_close_what_is_not_approved(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    draft(aber, preparer(aber))

    with pytest.raises(IntegrityError, match="ck_pay_run_closed_is_approved"), upkeep(aber) as session:
        session.execute(text("UPDATE pay_run SET closed_at = now(), closed_by_person = gen_random_uuid()"))
