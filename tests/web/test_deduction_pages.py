# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is taken from a worker's pay, on their record: forms, the second person, bad input by the field."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from franchise_kit.people import actions
from franchise_kit.people.actions import deductions, pension_schemes
from franchise_kit.people.queries.deductions import PayeeFacts, payee_facts
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.thread import make_worker
from tests.support.web import Visitor

TODAY = clock.today().isoformat()
LOAN = {"source": "sl1", "plan": "2", "from_on": TODAY}
ORDER = {
    "kind": "priority",
    "made_on": "2026-04-01",
    "from_on": "2026-04-30",
    "reference": "CASE-12345",
    "paid_to": "Llys Ynadon",
    "normal": "100",
    "protected": "600.00",
    "owed": "",
}
SCHEME = {
    "name": "Cynllun y Fro",
    "arrangement": "relief_at_source",
    "basis": "qualifying_earnings",
    "provider_reference": "EMP1",
    "employee": "5",
    "employer": "3",
    "from_on": "2026-04-06",
}


def come(app: Flask, coop: Coop, *roles: str, language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, *roles, language=language))
    return visitor


def facts(coop: Coop, worker_id: UUID, on: date | None = None) -> PayeeFacts:
    with reading(coop) as session:
        return payee_facts(session, [worker_id], on or clock.today())[worker_id]


def count(coop: Coop, table: str) -> int:
    with reading(coop) as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def enter_scheme(coop: Coop) -> UUID:
    terms = pension_schemes.NewTerms(date(2026, 4, 6), 500, 300)
    said = pension_schemes.NewScheme("NEST", "relief_at_source", "qualifying_earnings", "EMP1", terms)
    return pension_schemes.enter_scheme(coop=coop, scheme=said, by=SYSTEM, now=clock.now())


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["SL1: start a student loan", "Plan 2", "They are in no pension scheme."]),
        ("cy", ["SL1: dechrau benthyciad myfyriwr", "Cynllun 2", "Nid ydynt mewn unrhyw gynllun pensiwn."]),
    ],
)
def test_a_loan_is_entered_and_read(app: Flask, aber: Coop, language: str, sentences: list[str]) -> None:
    worker_id = make_worker(aber)
    visitor = come(app, aber, "payroll_contact", language=language)

    form = visitor.get(f"/workers/{worker_id}/deductions/loan/new")
    answer = visitor.post(f"/workers/{worker_id}/deductions/loan/new", LOAN)
    page = visitor.get(answer.headers["Location"]).text

    assert (form.status_code, answer.status_code) == (200, 303)
    assert [one for one in sentences if one not in page] == []
    assert facts(aber, worker_id).loans == ("2",)


def test_the_worker_agrees_to_a_change_of_theirs(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "care_worker")
    worker_id = make_worker(aber, account_id=person.id)
    desk, worker = come(app, aber, "payroll_contact"), Visitor(app, aber)
    worker.sign_in(person)
    for source in ("sl1", "sl2"):
        desk.post(f"/workers/{worker_id}/deductions/loan/new", LOAN | {"source": source})
    before = facts(aber, worker_id).loans

    page = worker.get(f"/workers/{worker_id}/deductions").text
    agree = re.search(r"/workers/[^\"]+/deductions/loan/[^\"]+/agree", page)
    assert agree is not None
    answer = worker.post(agree[0], {})

    assert (before, answer.status_code) == (("2",), 303)
    assert facts(aber, worker_id).loans == ()


def test_an_order_waits_for_the_manager_and_is_ended_later(app: Flask, aber: Coop) -> None:
    worker_id = make_worker(aber)
    desk, manager = come(app, aber, "payroll_contact"), come(app, aber, "registered_manager")
    path = f"/workers/{worker_id}/deductions"

    desk.post(f"{path}/order/new", ORDER)
    mine = desk.get(path).text
    agree = re.search(rf"{path}/order/[^\"]+/agree", manager.get(path).text)
    assert agree is not None
    manager.post(agree[0], {})
    page = desk.get(path).text
    change = re.search(rf"{path}/order/new\?order_id=[^\"]+", page)
    assert change is not None
    form = desk.get(change[0]).text
    order_id = change[0].rpartition("=")[2]
    ended = ORDER | {"order_id": order_id, "reference": "", "paid_to": "", "ends": "true"}
    desk.post(f"{path}/order/new", ended | {"from_on": "2026-06-30"})
    end = re.search(rf"{path}/order/[^\"]+/agree", manager.get(path).text)
    assert end is not None
    manager.post(end[0], {})

    assert "You proposed this. Somebody else must agree." in mine
    assert "CASE" not in page
    assert "•••345" in page
    assert 'value="100.00"' in form
    assert [one.reference for one in facts(aber, worker_id, date(2026, 5, 29)).orders] == ["CASE-12345"]
    assert facts(aber, worker_id, date(2026, 6, 30)).orders == ()


