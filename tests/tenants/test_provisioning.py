# SPDX-License-Identifier: AGPL-3.0-or-later
"""Building a wall: many at once, killed anywhere and run again, and the same as its migrations."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
import pytest
from alembic.script import ScriptDirectory
from psycopg import sql

from migrations import FOLDER, known_revisions
from tenants import clock
from tenants.migrating.revisions import compile_line, for_login
from tenants.provisioning import Owner, build_wall, provision, tear_down
from tests.conftest import WORKER
from tests.support.catalogue import catalogue_of
from tests.support.walls import Wall, enter_coop, found_walls, postgresql_15

Query = str | bytes | sql.Composable
numbers = count(1)


@pytest.fixture(scope="module", params=["embedded", "PostgreSQL 15"])
def wall(request: pytest.FixtureRequest) -> Iterator[Wall]:
    if request.param == "embedded":
        yield found_walls(request.getfixturevalue("server"), f"built_{WORKER}")
    else:
        with postgresql_15() as server:
            yield found_walls(server, "built")


def enter(wall: Wall) -> tuple[UUID, str]:
    return enter_coop(wall.owner, f"coop-{next(numbers)}")


def is_whole(wall: Wall, coop_id: UUID, schema: str) -> bool:
    """Say whether a co-op is active, has every table and right once, and its login can work."""
    with wall.superuser() as connection:
        row = connection.execute("SELECT state, revision FROM hub.coop WHERE id = %s", [coop_id]).fetchone()
        ledger = connection.execute(
            "SELECT revision, state FROM hub.coop_migration WHERE coop_id = %s ORDER BY 1", [coop_id]
        ).fetchall()
        same = catalogue_of(connection, schema) == catalogue_of(connection, wall.own)
    known = known_revisions("coop")
    with wall.connect(wall.place.installation.coop(schema)) as connection:
        heads = connection.execute(
            "SELECT (SELECT count(*) FROM journal_head), (SELECT count(*) FROM data_key), current_schema()"
        ).fetchone()
    assert same
    assert row == ("active", known[-1])
    assert ledger == [(revision, "done") for revision in known]
    return heads == (1, 1, schema)


def test_eight_at_once_end_without_error(wall: Wall) -> None:
    entered = [enter(wall) for _ in range(8)]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda one: provision(wall.owner, one[0], now=clock.now()), entered))

    assert [is_whole(wall, *one) for one in entered] == [True] * 8


def test_two_workers_on_one_co_op_make_it_once(wall: Wall) -> None:
    coop_id, schema = enter(wall)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: provision(wall.owner, coop_id, now=clock.now()), range(4)))

    assert is_whole(wall, coop_id, schema)


# In front of the first statement that says so: each kind of step, in their order.
KILLED_BEFORE = (
    "CREATE ROLE ",
    "GRANT CONNECT ON DATABASE ",
    'SET "lock_timeout" TO ',
    "CREATE SCHEMA ",
    "GRANT USAGE ON SCHEMA ",
    "ALTER DEFAULT PRIVILEGES ",
    "CREATE TABLE payslip ",
    '"data_key" (id, wrapped, made_at)',
    "UPDATE hub.coop SET revision ",
    "UPDATE hub.coop SET state ",
    "INSERT INTO hub.coop_migration ",
)


class Killing:
    """Reads the driver's statements in a child process, and kills it in front of a given one."""

    def __init__(self, before: str) -> None:
        self.before = before

    def provision(self, owner: Owner, coop_id: UUID) -> None:
        execute: Any = psycopg.Connection.execute

        def watched(
            connection: psycopg.Connection[Any], query: Query, *more: object, **named: object
        ) -> object:
            if self.before in text_of(query, connection):
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(connection, query, *more, **named)

        psycopg.Connection.execute = watched  # type: ignore[assignment, method-assign] # in a child that ends here
        provision(owner, coop_id, now=clock.now())


def text_of(query: Query, connection: psycopg.Connection[Any]) -> str:
    if isinstance(query, sql.Composable):
        query = query.as_string(connection)
    return query.decode() if isinstance(query, bytes) else query


def killed_before(step: str, owner: Owner, coop_id: UUID) -> bool:
    """Provision in a child that is killed in front of a statement; say whether it came so far."""
    child = os.fork()
    if child == 0:
        try:
            Killing(step).provision(owner, coop_id)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_killed_before_each_kind_of_step_it_is_finished_by_running_again(wall: Wall) -> None:
    coop_id, schema = enter(wall)

    # Each run begins in what the ones before it left, and comes one step further.
    killed = {step: killed_before(step, wall.owner, coop_id) for step in KILLED_BEFORE}
    provision(wall.owner, coop_id, now=clock.now())

    assert killed == dict.fromkeys(KILLED_BEFORE, True)
    assert is_whole(wall, coop_id, schema)


@pytest.mark.parametrize("step", ["CREATE SCHEMA ", "UPDATE hub.coop SET state "])
def test_what_was_killed_once_is_finished_and_torn_down(wall: Wall, step: str) -> None:
    coop_id, schema = enter(wall)

    was_killed = killed_before(step, wall.owner, coop_id)
    provision(wall.owner, coop_id, now=clock.now())
    whole = is_whole(wall, coop_id, schema)
    tear_down(wall.owner, schema)

    assert (was_killed, whole) == (True, True)


