# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two who ask for the same name at the same moment: one gets it, the others are told beside the field."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from tenants.office import HUB, Coop, Hub, Office
from tenants.registry.actions import NewCoop
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.program import program_of
from tests.support.web import Visitor
from tests.support.world import World

DYFI = NewCoop("Dyfi Care", "Gofal Dyfi", "cy", "S3")
MADE = {
    "name_en": DYFI.name_en,
    "name_cy": DYFI.name_cy,
    "language": "cy",
    "stage": "S3",
    "slug": "dyfi",
    "admin_first_name": "Elen",
    "admin_email": "elen@example.invalid",
}


@contextmanager
def all_at_once(world: World, table: str, how_many: int) -> Iterator[None]:
    """Let writers of a table go on together, when so many of them have looked and want to write."""
    waiting = "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted"
    with world.superuser() as gate, world.superuser() as watch:
        gate.execute("BEGIN")
        gate.execute(f"LOCK TABLE {table} IN SHARE MODE")  # type: ignore[call-overload] # test data
        yield
        deadline = time.monotonic() + 4
        while watch.execute(waiting, [table]).fetchone() != (how_many,):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        gate.execute("COMMIT")


def send(world: World, table: str, acts: Sequence[Callable[[], TestResponse]]) -> list[TestResponse]:
    with ThreadPoolExecutor(len(acts)) as hands:
        with all_at_once(world, table, len(acts)):
            sent = [hands.submit(act) for act in acts]
        return sorted((one.result() for one in sent), key=lambda answer: answer.status_code)


def count(office: Office, query: str) -> int:
    with reading(office) as session:
        return int(session.scalar(text(query)) or 0)


def test_a_form_for_a_co_op_that_is_sent_three_times_makes_one(app: Flask, world: World, hub: Hub) -> None:
    operators = [Visitor(app, hub) for _ in range(3)]
    for one in operators:
        one.sign_in(make_person(hub, "platform_operator", language="en"))
        one.get("/network/coops/new")

    answers = send(
        world, "hub.coop_slug", [partial(one.post, "/network/coops/new", MADE) for one in operators]
    )

    assert [answer.status_code for answer in answers] == [303, 422, 422]
    for refused in answers[1:]:
        assert 'id="slug-error"' in refused.text
        assert "Another co-op has, or once had, this short name." in refused.text
    assert count(HUB, "SELECT count(*) FROM coop WHERE name_en = 'Dyfi Care'") == 1
    assert count(HUB, "SELECT count(*) FROM outbox WHERE job = 'coops.provision'") == 1
    assert (
        count(HUB, "SELECT count(*) FROM journal_line WHERE doing = 'coop.create' AND outcome = 'done'") == 1
    )


def test_a_program_that_asks_for_a_co_op_twice_gets_one(app: Flask, world: World, hub: Hub) -> None:
    programs = [program_of(app, hub, "platform_operator") for _ in range(2)]

    made, refused = send(world, "hub.coop_slug", [partial(one.post, "/coops", MADE) for one in programs])

    assert (made.status_code, refused.status_code) == (202, 409)
    assert refused.get_json()["code"] == "slug_taken"
    assert count(HUB, "SELECT count(*) FROM coop WHERE name_en = 'Dyfi Care'") == 1


def test_an_invitation_that_is_sent_three_times_invites_once(app: Flask, world: World, aber: Coop) -> None:
    admins = [Visitor(app, aber) for _ in range(3)]
    for one in admins:
        one.sign_in(make_person(aber, "coop_admin", language="en"))
        one.get("/accounts/invite")
    form = {
        "email": "elin@example.invalid",
        "first_name": "Elin",
        "full_name": "Elin Owen",
        "language": "en",
        "roles": ["coop_admin"],
    }

    answers = send(
        world,
        f"{aber.schema}.account",
        [partial(one.post, "/accounts/invite", form) for one in admins],
    )

    assert [answer.status_code for answer in answers] == [303, 422, 422]
    for refused in answers[1:]:
        assert 'id="email-error"' in refused.text
    assert count(aber, "SELECT count(*) FROM account WHERE email = 'elin@example.invalid'") == 1
    assert (
        count(aber, "SELECT count(*) FROM journal_line WHERE doing = 'access.invite' AND outcome = 'done'")
        == 1
    )
