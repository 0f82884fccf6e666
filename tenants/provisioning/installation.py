"""Setting up an installation: its roles, its three shared schemas, and what PUBLIC loses.

Everything here can be run again; a second run changes nothing.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import psycopg
from psycopg import sql

from tenants.credentials import scram_verifier
from tenants.database import Place
from tenants.office import HUB_SCHEMA, JOBS_SCHEMA, LIBRARY_SCHEMA
from tenants.provisioning.hardening import harden

# What hangs on every login. Instants come in UTC, whatever zone the server lives in: by the faces of its
# clocks Python would subtract an hour too much or too little on the nights of a change.
LOGIN_SETTINGS: Final = MappingProxyType(
    {
        "statement_timeout": "30s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
        "TimeZone": "UTC",
    }
)


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner's way in: for provisioning, migrating and the doctor, never for a web process."""

    url: str
    place: Place

    def connect(self, *, autocommit: bool = False) -> psycopg.Connection[Any]:
        """Open a connection as the owner."""
        return psycopg.connect(self.url, autocommit=autocommit, connect_timeout=5)


def found_installation(superuser_url: str, place: Place, owner_password: str) -> None:
    """As a superuser: make the owner and the database, and close what PUBLIC could use."""
    names = place.installation
    database = sql.Identifier(place.address.database)
    with psycopg.connect(superuser_url, autocommit=True, dbname="postgres") as connection:
        _ensure_role(connection, names.owner, "LOGIN CREATEROLE", owner_password)
        found = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [place.address.database]
        ).fetchone()
        if found is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    database, sql.Identifier(names.owner)
                )
            )
    with psycopg.connect(superuser_url, autocommit=True, dbname=place.address.database) as connection:
        harden(connection, place)
        _let_pooler_ask(connection, place)


def _let_pooler_ask(connection: psycopg.Connection[Any], place: Place) -> None:
    """Let PgBouncer's login ask for the hub's and the co-ops' verifiers, and for nothing else."""
    names = place.installation
    pooler = sql.Identifier(names.pooler)
    _ensure_role(connection, names.pooler, "LOGIN NOINHERIT", place.key.password_of(names.pooler))
    database = sql.Identifier(place.address.database)
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, pooler))
    connection.execute("CREATE SCHEMA IF NOT EXISTS pooler")
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA pooler TO {}").format(pooler))
    # It reads pg_authid, so it is the superuser's, with a search path that nobody can move.
    connection.execute(
        sql.SQL(
            """
            CREATE OR REPLACE FUNCTION pooler.verifier_of(login text)
            RETURNS TABLE (username text, verifier text)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
            AS $$
                SELECT rolname::text, rolpassword FROM pg_catalog.pg_authid
                WHERE rolname = login AND rolcanlogin AND NOT rolsuper AND NOT rolcreaterole
                  AND (rolname = {hub} OR rolname ~ {coop_pattern})
            $$
            """
        ).format(hub=sql.Literal(names.hub), coop_pattern=sql.Literal(names.coop_login_pattern))
    )
    connection.execute("REVOKE ALL ON FUNCTION pooler.verifier_of(text) FROM PUBLIC")
    connection.execute(sql.SQL("GRANT EXECUTE ON FUNCTION pooler.verifier_of(text) TO {}").format(pooler))


def prepare_roles(owner: Owner) -> None:
    """As the owner: make the hub's, the jobs' and the keeper's roles and the shared schemas."""
    names, place = owner.place.installation, owner.place
    with owner.connect(autocommit=True) as connection:
        for login in (names.hub, names.jobs):
            _ensure_role(connection, login, "LOGIN NOINHERIT", place.key.password_of(login))
        if _ensure_role(connection, names.keeper, "NOLOGIN"):
            connection.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(names.keeper), sql.Identifier(names.owner))
            )
        for statement in _shared_schemas(owner):
            connection.execute(statement)


def _shared_schemas(owner: Owner) -> Iterable[sql.Composed]:
    names, database = owner.place.installation, owner.place.address.database
    hub, jobs = sql.Identifier(names.hub), sql.Identifier(names.jobs)
    keeper = sql.Identifier(names.keeper)
    for schema in (HUB_SCHEMA, LIBRARY_SCHEMA, JOBS_SCHEMA):
        yield sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema))
    yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(sql.Identifier(database), hub, jobs)
    yield sql.SQL("GRANT USAGE ON SCHEMA hub TO {}, {}").format(hub, keeper)
    # What is published is for all, so PUBLIC reads it. A role that all co-ops were in could be emptied of
    # its rights by any of them (DROP OWNED BY), and that would shut every door at once.
    yield sql.SQL("GRANT USAGE ON SCHEMA library TO PUBLIC").format()
    yield sql.SQL("GRANT USAGE ON SCHEMA jobs TO {}").format(jobs)
    yield sql.SQL(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA hub GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
    ).format(hub)
    yield sql.SQL(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA hub GRANT SELECT, UPDATE, DELETE ON TABLES TO {}"
    ).format(keeper)
    yield sql.SQL(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA library GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
    ).format(hub)
    yield sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA library GRANT SELECT ON TABLES TO PUBLIC").format()
    # The queue's own trigger rings with pg_notify, which nobody else may call.
    yield sql.SQL("GRANT EXECUTE ON FUNCTION pg_catalog.pg_notify(text, text) TO {}").format(jobs)
    yield from role_settings(names.hub, database, f"{HUB_SCHEMA}, {LIBRARY_SCHEMA}, pg_temp")
    yield from role_settings(names.jobs, database, f"{JOBS_SCHEMA}, pg_temp")


def role_settings(login: str, database: str, search_path: str) -> Iterable[sql.Composed]:
    """Hang the search path and the other settings on a login: nothing is set per transaction."""
    where = sql.SQL("ALTER ROLE {} IN DATABASE {} ").format(sql.Identifier(login), sql.Identifier(database))
    path = sql.SQL(", ").join(sql.Identifier(part.strip()) for part in search_path.split(","))
    yield where + sql.SQL("SET search_path TO {}").format(path)
    for name, value in LOGIN_SETTINGS.items():
        yield where + sql.SQL("SET {} TO {}").format(sql.Identifier(name), sql.Literal(value))


def _ensure_role(
    connection: psycopg.Connection[Any], role: str, attributes: str, password: str | None = None
) -> bool:
    """Make a role unless it is there; set its password either way. Return whether it was made."""
    found = connection.execute("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", [role]).fetchone()
    name = sql.Identifier(role)
    if found is None:
        kind = sql.SQL(attributes)
        connection.execute(sql.SQL("CREATE ROLE {} {}").format(name, kind))
    if password is not None:
        verifier = scram_verifier(password, salt=secrets.token_bytes(16))
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(verifier)))
    return found is None
