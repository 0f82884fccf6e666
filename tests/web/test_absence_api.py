# SPDX-License-Identifier: AGPL-3.0-or-later
"""Leave and sickness for programs: asked once, decided on by version, and who is away without why."""

from datetime import timedelta

import pytest
from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.absence import make_contract
from tests.support.people import make_person
from tests.support.program import Program, make_token, program_of
from tests.support.time import NINE, make_worker

HOLIDAY = {"kind": "holiday", "from_on": "2026-11-09", "last_on": "2026-11-13"}
DAYS = "since=2026-11-01&until=2026-11-30"


@pytest.fixture(autouse=True)
def _at_nine() -> None:
    clock.set_fixed(NINE)


def working(app: Flask, coop: Coop, *roles: str) -> tuple[Program, str]:
    person = make_person(coop, *(roles or ("care_worker",)), has_factor=True)
    worker_id = make_worker(coop, person)
    make_contract(coop, worker_id)
    return Program(app, coop, make_token(coop, person).text), str(worker_id)


def test_a_holiday_is_asked_for_once_and_decided_on_by_version(app: Flask, aber: Coop) -> None:
    mine, worker_id = working(app, aber)
    desk = program_of(app, aber, "care_coordinator")
    key = {"Idempotency-Key": "once"}

    made = [mine.post("/absences/own", json=HOLIDAY, headers=key) for _ in "ab"]
    absence_id = made[0].get_json()["id"]
    shown = mine.get(f"/absences/own/{absence_id}")
    decide = f"/absences/{absence_id}/decide"
    unversioned = desk.post(decide, json={"is_agreed": True})
    stale = desk.post(decide, json={"is_agreed": True}, headers={"If-Match": '"v7"'})
    agreed = desk.post(decide, json={"is_agreed": True}, headers={"If-Match": shown.headers["ETag"]})

    assert [one.status_code for one in made] == [201, 201]
    assert shown.get_json()["leave_minutes"] == 1800
    assert (unversioned.status_code, stale.status_code, agreed.status_code) == (428, 412, 204)
    assert [one["state"] for one in desk.get(f"/absences?{DAYS}").get_json()["items"]] == ["agreed"]
    assert [one["version"] for one in mine.get(f"/absences/own?{DAYS}").get_json()["items"]] == [2]
    away = desk.get(f"/absences/away?{DAYS}").get_json()["items"]
    assert away == [{"worker_id": worker_id, "first": "2026-11-09", "last": "2026-11-13"}]
    balance = desk.get(f"/leave/workers/{worker_id}").get_json()
    assert (balance["agreed_minutes"], balance["guaranteed"]["months"]) == (1800, 8)
    assert mine.get("/leave/own").get_json() == balance


DAYS_SICK = {"from_on": "2026-11-02", "last_on": None}
FIT_NOTE = {"from_on": "2026-11-10", "last_on": "2026-11-11", "seen_on": "2026-11-02"}


def test_sickness_is_told_ended_certified_and_withdrawn(app: Flask, aber: Coop) -> None:
    mine, _worker_id = working(app, aber)
    desk = program_of(app, aber, "care_coordinator")
    sick = {"kind": "sickness", "from_on": "2026-11-02", "note": "Flu"}
    absence_id = mine.post("/absences/own", json=sick).get_json()["id"]
    own, theirs = f"/absences/own/{absence_id}", f"/absences/{absence_id}"

    answers = [
        mine.post(f"{own}/days", json=DAYS_SICK | {"last_on": "2026-11-12"}, headers={"If-Match": '"v1"'}),
        mine.post(f"{own}/certificate", json={"certificate": "self"}, headers={"If-Match": '"v2"'}),
        desk.post(f"{theirs}/certificate", json={"certificate": "fit_note"}, headers={"If-Match": '"v3"'}),
        desk.post(f"{theirs}/fit-notes", json=FIT_NOTE, headers={"If-Match": '"v3"'}),
        desk.post(f"{theirs}/days", json=DAYS_SICK | {"last_on": "2026-11-11"}, headers={"If-Match": '"v4"'}),
        desk.post(f"{theirs}/leave-back", headers={"If-Match": '"v5"'}),
    ]
    lacking = desk.get(theirs).get_json()["days_without_note"]
    answers += [
        desk.post(f"{theirs}/withdraw", headers={"If-Match": '"v5"'}),
        mine.post(f"{own}/withdraw", headers={"If-Match": '"v6"'}),
    ]

    assert [one.status_code for one in answers] == [204, 204, 422, 204, 204, 409, 204, 409]
    found = desk.get(theirs).get_json()
    assert (found["state"], found["certificate"], found["last_on"]) == ("withdrawn", "self", "2026-11-11")
    (note,) = found["fit_notes"]
    assert note == FIT_NOTE | {"id": note["id"]}
    # Nothing is lacking for what was withdrawn.
    assert (lacking, found["days_without_note"]) == ([{"first": "2026-11-09", "last": "2026-11-09"}], [])


