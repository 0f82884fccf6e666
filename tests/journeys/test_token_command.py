"""``cydofal token create``, as a process of its own: the token that it prints opens the API."""

import json
import subprocess

import pytest
from flask import Flask

from tenants.office import HUB, Coop, Office
from tests.support.commands import cydofal
from tests.support.people import SeedAccount, make_person
from tests.support.program import Program
from tests.support.web import app_of
from tests.support.world import World

pytestmark = pytest.mark.slow


@pytest.fixture
def app(world: World) -> Flask:
    return app_of(world)


def create(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    return cydofal(world, "token", "create", *arguments)


def asked(person: SeedAccount, *permissions: str) -> list[str]:
    wanted = [word for one in permissions for word in ("--permission", one)]
    return ["--account", person.email, "--name", "Rota", "--days", "30", *wanted]


@pytest.mark.parametrize("side", ["coop", "hub"])
def test_the_token_that_it_prints_opens_the_api(app: Flask, world: World, aber: Coop, side: str) -> None:
    office: Office = aber if side == "coop" else HUB
    person = make_person(office, "coop_admin" if side == "coop" else "platform_operator")
    where = ["--coop", "aber"] if side == "coop" else ["--hub"]

    done = create(world, *where, *asked(person, "journal.read"), "--json")

    assert (done.returncode, done.stderr) == (0, "")
    token = json.loads(done.stdout)
    assert token["address"].endswith("/api/v1")
    answer = Program(app, office, token["token"]).get("/me").get_json()
    assert answer["account_id"] == str(person.id)
    assert sorted(answer["permissions"]) == ["journal.read", "own_account.use"]


def test_what_it_cannot_make_is_refused_in_one_line(world: World, aber: Coop) -> None:
    person = make_person(aber, "care_worker")
    coop = ["--coop", "aber"]

    refusals = [
        create(world, *coop, *asked(person, "journal.read")),
        create(world, "--coop", "nowhere", *asked(person, "visit.read")),
        create(world, "--hub", *asked(person, "visit.read")),
    ]
    usage = [
        create(world, *asked(person, "visit.read")),
        create(world, *coop, "--hub", *asked(person, "visit.read")),
        create(world, *coop, *asked(person, "visit.read"), "--days", "367"),
    ]

    assert [(done.returncode, done.stdout, done.stderr.count("\n")) for done in refusals] == [(1, "", 1)] * 3
    assert "It may hold: " in refusals[0].stderr
    assert [done.returncode for done in usage] == [2, 2, 2]
