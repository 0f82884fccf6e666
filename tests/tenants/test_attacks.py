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


# Each is a line of tenants' table of attacks: (what, statements sent one after another on one connection).
READS = [
    ("a qualified name", ["SELECT to_address FROM {b}.mail"]),
    ("a union", ["SELECT to_address FROM mail UNION SELECT to_address FROM {b}.mail"]),
    ("a sub-select", ["SELECT (SELECT to_address FROM {b}.mail LIMIT 1) FROM mail"]),
    ("a writing CTE", ["WITH gone AS (DELETE FROM {b}.mail RETURNING *) SELECT * FROM gone"]),
    ("two statements after RESET ROLE", ["SELECT 1; RESET ROLE; SELECT to_address FROM {b}.mail"]),
    ("two statements after SET ROLE", ["SELECT 1; SET ROLE {b_login}; SELECT to_address FROM {b}.mail"]),
    ("SET ROLE, then the next query", ["SET ROLE {b_login}", "SELECT to_address FROM {b}.mail"]),
    ("SET ROLE to the owner", ["SET ROLE {owner}", "SELECT to_address FROM {b}.mail"]),
    ("SET ROLE to the keeper", ["SET ROLE {keeper}", "SELECT to_address FROM {b}.mail"]),
    ("SET ROLE to the hub", ["SET ROLE {hub}", "SELECT name_en FROM hub.coop"]),
    (
        "SET SESSION AUTHORIZATION",
        ["SET SESSION AUTHORIZATION {b_login}", "SELECT to_address FROM {b}.mail"],
    ),
    ("the other's search path", ["SET search_path TO {b}", "SELECT to_address FROM mail"]),
    ("a search path for the session", ["SET SESSION search_path = '{b}'", "TABLE mail"]),
    (
        "set_config and a query in an XML function",
        [
            "SELECT set_config('role', '{b_login}', true), query_to_xml('TABLE {b}.mail', true, false, '')",
        ],
    ),
    (
        "set_config of the path, then the application's own query",
        ["SELECT set_config('search_path', '{b}', false)", "SELECT to_address FROM mail"],
    ),
    (
        "UPDATE of pg_settings",
        ["UPDATE pg_settings SET setting = '{b}' WHERE name = 'search_path'", "SELECT to_address FROM mail"],
    ),
    (
        "a DO block with dynamic SQL",
        [
            "DO $$ DECLARE f text; BEGIN EXECUTE 'TABLE {b}.mail' INTO f; RAISE EXCEPTION '%', f; END $$",
        ],
    ),
    ("a prepared statement", ["PREPARE p AS SELECT to_address FROM {b}.mail", "EXECUTE p"]),
    (
        "a cursor that outlives its transaction",
        ["DECLARE c CURSOR WITH HOLD FOR SELECT to_address FROM {b}.mail", "FETCH ALL FROM c"],
    ),
    ("ts_stat, which runs a text", ["SELECT word FROM ts_stat('SELECT to_address::tsvector FROM {b}.mail')"]),
    (
        "ts_rewrite, which runs a text",
        ["SELECT ts_rewrite('a & b'::tsquery, 'SELECT to_address::tsquery, ''x''::tsquery FROM {b}.mail')"],
    ),
    ("COPY to the client", ["COPY {b}.mail TO STDOUT"]),
    ("the hub's tables", ["SELECT name_en FROM hub.coop"]),
    ("the hub's slugs", ["SELECT slug FROM hub.coop_slug"]),
    ("the key of the other", ["SELECT wrapped FROM {b}.data_key"]),
    ("the key of the hub", ["SELECT wrapped FROM hub.data_key"]),
    ("statistics of columns", ["SELECT most_common_vals FROM pg_stats"]),
    ("statistics of columns, raw", ["SELECT stavalues1 FROM pg_statistic"]),
    ("row counts", ["SELECT relname, reltuples FROM pg_class"]),
    ("write counters", ["SELECT relname, n_live_tup FROM pg_stat_user_tables"]),
    ("write counters by oid", ["SELECT pg_stat_get_live_tuples({b_oid}), pg_stat_get_numscans({b_oid})"]),
    ("new write counters by oid", ["SELECT pg_stat_get_mod_since_analyze({b_oid})"]),
    ("a table's size by oid", ["SELECT pg_total_relation_size({b_oid})"]),
    ("a table's size, another way", ["SELECT pg_relation_size({b_oid}), pg_table_size({b_oid})"]),
    ("a table's file", ["SELECT pg_relation_filepath({b_oid})"]),
    ("the database's size", ["SELECT pg_database_size(current_database())"]),
    ("schemas by catalogue", ["SELECT nspname FROM pg_namespace"]),
    ("schemas by information_schema", ["SELECT schema_name FROM information_schema.schemata"]),
    ("columns by catalogue", ["SELECT attname FROM pg_attribute"]),
    ("types by catalogue", ["SELECT typname FROM pg_type"]),
    ("constraints by catalogue", ["SELECT conname FROM pg_constraint"]),
    ("dependencies by catalogue", ["SELECT objid FROM pg_depend"]),
    ("roles by catalogue", ["SELECT rolname FROM pg_roles"]),
    ("users by catalogue", ["SELECT usename FROM pg_user"]),
    ("memberships", ["SELECT * FROM pg_auth_members"]),
    ("settings of logins", ["SELECT setconfig FROM pg_db_role_setting"]),
    ("default rights", ["SELECT defaclacl FROM pg_default_acl"]),
    ("verifiers", ["SELECT rolpassword FROM pg_authid"]),
    ("verifiers through the pooler's function", ["SELECT verifier FROM pooler.verifier_of('{b_login}')"]),
    ("other sessions' queries", ["SELECT query FROM pg_stat_activity"]),
    ("other sessions by function", ["SELECT query FROM pg_stat_get_activity(NULL)"]),
    ("other sessions by backend", ["SELECT pg_stat_get_backend_userid(1)"]),
    ("other sessions' locks", ["SELECT relation FROM pg_locks"]),
    ("other sessions' locks by function", ["SELECT relation FROM pg_lock_status()"]),
    ("who blocks whom", ["SELECT pg_blocking_pids(1)"]),
    ("all settings by function", ["SELECT name FROM pg_show_all_settings()"]),
    ("a file of the server", ["SELECT pg_read_file('postgresql.conf')"]),
    ("a folder of the server", ["SELECT pg_ls_dir('.')"]),
    ("a log of the server", ["SELECT name FROM pg_ls_logdir()"]),
    ("COPY from a file", ["COPY mail FROM '/etc/passwd'"]),
    ("another database", ["SELECT * FROM dblink('dbname=postgres', 'SELECT 1') AS t(a int)"]),
    ("jobs", ["SELECT * FROM jobs.procrastinate_jobs"]),
]

