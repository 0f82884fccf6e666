"""Setting up an installation: its roles, its three shared schemas, and what PUBLIC loses.

Everything here can be run again; a second run changes nothing.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg import sql

from tenants.credentials import scram_verifier
from tenants.database import Place
from tenants.office import HUB_SCHEMA, JOBS_SCHEMA, LIBRARY_SCHEMA

# Functions that change a session's settings, run text as a query, or tell about others.
SHUT_FUNCTIONS: Final = (
    "set_config",
    "query_to_xml",
    "query_to_xmlschema",
    "query_to_xml_and_xmlschema",
    "table_to_xml",
    "table_to_xmlschema",
    "table_to_xml_and_xmlschema",
    "schema_to_xml",
    "schema_to_xmlschema",
    "schema_to_xml_and_xmlschema",
    "database_to_xml",
    "database_to_xmlschema",
    "database_to_xml_and_xmlschema",
    "cursor_to_xml",
    "cursor_to_xmlschema",
    "ts_stat",
    "pg_notify",
    "pg_total_relation_size",
    "pg_relation_size",
    "pg_table_size",
    "pg_indexes_size",
    "pg_database_size",
    "pg_tablespace_size",
    "pg_stat_get_activity",
    "pg_stat_get_backend_idset",
    "pg_stat_get_live_tuples",
    "pg_stat_get_tuples_inserted",
    "pg_stat_get_tuples_updated",
    "pg_stat_get_tuples_deleted",
    "pg_stat_get_tuples_returned",
    "pg_stat_get_tuples_fetched",
    "lo_import",
    "lo_export",
    "lo_create",
    "lo_creat",
    "lo_from_bytea",
)
# (name, argument types) of a function of which only one form runs a query text.
SHUT_FORMS: Final = (("ts_rewrite", "tsquery, text"),)
SHUT_RELATIONS: Final = (
    "pg_class",
    "pg_namespace",
    "pg_attribute",
    "pg_roles",
    "pg_user",
    "pg_group",
    "pg_auth_members",
    "pg_locks",
    "pg_settings",
    "pg_database",
    "pg_stat_activity",
    "pg_stat_user_tables",
    "pg_stat_all_tables",
    "pg_stat_xact_user_tables",
    "pg_stat_xact_all_tables",
    "pg_stat_user_indexes",
    "pg_stat_all_indexes",
    "pg_statio_all_tables",
    "pg_statio_user_tables",
    "pg_stat_database",
    "pg_tables",
    "pg_indexes",
    "pg_views",
    "pg_sequences",
    "pg_db_role_setting",
    "pg_default_acl",
    "pg_stats",
)
STATEMENT_TIMEOUT: Final = "30s"
LOCK_TIMEOUT: Final = "5s"
IDLE_TIMEOUT: Final = "60s"


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


def harden(connection: psycopg.Connection[Any], place: Place) -> list[str]:
    """Take from PUBLIC what would open the wall; return what this login was not allowed to take."""
    owner = sql.Identifier(place.installation.owner)
    refused = []
    for what, statement in _revokes(connection, place, owner):
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            refused.append(what)
    return refused


def _revokes(
    connection: psycopg.Connection[Any], place: Place, owner: sql.Identifier
) -> Iterable[tuple[str, sql.Composed]]:
    database = sql.Identifier(place.address.database)
    yield "database", sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database)
    yield "schema public", sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC").format()
    for signature, name in shut_signatures(connection):
        function = sql.SQL(signature)  # type: ignore[arg-type] # the server's own spelling of its own function
        yield name, sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(function)
        yield name, sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(function, owner)
    for name in SHUT_RELATIONS:
        relation = sql.Identifier("pg_catalog", name)
        yield name, sql.SQL("REVOKE ALL ON {} FROM PUBLIC").format(relation)
        yield name, sql.SQL("GRANT SELECT ON {} TO {}").format(relation, owner)
    schema = sql.Identifier("information_schema")
    yield "information_schema", sql.SQL("REVOKE ALL ON SCHEMA {} FROM PUBLIC").format(schema)


def shut_signatures(connection: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """Return each function to be shut, as the server spells it, with its name."""
    rows = connection.execute(
        """
        SELECT format('pg_catalog.%%I(%%s)', proname, pg_get_function_identity_arguments(oid)), proname
        FROM pg_catalog.pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace
          AND (proname = ANY(%s)
               OR (proname || '|' || oidvectortypes(proargtypes)) = ANY(%s))
        ORDER BY 1
        """,
        [list(SHUT_FUNCTIONS), [f"{name}|{types}" for name, types in SHUT_FORMS]],
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def prepare_roles(owner: Owner) -> None:
    """As the owner: make the hub's, the jobs' and the keeper's roles and the shared schemas."""
    names, place = owner.place.installation, owner.place
    with owner.connect(autocommit=True) as connection:
        for login in (names.hub, names.jobs):
            _ensure_role(connection, login, "LOGIN NOINHERIT", place.key.password_of(login))
        _ensure_role(connection, names.coops, "NOLOGIN")
        if _ensure_role(connection, names.keeper, "NOLOGIN"):
            connection.execute(
                sql.SQL("GRANT {} TO {}").format(sql.Identifier(names.keeper), sql.Identifier(names.owner))
            )
        for statement in _shared_schemas(owner):
            connection.execute(statement)


