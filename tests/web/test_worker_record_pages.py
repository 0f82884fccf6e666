# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sections of a worker's record: profile, checks, talks, offers, bank; and what is due of all."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from franchise_kit.people import actions
from franchise_kit.people.actions import deductions
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.access import lines_of
from tests.support.people import actor_of, make_person
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.web import Visitor

PROFILE = {
    "given_name": "Nia",
    "family_name": "Prys",
    "known_as": "Nanw",
    "language": "cy",
    "speaks": ["cy", "bfi"],
    "arrangement": "employed",
    "staff_category": "senior_social_care",
    "phone": "01239 000000",
    "email": "",
    "address": "",
    "emergency_contact": "Elin, 01239 000001",
    "version": "1",
}
BANK = {"account_name": "Nia Prys", "sort_code": "12-34-56", "account_number": "12345678", "roll_number": ""}
TOMORROW = (clock.today() + timedelta(days=1)).isoformat()


def come(app: Flask, coop: Coop, *roles: str, language: str = "en", name: str = "Mair Desg") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, *roles, language=language, name=name))
    return visitor


def count(coop: Coop, table: str) -> int:
    with reading(coop) as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def without_hours(coop: Coop) -> UUID:
    worker_id = make_worker(coop)
    contract = actions.NewContract("non_guaranteed_hours", 0, date(2026, 1, 5), 1345)
    actions.make_contract(coop=coop, worker_id=worker_id, contract=contract, by=SYSTEM, now=clock.now())
    return worker_id


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Mair Desg changed:", "What they do, before: Social care worker", "Phone, before: nothing"]),
        ("cy", ["Newidiodd Mair Desg:", "Gweithiwr gofal cymdeithasol"]),
    ],
)
def test_a_profile_is_changed_and_says_what_it_said_before(
    app: Flask, aber: Coop, language: str, sentences: list[str]
) -> None:
    path = f"/workers/{make_worker(aber)}/profile"
    visitor = come(app, aber, "care_coordinator", language=language)
    form = visitor.get(f"{path}/change").text

    answer = visitor.post(f"{path}/change", PROFILE)
    page = visitor.get(answer.headers["Location"]).text
    stale = visitor.post(f"{path}/change", PROFILE | {"known_as": "N"})

    assert 'name="version" value="1"' in form
    assert (answer.status_code, stale.status_code) == (303, 422)
    assert [one for one in sentences if one not in page] == []
    assert "01239 000001" in page
    assert count(aber, "record_change") == 1


def test_a_training_lead_reads_nothing_close(app: Flask, aber: Coop) -> None:
    path = f"/workers/{make_worker(aber)}"
    visitor = come(app, aber, "training_lead")

    sections = ("profile", "checks", "talks", "offers", "tax-codes", "bank")
    assert [visitor.get(f"{path}/{one}").status_code for one in sections] == [404] * 6
    assert visitor.get(path).status_code == 200


CHECK = {"kind": "dbs", "checked_on": "2026-01-05", "expires_on": "2029-01-04", "reference": "00123"}
REGISTRATION = {"state": "registered", "register_number": "W/1", "from_on": "2026-01-05", "until_on": ""}
TALK = {"kind": "supervision", "held_on": "2026-01-05", "next_due_on": "", "note": "Da iawn"}
OFFER = {"offered_on": "2026-06-01", "weekly_hours": "10", "weekly_minutes": "30"}


@pytest.mark.parametrize(
    ("address", "said", "table", "shown"),
    [
        ("checks/new", CHECK, "check_seen", ["DBS certificate", "00123", "4 Jan 2029"]),
        ("registration/new", REGISTRATION, "registration_entry", ["Registered", "W/1"]),
        ("talks/new", TALK, "supervision_held", ["Supervision on 5 January 2026", "Da iawn", "5 April 2026"]),
        ("offers/new", OFFER, "hours_offer", ["10 h 30 min a week", "Note the answer"]),
    ],
)
def test_what_is_noted_stands_in_its_section(
    app: Flask, aber: Coop, address: str, said: dict[str, Any], table: str, shown: list[str]
) -> None:
    path = f"/workers/{without_hours(aber)}/{address}"
    visitor = come(app, aber, "care_coordinator")

    assert visitor.get(path).status_code == 200
    answer = visitor.post(path, said)
    page = visitor.get(answer.headers["Location"]).text

    assert answer.status_code == 303
    assert [one for one in shown if one not in page] == []
    assert count(aber, table) == 1


