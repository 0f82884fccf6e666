# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker's profile, checks, talks, offers and bank account, for programs."""

import pytest
from flask import Flask

from tenants.office import Coop
from tests.support.people import make_person
from tests.support.program import program_of
from tests.support.thread import make_worker

BANK = {"account_name": "Nia Prys", "sort_code": "12-34-56", "account_number": "12345678"}


def test_a_profile_is_changed_from_the_version_that_was_read(app: Flask, aber: Coop) -> None:
    path = f"/workers/{make_worker(aber)}/profile"
    program = program_of(app, aber, "care_coordinator")
    tag = program.get(path).headers["ETag"]
    change = {"known_as": "Nanw", "speaks": ["cy", "pl"], "phone": "01239 000000"}

    changed = program.patch(path, change, headers={"If-Match": tag})
    stale = program.patch(path, {"known_as": "N"}, headers={"If-Match": tag})
    emptied = program.patch(path, {"phone": ""}, headers={"If-Match": changed.headers["ETag"]})
    history = program.get(path.replace("profile", "changes")).get_json()["changes"]

    assert (tag, changed.headers["ETag"]) == ('"v1"', '"v2"')
    assert (changed.status_code, stale.status_code, emptied.status_code) == (200, 412, 200)
    assert {name: changed.get_json()[name] for name in change} == change
    assert (emptied.get_json()["phone"], emptied.get_json()["known_as"]) == ("", "Nanw")
    assert [one["before"] for one in history] == [
        {"phone": "01239 000000"},
        {"known_as": "", "speaks": [], "phone": None},
    ]


def test_what_was_seen_is_noted_once_and_read(app: Flask, aber: Coop) -> None:
    path = f"/workers/{make_worker(aber)}"
    program = program_of(app, aber, "care_coordinator")
    check = {"kind": "dbs", "checked_on": "2026-01-05", "expires_on": "2029-01-04", "reference": "00123"}
    registration = {"state": "registered", "register_number": "W/1", "from_on": "2026-01-05"}
    talk = {"kind": "supervision", "held_on": "2026-01-05", "note": "Da iawn"}

    noted = [program.post(f"{path}/checks", check, headers={"Idempotency-Key": "k"}) for _ in "ab"]
    program.post(f"{path}/registrations", registration)
    program.post(f"{path}/talks", talk)
    kept = program.get(noted[0].headers["Location"]).get_json()
    due = program.get("/workers/due").get_json()["items"]

    assert [one.status_code for one in noted] == [201, 201]
    assert [(one["kind"], one["reference"]) for one in kept["checks"]] == [("dbs", "00123")]
    assert [one["state"] for one in kept["registrations"]] == ["registered"]
    assert [(one["next_due_on"], one["note"]) for one in kept["talks"]] == [("2026-04-05", "Da iawn")]
    assert {one["kind"] for one in due} >= {"references", "right_to_work", "supervision"}


@pytest.mark.parametrize(
    ("address", "said", "field"),
    [
        ("checks", {"kind": "magic", "checked_on": "2026-01-05"}, "kind"),
        ("checks", {"kind": "dbs", "checked_on": "yesterday"}, "checked_on"),
        ("talks", {"kind": "supervision"}, "held_on"),
        ("offers", {"offered_on": "2026-01-05", "weekly_hours": 10.5}, "weekly_hours"),
        ("registrations", {"state": "registered", "from_on": 5}, "from_on"),
    ],
)
def test_what_cannot_be_read_is_said_of_its_field(
    app: Flask, aber: Coop, address: str, said: dict[str, object], field: str
) -> None:
    program = program_of(app, aber, "care_coordinator")

    answer = program.post(f"/workers/{make_worker(aber)}/{address}", said)

    assert answer.status_code == 422
    assert [wrong["field"] for wrong in answer.get_json()["errors"]] == [field]


def test_hours_are_offered_and_answered(app: Flask, aber: Coop) -> None:
    path = f"/workers/{make_worker(aber)}"
    program = program_of(app, aber, "care_coordinator")
    contract = {"kind": "non_guaranteed_hours", "valid_from": "2026-01-05", "rate": "13.45"}
    program.post(f"{path}/contracts", contract)

    made = program.post(f"{path}/offers", {"offered_on": "2026-06-01", "weekly_hours": 10})
    answer = {"answer": "accepted", "answered_on": "2026-06-02", "version": 1}
    answered = [program.post(f"/workers/offers/{made.get_json()['id']}/answer", answer) for _ in "ab"]
    (offer,) = program.get(f"{path}/keeping").get_json()["offers"]

    assert (made.status_code, [one.status_code for one in answered]) == (201, [204, 409])
    assert (offer["offered_weekly_minutes"], offer["average_weekly_minutes"]) == (600, 0)
    assert (offer["answer"], offer["version"]) == ("accepted", 2)


def test_a_bank_account_is_masked_and_a_change_waits(app: Flask, aber: Coop) -> None:
    path = f"/workers/{make_worker(aber, account_id=make_person(aber, 'care_worker').id)}/bank-accounts"
    program = program_of(app, aber, "payroll_contact")

    wrong = program.post(path, BANK | {"sort_code": "12"})
    for _ in "ab":
        program.post(path, BANK)
    items = program.get(path).get_json()["items"]
    refused = program.post(f"/workers/bank-accounts/{items[0]['id']}/refuse")

    assert (wrong.status_code, wrong.get_json()["code"]) == (409, "sort_code_unreadable")
    assert [(one["masked_account_number"], one["state"]) for one in items] == [
        ("•••••678", "proposed"),
        ("•••••678", "agreed"),
    ]
    assert refused.status_code == 204
    assert program_of(app, aber, "care_coordinator").get(path).status_code in (403, 404)
