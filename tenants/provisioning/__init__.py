"""Building a co-op's wall: its login, its schema, its tables, and then its name on the door.

Killed anywhere, it is finished by running it again, or undone by ``tear_down``.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import sql

from migrations import head_statements, known_revisions
from tenants.credentials import scram_verifier
from tenants.journal.chain import FIRST_HASH
from tenants.keys import new_wrapped_key
from tenants.names import checked_schema
from tenants.provisioning.alone import hold_wall
from tenants.provisioning.installation import Owner, role_settings
from tenants.refusal import NotFound

__all__ = [
    "Owner",
    "as_member",
    "build_wall",
    "first_rows",
    "make_tables",
    "mend_wall",
    "provision",
    "tear_down",
]

# One number for the whole database: the rights to connect to it lie in one row of the catalogue.
CONNECT_LOCK: Final = 0x63796463


def provision(owner: Owner, coop_id: UUID, *, now: datetime) -> None:
    """Finish a co-op that the registry holds as ``preparing``; do nothing if it is past that."""
    with owner.connect(autocommit=True) as connection:
        row = connection.execute("SELECT schema FROM hub.coop WHERE id = %s", [coop_id]).fetchone()
        if row is None:
            raise NotFound
        schema = checked_schema(row[0])
        # Two workers may have taken up the same co-op; the second waits, and finds the work done.
        hold_wall(connection, schema)
        row = connection.execute("SELECT state FROM hub.coop WHERE id = %s", [coop_id]).fetchone()
        if row is None or row[0] != "preparing":
            return
        build_wall(connection, owner, schema)
        # The login and the schema are committed by now; a sharded server must see them before the tables.
        if not _has_tables(connection, schema):
            with connection.transaction():
                make_tables(connection, owner, schema)
                first_rows(connection, owner, schema, now=now)
                # Said with the tables: if we are killed here and a newer program goes on, it must know.
                connection.execute(
                    "UPDATE hub.coop SET revision = %s WHERE id = %s", [known_revisions("coop")[-1], coop_id]
                )
        with connection.transaction():
            _open_door(connection, coop_id, now=now)


def build_wall(connection: psycopg.Connection[Any], owner: Owner, schema: str) -> None:
    """Make a co-op's login and its empty schema, with the rights that tables will have."""
    login = owner.place.installation.coop(schema)
    password = owner.place.key.password_of(login)
    verifier = scram_verifier(password, salt=secrets.token_bytes(16))
    found = connection.execute("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", [login]).fetchone()
    verb = sql.SQL("CREATE") if found is None else sql.SQL("ALTER")
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(login), sql.Literal(verifier))
    )
    _let_in(connection, owner, login)
    for statement in _wall(owner, schema, login):
        connection.execute(statement)


def _let_in(connection: psycopg.Connection[Any], owner: Owner, login: str) -> None:
    """Let a login connect. All these grants lie in the database's one row, so they queue for it."""
    database = owner.place.address.database
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [CONNECT_LOCK])
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(database), sql.Identifier(login)
            )
        )


def mend_wall(owner: Owner, schema: str) -> None:
    """Give a co-op's login its password, settings and rights back: it can change or drop its own.

    No other wall is touched, and none ever can be by that login.
    """
    from tenants.migrating.revisions import for_login  # noqa: PLC0415 - alembic is slow to import

    login = owner.place.installation.coop(schema)
    with owner.connect(autocommit=True) as connection:
        # Whoever shuts this door meanwhile finds it as we leave it, and shuts it then.
        hold_wall(connection, schema)
        row = connection.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", [login]).fetchone()
        is_shut = row is not None and not row[0]
        connection.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(sql.Identifier(login)))
        build_wall(connection, owner, schema)
        if is_shut:
            connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(login)))
        with connection.transaction():
            connection.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(schema)))
            connection.execute(
                sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {} TO {}").format(
                    sql.Identifier(schema), sql.Identifier(login)
                )
            )
            for statement in head_statements():
                if statement.startswith("REVOKE "):
                    connection.execute(for_login(statement, login).encode())


