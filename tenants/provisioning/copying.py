"""Whole databases copied inside one server, as a superuser: a demo is set back to how it began.

A copy has all that lies in a database: schemas, rows, rights, and what belongs to whom. It has not what hangs
on the server beside it: who may connect, and the settings of logins. Whoever copies gives those anew.
"""

from typing import Any, Final

import psycopg
from psycopg import sql

from tenants.database import Place
from tenants.names import SCHEMA_PATTERN
from tenants.provisioning.installation import Owner

_MAINTENANCE: Final = "postgres"


def has_database(superuser_url: str, name: str) -> bool:
    """Say whether the server has a database of this name."""
    with _connect(superuser_url) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        return found is not None


def copy_database(superuser_url: str, place: Place, *, source: str, target: str) -> None:
    """Make a database as a copy of another, which nobody may use meanwhile; an older one is dropped."""
    drop_database(superuser_url, target)
    with _connect(superuser_url) as connection:
        connection.execute(
            # Files are copied as they are: to log each page would take several times as long.
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                *(sql.Identifier(name) for name in (target, place.installation.owner, source))
            )
        )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(target)))


def drop_database(superuser_url: str, name: str) -> None:
    """Drop a database, whoever is in it."""
    with _connect(superuser_url) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_databases_like(superuser_url: str, beginning: str) -> None:
    """Drop each database whose name begins so."""
    with _connect(superuser_url) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [beginning]
        ).fetchall()
    for (name,) in rows:
        drop_database(superuser_url, name)


def list_walls(owner: Owner) -> list[str]:
    """Return the schemas of co-ops that the database has."""
    with owner.connect() as connection:
        pattern = f"^{SCHEMA_PATTERN.pattern}$"
        rows = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ %s ORDER BY 1", [pattern])
        return [str(schema) for (schema,) in rows]


def drop_lost_logins(superuser_url: str, place: Place) -> list[str]:
    """Drop the logins of co-ops that have no schema in the installation's database; return their names."""
    database = place.address.database
    with psycopg.connect(superuser_url, autocommit=True, dbname=database) as connection:
        rows = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname ~ %s AND NOT EXISTS"
            " (SELECT FROM pg_namespace WHERE rolname = %s || nspname)",
            [place.installation.coop_login_pattern, f"{place.installation.name}_"],
        ).fetchall()
        lost = [str(name) for (name,) in rows]
        for name in lost:
            connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
            connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))
    return lost


def _connect(superuser_url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(superuser_url, autocommit=True, dbname=_MAINTENANCE)
