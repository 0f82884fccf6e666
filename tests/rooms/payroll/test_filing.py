# SPDX-License-Identifier: AGPL-3.0-or-later
"""What HMRC is told of a run: once, always the same file, and nothing while something is missing."""

import hashlib
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from franchise_kit.access import PermissionLacking
from franchise_kit.payroll.actions.closing import PayRunNotFiled, close_run, say_paid
from franchise_kit.payroll.actions.filing import (
    FiledAlready,
    ParticularsMissing,
    make_fps,
)
from franchise_kit.payroll.actions.filing_answers import (
    Ending,
    FilingFactsChanged,
    end_filing,
    hand_over,
)
from franchise_kit.payroll.actions.moving import PayRunClosed
from franchise_kit.payroll.queries.filed import is_filed
from franchise_kit.payroll.queries.filing import (
    RunToFile,
    get_filing,
    get_run_to_file,
    list_runs_to_file,
)
from franchise_kit.payroll.queries.filing_files import EmployerReferencesMissing
from franchise_kit.payroll.rules.handing_over.filing_states import (
    FilingEnded,
    FilingNotHandedOver,
    LateReasonNeeded,
)
from franchise_kit.payroll.rules.handing_over.reading import Element, read_xml
from franchise_kit.payroll.rules.handing_over.transmitting import HandedOver
from franchise_kit.people.actions.deductions import NewDirector, set_director
from tenants import clock
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import reading, upkeep
from tests.support.filing import NI_NUMBERS, approved_run, file_run, give_references, stranger, taken, tell_of
from tests.support.pay import approve, draft, make_paid, preparer, submit, treasurer
from tests.support.rows import rows

PENCE = 100