WRITES = [
    ("COPY to a program", ["COPY mail TO PROGRAM 'cat'"]),
    ("COPY to a file", ["COPY mail TO '/tmp/out'"]),
    ("insert into the other's table", ["INSERT INTO {b}.journal_head (id, seq, hash) VALUES (1, 9, '')"]),
    ("update of the other's table", ["UPDATE {b}.mail SET to_address = 'x'"]),
    ("delete from the other's table", ["DELETE FROM {b}.mail"]),
    ("truncate of the other's table", ["TRUNCATE {b}.mail"]),
    ("locking the other's table", ["BEGIN; LOCK TABLE {b}.mail"]),
    ("locking a catalogue", ["BEGIN; LOCK TABLE pg_catalog.pg_class IN ACCESS SHARE MODE"]),
    ("dropping the other's table", ["DROP TABLE {b}.mail"]),
    ("dropping one's own table", ["DROP TABLE mail CASCADE"]),
    ("altering one's own table", ["ALTER TABLE mail ADD COLUMN x int"]),
    ("dropping the other's schema", ["DROP SCHEMA {b} CASCADE"]),
    ("renaming one's own schema", ["ALTER SCHEMA {own} RENAME TO c_zzzzzzzzzzzz"]),
    ("a table in one's own schema", ["CREATE TABLE {own}.mine (id int)"]),
    ("a table in public", ["CREATE TABLE public.mine (id int)"]),
    ("a table in the library", ["CREATE TABLE library.mine (id int)"]),
    ("a temporary table", ["CREATE TEMP TABLE mail (id int)"]),
    ("a temporary table by SELECT INTO", ["SELECT 1 AS id INTO TEMP mail"]),
    ("a table in pg_temp", ["CREATE TABLE pg_temp.mail (id int)"]),
    ("a temporary view", ["CREATE TEMP VIEW mail AS SELECT 1"]),
    ("a temporary sequence", ["CREATE TEMP SEQUENCE s"]),
    ("a view", ["CREATE VIEW {own}.v AS SELECT 1"]),
    ("a function", ["CREATE FUNCTION {own}.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"]),
    ("a temporary function", ["CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'"]),
    ("a function in C", ["CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE c AS 'libc', 'system'"]),
    ("a type", ["CREATE TYPE {own}.t AS ENUM ('a')"]),
    ("a domain", ["CREATE DOMAIN pg_temp.d AS int"]),
    ("an operator", ["CREATE OPERATOR {own}.=== (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)"]),
    ("a cast", ["CREATE CAST (text AS int) WITH INOUT AS IMPLICIT"]),
    ("a collation", ['CREATE COLLATION {own}.c FROM "C"']),
    ("a schema", ["CREATE SCHEMA mine"]),
    ("an extension", ["CREATE EXTENSION dblink"]),
    ("a trusted extension", ["CREATE EXTENSION plpgsql"]),
    ("a language", ["CREATE LANGUAGE plpython3u"]),
    ("a foreign server", ["CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw"]),
    ("a foreign data wrapper", ["CREATE FOREIGN DATA WRAPPER w"]),
    ("an event trigger", ["CREATE EVENT TRIGGER t ON ddl_command_start EXECUTE FUNCTION f()"]),
    (
        "a trigger",
        ["CREATE TRIGGER t BEFORE INSERT ON mail EXECUTE FUNCTION suppress_redundant_updates_trigger()"],
    ),
    ("a rule", ["CREATE RULE r AS ON INSERT TO mail DO ALSO NOTIFY x"]),
    ("a policy", ["CREATE POLICY p ON mail"]),
    ("an index", ["CREATE INDEX i ON mail (kind)"]),
    ("statistics", ["CREATE STATISTICS {own}.s ON kind, language FROM mail"]),
    ("a publication", ["CREATE PUBLICATION p FOR TABLE mail"]),
    ("a subscription", ["CREATE SUBSCRIPTION s CONNECTION 'dbname=x' PUBLICATION p"]),
    ("a role", ["CREATE ROLE mine LOGIN SUPERUSER"]),
    ("a database", ["CREATE DATABASE mine"]),
    ("a tablespace", ["CREATE TABLESPACE t LOCATION '/tmp'"]),
    ("a large object", ["SELECT lo_create(0)"]),
    ("a large object from bytes", ["SELECT lo_from_bytea(0, 'x')"]),
    ("a large object, opened", ["SELECT lo_open(1, 131072)"]),
    ("a large object from a file", ["SELECT lo_import('/etc/passwd')"]),
    ("being a superuser", ["ALTER ROLE {own_login} SUPERUSER"]),
    ("making roles", ["ALTER ROLE {own_login} CREATEROLE"]),
    ("passing row security", ["ALTER ROLE {own_login} BYPASSRLS"]),
    ("replication", ["ALTER ROLE {own_login} REPLICATION"]),
    ("another's password", ["ALTER ROLE {b_login} PASSWORD 'known'"]),
    ("the hub's password", ["ALTER ROLE {hub} PASSWORD 'known'"]),
    ("the owner's password", ["ALTER ROLE {owner} PASSWORD 'known'"]),
    ("another's settings", ["ALTER ROLE {b_login} SET search_path TO {own}"]),
    ("everybody's settings", ["ALTER ROLE ALL SET search_path TO {own}"]),
    ("the database's settings", ["ALTER DATABASE {database} SET search_path TO {own}"]),
    ("the server's settings", ["ALTER SYSTEM SET search_path TO {own}"]),
    ("joining the other", ["GRANT {b_login} TO {own_login}"]),
    ("joining the owner", ["GRANT {owner} TO {own_login}"]),
    ("letting the other in", ["GRANT {own_login} TO {b_login}"]),
    ("reading everything", ["GRANT pg_read_all_data TO {own_login}"]),
    ("running programs", ["GRANT pg_execute_server_program TO {own_login}"]),
    ("rights on the other's table", ["GRANT SELECT ON {b}.mail TO {own_login}"]),
    ("one's own rights, given on", ["GRANT USAGE ON SCHEMA {own} TO {b_login}"]),
    ("one's own rows, given on", ["GRANT SELECT ON mail TO {b_login}"]),
    ("one's own rows, given to all", ["GRANT SELECT ON ALL TABLES IN SCHEMA {own} TO PUBLIC"]),
    (
        "default rights of the owner",
        ["ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT ALL ON TABLES TO PUBLIC"],
    ),
    (
        "default rights in the other",
        ["ALTER DEFAULT PRIVILEGES IN SCHEMA {b} GRANT ALL ON TABLES TO {own_login}"],
    ),
    ("reassigning the other's", ["REASSIGN OWNED BY {b_login} TO {own_login}"]),
    ("reassigning the owner's", ["REASSIGN OWNED BY {owner} TO {own_login}"]),
    ("dropping the other's rights", ["DROP OWNED BY {b_login}"]),
    ("dropping the hub's rights", ["DROP OWNED BY {hub}"]),
    ("dropping the owner's tables", ["DROP OWNED BY {owner}"]),
    ("dropping the other's login", ["DROP ROLE {b_login}"]),
    ("a comment on the other's table", ["COMMENT ON TABLE {b}.mail IS 'x'"]),
    ("a comment on one's own table", ["COMMENT ON TABLE mail IS 'x'"]),
    ("a comment on the database", ["COMMENT ON DATABASE {database} IS 'x'"]),
    ("a comment on another's login", ["COMMENT ON ROLE {b_login} IS 'x'"]),
    ("a security label", ["SECURITY LABEL ON TABLE mail IS 'x'"]),
    ("ending sessions", ["SELECT pg_terminate_backend(pid) FROM pg_stat_activity"]),
    ("ending a session by number", ["SELECT pg_terminate_backend({b_pid})"]),
    ("cancelling a session's statement", ["SELECT pg_cancel_backend({b_pid})"]),
    ("an advisory lock for the session", ["SELECT pg_advisory_lock(1669424742)"]),
    ("an advisory lock for a transaction", ["SELECT pg_try_advisory_xact_lock(1669424742)"]),
    ("a forged ring by function", ["SELECT pg_notify('procrastinate_any_queue_v1', 'x')"]),
    ("rewriting the journal", ["UPDATE journal_line SET doing = 'x'"]),
    ("deleting from the journal", ["DELETE FROM journal_line"]),
    ("truncating the journal", ["TRUNCATE journal_line"]),
    ("a job", ["INSERT INTO jobs.procrastinate_jobs DEFAULT VALUES"]),
    ("the registry", ["UPDATE hub.coop SET schema = '{own}'"]),
    ("the ledger of migrations", ["DELETE FROM hub.coop_migration"]),
    ("a restore point", ["SELECT pg_create_restore_point('x')"]),
    ("a message in the log of writes", ["SELECT pg_logical_emit_message(false, 'x', 'y')"]),
    ("reloading the server", ["SELECT pg_reload_conf()"]),
    ("a library of code", ["LOAD 'dblink'"]),
    ("a checkpoint", ["CHECKPOINT"]),
    ("vacuum of another's table", ["VACUUM {b}.mail"]),
    ("analysing another's table", ["ANALYZE {b}.mail"]),
    ("reindexing another's table", ["REINDEX TABLE {b}.mail"]),
    ("clustering", ["CLUSTER {b}.mail USING pk_mail"]),
    ("a prepared transaction of two phases", ["BEGIN; SELECT 1; PREPARE TRANSACTION 'x'"]),
]


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
        roles = run(connection, "SELECT pg_get_userbyid(oid) FROM generate_series(16384, 40000) AS oid")[0]

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