def test_references_are_shown_whole_once(app: Flask, aber: Coop) -> None:
    worker_id = make_worker(aber)
    desk = come(app, aber, "payroll_contact")
    desk.post(f"/workers/{worker_id}/deductions/order/new", ORDER)

    page = desk.post(f"/workers/{worker_id}/deductions/whole", {}).text

    assert [one in page for one in ("CASE-12345", "Llys Ynadon")] == [True, True]


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("loan", LOAN | {"source": "pgl1"}, "This notice is not about that kind of loan"),
        ("loan", LOAN | {"plan": "9"}, "Choose one of the answers"),
        ("pension", {"kind": "joined", "from_on": TODAY}, "Choose the scheme that they join"),
        ("pension", {"kind": "left", "from_on": TODAY}, "This does not follow from where they stand now"),
        (
            "pension",
            {"kind": "postponed", "from_on": "2026-04-06", "until_on": "2026-07-07"},
            "Enrolment may be put off for at most three months, and not to an earlier day",
        ),
        ("order", ORDER | {"normal": ""}, "A court&#39;s order and child maintenance have an amount"),
        ("order", ORDER | {"kind": "direct_earnings", "normal": ""}, "Only a court&#39;s order protects"),
        ("order", ORDER | {"from_on": "2026-03-31"}, "The order takes nothing before the day"),
        ("order", ORDER | {"reference": ""}, "Enter the reference, and to whom it is paid"),
        ("order", ORDER | {"owed": "-5"}, "Write pounds and pence"),
        ("birth", {"born_on": TODAY}, "Enter a day on which somebody who works here can have been born"),
        ("director", {"from_on": TODAY}, "Choose an answer"),
        ("proof", {"proof": "age", "from_on": "2099-01-01"}, "This day is still to come"),
    ],
)
def test_bad_input_is_said_beside_the_field(
    app: Flask, aber: Coop, kind: str, typed: dict[str, str], sentence: str
) -> None:
    worker_id = make_worker(aber)
    desk = come(app, aber, "payroll_contact")

    answer = desk.post(f"/workers/{worker_id}/deductions/{kind}/new", typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert facts(aber, worker_id, date(2099, 1, 1)) == PayeeFacts()
    assert count(aber, "attachment_order") == 0


def test_opting_out_is_refused_after_its_month(app: Flask, aber: Coop) -> None:
    worker_id, scheme_id = make_worker(aber), enter_scheme(aber)
    desk = come(app, aber, "payroll_contact")
    path = f"/workers/{worker_id}/deductions/pension/new"
    joined = {
        "kind": "enrolled",
        "scheme_id": str(scheme_id),
        "from_on": "2026-04-06",
        "told_on": "2026-04-20",
    }
    desk.post(path, joined)

    late = desk.post(path, {"kind": "opted_out", "from_on": "2026-05-20"})
    in_time = desk.post(path, {"kind": "opted_out", "from_on": "2026-05-19"})

    assert (late.status_code, in_time.status_code) == (422, 303)
    assert "Opting out with a refund goes within one month" in late.text


def test_a_letter_unlike_the_one_by_age_is_said_and_not_changed(app: Flask, aber: Coop) -> None:
    worker_id = make_worker(aber)
    about: dict[str, Any] = {"coop": aber, "worker_id": worker_id, "by": SYSTEM, "now": clock.now()}
    told = actions.NewParticulars(date(2026, 4, 6), "code_notice", "1257L", "A")
    actions.set_tax_particulars(**about, particulars=told)
    deductions.set_birth(**about, birth=deductions.NewBirth(date(clock.today().year - 19, 1, 1)))

    page = come(app, aber, "payroll_contact").get(f"/workers/{worker_id}/deductions").text

    assert "By age and certificates their category letter would be M; the tax particulars say A." in page


def test_a_scheme_is_entered_and_its_shares_change(app: Flask, aber: Coop) -> None:
    desk = come(app, aber, "payroll_contact")

    low = desk.post("/workers/pension-schemes/new", SCHEME | {"employer": "2.5"})
    kept = desk.post("/workers/pension-schemes/new", SCHEME)
    page = desk.get("/workers/pension-schemes").text
    terms = re.search(r"/workers/pension-schemes/[^\"]+/terms", page)
    assert terms is not None
    changed = desk.post(terms[0], {"employee": "6", "employer": "4.25%", "from_on": TODAY})
    after = desk.get("/workers/pension-schemes").text

    assert (low.status_code, kept.status_code, changed.status_code) == (422, 303, 303)
    assert "This is less than the law asks for" in low.text
    assert [one in after for one in ("Cynllun y Fro", "6%", "4.25%")] == [True, True, True]


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("care_coordinator", "deductions", 404),
        ("care_coordinator", "deductions/loan/new", 404),
        ("registered_manager", "deductions", 200),
        ("registered_manager", "deductions/order/new", 404),
        ("payroll_contact", "deductions/magic/new", 404),
        ("care_worker", "deductions", 404),
    ],
)
def test_only_who_has_to_do_with_pay_comes_in(
    app: Flask, aber: Coop, role: str, path: str, status: int
) -> None:
    worker_id = make_worker(aber)

    assert come(app, aber, role).get(f"/workers/{worker_id}/{path}").status_code == status


def test_another_co_ops_worker_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    worker_id = make_worker(bryn)
    desk = come(app, aber, "payroll_contact")

    shown = desk.get(f"/workers/{worker_id}/deductions")
    kept = desk.post(f"/workers/{worker_id}/deductions/loan/new", LOAN)

    assert (shown.status_code, kept.status_code) == (404, 404)
    assert facts(bryn, worker_id) == PayeeFacts()