class Gateway:
    """Holds what it was given by its number, and loses its first answer."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self._tries = 0

    def submit(self, file: HandedOver) -> None:
        self._tries += 1
        self.held[file.correlation] = file.content
        if self._tries == 1:
            raise ConnectionError


def end(coop: Coop, filing_id: UUID, by: Actor, *said: str) -> None:
    end_filing(coop=coop, filing_id=filing_id, ending=Ending(*said), by=by, now=clock.now())


def try_run(coop: Coop, run: UUID, by: Actor) -> UUID:
    return make_fps(coop=coop, pay_run_id=run, late_reason="none", is_test=True, by=by, now=clock.now())


def to_file(coop: Coop, run: UUID, by: Actor) -> RunToFile:
    with reading(coop) as session:
        return get_run_to_file(session, run, now=clock.now(), today=clock.today(), by=by)


def pence(payment: Element, *path: str) -> int:
    pounds, _stop, rest = payment.text_of(*path).partition(".")
    return int(pounds) * PENCE + int(rest)


def test_totals_of_a_submission_are_those_of_the_payslips(aber: Coop) -> None:
    run, by = approved_run(aber)

    message = read_xml(taken(aber, file_run(aber, run, by), by))

    payments, slips = message.every("Payment"), rows(aber, "payslip")
    assert len(payments) == len(slips) == 2
    assert sum(pence(one, "TaxablePay") for one in payments) == sum(one["taxable_pence"] for one in slips)
    assert sum(pence(one, "TaxDeductedOrRefunded") for one in payments) == sum(
        one["tax_pence"] for one in slips
    )
    letters = message.every("NIlettersAndValues")
    assert sum(pence(one, "EmpeeContribnsInPd") for one in letters) == sum(
        one["employee_ni_pence"] for one in slips
    )
    assert sum(pence(one, "TotalEmpNICInPd") for one in letters) == sum(
        one["employer_ni_pence"] for one in slips
    )
    assert {one.text_of("NINO") for one in message.every("EmployeeDetails")} == set(NI_NUMBERS)
    assert message.every("IRmark")[0].text == rows(aber, "filing")[0]["irmark"]


def test_a_run_is_told_once_and_taken_the_same_each_time(aber: Coop) -> None:
    run, by = approved_run(aber)
    filing = file_run(aber, run, by)

    with pytest.raises(FiledAlready):
        file_run(aber, run, by)
    first, again = taken(aber, filing, by), taken(aber, filing, by)

    assert first == again
    (row,) = rows(aber, "filing")
    assert (row["state"], row["digest"]) == ("handed_over", hashlib.sha256(first).hexdigest())
    assert (row["payments"], row["made_by_person"], row["tax_month"]) == (2, by.person_id, 8)


def test_two_who_make_it_at_once_make_one(aber: Coop) -> None:
    run, by = approved_run(aber)

    def tried(_number: int) -> bool:
        try:
            file_run(aber, run, by)
        except FiledAlready:
            return False
        return True

    with ThreadPoolExecutor(3) as several:
        made = sorted(several.map(tried, range(3)))

    assert made == [False, False, True]
    assert len(rows(aber, "filing")) == 1


def test_what_is_sent_again_after_a_fall_is_the_same_submission(aber: Coop) -> None:
    run, by = approved_run(aber)
    filing = file_run(aber, run, by)
    gateway, later = Gateway(), clock.now() + timedelta(hours=1)

    # The first answer is lost on the way: whoever sends it again knows nothing of it.
    with pytest.raises(ConnectionError):
        hand_over(coop=aber, filing_id=filing, through=gateway, by=by, now=clock.now())
    told = rows(aber, "filing")[0]["state"]
    hand_over(coop=aber, filing_id=filing, through=gateway, by=by, now=later)

    (row,) = rows(aber, "filing")
    assert (told, row["state"], row["version"]) == ("handed_over", "handed_over", 2)
    assert list(gateway.held) == [row["correlation"]]
    assert row["irmark"].encode() in gateway.held[row["correlation"]]


def test_a_file_is_a_test_only_where_that_is_said(aber: Coop) -> None:
    run, by = approved_run(aber)
    live = file_run(aber, run, by)
    content = taken(aber, live, by)
    end(aber, live, by, "withdrawn", "made_in_error")
    tried = try_run(aber, run, by)

    file = hand_over(coop=aber, filing_id=tried, by=by, now=clock.now())

    assert b"<GatewayTest>0</GatewayTest>" in content
    assert (b"<GatewayTest>1</GatewayTest>" in file.content, file.is_test) == (True, True)
    assert [one.is_test for one in to_file(aber, run, by).filings] == [True, False]


def test_a_test_tells_hmrc_nothing_and_the_run_is_told_besides(aber: Coop) -> None:
    run, by = approved_run(aber)
    say_paid(coop=aber, pay_run_id=run, by=treasurer(aber), now=clock.now())
    tried = try_run(aber, run, by)
    with pytest.raises(FiledAlready):
        try_run(aber, run, by)
    is_tried = to_file(aber, run, by).is_tried
    taken(aber, tried, by)
    end(aber, tried, by, "accepted")

    with pytest.raises(PayRunNotFiled):
        close_run(coop=aber, pay_run_id=run, by=by, now=clock.now())
    with reading(aber) as session:
        (listed,) = list_runs_to_file(session, year="2026-27", by=by)
    found = to_file(aber, run, by)
    assert (is_tried, found.is_tried, found.standing, found.is_ready) == (True, False, None, True)
    assert not listed.is_told
    try_run(aber, run, by)
    live = file_run(aber, run, by)
    taken(aber, live, by)
    end(aber, live, by, "accepted")
    close_run(coop=aber, pay_run_id=run, by=by, now=clock.now())
    (row,) = rows(aber, "pay_run")
    assert (row["closed_at"] is not None, row["not_filed_reason"]) == (True, None)


def test_who_became_a_director_in_the_year_is_told_with_the_week(aber: Coop) -> None:
    by, nia = preparer(aber), make_paid(aber, minutes=12000)
    tell_of(aber, nia, ni_number=NI_NUMBERS[0])
    give_references(aber)
    director = NewDirector(is_director=True, method="annual", from_on=date(2026, 11, 2))
    set_director(coop=aber, worker_id=nia.worker_id, director=director, by=SYSTEM, now=clock.now())
    run = submit(aber, draft(aber, by), by)
    approve(aber, run, treasurer(aber))

    told = read_xml(taken(aber, file_run(aber, run, by), by))

    # The week of 2 November is the 31st from 6 April.
    assert [one.text for one in told.every("DirectorsNIC")] == ["AN"]
    assert [one.text for one in told.every("TaxWkOfApptOfDirector")] == ["31"]


def test_another_is_made_after_a_refusal(aber: Coop) -> None:
    run, by = approved_run(aber)
    first = file_run(aber, run, by)
    with pytest.raises(FilingNotHandedOver):
        end(aber, first, by, "accepted")
    taken(aber, first, by)
    end(aber, first, by, "refused", "references_wrong", "2021")

    with pytest.raises(FilingEnded):
        taken(aber, first, by)
    second = file_run(aber, run, by)
    taken(aber, second, by)
    end(aber, second, by, "accepted")

    facts = to_file(aber, run, by)
    assert [(one.state, one.reason) for one in facts.filings] == [
        ("accepted", None),
        ("refused", "references_wrong"),
    ]
    with pytest.raises(FiledAlready):
        file_run(aber, run, by)


def test_a_run_is_filed_once_its_file_is_handed_over(aber: Coop) -> None:
    run, by = approved_run(aber)
    seen = []

    def look() -> None:
        with reading(aber) as session:
            seen.append(is_filed(session, run))

    look()
    filing = file_run(aber, run, by)
    look()
    taken(aber, filing, by)
    look()
    end(aber, filing, by, "refused", "sent_before")
    look()

    assert seen == [False, False, True, False]


def test_a_run_that_was_told_elsewhere_is_not_told_again(aber: Coop) -> None:
    run, by = approved_run(aber)
    officer = treasurer(aber)
    say_paid(coop=aber, pay_run_id=run, by=officer, now=clock.now())
    close_run(coop=aber, pay_run_id=run, by=by, now=clock.now(), not_filed_reason="filed_elsewhere")

    with pytest.raises(PayRunClosed):
        file_run(aber, run, by)

    found = to_file(aber, run, by)
    assert (found.is_told_elsewhere, found.is_ready, rows(aber, "filing")) == (True, False, [])


def test_what_is_missing_is_said_by_worker_and_nothing_is_made(aber: Coop) -> None:
    run, by = approved_run(aber, is_told=False)

    lacking = to_file(aber, run, by).lacking

    assert [one.worker_name for one in lacking] == ["Nia Prys", "Siôn Ŵyn"]
    assert {one.codes for one in lacking} == {("born_on", "sex", "address")}
    with pytest.raises(ParticularsMissing) as refused:
        file_run(aber, run, by)
    assert refused.value.facts == {"payees": 2}
    assert rows(aber, "filing") == []


def test_without_references_nothing_is_told(aber: Coop) -> None:
    run, by = approved_run(aber, has_references=False)

    with pytest.raises(EmployerReferencesMissing):
        file_run(aber, run, by)

    assert not to_file(aber, run, by).has_employer
    assert rows(aber, "filing") == []


def test_after_the_pay_day_somebody_says_why(aber: Coop) -> None:
    run, by = approved_run(aber)
    late = clock.now() + timedelta(days=30)

    with pytest.raises(LateReasonNeeded):
        make_fps(coop=aber, pay_run_id=run, late_reason=None, by=by, now=late)
    filing = make_fps(coop=aber, pay_run_id=run, late_reason="G", by=by, now=late)

    assert b"<LateReason>G</LateReason>" in taken(aber, filing, by)


def test_a_later_address_leaves_an_earlier_file_as_it_was_and_another_name_does_not(aber: Coop) -> None:
    run, by = approved_run(aber)
    filing = file_run(aber, run, by)
    before = taken(aber, filing, by)
    with upkeep(aber) as session:
        session.execute(
            text(
                "INSERT INTO reported_particulars (id, worker_id, sex, entered_at)"
                " SELECT :id, worker_id, sex, entered_at + INTERVAL '1 day' FROM reported_particulars LIMIT 1"
            ),
            {"id": uuid4()},
        )
    assert taken(aber, filing, by) == before

    with upkeep(aber) as session:
        session.execute(text("UPDATE worker SET family_name = 'Newydd' WHERE family_name = 'Prys'"))
    with pytest.raises(FilingFactsChanged):
        taken(aber, filing, by)


def test_nobody_else_tells_or_reads_what_is_told(aber: Coop, bryn: Coop) -> None:
    run, by = approved_run(aber)
    filing = file_run(aber, run, by)
    other, outside = stranger(aber), preparer(bryn)

    with pytest.raises(PermissionLacking):
        taken(aber, filing, other)
    with pytest.raises(PermissionLacking):
        to_file(aber, run, other)
    for act in (lambda: taken(bryn, filing, outside), lambda: file_run(bryn, run, outside)):
        with pytest.raises(NotFound):
            act()
    with reading(bryn) as session, pytest.raises(NotFound):
        get_filing(session, filing, by=outside)
    assert rows(aber, "filing")[0]["state"] == "made"
    assert taken(aber, filing, treasurer(aber))


def test_a_run_that_is_not_approved_is_not_told(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    by = preparer(aber)
    run = draft(aber, by)

    with pytest.raises(NotFound):
        file_run(aber, run, by)
    with pytest.raises(NotFound):
        to_file(aber, run, by)


def test_no_log_and_no_journal_holds_a_number(aber: Coop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    run, by = approved_run(aber)
    filing = file_run(aber, run, by)
    taken(aber, filing, by)
    end(aber, filing, by, "accepted")

    lines = [line for line in rows(aber, "journal_line", "seq") if line["doing"].startswith("payroll.")]
    said = f"{caplog.text} {lines} {rows(aber, 'filing')}"
    assert {"payroll.make_fps", "payroll.hand_over_filing", "payroll.end_filing"} <= {
        line["doing"] for line in lines
    }
    assert not any(secret in said for secret in (*NI_NUMBERS, "LL57", "Prys"))
