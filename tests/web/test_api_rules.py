"""What holds for every resource: problems in one form and two languages, pages, versions, keys, bodies."""

import json
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.api.blueprint import MOST_JSON_BYTES
from app.factory import MOST_BODY_BYTES
from franchise_kit.access.rules.roles import roles_of_side
from tenants.office import Coop, Hub, Office
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.program import Program, make_token, program_of

ADMIN = "coop_admin"


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    body: dict[str, Any] = answer.get_json()
    assert body["status"] == status
    assert body["type"] == f"urn:cydofal:problem:{body['code']}"
    return body


def count_done(office: Office, doing: str) -> int:
    with reading(office) as session:
        found = session.scalar(
            text("SELECT count(*) FROM journal_line WHERE doing = :doing AND outcome = 'done'"),
            {"doing": doing},
        )
    return int(found or 0)


def test_a_wrong_field_is_named_in_the_readers_language(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN, language="cy")
    path = "/journal?limit=many"

    english = problem(program.get(path, headers={"Accept-Language": "en"}), 422)
    welsh = problem(program.get(path, headers={"Accept-Language": "cy"}), 422)
    account = problem(program.get(path), 422)

    assert english["errors"] == [{"field": "limit", "message": "Write this as a whole number"}]
    assert welsh["errors"] == account["errors"] != english["errors"]
    assert welsh["detail"] == account["detail"] != english["detail"]


def test_a_field_that_was_not_asked_for_is_refused(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)

    body = problem(program.get("/tokens?role=x", headers={"Accept-Language": "en"}), 422)

    assert body["errors"] == [{"field": "role", "message": "We did not ask for this"}]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "", "9" * 400, "\u0661"])
def test_a_page_has_from_1_to_100_rows(app: Flask, aber: Coop, limit: str) -> None:
    answer = program_of(app, aber, ADMIN).get("/roles", query_string={"limit": limit})

    assert answer.status_code == (200 if limit in {"", "\u0661"} else 422)


@pytest.mark.parametrize(
    "mark", ["x", "bnVsbA", "WzFd", "Ig", "InhcdTAwMDAi", "MTA", "LTE", "MWU5OTk", "é", "/"]
)
def test_a_mark_that_we_did_not_make_is_refused(app: Flask, aber: Coop, mark: str) -> None:
    program = program_of(app, aber, ADMIN)

    answers = [
        program.get(path, query_string={"after": mark}) for path in ("/journal", "/tokens", "/accounts")
    ]

    assert {answer.status_code for answer in answers} <= {200, 400}
    assert answers[1].status_code == 400


def test_following_next_gives_each_row_once(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)
    whole = [role["id"] for role in program.get("/roles?limit=100").get_json()["items"]]
    seen, address = [], "/roles?limit=7"

    while address:
        body = program.get(address).get_json()
        assert len(body["items"]) <= 7
        seen += [role["id"] for role in body["items"]]
        address = body["next"]

    assert seen == whole == sorted(whole)
    assert len(whole) > 14


def test_accounts_come_in_pages_with_no_address_of_theirs_in_the_link(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)
    for name in ("Ann", "Bet", "Cai"):
        make_person(aber, "care_worker", name=name)
    emails, address = [], "/accounts?limit=1"

    while address:
        body = program.get(address).get_json()
        emails += [account["email"] for account in body["items"]]
        address = body["next"]
        assert "example" not in (address or "")

    assert emails == sorted(emails)
    assert len(set(emails)) == 4


def test_the_next_page_keeps_the_filter(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)
    for _ in range(3):
        make_person(aber, "care_worker")

    body = program.get("/journal?kind=access&limit=2").get_json()
    rest = program.get(body["next"]).get_json()

    assert {line["doing"] for line in body["items"] + rest["items"]} == {"access.seed_accounts"}
    assert [line["seq"] for line in body["items"] + rest["items"]] == [5, 4, 3, 1]
    assert rest["next"] is None


def test_a_record_says_its_version_and_is_not_sent_twice(app: Flask, aber: Coop) -> None:
    program, person = program_of(app, aber, ADMIN), make_person(aber, "care_worker")
    path = f"/accounts/{person.id}"

    first = program.get(path)
    again = program.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.headers["ETag"]) == (200, '"v1"')
    assert (again.status_code, again.data) == (304, b"")


def test_a_post_under_a_key_is_done_once_and_answered_alike(app: Flask, aber: Coop) -> None:
    program, key = program_of(app, aber, ADMIN), {"Idempotency-Key": "night-run-7"}

    first = program.post("/journal/verify", headers=key)
    again = program.post("/journal/verify", headers=key)

    assert (first.status_code, again.status_code) == (202, 202)
    assert first.get_json() == again.get_json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert count_done(aber, "journal.ask_to_verify") == 1


def test_an_empty_answer_is_repeated_too(app: Flask, aber: Coop) -> None:
    program, person = program_of(app, aber, ADMIN), make_person(aber, "care_worker")
    path, key = f"/accounts/{person.id}/end-sessions", {"Idempotency-Key": "k"}

    assert [program.post(path, headers=key).status_code for _ in range(2)] == [204, 204]
    assert count_done(aber, "access.end_sessions") == 1


def test_a_key_of_another_request_is_refused(app: Flask, aber: Coop) -> None:
    program, key = program_of(app, aber, ADMIN), {"Idempotency-Key": "k"}
    program.post("/journal/verify", headers=key)

    body = problem(program.post(f"/accounts/{uuid4()}/suspend", headers=key), 422)

    assert body["code"] == "idempotency_key_reused"


