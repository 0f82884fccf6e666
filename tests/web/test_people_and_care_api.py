# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same acts for programs: workers, people supported, visits."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.program import program_of
from tests.support.thread import make_supported, make_visit, make_worker

MONDAY = date(2026, 11, 2)
WORKER = {
    "given_name": "Nia",
    "family_name": "Prys",
    "language": "cy",
    "staff_category": "other_social_care",
    "started_on": "2026-01-05",
}


def test_a_worker_is_entered_agreed_with_and_read(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "payroll_contact")

    entered = program.post("/workers", json=WORKER)
    address = entered.headers["Location"]
    contract = {"kind": "non_guaranteed_hours", "valid_from": "2026-01-05", "rate": "13.45"}
    made = program.post(f"{address}/contracts", json=contract)
    raised = program.post(f"{address}/rates", json={"rate": "14.00", "from_on": "2026-06-01"})
    again = program.post(f"{address}/rates", json={"rate": "15.00", "from_on": "2026-06-01"})
    earlier = program.post(f"{address}/rates", json={"rate": "15.00", "from_on": "2026-05-31"})
    said = {"source": "starter_declaration", "declaration": "B", "from_on": "2026-04-06"}
    taxed = program.post(f"{address}/tax-particulars", json=said)
    read = program.get(f"{address}/employment").get_json()

    assert [entered.status_code, made.status_code] == [201, 201]
    assert [raised.status_code, taxed.status_code] == [204, 204]
    assert (again.status_code, earlier.get_json()["code"]) == (204, "rate_rewrites_earlier")
    assert [rate["pence"] for rate in read["contracts"][0]["rates"]] == [1500, 1400, 1345]
    assert read["tax_entries"][0]["tax_code"] == "1257L X"
    assert [one["family_name"] for one in program.get("/workers").get_json()["items"]] == ["Prys"]


@pytest.mark.parametrize("rate", [13.45, 1345, "13,45", "", None])
def test_a_rate_is_a_text_in_pounds(app: Flask, aber: Coop, rate: object) -> None:
    worker_id = make_worker(aber)
    contract = {"kind": "non_guaranteed_hours", "valid_from": "2026-01-05", "rate": rate}

    answer = program_of(app, aber, "care_coordinator").post(f"/workers/{worker_id}/contracts", json=contract)

    assert answer.status_code == 422
    assert [wrong["field"] for wrong in answer.get_json()["errors"]] == ["rate"]


def test_a_visit_is_planned_once_given_and_cancelled(app: Flask, aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    program = program_of(app, aber, "care_coordinator")
    person = {"given_name": "Elsi", "family_name": "Fôn", "language": "cy", "started_on": "2026-01-05"}
    person_id = program.post("/people-supported", json=person).get_json()["id"]
    worker_id = str(make_worker(aber))
    visit = {"person_supported_id": person_id, "day": "2026-11-02", "at": "09:00", "minutes": 45}
    key = {"Idempotency-Key": "once"}

    planned = [program.post("/visits", json=visit, headers=key) for _ in "ab"]
    address = planned[0].headers["Location"]
    given = program.post(f"{address}/worker", json={"worker_id": worker_id})
    taken = program.post("/visits", json=visit | {"worker_id": worker_id, "at": "09:15"})
    cancelled = program.post(f"{address}/cancel", json={"cancelled_by": "professional"})
    listed = program.get("/visits?since=2026-11-02&until=2026-11-02").get_json()["items"]

    assert [one.status_code for one in planned] == [201, 201]
    assert (given.status_code, cancelled.status_code) == (204, 204)
    assert (taken.status_code, taken.get_json()["code"]) == (409, "worker_elsewhere")
    assert [(one["worker_id"], one["cancelled_by"]) for one in listed] == [(worker_id, "professional")]
    assert program.get(f"/people-supported/{person_id}").get_json()["name"] == "Elsi Fôn"


def test_another_coops_are_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    worker_id, person_id = make_worker(bryn), make_supported(bryn)
    visit_id = make_visit(bryn, person_id, MONDAY, "09:00")
    program = program_of(app, aber, "care_coordinator")
    paths = (
        f"/workers/{worker_id}",
        f"/workers/{worker_id}/employment",
        f"/people-supported/{person_id}",
        f"/visits/{visit_id}",
    )

    assert [program.get(path).status_code for path in paths] == [404] * 4
    assert program.post(f"/visits/{visit_id}/cancel", json={"cancelled_by": "co_op"}).status_code == 404
    assert program.post(f"/visits/{visit_id}/worker", json={}).status_code == 404


def test_more_than_a_year_of_visits_is_refused(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")

    answers = [
        program.get(f"/visits?since={since}&until={until}").status_code
        for since, until in (("2026-01-01", "2027-06-01"), ("2026-01-02", "2026-01-01"))
    ]

    assert answers == [422, 422]