def _shared_schemas(owner: Owner) -> Iterable[sql.Composed]:
    names, database = owner.place.installation, owner.place.address.database
    hub, jobs = sql.Identifier(names.hub), sql.Identifier(names.jobs)
    coops, keeper = sql.Identifier(names.coops), sql.Identifier(names.keeper)
    for schema in (HUB_SCHEMA, LIBRARY_SCHEMA, JOBS_SCHEMA):
        yield sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema))
    yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}, {}").format(
        sql.Identifier(database), hub, jobs, coops
    )
    yield sql.SQL("GRANT USAGE ON SCHEMA hub TO {}, {}").format(hub, keeper)
    yield sql.SQL("GRANT USAGE ON SCHEMA library TO {}, {}").format(hub, coops)
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
    yield sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA library GRANT SELECT ON TABLES TO {}").format(coops)
    yield from role_settings(names.hub, database, f"{HUB_SCHEMA}, {LIBRARY_SCHEMA}, pg_temp")
    yield from role_settings(names.jobs, database, f"{JOBS_SCHEMA}, pg_temp")


def role_settings(login: str, database: str, search_path: str) -> Iterable[sql.Composed]:
    """Hang the search path and the time-outs on a login: nothing is set per transaction."""
    settings = {
        "statement_timeout": STATEMENT_TIMEOUT,
        "lock_timeout": LOCK_TIMEOUT,
        "idle_in_transaction_session_timeout": IDLE_TIMEOUT,
    }
    where = sql.SQL("ALTER ROLE {} IN DATABASE {} ").format(sql.Identifier(login), sql.Identifier(database))
    path = sql.SQL(", ").join(sql.Identifier(part.strip()) for part in search_path.split(","))
    yield where + sql.SQL("SET search_path TO {}").format(path)
    for name, value in settings.items():
        yield where + sql.SQL("SET {} TO {}").format(sql.Identifier(name), sql.Literal(value))


def _ensure_role(
    connection: psycopg.Connection[Any], role: str, attributes: str, password: str | None = None
) -> bool:
    """Make a role unless it is there; set its password either way. Return whether it was made."""
    found = connection.execute("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", [role]).fetchone()
    name = sql.Identifier(role)
    if found is None:
        kind = sql.SQL(attributes)  # type: ignore[arg-type] # a constant of this module
        connection.execute(sql.SQL("CREATE ROLE {} {}").format(name, kind))
    if password is not None:
        verifier = scram_verifier(password, salt=secrets.token_bytes(16))
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(verifier)))
    return found is None