def _wall(owner: Owner, schema: str, login: str) -> Iterable[sql.Composed]:
    names = owner.place.installation
    who, where, keeper = sql.Identifier(login), sql.Identifier(schema), sql.Identifier(names.keeper)
    yield from role_settings(login, owner.place.address.database, f"{schema}, library, pg_temp")
    yield sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(where)
    yield sql.SQL("GRANT USAGE ON SCHEMA {} TO {}, {}").format(where, who, keeper)
    # Rights are hung on tables to come: GRANT … ON ALL TABLES would search the catalogue of every co-op.
    yield sql.SQL(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
    ).format(where, who)
    yield sql.SQL(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT SELECT, UPDATE, DELETE ON TABLES TO {}"
    ).format(where, keeper)


def _has_tables(connection: psycopg.Connection[Any], schema: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{schema}.journal_head"]).fetchone()
    return bool(row and row[0])


def make_tables(connection: psycopg.Connection[Any], owner: Owner, schema: str) -> None:
    """Make every table of the head, one statement a message, in one pipeline and the caller's transaction."""
    from tenants.migrating.revisions import for_login  # noqa: PLC0415 - alembic is slow to import

    login = owner.place.installation.coop(schema)
    with connection.pipeline():
        connection.execute(sql.SQL("SET LOCAL search_path TO {}, library").format(sql.Identifier(schema)))
        for statement in head_statements():
            connection.execute(for_login(statement, login).encode())


def first_rows(connection: psycopg.Connection[Any], owner: Owner, schema: str, *, now: datetime) -> None:
    """Write the journal's head and the data key of a new office."""
    head = sql.Identifier(schema, "journal_head")
    key = sql.Identifier(schema, "data_key")
    connection.execute(sql.SQL("INSERT INTO {} (id, seq, hash) VALUES (1, 0, %s)").format(head), [FIRST_HASH])
    wrapped = new_wrapped_key(owner.place.key, schema)
    connection.execute(
        sql.SQL("INSERT INTO {} (id, wrapped, made_at) VALUES (1, %s, %s)").format(key), [wrapped, now]
    )


def _open_door(connection: psycopg.Connection[Any], coop_id: UUID, *, now: datetime) -> None:
    row = connection.execute(
        """
        UPDATE hub.coop SET state = 'active', state_since = %s, version = version + 1
        WHERE id = %s AND state = 'preparing'
        RETURNING revision
        """,
        [now, coop_id],
    ).fetchone()
    revisions = known_revisions("coop")
    made_at = row[0] if row else revisions[-1]
    for revision in revisions[: revisions.index(made_at) + 1]:
        connection.execute(
            """
            INSERT INTO hub.coop_migration (coop_id, revision, state, tries, at)
            VALUES (%s, %s, 'done', 1, %s) ON CONFLICT DO NOTHING
            """,
            [coop_id, revision, now],
        )


@contextmanager
def as_member(connection: psycopg.Connection[Any], owner: Owner, login: str) -> Iterator[None]:
    """Belong to a co-op's login for a moment: only then may its connections be ended."""
    names = sql.Identifier(login), sql.Identifier(owner.place.installation.owner)
    connection.execute(sql.SQL("GRANT {} TO {}").format(*names))
    try:
        yield
    finally:
        connection.execute(sql.SQL("REVOKE {} FROM {}").format(*names))


def tear_down(owner: Owner, schema: str) -> None:
    """Take a wall and everything behind it away for good; nothing happens where there is none."""
    login = owner.place.installation.coop(checked_schema(schema))
    who = sql.Identifier(login)
    with owner.connect(autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", [login]).fetchone()
        if found is not None:
            connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(who))
            # Ending its sessions and dropping its rights needs its rights; they go with the role.
            connection.execute(
                sql.SQL("GRANT {} TO {}").format(who, sql.Identifier(owner.place.installation.owner))
            )
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [login]
            )
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
        if found is not None:
            with connection.transaction():
                connection.execute("SELECT pg_advisory_xact_lock(%s)", [CONNECT_LOCK])
                connection.execute(sql.SQL("DROP OWNED BY {}").format(who))
                connection.execute(sql.SQL("DROP ROLE {}").format(who))