def test_a_lost_connection_between_steps_leaves_nothing_half(wall: Wall) -> None:
    coop_id, schema = enter(wall)
    with wall.superuser() as connection:
        # The ledger is the last step: while it is locked, provisioning waits just before its end.
        with connection.transaction():
            connection.execute("LOCK TABLE hub.coop_migration IN ACCESS EXCLUSIVE MODE")
            with ThreadPoolExecutor(1) as thread:
                running = thread.submit(provision, wall.owner, coop_id, now=clock.now())
                wait_until_blocked(wall)
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE usename = %s AND wait_event_type = 'Lock'",
                    [wall.names["owner"]],
                )
                with pytest.raises(psycopg.OperationalError):
                    running.result()
        assert connection.execute("SELECT state FROM hub.coop WHERE id = %s", [coop_id]).fetchone() == (
            "preparing",
        )

    provision(wall.owner, coop_id, now=clock.now())

    assert is_whole(wall, coop_id, schema)


def wait_until_blocked(wall: Wall) -> None:
    for _ in range(500):
        with wall.superuser() as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND wait_event_type = 'Lock'",
                [wall.names["owner"]],
            ).fetchone()
        if row == (1,):
            return
        time.sleep(0.01)
    pytest.fail("Nothing waited for the lock.")


def test_the_head_is_what_the_revisions_make(wall: Wall) -> None:
    _, schema = enter(wall)
    login = wall.place.installation.coop(schema)
    with wall.owner.connect(autocommit=True) as connection:
        build_wall(connection, wall.owner, schema)
        for revision in compile_line(FOLDER / "coop"):
            with connection.transaction():
                connection.execute(
                    sql.SQL("SET LOCAL search_path TO {}, library").format(sql.Identifier(schema))
                )
                for statement in revision.statements:
                    connection.execute(for_login(statement, login).encode())

    with wall.superuser() as connection:
        replayed, head = catalogue_of(connection, schema), catalogue_of(connection, wall.own)
    for about, rows in head.items():
        assert replayed[about] == rows, about
    assert len(head["columns"]) > 50


@pytest.mark.parametrize("line", ["hub", "coop"])
def test_what_is_known_of_a_line_is_the_line(line: str) -> None:
    script = ScriptDirectory(str(FOLDER / line))
    revisions = [revision.revision for revision in reversed(list(script.walk_revisions()))]

    assert known_revisions("hub" if line == "hub" else "coop") == revisions
    assert len(script.get_heads()) == 1


def test_append_only_tables_of_a_new_co_op_cannot_be_changed_by_its_login(wall: Wall) -> None:
    with wall.superuser() as connection:
        rights = connection.execute(
            """
            SELECT array_agg(privilege_type ORDER BY privilege_type) FROM pg_class, aclexplode(relacl)
            WHERE oid = to_regclass(%s) AND grantee::regrole::text = %s
            """,
            [f"{wall.own}.journal_line", wall.names["own_login"]],
        ).fetchone()

    assert rights == (["INSERT", "SELECT"],)


def test_a_torn_down_wall_leaves_nothing_and_touches_nobody(wall: Wall) -> None:
    coop_id, schema = enter(wall)
    provision(wall.owner, coop_id, now=clock.now())
    login = wall.place.installation.coop(schema)
    before = wall.own_state()
    with wall.connect(login) as busy:
        busy.execute("SELECT 1")
        tear_down(wall.owner, schema)
        with pytest.raises(psycopg.OperationalError):
            busy.execute("SELECT 1")
    tear_down(wall.owner, schema)

    with wall.superuser() as connection:
        left = connection.execute(
            """
            SELECT (SELECT count(*) FROM pg_roles WHERE rolname = %(login)s),
                   (SELECT count(*) FROM pg_namespace WHERE nspname = %(schema)s),
                   (SELECT count(*) FROM pg_database, aclexplode(datacl)
                    WHERE grantee <> 0 AND pg_get_userbyid(grantee) ~ '^unknown'),
                   (SELECT count(*) FROM pg_auth_members WHERE pg_get_userbyid(roleid) ~ '^unknown')
            """,
            {"login": login, "schema": schema},
        ).fetchone()
    assert left == (0, 0, 0, 0)
    assert wall.own_state() == before


def test_passwords_are_never_stored_and_are_each_their_own(wall: Wall) -> None:
    with wall.superuser() as connection:
        verifiers = dict(
            connection.execute(
                "SELECT rolname, rolpassword FROM pg_authid WHERE rolname LIKE %s AND rolcanlogin",
                [f"{wall.place.installation.name}_%"],
            ).fetchall()
        )

    assert all(verifier.startswith("SCRAM-SHA-256$") for verifier in verifiers.values())
    assert len({verifier.split("$")[2] for verifier in verifiers.values()}) == len(verifiers)
    assert not any(wall.place.key.password_of(login) in verifiers[login] for login in verifiers)
