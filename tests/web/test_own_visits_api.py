# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker's own visits for programs: tasks, a note before the end, late taps, concerns."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.attending import give_tasks
from tests.support.people import make_person
from tests.support.program import Program, make_token
from tests.support.time import NINE, make_carer, make_visit, make_worker


@pytest.fixture(autouse=True)
def _at_nine() -> None:
    clock.set_fixed(NINE)


def test_tasks_are_answered_and_a_late_tap_holds(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "care_worker")
    program = Program(app, aber, make_token(aber, person).text)
    visit_id = make_visit(aber, make_worker(aber, person))
    own = f"/own-visits/{visit_id}"
    essential, other = give_tasks(aber, visit_id, True, False)
    clock.set_fixed(NINE + timedelta(hours=1))
    tapped = {"device_at": NINE.isoformat(), "holds": "true"}

    assert program.post(f"{own}/check-in", query_string=tapped).status_code == 204
    kept = program.post(
        f"{own}/report", json={"note": "Half", "tasks": [{"task_id": str(other), "said": "declined"}]}
    )
    early = program.post(f"{own}/check-out", json={})
    wrong = program.post(f"{own}/report", json={"tasks": [{"task_id": str(other), "said": "perhaps"}]})
    unknown = program.post(f"{own}/report", json={"tasks": [{"task_id": str(uuid4()), "said": "done"}]})
    left = program.post(f"{own}/check-out", json={"tasks": [{"task_id": str(essential), "said": "done"}]})

    assert kept.status_code == 204
    assert (early.status_code, early.get_json()["code"]) == (409, "tasks_unanswered")
    assert (wrong.status_code, unknown.status_code) == (422, 404)
    assert left.get_json() == {"minutes": 60}
    assert [one["said"] for one in program.get(f"{own}/tasks").get_json()["items"]] == ["done", "declined"]
    said = program.get(own).get_json()
    assert (said["note"], said["checked_in_at"]) == ("Half", said["device_in_at"])
    assert said["received_in_at"] > said["checked_in_at"]


def test_a_concern_is_raised_once(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "care_worker")
    program = Program(app, aber, make_token(aber, person).text)
    visit_id = make_visit(aber, make_worker(aber, person))
    _, other = make_carer(aber)
    key = {"Idempotency-Key": "tap"}

    raised = [
        program.post(f"/own-visits/{visit_id}/concerns", json={"words": "A bruise"}, headers=key)
        for _ in "ab"
    ]
    foreign = program.post(f"/own-visits/{make_visit(aber, other)}/concerns", json={"words": ""})

    assert {answer.status_code for answer in raised} == {201}
    assert len({answer.get_json()["id"] for answer in raised}) == 1
    assert foreign.status_code == 404


def test_a_check_out_is_taken_back_once(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "care_worker")
    program = Program(app, aber, make_token(aber, person).text)
    own = f"/own-visits/{make_visit(aber, make_worker(aber, person))}"
    program.post(f"{own}/check-in")
    program.post(f"{own}/check-out", json={})
    key = {"Idempotency-Key": "slip"}

    taken = [program.post(f"{own}/check-out-back", headers=key) for _ in "ab"]
    again = program.post(f"{own}/check-out-back")

    assert [answer.status_code for answer in taken] == [204, 204]
    assert (again.status_code, again.get_json()["code"]) == (409, "not_checked_out")
    assert program.get(own).get_json()["checked_out_at"] is None
