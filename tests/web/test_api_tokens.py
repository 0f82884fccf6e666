"""Whom the API lets in: a living token, at the host of its own office, and nothing else."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from franchise_kit.access.actions import accounts
from franchise_kit.tokens.rules import LONGEST
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop, Hub, Office
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.program import Program, make_token, program_of
from tests.support.web import Visitor


def count_lines(office: Office) -> int:
    with reading(office) as session:
        return int(session.scalar(text("SELECT count(*) FROM journal_line")) or 0)


def is_shut(program: Program) -> bool:
    answer = program.get("/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.mimetype == "application/problem+json"
    body = answer.get_json()
    return bool(body["code"] == "token_needed" and body["status"] == 401)


def test_a_token_says_for_whom_it_acts_and_how_far(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "coop_admin")
    program = Program(app, aber, make_token(aber, person, ["user.manage"]).text)

    answer = program.get("/me")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json() == {
        "account_id": str(person.id),
        "office": "aber",
        "permissions": {"own_account.use": "own", "user.manage": "coop"},
    }


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic YTpi",
        f"Bearer cydofal_{'0' * 32}_{'A' * 43}",
        "Bearer cydofal_" + "é" * 32,
    ],
)
def test_what_is_no_token_opens_nothing(app: Flask, aber: Coop, header: str | None) -> None:
    program = Program(app, aber, None)
    answer = program.get("/me", headers={"Authorization": header} if header is not None else {})

    assert answer.status_code == 401
    assert answer.get_json()["code"] == "token_needed"


def test_a_token_with_another_secret_opens_nothing(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "coop_admin")
    assert program.token is not None
    last = program.token[-1]
    program.token = program.token[:-1] + ("a" if last != "a" else "b")

    assert is_shut(program)


def test_a_token_is_unknown_at_every_other_office_and_leaves_no_line_there(
    app: Flask, hub: Hub, aber: Coop, bryn: Coop
) -> None:
    token = program_of(app, aber, "coop_admin").token
    before = [count_lines(office) for office in (hub, bryn)]

    assert is_shut(Program(app, bryn, token))
    assert is_shut(Program(app, hub, token))
    assert [count_lines(office) for office in (hub, bryn)] == before


def test_a_token_of_the_hub_is_unknown_in_a_coop(app: Flask, hub: Hub, aber: Coop) -> None:
    token = program_of(app, hub, "network_director").token
    before = count_lines(aber)

    assert is_shut(Program(app, aber, token))
    assert count_lines(aber) == before


def test_a_session_of_a_browser_opens_nothing_here(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "coop_admin"))

    answer = visitor.get("/api/v1/me")

    assert answer.status_code == 401


def test_a_token_ends_on_its_day(app: Flask, aber: Coop) -> None:
    program = Program(app, aber, make_token(aber, make_person(aber, "coop_admin"), days=2).text)
    now = clock.now()

    clock.set_fixed(now + timedelta(days=2, seconds=-1))
    assert program.get("/me").status_code == 200
    clock.set_fixed(now + timedelta(days=2))
    assert is_shut(program)


def test_a_token_dies_with_its_account(app: Flask, aber: Coop) -> None:
    other = make_person(aber, "coop_admin")
    person = make_person(aber, "coop_admin")
    program = Program(app, aber, make_token(aber, person).text)

    accounts.suspend(office=aber, account_id=person.id, by=actor_of(aber, other), now=clock.now())

    assert is_shut(program)


def test_a_token_does_only_what_it_was_made_for(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "coop_admin", permissions=["journal.read"])

    answer = program.get("/tokens")

    assert answer.status_code == 404
    assert answer.get_json()["code"] == "not_found"
    assert program.get("/me").status_code == 200


def test_its_use_is_written_down_to_the_minute(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "coop_admin")
    now = clock.now().replace(microsecond=0)
    clock.set_fixed(now)

    program.get("/me")
    clock.set_fixed(now + timedelta(seconds=59))
    [token] = program.get("/tokens").get_json()["items"]
    assert token["last_used_at"] == now.isoformat()

    clock.set_fixed(now + timedelta(seconds=60))
    [token] = program.get("/tokens").get_json()["items"]
    assert token["last_used_at"] == (now + timedelta(seconds=60)).isoformat()


def test_the_list_of_tokens_knows_no_secret(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "coop_admin", permissions=["token.manage"])

    answer = program.get("/tokens")

    [token] = answer.get_json()["items"]
    assert token["permissions"] == ["token.manage"]
    assert token["name"] == "Rota"
    assert program.token is not None
    # The secret itself may have an underscore.
    assert program.token[-20:] not in answer.text


def test_a_token_can_be_taken_back_by_a_program_once(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "coop_admin")
    lost, kept = make_token(aber, person), make_token(aber, person)
    program = Program(app, aber, kept.text)

    assert program.post(f"/tokens/{lost.id}/revoke").status_code == 204
    assert is_shut(Program(app, aber, lost.text))
    assert program.post(f"/tokens/{lost.id}/revoke").status_code == 404


def test_a_token_of_another_coop_cannot_be_taken_back(app: Flask, aber: Coop, bryn: Coop) -> None:
    theirs = make_token(bryn, make_person(bryn, "coop_admin"))
    program = program_of(app, aber, "coop_admin")

    assert program.post(f"/tokens/{theirs.id}/revoke").status_code == 404
    assert Program(app, bryn, theirs.text).get("/me").status_code == 200


def test_no_way_to_make_a_token_is_a_programs(app: Flask, aber: Coop) -> None:
    program = program_of(app, aber, "coop_admin")

    answer = program.post("/tokens", json={"name": "More", "permissions": ["user.manage"], "days": 5})

    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert "GET" in answer.headers["Allow"]


def test_the_longest_life_is_a_year_and_a_day() -> None:
    assert timedelta(days=366) == LONGEST


def test_nothing_acts_for_the_system() -> None:
    assert SYSTEM.account_id is None
