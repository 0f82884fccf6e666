"""The job queue's tables, in a schema and under a login of their own.

procrastinate ships them as SQL that names no schema, so the search path chooses; functions get a fixed one.
"""

import re
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, cast

import psycopg
from procrastinate.schema import SchemaManager
from psycopg import sql

from tenants.office import JOBS_SCHEMA
from tenants.provisioning.installation import Owner

QUEUE: Final = "procrastinate"
# A migration's file begins with the version that it leads to: 03.02.00_01_…sql
MIGRATION_NAME: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)_")
QUEUE_LOCK: Final = 0x63796471


def prepare_queue(owner: Owner) -> str | None:
    """Bring the queue's tables to the installed version; return it, or ``None`` if they are at it."""
    wanted = version(QUEUE)
    with owner.connect(autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [QUEUE_LOCK])
        if (present := queue_version(connection)) == wanted:
            return None
        with connection.transaction():
            connection.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(JOBS_SCHEMA)))
            for script in _scripts(present):
                # Many statements in one text: they are the library's own, and nothing typed is in them.
                connection.execute(script.encode())
            _give(connection, owner)
            mark = sql.SQL("COMMENT ON SCHEMA {} IS {}")
            connection.execute(mark.format(sql.Identifier(JOBS_SCHEMA), sql.Literal(f"{QUEUE} {wanted}")))
    return wanted


def queue_version(connection: psycopg.Connection[Any]) -> str | None:
    """Return the version that the queue's tables are of, or ``None`` where there are none."""
    found = connection.execute(
        "SELECT obj_description(to_regnamespace(%s), 'pg_namespace')", [JOBS_SCHEMA]
    ).fetchone()
    said = str(found[0]) if found and found[0] else ""
    return said.removeprefix(f"{QUEUE} ") if said.startswith(f"{QUEUE} ") else None


def _scripts(present: str | None) -> list[str]:
    if present is None:
        return [SchemaManager.get_schema()]
    reached = tuple(int(part) for part in present.split("."))
    files = sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    return [file.read_text(encoding="utf-8") for file in files if _leads_to(file) > reached]


def _leads_to(file: Path) -> tuple[int, ...]:
    found = MIGRATION_NAME.match(file.name)
    return tuple(int(part) for part in found.groups()) if found else (0,)


def _give(connection: psycopg.Connection[Any], owner: Owner) -> None:
    """Give the queue's login its tables, and every function a search path that nobody can move."""
    jobs, schema = sql.Identifier(owner.place.installation.jobs), sql.Identifier(JOBS_SCHEMA)
    for statement in (
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {jobs}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {jobs}",
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {schema} FROM PUBLIC",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {jobs}",
    ):
        connection.execute(sql.SQL(cast("Any", statement)).format(schema=schema, jobs=jobs))
    functions = connection.execute(
        """
        SELECT proname, pg_get_function_identity_arguments(oid) FROM pg_catalog.pg_proc
        WHERE pronamespace = to_regnamespace(%s)
        """,
        [JOBS_SCHEMA],
    ).fetchall()
    for name, arguments in functions:
        # The server's own spelling of a function's arguments.
        connection.execute(
            sql.SQL("ALTER FUNCTION {}({}) SET search_path = {}, pg_temp").format(
                sql.Identifier(JOBS_SCHEMA, name), sql.SQL(arguments), schema
            )
        )
