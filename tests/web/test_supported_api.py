# SPDX-License-Identifier: AGPL-3.0-or-later
"""People supported for programs: records, plans, outcomes, and those around them, version by version."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.program import Program, make_token, program_of
from tests.support.supported import make_agreed, make_outcome
from tests.support.thread import make_supported, make_worker

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
AGREED = {"agreed_on": "2026-11-09", "agreed_by": "person", "agreed_how": "by_phone"}


@pytest.fixture(autouse=True)
def _at_noon() -> None:
    clock.set_fixed(NOON)


def patch(program: Program, path: str, json: object, version: int) -> int:
    return program.patch(path, json, headers={"If-Match": f'"v{version}"'}).status_code


def test_a_record_is_changed_from_the_version_that_was_read(app: Flask, aber: Coop) -> None:
    path = f"/people-supported/{make_supported(aber)}"
    program = program_of(app, aber, "care_coordinator")

    read = program.get(path)
    answers = [
        program.patch(path, {"key_facts": "Y ci"}).status_code,
        patch(program, path, {"key_facts": "Y ci", "known_as": "Els"}, 1),
        patch(program, path, {"key_facts": "Y gath"}, 1),
        patch(program, path, {"key_facts": ""}, 2),
        patch(program, path, {"place": "yma"}, 3),
        patch(program, path, {"given_name": ""}, 3),
        patch(program, path, {"started_on": "2026-01-01"}, 3),
    ]
    changed = program.get(path)
    history = program.get(f"{path}/changes").get_json()["changes"]

    assert read.headers["ETag"] == '"v1"'
    assert answers == [428, 200, 412, 200, 422, 422, 422]
    assert (changed.get_json()["key_facts"], changed.get_json()["known_as"]) == ("", "Els")
    assert [one["before"] for one in history] == [
        {"key_facts": "Y ci"},
        {"key_facts": None, "known_as": ""},
    ]


def test_a_plan_is_drafted_agreed_and_reviewed_once(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    program = program_of(app, aber, "care_coordinator")
    begun = program.post(f"/people-supported/{person_id}/plans")
    path = begun.headers["Location"]
    key = {"Idempotency-Key": "review", "If-Match": '"v3"'}
    review = {
        "reviewed_on": "2026-11-10",
        "with_whom": "Elsi",
        "outcomes_said": "Da",
        "came_of_it": "changes",
    }

    saved = patch(program, path, {"support": "Paned"}, 1)
    stale = program.post(f"{path}/agree", json=AGREED, headers={"If-Match": '"v1"'})
    agreed = program.post(f"{path}/agree", json=AGREED, headers={"If-Match": '"v2"'})
    late = patch(program, path, {"support": "Coffi"}, 3)
    reviewed = [program.post(f"{path}/reviews", json=review, headers=key) for _ in "ab"]
    listed = program.get(f"/people-supported/{person_id}/plans").get_json()["plans"]

    assert (begun.status_code, saved, stale.status_code, agreed.status_code, late) == (
        201,
        200,
        412,
        204,
        409,
    )
    assert reviewed[0].get_json() == reviewed[1].get_json()
    assert [(one["number"], one["state"]) for one in listed] == [(2, "draft"), (1, "agreed")]
    assert listed[1]["review_due_on"] == "2027-02-10"
    assert listed[0]["id"] == reviewed[0].get_json()["draft_id"]


def test_who_may_not_agree_is_told_why(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    program = program_of(app, aber, "care_coordinator")
    speaker = {"name": "Gwen", "authority": "appointee", "from_on": "2026-01-01"}
    made = program.post(f"/people-supported/{person_id}/representatives", json=speaker).get_json()["id"]
    path = program.post(f"/people-supported/{person_id}/plans").headers["Location"]
    patch(program, path, {"support": "Paned"}, 1)
    said = AGREED | {"agreed_by": "representative", "representative_id": made}

    answer = program.post(f"{path}/agree", json=said, headers={"If-Match": '"v2"'})

    assert (answer.status_code, answer.get_json()["code"]) == (409, "authority_not_for_care")
    assert program.get(path).get_json()["state"] == "draft"


def test_plans_to_look_at_are_listed(app: Flask, aber: Coop) -> None:
    make_agreed(aber, make_supported(aber), date(2026, 8, 1))
    make_supported(aber, "Ann Arall")

    listed = program_of(app, aber, "care_coordinator").get("/people-supported/plans-to-look-at").get_json()

    assert [(one["person_name"], one["standing"]) for one in listed["items"]] == [
        ("Ann Arall", "missing"),
        ("Elsi Fôn", "overdue"),
    ]


def test_an_outcome_is_read_and_ended(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    program = program_of(app, aber, "care_coordinator")
    outcome = {"words": "Cerdded", "started_on": "2026-11-01"}
    path = program.post(f"/people-supported/{person_id}/outcomes", json=outcome).headers["Location"]
    reading = {"on_day": "2026-11-02", "score": 3, "said_by": "person"}
    ending = {"ending": "reached", "ended_on": "2026-11-10"}

    answers = [
        program.post(f"{path}/readings", json=reading).status_code,
        program.post(f"{path}/readings", json=reading | {"score": 0}).status_code,
        program.post(f"{path}/readings", json=reading | {"score": 2.5}).status_code,
        program.post(f"{path}/readings", json=reading | {"on_day": "2026-10-31"}).status_code,
        program.post(f"{path}/end", json=ending).status_code,
        program.post(f"{path}/end", json=ending, headers={"If-Match": '"v1"'}).status_code,
    ]
    shown = program.get(f"/people-supported/{person_id}/outcomes").get_json()["outcomes"]

    assert answers == [204, 422, 422, 409, 428, 204]
    assert [(one["ending"], [each["score"] for each in one["readings"]]) for one in shown] == [
        ("reached", [3])
    ]


def test_those_around_somebody_are_kept(app: Flask, aber: Coop) -> None:
    home = f"/people-supported/{make_supported(aber)}"
    worker_id = str(make_worker(aber))
    program = program_of(app, aber, "care_coordinator")
    contact = {"name": "Huw", "relation": "cymydog", "may_come": "no", "is_first_to_ring": True}
    consent = {"with_whom": "doctor", "what": "Bwyta", "said_how": "in_person", "given_on": "2026-11-01"}
    contact_id = program.post(f"{home}/contacts", json=contact).get_json()["id"]
    consent_id = program.post(f"{home}/consents", json=consent).get_json()["id"]
    back = {"taken_back_on": "2026-11-10"}

    answers = [
        patch(program, f"/people-supported/contacts/{contact_id}", {"phone": "01239"}, 1),
        patch(program, f"/people-supported/contacts/{contact_id}", {"ended_on": "2026-11-10"}, 2),
        patch(program, f"/people-supported/contacts/{contact_id}", {"name": "x"}, 2),
        program.post(
            f"/people-supported/consents/{consent_id}/take-back", json=back, headers={"If-Match": '"v1"'}
        ).status_code,
        program.post(f"{home}/wishes", json={"worker_id": worker_id, "wish": "prefers"}).status_code,
    ]
    shown = program.get(f"{home}/around").get_json()

    assert answers == [204, 204, 412, 204, 204]
    assert (shown["contacts"][0]["phone"], shown["contacts"][0]["is_first_to_ring"]) == ("01239", False)
    assert shown["contacts"][0]["ended_on"] == "2026-11-10"
    assert shown["consents"][0]["taken_back_on"] == "2026-11-10"
    assert [(one["worker_id"], one["wish"]) for one in shown["wishes"]] == [(worker_id, "prefers")]


def test_another_coops_plans_and_outcomes_are_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    person_id = make_supported(bryn)
    plan, outcome_id = make_agreed(bryn, person_id, date(2026, 11, 1)), make_outcome(bryn, person_id)
    program = program_of(app, aber, "care_coordinator")
    paths = (
        f"/people-supported/{person_id}/plans",
        f"/people-supported/{person_id}/around",
        f"/people-supported/{person_id}/outcomes",
        f"/people-supported/plans/{plan.id}",
        f"/people-supported/outcomes/{outcome_id}",
    )

    assert [program.get(path).status_code for path in paths] == [404] * 5
    assert program.post(f"/people-supported/{person_id}/plans").status_code == 404


def test_a_supported_members_account_is_tied_and_taken_away(app: Flask, aber: Coop) -> None:
    path = f"/people-supported/{make_supported(aber)}"
    elsi = make_person(aber, "supported_member", name="Elsi Fôn")
    mine = Program(app, aber, make_token(aber, elsi).text)
    manager = program_of(app, aber, "registered_manager")

    before = mine.get(path).status_code
    tied = manager.post(f"{path}/account", json={"account_id": str(elsi.id)})
    again = manager.post(f"{path}/account", json={"account_id": str(elsi.id)})
    read = mine.get(path).status_code
    away = manager.call("DELETE", f"{path}/account")

    assert (before, tied.status_code, read, away.status_code) == (404, 204, 200, 204)
    assert (again.status_code, again.get_json()["code"]) == (409, "person_has_account")
    assert mine.get(path).status_code == 404
