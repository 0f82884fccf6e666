# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same acts for programs: own visits, and time worked."""

from datetime import timedelta

import pytest
from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.program import Program, make_token, program_of
from tests.support.time import NINE, make_carer, make_entry, make_visit, make_worker


@pytest.fixture(autouse=True)
def _at_nine() -> None:
    clock.set_fixed(NINE)


def test_a_visit_is_checked_into_and_out_of_once(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "care_worker")
    program = Program(app, aber, make_token(aber, person).text)
    visit_id = make_visit(aber, make_worker(aber, person))
    key = {"Idempotency-Key": "tap"}

    assert [one["id"] for one in program.get("/own-visits").get_json()["items"]] == [str(visit_id)]
    answers = [program.post(f"/own-visits/{visit_id}/check-in", headers=key).status_code for _ in "ab"]
    assert answers == [204, 204]
    again = program.post(f"/own-visits/{visit_id}/check-in")
    assert (again.status_code, again.get_json()["code"]) == (409, "checked_in_already")
    clock.set_fixed(NINE + timedelta(minutes=25))
    left = program.post(f"/own-visits/{visit_id}/check-out", json={"note": "All well"})

    assert left.get_json() == {"minutes": 25}
    assert program.get(f"/own-visits/{visit_id}").get_json()["note"] == "All well"
    [entry] = program.get("/time-entries/own").get_json()["items"]
    assert (entry["minutes"], entry["state"], entry["is_own"]) == (25, "recorded", True)
    assert program.get("/time-entries").status_code == 404


def test_time_is_approved_and_put_right(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")
    entry, other = make_entry(aber), make_entry(aber)

    approved = program.post("/time-entries/approve", json={"entry_ids": [f"{entry}:1"]})
    clock.set_fixed(NINE + timedelta(hours=2))
    change = {"minutes": 40, "reason": "no_signal", "version": 1}
    corrected = program.post(f"/time-entries/{other}/correct", json=change)
    stale = program.post(f"/time-entries/{other}/correct", json=change)
    nothing = program.post("/time-entries/approve", json={"entry_ids": []})

    assert approved.get_json() == {"count": 1}
    assert (corrected.status_code, stale.status_code, nothing.status_code) == (204, 409, 409)
    assert program.get(f"/time-entries/{entry}").get_json()["state"] == "approved"
    assert program.get(f"/time-entries/{other}").get_json()["minutes"] == 40


def test_a_forgotten_visit_is_ended(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")
    person = make_person(aber, "care_worker")
    visit_id = make_visit(aber, make_worker(aber, person))
    Program(app, aber, make_token(aber, person).text).post(f"/own-visits/{visit_id}/check-in")
    clock.set_fixed(NINE + timedelta(hours=5))

    done = program.post(
        f"/time-entries/visits/{visit_id}/end", json={"minutes": 30, "reason": "checked_out_late"}
    )

    assert done.status_code == 204
    assert [one["minutes"] for one in program.get("/time-entries").get_json()["items"]] == [30]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("since=2026-11-03&until=2026-11-02", "until"),
        ("since=2025-01-01&until=2026-11-02", "since"),
        ("since=1999-01-01", "since"),
        ("until=tomorrow", "until"),
    ],
)
def test_a_wrong_span_is_named(app: Flask, aber: Coop, query: str, field: str) -> None:
    answer = program_of(app, aber, "care_coordinator").get(f"/time-entries?{query}")

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == [field]


@pytest.mark.parametrize("minutes", [60.5, 60.0, "60.5", True])
def test_a_part_of_a_minute_is_refused_and_not_cut_off(app: Flask, aber: Coop, minutes: object) -> None:
    program = program_of(app, aber, "care_coordinator")
    entry = make_entry(aber)
    change = {"minutes": minutes, "reason": "no_signal", "version": 1}

    answer = program.post(f"/time-entries/{entry}/correct", json=change)

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == ["minutes"]
    assert program.get(f"/time-entries/{entry}").get_json()["version"] == 1


def test_what_is_of_another_coop_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    program = program_of(app, aber, "care_coordinator", "care_worker")
    _, worker_id = make_carer(bryn)
    visit_id, entry = make_visit(bryn, worker_id), make_entry(bryn)

    paths = [f"/time-entries/{entry}/correct", f"/time-entries/visits/{visit_id}/end"]
    change = {"minutes": 40, "reason": "no_signal"}
    answers = [
        program.get(f"/time-entries/{entry}"),
        program.get(f"/own-visits/{visit_id}"),
        program.post(f"/own-visits/{visit_id}/check-in"),
        program.post(paths[0], json=change | {"version": 1}),
        program.post(paths[1], json=change),
        program.post("/time-entries/approve", json={"entry_ids": [f"{entry}:1"]}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6


def test_time_and_miles_are_written_down_and_decided(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "care_worker")
    worker_id = make_worker(aber, person)
    own = Program(app, aber, make_token(aber, person).text)
    desk = program_of(app, aber, "care_coordinator")
    clock.set_fixed(NINE + timedelta(hours=4))
    time = {
        "kind": "training",
        "starts_at": NINE.isoformat(),
        "ends_at": (NINE + timedelta(minutes=90)).isoformat(),
        "reason": "agreed_before",
    }
    drive = {"day": "2026-11-02", "purpose": "training", "metres": 12_345}
    key = {"Idempotency-Key": "once"}

    entered = [own.post("/time-entries/own", json=time, headers=key).get_json()["id"] for _ in "ab"]
    for_them = desk.post("/time-entries", json=time | {"worker_id": str(worker_id)})
    refused = desk.post("/time-entries/approve", json={"entry_ids": [f"{for_them.get_json()['id']}:1"]})
    [claim] = [own.post("/mileage/own", json=drive).get_json()["id"]]
    decided = desk.post("/mileage/decide", json={"claim_ids": [f"{claim}:1"], "is_approved": True})

    assert entered[0] == entered[1]
    assert (for_them.status_code, refused.status_code) == (201, 409)
    assert refused.get_json()["code"] == "own_correction_refused"
    shown = desk.get(f"/time-entries/{entered[0]}")
    assert (shown.headers["ETag"], shown.get_json()["source"]) == ('"v1"', "hand")
    [change] = desk.get(f"/time-entries/{entered[0]}/changes").get_json()["items"]
    assert (change["minutes_before"], change["minutes_after"]) == (None, 90)
    assert decided.get_json() == {"count": 1}
    assert [one["state"] for one in own.get("/mileage/own").get_json()["items"]] == ["approved"]
    record = own.get("/time-records/own?since=2026-11-02&until=2026-11-02").get_json()
    assert [one["actual"]["other"] for one in record["days"]] == [180]
    assert desk.get(f"/time-records/{worker_id}?since=2026-11-02").get_json()["actual"]["other"] == 180
    counts = desk.get("/time-records/punctuality?since=2026-11-02").get_json()
    assert counts == {"told": 0, "missed": 0, "late": 0, "short": 0}


def test_paid_time_is_put_right_by_programs(app: Flask, aber: Coop) -> None:
    desk = program_of(app, aber, "care_coordinator")
    entry = make_entry(aber, state="paid")
    change = {"minutes": 20, "reason": "no_signal", "version": 1}

    made = desk.post(f"/time-entries/{entry}/correct-paid", json=change)
    stale = desk.post(f"/time-entries/{entry}/correct-paid", json=change)

    assert (made.status_code, stale.status_code) == (201, 409)
    difference = desk.get(f"/time-entries/{made.get_json()['id']}").get_json()
    assert (difference["minutes"], difference["corrects_entry_id"]) == (-10, str(entry))
