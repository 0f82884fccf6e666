# SPDX-License-Identifier: AGPL-3.0-or-later
"""When a co-op's login may not connect, its people get our page: nobody is looked up to draw it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from psycopg import sql

from tenants.office import Coop
from tests.support.people import make_person
from tests.support.web import Visitor
from tests.support.world import World


@contextmanager
def shut_out(world: World, coop: Coop) -> Iterator[None]:
    """Take the login away under a running application, as a pause does."""
    login = world.place.login_of(coop)
    with world.superuser() as connection:
        connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(login)))
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [login]
        )
    try:
        yield
    finally:
        with world.superuser() as connection:
            connection.execute(sql.SQL("ALTER ROLE {} LOGIN").format(sql.Identifier(login)))


def test_a_page_says_so_to_somebody_who_is_signed_in(app: Flask, world: World, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))

    with shut_out(world, aber):
        answer = visitor.get("/today")

    assert answer.status_code == 503
    # Who reads is not known, so the page speaks the co-op's first language.
    assert "Byddwn yn ôl ymhen dim" in answer.text
    assert answer.headers["Retry-After"] == "10"
    assert visitor.get("/today").status_code == 200
