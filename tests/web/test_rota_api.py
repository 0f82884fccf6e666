# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rota for programs: kinds, visits that come back, weeks, and changes that name their version."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.program import program_of
from tests.support.rota import make_kind, make_pattern
from tests.support.thread import make_supported, make_visit, make_worker

NOON = datetime(2026, 11, 8, 12, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 9)
KIND = {"name_en": "Morning", "name_cy": "Bore", "minutes": 45}


@pytest.fixture(autouse=True)
def _noon() -> None:
    clock.set_fixed(NOON)


def test_a_kind_is_added_once_changed_from_its_version_and_given_tasks(
    app: Flask, aber: Coop, bryn: Coop
) -> None:
    program = program_of(app, aber, "care_coordinator")

    first, second = (program.post("/visit-kinds", json=KIND, headers={"Idempotency-Key": "a"}) for _ in "ab")
    path = first.headers["Location"]
    read = program.get(path)
    unsaid = program.call("PUT", path, json=KIND | {"minutes": 30})
    changed = program.call(
        "PUT", path, json=KIND | {"minutes": 30}, headers={"If-Match": read.headers["ETag"]}
    )
    stale = program.call("PUT", path, json=KIND, headers={"If-Match": read.headers["ETag"]})
    tasks = {"tasks": [{"words_en": "Tidy", "words_cy": "Tacluso", "is_essential": True}]}
    said = program.call("PUT", f"{path}/tasks", json=tasks, headers={"If-Match": '"v2"'})
    (kept,) = program.get("/visit-kinds").get_json()["items"]

    assert (first.status_code, second.get_json()) == (201, first.get_json())
    assert (unsaid.status_code, changed.status_code, stale.status_code, said.status_code) == (
        428,
        204,
        412,
        204,
    )
    assert (kept["minutes"], kept["is_offered"], kept["version"]) == (30, True, 3)
    assert [task["words_cy"] for task in kept["tasks"]] == ["Tacluso"]
    assert program_of(app, bryn, "care_coordinator").get(path).status_code == 404