def test_keys_of_two_people_are_two(app: Flask, aber: Coop) -> None:
    programs = [program_of(app, aber, ADMIN) for _ in range(2)]

    answers = [one.post("/journal/verify", headers={"Idempotency-Key": "k"}) for one in programs]

    assert answers[0].get_json() != answers[1].get_json()
    assert count_done(aber, "journal.ask_to_verify") == 2


def test_a_refused_post_may_be_tried_again_under_its_key(app: Flask, aber: Coop) -> None:
    admin = make_person(aber, ADMIN)
    program = Program(app, aber, make_token(aber, admin).text)
    path, key = f"/accounts/{admin.id}/suspend", {"Idempotency-Key": "k"}

    codes = [problem(program.post(path, headers=key), 409)["code"] for _ in range(2)]

    assert codes == ["own_account", "own_account"]


@pytest.mark.parametrize("key", ["", "x" * 201])
def test_a_key_that_is_none_is_refused(app: Flask, aber: Coop, key: str) -> None:
    program = program_of(app, aber, ADMIN)

    assert problem(program.post("/journal/verify", headers={"Idempotency-Key": key}), 400)["code"] == (
        "idempotency_key_wrong"
    )


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json"]
)
def test_a_body_that_is_no_json_is_refused(app: Flask, aber: Coop, kind: str) -> None:
    program = program_of(app, aber, ADMIN)

    problem(program.post("/journal/verify", data="{}", content_type=kind), 415)


def test_a_body_over_the_limit_is_refused(app: Flask, aber: Coop) -> None:
    program, key = program_of(app, aber, ADMIN), {"Idempotency-Key": "k"}
    large = json.dumps({"x": "x" * MOST_JSON_BYTES})

    problem(program.post("/journal/verify", data=large, content_type="application/json", headers=key), 413)
    assert MOST_JSON_BYTES < MOST_BODY_BYTES
    assert count_done(aber, "journal.ask_to_verify") == 0


def test_another_method_and_another_address_are_problems_too(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)

    problem(program.call("DELETE", "/journal"), 405)
    problem(program.get("/nothing"), 404)
    problem(program.get("/accounts/not-an-id"), 404)


@pytest.mark.parametrize(
    ("language", "status", "words"),
    [
        ("en", 428, "Send the header If-Match"),
        ("cy", 428, "Anfonwch y pennyn If-Match"),
        ("en", 412, "Somebody changed this meanwhile."),
        ("cy", 412, "Newidiodd rhywun hwn yn y cyfamser."),
        ("en", 415, "Send the body as application/json"),
        ("cy", 415, "Anfonwch y corff fel application/json"),
        ("en", 405, "This address does not take that method."),
        ("cy", 405, "Nid yw'r cyfeiriad hwn yn derbyn y dull hwnnw."),
        ("en", 400, "Something in what was sent could not be read. Look at the JSON"),
        ("cy", 400, "Nid oedd modd darllen rhywbeth yn yr hyn a anfonwyd. Edrychwch ar JSON"),
    ],
)
def test_a_problem_says_what_to_send_instead(
    app: Flask, aber: Coop, language: str, status: int, words: str
) -> None:
    program = program_of(app, aber, ADMIN)
    said = {"Accept-Language": language}
    asked = {
        428: lambda: program.patch("/profile", {"phone": "01970 000 000"}, headers=said),
        412: lambda: program.patch("/profile", {"phone": "01970 000 000"}, headers={"If-Match": "*", **said}),
        415: lambda: program.post("/journal/verify", data="{}", content_type="text/plain", headers=said),
        405: lambda: program.call("DELETE", "/journal", headers=said),
        400: lambda: program.get("/roles?after=x", headers=said),
    }

    assert problem(asked[status](), status)["detail"].startswith(words)


@pytest.mark.parametrize(
    ("language", "name", "description"),
    [
        ("en", "Care worker", "Visits people and records the visits."),
        ("cy", "Gweithiwr gofal", "Yn ymweld â phobl ac yn cofnodi'r ymweliadau."),
    ],
)
def test_a_role_is_told_in_the_language_of_whoever_asks(
    app: Flask, aber: Coop, language: str, name: str, description: str
) -> None:
    program = program_of(app, aber, ADMIN, language=language)

    answer = program.get("/roles?limit=100")
    [role] = [one for one in answer.get_json()["items"] if one["id"] == "care_worker"]

    assert (role["name"], role["description"]) == (name, description)


def test_no_answer_holds_what_python_says_of_its_own_things(app: Flask, aber: Coop, hub: Hub) -> None:
    programs = {
        "coop": program_of(app, aber, *(role.id for role in roles_of_side(is_hub=False))),
        "hub": program_of(app, hub, *(role.id for role in roles_of_side(is_hub=True))),
    }
    bare = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and not rule.arguments and "GET" in (rule.methods or set())
    ]
    told = {(side, path): program.get(path).text for side, program in programs.items() for path in bare}

    assert len(bare) > 20
    assert [at for at, text in told.items() if "<bound method" in text or " object at 0x" in text] == []


def test_the_other_sides_resources_are_unknown(app: Flask, hub: Hub, aber: Coop) -> None:
    at_hub = program_of(app, hub, "network_director")

    problem(at_hub.get("/disclosures"), 404)


def test_no_other_site_is_let_in(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, ADMIN)

    answers = [
        program.get("/me", headers={"Origin": "https://elsewhere.example"}),
        program.call("OPTIONS", "/me", headers={"Origin": "https://elsewhere.example"}),
    ]

    for answer in answers:
        assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")]
        assert "Set-Cookie" not in answer.headers