def test_a_program_takes_a_fit_note_away(app: Flask, aber: Coop) -> None:
    mine, _worker_id = working(app, aber)
    desk = program_of(app, aber, "care_coordinator")
    sick = {"kind": "sickness", "from_on": "2026-11-02"}
    absence_id = mine.post("/absences/own", json=sick).get_json()["id"]
    path = f"/absences/{absence_id}"
    desk.post(f"{path}/fit-notes", json=FIT_NOTE, headers={"If-Match": '"v1"'})
    (note,) = desk.get(path).get_json()["fit_notes"]
    away = f"{path}/fit-notes/{note['id']}/away"

    answers = [
        mine.post(away, headers={"If-Match": '"v2"'}),
        desk.post(away, headers={"If-Match": '"v1"'}),
        desk.post(away, headers={"If-Match": '"v2"'}),
        desk.post(away, headers={"If-Match": '"v3"'}),
    ]

    assert [one.status_code for one in answers] == [404, 412, 204, 404]
    assert mine.get(f"/absences/own/{absence_id}").get_json()["fit_notes"] == []


@pytest.mark.parametrize(
    ("case", "said", "status"),
    [
        ("no such kind", HOLIDAY | {"kind": "garden"}, 422),
        ("the last day first", HOLIDAY | {"last_on": "2026-11-01"}, 409),
        ("no last day", {"kind": "holiday", "from_on": "2026-11-09"}, 409),
        ("part of a minute", HOLIDAY | {"leave_minutes": 60.5}, 422),
        ("something else", HOLIDAY | {"state": "agreed"}, 422),
        ("long ago", HOLIDAY | {"from_on": "2020-11-09"}, 409),
    ],
)
def test_what_cannot_be_asked(
    app: Flask, aber: Coop, case: str, said: dict[str, object], status: int
) -> None:
    mine, _worker_id = working(app, aber)

    assert mine.post("/absences/own", json=said).status_code == status, case
    assert mine.get(f"/absences/own?{DAYS}").get_json()["items"] == []


def test_leave_is_adjusted_and_the_leave_year_set(app: Flask, aber: Coop) -> None:
    mine, worker_id = working(app, aber)
    desk, admin = program_of(app, aber, "payroll_contact"), program_of(app, aber, "coop_admin")
    more = {"on_day": "2026-11-02", "minutes": -90, "reason": "put_right"}
    made = desk.post(f"/leave/workers/{worker_id}/adjustments", json=more)
    none = desk.post(f"/leave/workers/{worker_id}/adjustments", json=more | {"minutes": 0})
    year = {"begins_month": 1, "weeks_hundredths": 600}
    first = admin.get("/leave/year")
    kept = admin.call("PUT", "/leave/year", json=year, headers={"If-Match": first.headers["ETag"]})
    again = admin.call("PUT", "/leave/year", json=year, headers={"If-Match": first.headers["ETag"]})

    assert (made.status_code, none.status_code) == (201, 409)
    assert mine.get("/leave/own").get_json()["adjustments"] == [more]
    assert (first.get_json()["version"], kept.status_code, again.status_code) == (0, 204, 412)
    assert mine.get("/leave/own").get_json()["year"] == {"first": "2026-01-01", "last": "2026-12-31"}


def test_walls_hold(app: Flask, aber: Coop, bryn: Coop) -> None:
    theirs, worker_id = working(app, bryn)
    absence_id = theirs.post("/absences/own", json=HOLIDAY).get_json()["id"]
    desk = program_of(app, aber, "care_coordinator")
    mine, _worker_id = working(app, aber)
    clock.set_fixed(NINE + timedelta(minutes=1))

    assert desk.get(f"/absences/{absence_id}").status_code == 404
    assert desk.get(f"/leave/workers/{worker_id}").status_code == 404
    assert mine.get(f"/absences/own/{absence_id}").status_code == 404
    assert mine.get("/absences").status_code == 404
    assert mine.get(f"/absences/away?{DAYS}").status_code == 404