@pytest.mark.parametrize(
    ("address", "said", "sentence"),
    [
        ("checks/new", CHECK | {"kind": ""}, "Choose an answer"),
        ("checks/new", CHECK | {"checked_on": TOMORROW, "expires_on": ""}, "This day is still to come"),
        ("checks/new", CHECK | {"expires_on": "2025-01-01"}, "The last day must not be before the first"),
        ("checks/new", CHECK | {"checked_on": "31 February"}, "Enter a real date"),
        ("registration/new", REGISTRATION | {"register_number": ""}, "Enter the number in the register"),
        ("talks/new", TALK | {"next_due_on": "2026-01-05"}, "The next must be after the one that was held"),
        ("offers/new", OFFER | {"weekly_hours": "97"}, "Use something from 0 to 96"),
        ("offers/new", OFFER | {"offered_on": TOMORROW}, "This day is still to come"),
        ("profile/change", PROFILE | {"email": "nia"}, "Enter an e-mail address in the right form"),
        ("profile/change", PROFILE | {"speaks": ["xx"]}, "Choose one of the answers in the list"),
        ("profile/change", PROFILE | {"arrangement": "volunteer"}, "They have a contract that has not ended"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_changes_nothing(
    app: Flask, aber: Coop, address: str, said: dict[str, Any], sentence: str
) -> None:
    path = f"/workers/{without_hours(aber)}/{address}"
    visitor = come(app, aber, "care_coordinator")
    visitor.get(path)
    before = [count(aber, one) for one in TABLES]

    answer = visitor.post(path, said)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert [count(aber, one) for one in TABLES] == before


TABLES = ("check_seen", "registration_entry", "supervision_held", "hours_offer", "record_change")


def test_an_offer_is_answered(app: Flask, aber: Coop) -> None:
    path = f"/workers/{without_hours(aber)}/offers"
    visitor = come(app, aber, "care_coordinator")
    visitor.get(f"{path}/new")
    visitor.post(f"{path}/new", OFFER)
    with reading(aber) as session:
        offer_id = session.scalar(text("SELECT id FROM hours_offer"))
    answer_path = f"{path}/{offer_id}"
    assert 'name="version" value="1"' in visitor.get(answer_path).text

    early = visitor.post(answer_path, {"answer": "declined", "answered_on": "2026-05-31", "version": "1"})
    said = visitor.post(answer_path, {"answer": "declined", "answered_on": "2026-06-02", "version": "1"})

    assert (early.status_code, said.status_code) == (422, 303)
    assert "No, they stay without guaranteed hours" in visitor.get(path).text


def test_a_bank_account_is_masked_agreed_by_two_and_shown_whole_once_proved(app: Flask, aber: Coop) -> None:
    account = make_person(aber, "care_worker", name="Nia Prys")
    path = f"/workers/{make_worker(aber, account_id=account.id)}/bank"
    desk, worker = come(app, aber, "payroll_contact"), Visitor(app, aber)
    worker.sign_in(account)

    desk.get(f"{path}/new")
    wrong = desk.post(f"{path}/new", BANK | {"account_number": "123"})
    for number in ("12345678", "87654321"):
        desk.get(f"{path}/new")
        desk.post(f"{path}/new", BANK | {"account_number": number})
    masked = desk.get(path).text
    mine, theirs = "You proposed this.", "Compare it with the paper"
    page = worker.get(path).text
    with reading(aber) as session:
        entry_id = session.scalar(text("SELECT id FROM bank_particulars WHERE state = 'proposed'"))
    agreed = worker.post(f"{path}/{entry_id}/agree")
    shown = worker.post(f"{path}/whole").text

    assert (wrong.status_code, agreed.status_code) == (422, 303)
    assert "An account number has eight digits" in wrong.text
    assert (mine in masked, theirs in masked, mine in page, theirs in page) == (True, False, False, True)
    assert "87654321" not in masked + page
    assert "87654321" in shown
    assert "12345678" not in shown
    assert [line.doing for line in lines_of(aber)][-2:] == ["people.agree_bank", "people.show_bank"]


NEW_BANK = actions.NewBank("Nia Prys", "12-34-56", "12345678")
NEW_TAX = actions.NewParticulars(date(2026, 4, 6), "code_notice", "1257L", "A")
NEW_LOAN = deductions.NewLoanNotice("2", "sl1", date(2026, 4, 30))


@pytest.mark.parametrize("word", ["agree", "refuse"])
@pytest.mark.parametrize(
    ("table", "section", "enter"),
    [
        ("bank_particulars", "bank", partial(actions.set_bank, bank=NEW_BANK)),
        ("tax_particulars", "tax-codes", partial(actions.set_tax_particulars, particulars=NEW_TAX)),
        ("loan_notice", "deductions/loan", partial(deductions.set_loan_notice, notice=NEW_LOAN)),
    ],
)
def test_a_proposal_is_decided_below_its_own_workers_address_alone(
    app: Flask, aber: Coop, table: str, section: str, enter: Callable[..., object], word: str
) -> None:
    nia, alys = make_worker(aber), make_worker(aber, "Alys Bevan")
    by = actor_of(aber, make_person(aber, "payroll_contact"))
    for _time in "ab":
        enter(coop=aber, worker_id=nia, by=by, now=clock.now())
    with reading(aber) as session:
        entry_id = session.scalar(text(f"SELECT id FROM {table} WHERE state = 'proposed'"))
    second = come(app, aber, "payroll_contact")
    second.get(f"/workers/{alys}")

    below_alys = second.post(f"/workers/{alys}/{section}/{entry_id}/{word}")
    with reading(aber) as session:
        kept = session.scalar(text(f"SELECT id FROM {table} WHERE state = 'proposed'"))
    below_nia = second.post(f"/workers/{nia}/{section}/{entry_id}/{word}")

    assert (below_alys.status_code, kept, below_nia.status_code) == (404, entry_id, 303)


def test_nobody_sees_whole_what_they_may_not(app: Flask, aber: Coop) -> None:
    path = f"/workers/{make_worker(aber)}"
    visitor = come(app, aber, "care_coordinator", "care_worker")
    visitor.get(path)

    assert [visitor.post(f"{path}/{one}/whole").status_code for one in ("bank", "tax-codes")] == [404, 404]


def test_what_is_due_is_listed_narrowed_and_told_at_home(app: Flask, aber: Coop) -> None:
    make_worker(aber)
    visitor = come(app, aber, "care_coordinator")

    everything = visitor.get("/workers/due").text
    narrowed = visitor.get("/workers/due?kind=dbs&state=overdue").text
    odd = visitor.get("/workers/due?kind=magic")
    main = narrowed.split("<table", 1)[1]

    assert "Registration with Social Care Wales" in everything.split("<table", 1)[1]
    assert ("DBS certificate" in main, "References" in main) == (True, False)
    assert odd.status_code == 422
    assert "checks and talks with workers are overdue" in visitor.get("/today").text
    assert come(app, aber, "training_lead").get("/workers/due").status_code == 404


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("checks", "Cofrestru gyda Gofal Cymdeithasol Cymru"),
        ("talks", "Goruchwyliaeth ac arfarniad"),
        ("offers", "Cynnig oriau"),
        ("bank", "Cyfrif banc"),
    ],
)
def test_the_sections_speak_welsh(app: Flask, aber: Coop, section: str, words: str) -> None:
    visitor = come(app, aber, "payroll_contact", language="cy")

    assert words in visitor.get(f"/workers/{make_worker(aber)}/{section}").text


def test_visits_after_a_last_day_become_nobodys_only_when_that_is_said(app: Flask, aber: Coop) -> None:
    worker_id = make_worker(aber)
    make_visit(aber, make_supported(aber), date(2026, 11, 2), "09:00", worker_id=worker_id)
    path = f"/workers/{worker_id}/last-day"
    visitor = come(app, aber, "care_coordinator")
    visitor.get(path)

    refused = visitor.post(path, {"ended_on": "2026-10-31"})
    before = rows_of(aber)
    visitor.get(path)
    done = visitor.post(path, {"ended_on": "2026-10-31", "release": "true"})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert "Visits are planned with this worker after that day: 1." in refused.text
    assert (before, rows_of(aber)) == ((None, worker_id), (date(2026, 10, 31), None))


def rows_of(coop: Coop) -> tuple[date | None, UUID | None]:
    """Return the one worker's last day, and whose the one visit is."""
    with reading(coop) as session:
        ended_on = session.scalar(text("SELECT ended_on FROM worker"))
        return ended_on, session.scalar(text("SELECT worker_id FROM visit"))