def test_visits_that_come_back_are_agreed_changed_and_ended(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")
    person_id, kind_id = make_supported(aber), make_kind(aber)
    said = {
        "visit_kind_id": str(kind_id),
        "weekdays": [0, 6],
        "at": "23:00",
        "minutes": 480,
        "valid_from": "2026-11-09",
    }

    made = program.post("/visit-patterns", json=said | {"person_supported_id": str(person_id)})
    path = made.headers["Location"]
    read = program.get(path)
    unsaid = program.call("PUT", path, json=said)
    changed = program.call(
        "PUT", path, json=said | {"weekdays": [6]}, headers={"If-Match": read.headers["ETag"]}
    )
    ended = program.post(f"{path}/end", json={"last_on": "2026-12-31"}, headers={"If-Match": '"v2"'})
    wrong = program.post(
        "/visit-patterns", json=said | {"person_supported_id": str(person_id), "at": "25:00"}
    )
    (kept,) = program.get(f"/visit-patterns?person_supported_id={person_id}").get_json()["items"]

    assert (read.get_json()["weekdays"], read.get_json()["at"]) == ([0, 6], "23:00")
    assert (unsaid.status_code, changed.status_code, ended.status_code) == (428, 200, 200)
    assert [one["field"] for one in wrong.get_json()["errors"]] == ["at"]
    assert (kept["weekdays"], kept["last_on"], kept["version"]) == ([6], "2026-12-31", 3)


def test_a_week_is_made_looked_at_and_published_as_it_was_seen(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")
    worker_id = make_worker(aber, pence_per_hour=1300)
    make_pattern(aber, make_supported(aber), make_kind(aber), weekdays=0b11)

    made = program.post("/rota/generate", json={"monday": "2026-11-09"}).get_json()
    week = program.get("/rota?monday=2026-11-09").get_json()
    first = week["visits"][0]["id"]
    given = program.post(f"/visits/{first}/worker", json={"worker_id": str(worker_id), "tell_now": False})
    seen = [{"id": one["id"], "version": one["version"]} for one in week["visits"]]
    stale = program.post("/rota/publish", json={"monday": "2026-11-09", "seen": seen})
    told = program.post("/rota/publish", json={"monday": "2026-11-09"})
    again = program.post("/rota/publish", json={"monday": "2026-11-09"})
    copied = program.post("/rota/copy", json={"from_monday": "2026-11-09", "to_monday": "2026-11-16"})

    assert (made["made"], made["there_already"], made["skipped"]) == (2, 0, [])
    assert [(one["marks"], one["state"]) for one in week["visits"]] == [(["draft"], "open")] * 2
    assert (given.status_code, stale.get_json()["code"]) == (204, "visit_changed_meanwhile")
    assert told.get_json() == {"visits": 2, "workers_told": 0}
    assert again.get_json()["code"] == "nothing_to_publish"
    assert copied.get_json()["made"] == 2
    assert program.get("/rota?monday=2026-11-10").get_json()["code"] == "not_a_monday"


def test_a_visit_is_moved_from_the_version_that_was_seen(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "care_coordinator")
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")
    path, said = f"/visits/{visit_id}/time", {"day": "2026-11-09", "at": "10:00", "minutes": 45}
    tag = program.get(f"/visits/{visit_id}").headers["ETag"]

    moved = program.post(path, json=said | {"tell_now": False}, headers={"If-Match": tag})
    stale = program.post(path, json=said | {"at": "11:00"}, headers={"If-Match": tag})
    short = program.post(path, json=said | {"minutes": 20})
    visit = program.get(f"/visits/{visit_id}").get_json()

    assert (moved.status_code, stale.status_code) == (204, 412)
    assert short.get_json()["code"] == "short_visit_needs_reason"
    assert (visit["planned_from"], visit["is_changed"]) == ("2026-11-09T10:00:00+00:00", True)
    assert visit["told_from"] == "2026-11-09T09:00:00+00:00"


def test_suggestions_come_with_their_reasons(app: Flask, aber: Coop, bryn: Coop) -> None:
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")
    make_worker(aber, pence_per_hour=1300)

    found = program_of(app, aber, "care_coordinator").get(f"/rota/visits/{visit_id}/suggestions").get_json()

    (best,) = found["best"]
    assert best["worker_name"] == "Nia Prys"
    assert {"code": "hours_left", "figures": {"minutes": 1155}} in best["reasons"]
    foreign = program_of(app, bryn, "care_coordinator").get(f"/rota/visits/{visit_id}/suggestions")
    assert foreign.status_code == 404


def test_numbers_are_set_from_their_version_and_ways_are_said_and_forgotten(
    app: Flask, aber: Coop, bryn: Coop
) -> None:
    program = program_of(app, aber, "care_coordinator")
    one, other = make_supported(aber), make_supported(aber, "Twm Huws")
    numbers = {
        "travel_factor_percent": 150,
        "metres_per_minute": 600,
        "least_rest_minutes": 660,
        "late_after_minutes": 10,
    }
    way = {"from_person_id": str(one), "to_person_id": str(other), "minutes": 12, "metres": 8000}

    usual = program.get("/rota-numbers")
    unsaid = program.call("PUT", "/rota-numbers", json=numbers)
    version = {"If-Match": usual.headers["ETag"]}
    said, stale = (program.call("PUT", "/rota-numbers", json=numbers, headers=version) for _twice in "ab")
    wrong = program.post("/rota-numbers/ways", json=way | {"to_person_id": str(one)})
    kept = program.post("/rota-numbers/ways", json=way)
    listed = program.get("/rota-numbers/ways").get_json()["items"]
    elsewhere = program_of(app, bryn, "care_coordinator").post("/rota-numbers/ways", json=way)
    forgotten, gone = (program.post(f"/rota-numbers/ways/{one}/{other}/forget", json={}) for _twice in "ab")

    assert [one.status_code for one in (unsaid, said, stale, wrong, kept, elsewhere, forgotten, gone)] == [
        428,
        204,
        412,
        422,
        204,
        404,
        204,
        404,
    ]
    assert program.get("/rota-numbers").get_json() == numbers | {"version": 1}
    assert listed == [way]
    assert program.get("/rota-numbers/ways").get_json()["items"] == []
