# SPDX-License-Identifier: AGPL-3.0-or-later
"""Promise 49: a co-ordinator takes workers on and plans visits, and neither reads nor sets pay or tax."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule

from app.web.guards import guard_of
from franchise_kit.people import actions as people
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.pay import approve, draft, make_paid, preparer, submit, treasurer
from tests.support.people import make_person
from tests.support.program import Program, program_of
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.web import Visitor

COORDINATOR = "care_coordinator"
# Put together here, so that no whole number stands in a file.
NUMBER = "".join(("AB", "123456", "C"))
TAX_CODE, RATE_PENCE, EARLIER_PENCE = "876L", 13_79, 9_123_45
# What would give pay or tax away: in words of a page, or as a value of an answer or a sheet.
GIVEN_AWAY = re.compile(
    rf"{NUMBER}|••••••|\bC?{TAX_CODE}\b|13\.79|9,?123\.45|:\s*({RATE_PENCE}|{EARLIER_PENCE})\b"
)
PAY_TABLES = ("contract", "pay_rate", "tax_particulars")
SECRETS = {
    "national_insurance_number": NUMBER,
    "tax_code": "BR",
    "ni_category": "B",
    "earlier_pay": "1.00",
    "rate": "49.99",
    "pence_per_hour": "4999",
    "bank_account": "12345678",
}
WORKER = {
    "given_name": "Ann",
    "family_name": "Newydd",
    "language": "en",
    "staff_category": "other_social_care",
    "started_on": "2026-01-05",
}
CONTRACT = {"kind": "non_guaranteed_hours", "valid_from": "2026-06-01", "rate": "49.99"}
TAX = {"source": "code_notice", "tax_code": "BR", "from_on": "2026-04-06", "ni_category": "A"}
RATE = {"rate": "49.99", "from_on": "2026-06-01"}


@pytest.fixture
def worker_id(aber: Coop) -> UUID:
    """A worker who is paid, taxed, planned for, and has had a payslip."""
    paid = make_paid(aber, "Nia Prys", pence_per_hour=RATE_PENCE, minutes=600, tax_code=None)
    told = people.NewParticulars(
        date(2026, 4, 6), "p45", f"C{TAX_CODE}", "A", NUMBER, earlier_pay_pence=EARLIER_PENCE
    )
    people.set_tax_particulars(
        coop=aber, worker_id=paid.worker_id, particulars=told, by=SYSTEM, now=clock.now()
    )
    by = preparer(aber)
    approve(aber, submit(aber, draft(aber, by), by), treasurer(aber))
    make_visit(aber, make_supported(aber), date(2026, 11, 2), "15:00", worker_id=paid.worker_id)
    return paid.worker_id


def desk(app: Flask, coop: Coop, role: str = COORDINATOR) -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, role, name="Mair Desg"))
    return visitor


def ids_of(coop: Coop) -> dict[str, UUID]:
    """Return an id of all that a page could be asked about, by the name that an address gives it."""
    asked = ("worker", "contract", "pay_run", "payslip", "time_entry", "visit", "person_supported", "account")
    with reading(coop) as session:
        return {
            f"{table.removeprefix('time_')}_id": session.execute(
                text(f"SELECT id FROM {table} ORDER BY id LIMIT 1")
            ).scalar_one()
            for table in asked
        }


def addresses(app: Flask, coop: Coop) -> Iterator[str]:
    """Return every address that can be read here, and a search for the worker.

    Each id is in the places of its name; where a place is called otherwise, one after the other.
    """
    ids = ids_of(coop)
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if guard is None or guard.permission is None or "GET" not in (rule.methods or ()):
            continue
        yield from {built(app, rule, ids, value) for value in ids.values()}
    yield "/search?q=nia"


def built(app: Flask, rule: Rule, ids: dict[str, UUID], other: UUID) -> str:
    kinds = {name: type(converter).__name__ for name, converter in rule._converters.items()}
    samples: dict[str, object] = {"UUIDConverter": other, "IntegerConverter": 1}
    with app.test_request_context():
        found = rule.build({name: ids.get(name, samples.get(kinds[name], "x")) for name in rule.arguments})
    assert found is not None
    return found[1]


def read(app: Flask, coop: Coop, role: str, asked: Iterable[str]) -> dict[str, str]:
    """Return what pages, sheets and answers of the API say to a role; only what was found."""
    visitor, program = desk(app, coop, role), program_of(app, coop, role)
    said = {}
    for address in asked:
        answer = program.get(address) if address.startswith("/api/") else visitor.get(address)
        assert answer.status_code in (200, 303, 404, 422), address
        if answer.status_code == 200:
            said[address] = answer.get_data().decode(errors="replace")
    return said


def kept(coop: Coop) -> list[object]:
    with reading(coop) as session:
        return [session.scalars(text(f"SELECT t::text FROM {name} t")).all() for name in PAY_TABLES]


def count_workers(coop: Coop) -> int:
    with reading(coop) as session:
        return int(session.scalar(text("SELECT count(*) FROM worker")) or 0)


def test_a_coordinator_reads_no_pay_tax_or_insurance_number_anywhere(
    app: Flask, aber: Coop, worker_id: UUID
) -> None:
    said = read(app, aber, COORDINATOR, addresses(app, aber))

    assert {address for address, body in said.items() if GIVEN_AWAY.search(body)} == set()
    shown = {f"/workers/{worker_id}", f"/api/v1/workers/{worker_id}/contracts", "/training/training.csv"}
    assert shown | {"/workers", "/search?q=nia", "/hours/approve"} <= set(said)
    assert f"/api/v1/workers/{worker_id}/employment" not in said
    assert f"/workers/{worker_id}" in said["/search?q=nia"]
    searched = [desk(app, aber).get(f"/search?q={word}").text for word in (NUMBER, TAX_CODE, "13.79")]
    assert [page for page in searched if f"/workers/{worker_id}" in page] == []
    page = said[f"/workers/{worker_id}"]
    assert "20 h a week" in page
    assert not re.search(r"£|tax|insurance|pay for|rate", page.split("<main", 1)[1], re.IGNORECASE)


def test_whoever_reads_pay_is_shown_what_is_kept_from_a_coordinator(
    app: Flask, aber: Coop, worker_id: UUID
) -> None:
    page, answer = f"/workers/{worker_id}", f"/api/v1/workers/{worker_id}/employment"

    said = read(app, aber, "payroll_contact", (page, answer))

    assert [bool(GIVEN_AWAY.search(said[address])) for address in (page, answer)] == [True, True]


@pytest.mark.parametrize("field", sorted(SECRETS))
def test_a_field_of_pay_or_tax_added_to_a_form_or_a_call_changes_nothing(
    app: Flask, aber: Coop, worker_id: UUID, field: str
) -> None:
    visitor, program = desk(app, aber), program_of(app, aber, COORDINATOR)
    account = {"account_id": str(make_person(aber, "care_worker").id)}
    bare, added = make_worker(aber, "Ann Arall"), {field: SECRETS[field]}
    before, workers = kept(aber), count_workers(aber)
    visitor.get("/workers/new")

    answers = [
        send(path, body | added).status_code
        for path, body in (("/workers/new", WORKER), (f"/workers/{bare}/account", account))
        for send in (visitor.post,)
    ] + [
        program.post(path, json=body | added).status_code
        for path, body in (("/workers", WORKER), (f"/workers/{bare}/account", account))
    ]

    assert answers == [422] * 4
    assert (kept(aber), count_workers(aber)) == (before, workers)


def set_pay(visitor: Visitor, program: Program, worker_id: UUID) -> list[int]:
    """Try to set pay and tax by each way there is; return the statuses."""
    forms = {"contract": CONTRACT, "rate": RATE, "tax": TAX}
    calls = {"contracts": CONTRACT, "rates": RATE, "tax-particulars": TAX}
    return [
        *(visitor.get(f"/workers/{worker_id}/{step}").status_code for step in forms),
        *(visitor.post(f"/workers/{worker_id}/{step}", body).status_code for step, body in forms.items()),
        *(visitor.post(f"/workers/{worker_id}/{step}", {}).status_code for step in forms),
        *(
            program.post(f"/workers/{worker_id}/{step}", json=body).status_code
            for step, body in calls.items()
        ),
    ]


def test_a_coordinator_sets_no_pay_and_no_tax(app: Flask, aber: Coop, worker_id: UUID) -> None:
    before = kept(aber)

    answers = set_pay(desk(app, aber), program_of(app, aber, COORDINATOR), worker_id)

    assert set(answers) == {404}
    assert kept(aber) == before


def test_a_coordinator_makes_the_first_contract_and_never_reads_its_rate(app: Flask, aber: Coop) -> None:
    visitor, program = desk(app, aber), program_of(app, aber, COORDINATOR)
    visitor.get("/workers/new")
    path = visitor.post("/workers/new", WORKER).headers["Location"]
    visitor.get(f"{path}/contract")

    made = visitor.post(f"{path}/contract", CONTRACT | {"rate": "13.79"})
    page, answer = visitor.get(path), program.get(f"{path}/contracts")

    assert (made.status_code, page.status_code, answer.status_code) == (303, 200, 200)
    assert sorted(answer.get_json()["contracts"][0]) == [
        "id",
        "job_title",
        "kind",
        "place",
        "valid_from",
        "valid_until",
        "weekly_minutes",
    ]
    assert not GIVEN_AWAY.search(page.text + answer.text)
    assert f"{path}/contract" not in page.text


def test_no_journal_line_carries_pay_tax_or_an_insurance_number(
    app: Flask, aber: Coop, worker_id: UUID
) -> None:
    visitor = desk(app, aber, "payroll_contact")
    visitor.get(f"/workers/{worker_id}/tax")
    visitor.post(
        f"/workers/{worker_id}/tax", TAX | {"tax_code": TAX_CODE, "national_insurance_number": NUMBER}
    )
    visitor.post(f"/workers/{worker_id}/rate", {"rate": "13.79", "from_on": "2026-07-01"})

    with reading(aber) as session:
        lines = session.execute(text("SELECT l.doing, l::text FROM journal_line l")).all()
    journal = desk(app, aber, "registered_manager").get("/journal/journal.csv").text

    assert {"people.make_contract", "people.set_rate", "people.set_tax_particulars"} <= {
        doing for doing, _line in lines
    }
    assert [line for _doing, line in lines if GIVEN_AWAY.search(line)] == []
    assert not GIVEN_AWAY.search(journal)
