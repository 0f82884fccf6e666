# SPDX-License-Identifier: AGPL-3.0-or-later
"""A co-op that another process shut is shut here too, within seconds and without a word from that process."""

import time

import pytest
from flask import Flask

from tenants import registry
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.web import Visitor
from tests.support.world import World


@pytest.mark.parametrize(("state", "status"), [("suspended", 503), ("closed", 410)])
def test_what_another_process_shut_is_shut_within_a_minute(
    app: Flask, world: World, aber: Coop, bryn: Coop, state: str, status: int
) -> None:
    inside, next_door = Visitor(app, aber), Visitor(app, bryn)
    inside.sign_in(make_person(aber, "care_worker"))
    next_door.sign_in(make_person(bryn, "care_worker"))
    before = inside.get("/account").status_code

    # Behind this process's back: nothing here is told.
    with world.superuser() as connection:
        connection.execute("UPDATE hub.coop SET state = %s WHERE id = %s", [state, aber.id])
    began = time.monotonic()
    while inside.get("/account").status_code != status and time.monotonic() - began < 60:
        time.sleep(0.2)
    took = time.monotonic() - began

    assert before == 200
    assert took <= registry.MEMORY_SECONDS + 1
    assert [inside.get(path).status_code for path in ("/sign-in", "/account", "/api/v1/me")] == [status] * 3
    assert inside.post("/sign-in", {"email": "a@example.invalid", "password": "x"}).status_code in (
        400,
        status,
    )
    assert next_door.get("/account").status_code == 200
    with world.superuser() as connection:
        connection.execute("UPDATE hub.coop SET state = 'active' WHERE id = %s", [aber.id])
    registry.forget()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("suspended", (503, "This co-op&#39;s pages are paused for now. Nothing is lost.")),
        ("closed", (410, "This co-op has left the network.")),
    ],
)
def test_whoever_is_turned_away_by_the_wall_reads_that_the_co_op_is_shut(
    app: Flask,
    world: World,
    aber: Coop,
    caplog: pytest.LogCaptureFixture,
    state: str,
    said: tuple[int, str],
) -> None:
    """At once, and not when the registry's memory is over: the login is shut before that."""
    inside = Visitor(app, aber)
    inside.sign_in(make_person(aber, "care_worker", language="en"))
    login = world.place.login_of(aber)
    registry.get("bryn")

    with world.superuser() as connection:
        connection.execute("UPDATE hub.coop SET state = %s WHERE id = %s", [state, aber.id])
        connection.execute(f"ALTER ROLE {login} NOLOGIN")  # type: ignore[call-overload] # test data
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [login]
        )
        answer = inside.get("/account", headers={"Accept-Language": "en"})
        connection.execute(f"ALTER ROLE {login} LOGIN")  # type: ignore[call-overload] # test data

    assert (answer.status_code, said[1] in answer.text) == (said[0], True)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert registry.get("bryn").state == "active"


def test_a_wall_that_turns_an_open_co_op_away_is_a_service_that_is_away(
    app: Flask, world: World, aber: Coop
) -> None:
    inside = Visitor(app, aber)
    inside.sign_in(make_person(aber, "care_worker", language="en"))
    login = world.place.login_of(aber)

    with world.superuser() as connection:
        connection.execute(f"ALTER ROLE {login} NOLOGIN")  # type: ignore[call-overload] # test data
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [login]
        )
        answer = inside.get("/account", headers={"Accept-Language": "en"})
        connection.execute(f"ALTER ROLE {login} LOGIN")  # type: ignore[call-overload] # test data

    assert answer.status_code == 503
    assert "The service is away for a moment." in answer.text
