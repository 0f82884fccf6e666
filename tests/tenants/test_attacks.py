# SPDX-License-Identifier: AGPL-3.0-or-later
"""Promise A: no statement sent on an office's connection, whoever wrote it, reaches another office's rows.

Every statement here is whole under the attacker's control and runs under a co-op's own login, once through
the application's cursor and once through a plain one, which also takes several statements in one text.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tenants.pool import ExtendedCursor
from tests.conftest import WORKER
from tests.support.attacks import READS, WRITES
from tests.support.walls import SECRET, Wall, found_walls, plant_secret, postgresql_15

CURSORS = [
    pytest.param(ExtendedCursor, id="the application's cursor"),
    pytest.param(psycopg.Cursor, id="a plain cursor"),
]


@pytest.fixture(scope="module", params=["embedded", "PostgreSQL 15"])
def wall(request: pytest.FixtureRequest) -> Iterator[Wall]:
    """Two co-ops on a server; the second has a row with a secret in it."""
    if request.param == "embedded":
        server = request.getfixturevalue("server")
        yield found_walls(server, f"attacked_{WORKER}")
    else:
        with postgresql_15() as server:
            yield found_walls(server, "attacked")


@pytest.fixture
def facts(wall: Wall) -> Iterator[dict[str, str]]:
    """Everything that an attacker could know of the other co-op, one of its sessions included."""
    plant_secret(wall)
    with wall.connect(wall.names["b_login"]) as victim:
        yield wall.names | {"b_oid": str(wall.oid_of("mail")), "b_pid": str(victim.info.backend_pid)}
        victim.execute("SELECT 1")


def run(connection: psycopg.Connection[Any], statement: str) -> tuple[list[Any], str | None]:
    """Run one statement; return every row of every result, and the SQLSTATE with which it failed."""
    cursor = connection.cursor()
    try:
        cursor.execute(statement.encode())
    except psycopg.Error as refused:
        return [], refused.sqlstate or type(refused).__name__
    rows: list[Any] = []
    while True:
        if cursor.description is not None:
            rows += cursor.fetchall()
        if not cursor.nextset():
            return rows, None


# PostgreSQL answers these and does nothing: the first three with a warning, the last for tables that the
# attacker would make there, which it cannot. The state is compared after them.
WITHOUT_EFFECT = {
    "one's own rights, given on",
    "one's own rows, given on",
    "one's own rows, given to all",
    "default rights in the other",
}


@pytest.mark.parametrize("cursor", CURSORS)
def test_no_statement_reads_what_is_behind_another_wall(
    wall: Wall, facts: dict[str, str], cursor: type[psycopg.Cursor[Any]]
) -> None:
    answered = {
        what: ends for what, ends in attacks(wall, READS, facts, cursor) if ends[-1][1] is None or leaks(ends)
    }

    # These two were refused too; their second query is the application's own and read the attacker's own row.
    assert answered == {
        "set_config of the path, then the application's own query": [([], "42501"), ([("our own",)], None)],
        "UPDATE of pg_settings": [([], "42501"), ([("our own",)], None)],
    }


@pytest.mark.parametrize("cursor", CURSORS)
def test_no_statement_changes_what_is_behind_another_wall(
    wall: Wall, facts: dict[str, str], cursor: type[psycopg.Cursor[Any]]
) -> None:
    before = wall.state()

    passed = {what for what, ends in attacks(wall, WRITES, facts, cursor) if ends[-1][1] is None}

    assert passed == WITHOUT_EFFECT
    assert wall.state() == before


def attacks(
    wall: Wall,
    attempts: list[tuple[str, list[str]]],
    facts: dict[str, str],
    cursor: type[psycopg.Cursor[Any]],
    login: str | None = None,
) -> Iterator[tuple[str, list[Any]]]:
    """Run each attempt on a connection of its own and yield how its statements ended."""
    for what, statements in attempts:
        with wall.connect(login or wall.names["own_login"], cursor) as connection:
            yield what, [run(connection, statement.format(**facts)) for statement in statements]


def leaks(ends: list[Any]) -> bool:
    return SECRET in str(ends)


OFFICES = ["hub", "jobs", "pooler"]


@pytest.mark.parametrize("login", OFFICES)
def test_the_shared_logins_stand_outside_every_co_op(wall: Wall, facts: dict[str, str], login: str) -> None:
    before = wall.state()
    attempts = [
        (what, statements)
        for what, statements in READS + WRITES
        if "{b}" in statements[-1] or "{b_login}" in statements[-1]
    ]

    found = dict(attacks(wall, attempts, facts, psycopg.Cursor, facts[login]))

    passed = {what for what, ends in found.items() if ends[-1][1] is None}
    allowed = {"default rights in the other"} | ({"one's own rows, given on"} if login == "hub" else set())
    if login == "pooler":
        # What PgBouncer is for: it compares a visitor's proof with the verifier, and cannot sign in with it.
        allowed |= {"verifiers through the pooler's function"}
    assert passed == allowed
    assert [what for what, ends in found.items() if leaks(ends)] == []
    assert wall.state() == before


def test_the_hub_and_the_jobs_stand_outside_each_other(wall: Wall, facts: dict[str, str]) -> None:
    attempts = [("jobs", ["SELECT * FROM jobs.secret"]), ("hub", ["SELECT name_en FROM hub.coop"])]

    as_hub = dict(attacks(wall, attempts[:1], facts, psycopg.Cursor, facts["hub"]))
    as_jobs = dict(attacks(wall, attempts[1:], facts, psycopg.Cursor, facts["jobs"]))

    assert as_hub == {"jobs": [([], "42501")]}
    assert as_jobs == {"hub": [([], "42501")]}


def test_the_pooler_learns_no_verifier_of_those_who_may_more(wall: Wall, facts: dict[str, str]) -> None:
    with wall.connect(facts["pooler"], psycopg.Cursor) as connection:
        found = {
            name: run(connection, f"SELECT username FROM pooler.verifier_of('{facts[name]}')")[0]
            for name in ("owner", "jobs", "keeper", "pooler", "hub", "own_login")
        }
        superuser = run(connection, "SELECT username FROM pooler.verifier_of('cydofal_super')")

    assert superuser == ([], None)
    assert found == {
        "owner": [], "jobs": [], "keeper": [], "pooler": [],
        "hub": [(facts["hub"],)], "own_login": [(facts["own_login"],)],
    }  # fmt: skip


SELF_HARM = [
    ("a password of its own", "ALTER ROLE {own_login} PASSWORD 'known-to-the-attacker'"),
    ("a search path of its own", "ALTER ROLE {own_login} SET search_path TO nowhere"),
    ("a path in this database", "ALTER ROLE {own_login} IN DATABASE {database} SET search_path TO nowhere"),
    ("no time-outs", "ALTER ROLE {own_login} SET statement_timeout TO 0"),
    ("dropping its own rights", "DROP OWNED BY {own_login}"),
    ("giving up its rows", "REVOKE ALL ON mail FROM {own_login}"),
]


@pytest.mark.parametrize(("what", "statement"), SELF_HARM)
def test_a_login_can_harm_itself_alone_and_is_mended(
    wall: Wall, facts: dict[str, str], what: str, statement: str
) -> None:
    before, own = wall.state(), wall.own_state()
    with wall.connect(facts["own_login"], psycopg.Cursor) as connection:
        run(connection, statement.format(**facts))
    assert wall.state() == before, what
    with wall.connect(facts["b_login"]) as connection:
        assert run(connection, "SELECT to_address FROM mail") == ([(SECRET,)], None)

    wall.mend()

    assert wall.own_state() == own
    with wall.connect(facts["own_login"]) as connection:
        assert run(connection, "SELECT to_address FROM mail") == ([("our own",)], None)
        assert run(connection, "SHOW statement_timeout") == ([("30s",)], None)


def test_what_still_crosses_says_nothing(wall: Wall, facts: dict[str, str]) -> None:
    """An oid gives a name, and a name is twelve random letters: docs/security.md."""
    with wall.connect(facts["own_login"]) as connection:
        table = run(connection, f"SELECT {facts['b_oid']}::regclass::text")
        # Roles are as old as the walls, and a server that has lived long gives high numbers.
        last = int(facts["b_oid"]) + 10_000
        roles = run(connection, f"SELECT pg_get_userbyid(oid) FROM generate_series(16384, {last}) AS oid")[0]

    assert table == ([(f"{facts['b']}.mail",)], None)
    known = {role for (role,) in roles if not role.startswith("unknown")}
    assert {role for role in known if role.startswith(wall.place.installation.name + "_")} == {
        facts[name] for name in ("owner", "hub", "jobs", "keeper", "pooler", "own_login", "b_login")
    }


def test_a_wake_up_can_be_forged_and_carries_nothing(wall: Wall, facts: dict[str, str]) -> None:
    with wall.connect(facts["jobs"]) as listener, wall.connect(facts["own_login"]) as attacker:
        listener.execute("LISTEN procrastinate_any_queue_v1")
        attacker.execute("NOTIFY procrastinate_any_queue_v1, 'forged'")
        heard = [notice.payload for notice in listener.notifies(timeout=5, stop_after=1)]

    assert heard == ["forged"]


def test_several_statements_in_one_text_are_refused_by_our_cursor(wall: Wall, facts: dict[str, str]) -> None:
    with wall.connect(facts["own_login"], ExtendedCursor) as connection:
        assert run(connection, "SELECT 1; SELECT 2") == ([], "42601")
        assert run(connection, "SELECT 1; DELETE FROM mail") == ([], "42601")
        cursor = connection.cursor()
        with pytest.raises(psycopg.errors.SyntaxError):
            cursor.execute("SELECT 1; SELECT 2", [], prepare=False, binary=False)
        with pytest.raises(psycopg.errors.SyntaxError):
            cursor.executemany("SELECT %s; SELECT 2", [[1], [2]])
        with pytest.raises(psycopg.errors.SyntaxError):
            list(cursor.stream("SELECT 1; SELECT 2"))
        with pytest.raises(psycopg.errors.SyntaxError), cursor.copy("COPY mail TO STDOUT; SELECT 1"):
            pass
        assert run(connection, "SELECT to_address FROM mail") == ([("our own",)], None)


def test_nothing_is_left_open_to_everybody(wall: Wall) -> None:
    assert wall.left_open() == []


def test_every_function_that_runs_as_its_owner_has_a_fixed_search_path(wall: Wall) -> None:
    with wall.superuser() as connection:
        careless = connection.execute(
            """
            SELECT oid::regprocedure::text FROM pg_proc
            WHERE prosecdef AND NOT coalesce(proconfig::text ~ 'search_path=pg_catalog, pg_temp', false)
            """
        ).fetchall()

    assert careless == []
