"""Roles and grants as they should be: what the catalogue says beside what models and registry say."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

import psycopg

from migrations import Line
from migrations.models import is_append_only, tables_of
from tenants.doctor import Finding, bad, good, warning
from tenants.doctor.offices import Known
from tenants.names import Installation
from tenants.office import HUB_SCHEMA, JOBS_SCHEMA, LIBRARY_SCHEMA, CoopState
from tenants.provisioning.hardening import still_open
from tenants.provisioning.installation import (
    LOGIN_SETTINGS,
    Owner,
)

READ: Final = frozenset({"SELECT"})
ADD: Final = frozenset({"SELECT", "INSERT"})
WRITE: Final = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
KEEP: Final = frozenset({"SELECT", "UPDATE", "DELETE"})
PUBLIC: Final = "PUBLIC"
MOST_NAMED: Final = 20

Grants = Mapping[str, frozenset[str]]


def check_rights(owner: Owner, coops: list[Known]) -> Iterator[Finding]:
    """Compare every grant with what it should be; name what drifted."""
    with owner.connect(autocommit=True) as connection:
        drifts = [
            *_table_drifts(connection, owner, coops),
            *_schema_drifts(connection, owner, coops),
            *_role_drifts(connection, owner, coops),
            *_connect_drifts(connection, owner, coops),
        ]
        for sentence in drifts[:MOST_NAMED]:
            yield bad("rights", sentence)
        if len(drifts) > MOST_NAMED:
            yield bad(
                "rights", f"And {len(drifts) - MOST_NAMED} more grants or roles are not as they should be."
            )
        if not drifts:
            yield good("rights", "Roles and grants are as they should be.")
        yield from _public_findings(connection, owner)


def _expected_tables(names: Installation, coops: list[Known]) -> dict[tuple[str, str], Grants]:
    expected: dict[tuple[str, str], Grants] = {}
    for line in ("hub", "coop"):
        for table in tables_of(_line(line)):
            added_only = is_append_only(table)
            if line == "hub":
                schema = table.schema or HUB_SCHEMA
                grants = {names.hub: ADD if added_only else WRITE}
                grants |= {PUBLIC: READ} if schema == LIBRARY_SCHEMA else {names.keeper: KEEP}
                expected[schema, table.name] = grants
                continue
            for coop in coops:
                if coop.has_tables:
                    login = names.coop(coop.schema)
                    grants = {login: ADD if added_only else WRITE, names.keeper: KEEP}
                    expected[coop.schema, table.name] = grants
    expected[HUB_SCHEMA, "hub_revision"] = {names.hub: WRITE, names.keeper: KEEP}
    return expected


def _line(name: str) -> Line:
    return "hub" if name == "hub" else "coop"


def _table_drifts(connection: psycopg.Connection[Any], owner: Owner, coops: list[Known]) -> Iterator[str]:
    names = owner.place.installation
    expected = _expected_tables(names, coops)
    schemas = sorted({schema for schema, _ in expected})
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for schema, table, grantee, right in connection.execute(
        """
        SELECT nspname, relname, CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
               acl.privilege_type
        FROM pg_catalog.pg_class
        JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
        LEFT JOIN LATERAL aclexplode(relacl) AS acl ON acl.grantee <> relowner
        WHERE nspname = ANY(%s) AND relkind IN ('r', 'p')
        """,
        [schemas],
    ):
        rights = found.setdefault((schema, table), defaultdict(set))
        if right is not None:
            rights[grantee].add(right)
    called = {coop.schema: f"co-op {coop.slug}" for coop in coops}
    for (schema, table), grants in expected.items():
        where = f"Table {table} of {called.get(schema, schema)}"
        if (schema, table) not in found:
            yield f"{where} is missing."
        elif drift := _difference(found[schema, table], grants):
            yield f"{where}: {drift}."
    for schema, table in sorted(found.keys() - expected.keys()):
        yield f"Table {table} of {called.get(schema, schema)} is not one of ours."


def _difference(found: Mapping[str, set[str]], expected: Grants) -> str:
    parts = []
    for grantee in sorted(found.keys() | expected.keys()):
        has, should = found.get(grantee, set()), expected.get(grantee, frozenset())
        if extra := sorted(has - should):
            parts.append(f"{grantee} has {', '.join(extra)} and should not")
        if lacking := sorted(should - has):
            parts.append(f"{grantee} lacks {', '.join(lacking)}")
    return "; ".join(parts)


def _schema_drifts(connection: psycopg.Connection[Any], owner: Owner, coops: list[Known]) -> Iterator[str]:
    names = owner.place.installation
    usage = frozenset({"USAGE"})
    expected: dict[str, Grants] = {
        HUB_SCHEMA: {names.hub: usage, names.keeper: usage},
        LIBRARY_SCHEMA: {names.hub: usage, PUBLIC: usage},
        JOBS_SCHEMA: {names.jobs: usage},
        "public": {},
    }
    expected |= {
        coop.schema: {names.coop(coop.schema): usage, names.keeper: usage}
        for coop in coops
        if coop.has_tables
    }
    found: dict[str, dict[str, set[str]]] = {}
    for schema, grantee, right in connection.execute(
        """
        SELECT nspname, CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
               acl.privilege_type
        FROM pg_catalog.pg_namespace
        LEFT JOIN LATERAL aclexplode(nspacl) AS acl ON acl.grantee <> nspowner
        WHERE nspname = ANY(%s)
        """,
        [list(expected)],
    ):
        rights = found.setdefault(schema, defaultdict(set))
        if right is not None:
            rights[grantee].add(right)
    for schema, grants in expected.items():
        if schema != "public" and schema not in found:
            yield f"Schema {schema} is missing."
        # The hub may read the library by PUBLIC's right too.
        elif drift := _difference(found.get(schema, {}), _without_doubles(grants, found.get(schema, {}))):
            yield f"Schema {schema}: {drift}."


def _without_doubles(grants: Grants, found: Mapping[str, set[str]]) -> Grants:
    return {
        name: rights
        for name, rights in grants.items()
        if name == PUBLIC or name in found or not rights <= grants.get(PUBLIC, frozenset())
    }


def _role_drifts(connection: psycopg.Connection[Any], owner: Owner, coops: list[Known]) -> Iterator[str]:
    names = owner.place.installation
    can_log_in = {names.hub: True, names.jobs: True, names.keeper: False}
    can_log_in |= {
        names.coop(coop.schema): coop.state is CoopState.ACTIVE for coop in coops if coop.has_tables
    }
    unfinished = {names.coop(coop.schema) for coop in coops if not coop.has_tables}
    found = {
        row[0]: row[1:]
        for row in connection.execute(
            """
            SELECT rolname, rolcanlogin, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication
                   OR rolbypassrls, (SELECT array_agg(roleid::regrole::text)
                                     FROM pg_catalog.pg_auth_members WHERE member = pg_roles.oid)
            FROM pg_catalog.pg_roles WHERE rolname LIKE %s
            """,
            [names.name.replace("_", r"\_") + r"\_%"],
        )
    }
    for login, may in can_log_in.items():
        if login not in found:
            yield f"Role {login} is missing."
            continue
        logs_in, is_mighty, groups = found[login]
        if logs_in and not may:
            yield f"Role {login} can log in and should not."
        if may and not logs_in:
            yield f"Role {login} cannot log in and should."
        if is_mighty:
            yield f"Role {login} has an attribute that goes past every wall."
        if groups:
            yield f"Role {login} is a member of {', '.join(groups)}."
    strangers = found.keys() - can_log_in.keys() - unfinished
    for role in sorted(role for role in strangers if re.match(names.coop_login_pattern, role)):
        yield f"Role {role} belongs to no co-op that the registry knows."


def _connect_drifts(connection: psycopg.Connection[Any], owner: Owner, coops: list[Known]) -> Iterator[str]:
    """Each login may connect and nobody else may, and what hangs on each login is as it was made.

    A login may change its own settings and drop its own rights, so this is where that shows.
    """
    names, database = owner.place.installation, owner.place.address.database
    logins = {names.hub: f"{HUB_SCHEMA}, {LIBRARY_SCHEMA}, pg_temp", names.jobs: f"{JOBS_SCHEMA}, pg_temp"}
    for coop in coops:
        if coop.has_tables:
            logins[names.coop(coop.schema)] = f"{coop.schema}, {LIBRARY_SCHEMA}, pg_temp"
    may_connect = {
        row[0]
        for row in connection.execute(
            """
            SELECT grantee::regrole::text FROM pg_catalog.pg_database, aclexplode(datacl)
            WHERE datname = %s AND privilege_type = 'CONNECT' AND grantee <> 0
            """,
            [database],
        )
    }
    for login in sorted(logins.keys() - may_connect):
        yield f"Role {login} may not connect to the database."
    known = {*logins, names.owner, names.pooler, *(names.coop(coop.schema) for coop in coops)}
    for login in sorted(may_connect - known):
        yield f"Role {login} may connect to the database and should not."
    found = _settings(connection)
    for login, path in logins.items():
        if found.get(login) != _settings_of(path):
            yield f"The settings that hang on role {login} are not as they were made."


def _settings(connection: psycopg.Connection[Any]) -> dict[str, frozenset[str]]:
    rows = connection.execute(
        """
        SELECT setrole::regrole::text, array_agg(said)
        FROM pg_catalog.pg_db_role_setting, unnest(setconfig) AS said
        WHERE setrole <> 0 AND (setdatabase = 0 OR setdatabase =
            (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
        GROUP BY setrole
        """
    ).fetchall()
    return {row[0]: frozenset(row[1]) for row in rows}


def _settings_of(path: str) -> frozenset[str]:
    return frozenset([f"search_path={path}", *(f"{name}={value}" for name, value in LOGIN_SETTINGS.items())])


def _public_findings(connection: psycopg.Connection[Any], owner: Owner) -> Iterator[Finding]:
    """What everybody may do that nobody should: on a managed server it cannot be taken away."""
    left = still_open(connection, owner.place)
    shared = [what for what in left if what.startswith(("database ", "schema "))]
    if shared:
        yield bad(
            "public",
            f"Everybody has rights on {', '.join(shared)}: run `cydofal migrate` with CYDOFAL_SUPERUSER_URL.",
        )
    if others := [what for what in left if what not in shared]:
        yield warning(
            "public",
            f"This server did not let us take {len(others)} functions and views from everybody, such as "
            f"{', '.join(others[:5])}. Each co-op's own login still holds its wall.",
        )
    if not left:
        yield good("public", "What could open a wall from inside is taken from everybody.")
