# SPDX-License-Identifier: AGPL-3.0-or-later
"""A program makes schedules, puts workers on them, enters corrections and closes runs, as the pages do."""

from flask import Flask

from tenants.office import Coop
from tests.support.pay import make_paid
from tests.support.people import make_person
from tests.support.program import Program, make_token
from tests.support.rows import rows
from tests.web.test_payroll_pages import approved

WEEKLY = {"name": "Carers", "frequency": "W1", "first_from": "2026-11-02", "pay_days_after": 4}


def program(app: Flask, coop: Coop, role: str = "payroll_contact") -> Program:
    return Program(app, coop, make_token(coop, make_person(coop, role)).text)


def test_a_worker_is_put_on_a_schedule_and_paid_by_it(app: Flask, aber: Coop, bryn: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    caller = program(app, aber)

    schedule = caller.call("POST", "/pay-schedules", json=WEEKLY).get_json()["id"]
    put = {"worker_ids": [str(nia.worker_id)], "from_on": "2026-11-02"}
    moved = caller.call("POST", f"/pay-schedules/{schedule}/workers", json=put).get_json()
    days = {"pay_on": "2026-11-12", "first_day": "2026-11-02", "last_day": "2026-11-08"}
    run = caller.call("POST", "/pay-runs", json={**days, "schedule_id": schedule}).get_json()["id"]

    assert moved == {"workers": 1}
    (first, made) = caller.call("GET", "/pay-schedules").get_json()["items"]
    assert (first["number"], first["name"], made["name"], made["workers"]) == (1, "", "Carers", 1)
    assert made["next"] == {
        "period_from": "2026-11-09",
        "period_until": "2026-11-16",
        "pay_on": "2026-11-19",
    }
    said = caller.call("GET", f"/pay-runs/{run}").get_json()
    assert (said["frequency"], said["kind"], said["tax_period"], said["sums"]["gross_pence"]) == (
        "W1",
        "regular",
        32,
        134_50,
    )
    (on,) = caller.call("GET", "/pay-schedules/workers").get_json()["items"]
    assert (on["worker_id"], on["schedule_id"]) == (str(nia.worker_id), schedule)
    assert caller.call("POST", f"/pay-schedules/{schedule}/close").status_code == 409
    elsewhere = program(app, bryn)
    assert elsewhere.call("POST", f"/pay-schedules/{schedule}/workers", json=put).status_code == 404
    assert program(app, aber, "care_worker").call("GET", "/pay-schedules").status_code == 404


def test_what_cannot_be_is_said_of_its_field_and_changes_nothing(app: Flask, aber: Coop) -> None:
    nia, _slip = approved(aber)
    caller = program(app, aber)
    wrong = {"worker_id": str(nia.worker_id), "direction": "more", "amount": "0", "reason": "one_off"}

    schedule = caller.call("POST", "/pay-schedules", json=WEEKLY | {"pay_days_after": None})
    correction = caller.call("POST", "/pay-corrections", json=wrong)
    run = rows(aber, "pay_run")[0]["id"]
    closing = caller.call("POST", f"/pay-runs/{run}/close", json={"not_filed_reason": "filed_elsewhere"})

    assert (schedule.status_code, schedule.get_json()["errors"][0]["field"]) == (422, "pay_days_after")
    assert (correction.status_code, correction.get_json()["errors"][0]["field"]) == (422, "amount")
    assert (closing.status_code, closing.get_json()["code"]) == (409, "pay_run_not_paid")
    assert (len(rows(aber, "pay_schedule")), rows(aber, "pay_correction")) == (1, [])
    kept = caller.call("POST", "/pay-corrections", json=wrong | {"amount": "12.50"})
    (listed,) = caller.call("GET", "/pay-corrections").get_json()["items"]
    assert (kept.status_code, listed["id"], listed["left_pence"]) == (201, kept.get_json()["id"], 12_50)
