"""What PUBLIC loses in our database. Every login is in PUBLIC, so whatever it has opens every wall a little.

It needs a superuser. Where a managed server gives us none, the walls still stand on their logins, and
``still_open`` says what else could be seen.
"""

from typing import Any, Final

import psycopg
from psycopg import sql

from tenants.database import Place

# Functions that run a text as a query, change a session's settings, wake or block other sessions, keep
# objects outside every schema, or tell of sizes, files and other people's sessions.
SHUT_FUNCTIONS: Final = (
    r"^(query|table|schema|database|cursor)_to_xml",
    r"^ts_stat$",
    r"^set_config$",
    r"^pg_notify$",
    r"^pg_(try_)?advisory_",
    r"^pg_(terminate|cancel)_backend$",
    r"^pg_(lock_status|blocking_pids|safe_snapshot_blocking_pids)$",
    r"^pg_stat_",
    r"^pg_(total_relation|relation|table|indexes|database|tablespace)_size$",
    r"^pg_relation_file(node|path)$",
    r"^pg_filenode_relation$",
    r"^pg_(prepared_xact|show_all_settings|get_replication_slots|get_publication_tables)$",
    r"^pg_(export_snapshot|logical_emit_message)$",
    r"^pg_ls_",
    r"^(lo_|loread$|lowrite$)",
)
# Of these only the form that runs a query's text is shut: (name, argument types).
SHUT_FORMS: Final = ("ts_rewrite(tsquery, text)",)
# DO blocks and functions of one's own: statements inside a statement.
SHUT_LANGUAGES: Final = ("plpgsql", "sql")


def harden(connection: psycopg.Connection[Any], place: Place) -> list[str]:
    """Take from PUBLIC what would open the wall, and leave it to the owner; return what stayed open."""
    owner = sql.Identifier(place.installation.owner)
    with connection.transaction():
        # One after another: several installations of one server may be founded at once.
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [0x63796461])
        connection.execute(
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(place.address.database))
        )
        connection.execute("REVOKE ALL ON SCHEMA public, information_schema FROM PUBLIC")
        _hand_over(connection, "FUNCTION", "EXECUTE", open_functions(connection), owner)
        _hand_over(connection, "TABLE", "SELECT", open_relations(connection), owner)
        _hand_over(connection, "LANGUAGE", "USAGE", open_languages(connection), owner)
    return still_open(connection, place)


def _hand_over(
    connection: psycopg.Connection[Any], kind: str, right: str, spelled: list[str], owner: sql.Identifier
) -> None:
    """Give a right to the owner, then take it from PUBLIC: in this order, so that a kill loses none."""
    if not spelled:
        return
    what = sql.SQL(" ").join([sql.SQL(kind), sql.SQL(", ").join(sql.SQL(name) for name in spelled)])
    grant = sql.SQL("GRANT {} ON {} TO {} WITH GRANT OPTION")
    connection.execute(grant.format(sql.SQL(right), what, owner))
    connection.execute(sql.SQL("REVOKE ALL ON {} FROM PUBLIC").format(what))


def still_open(connection: psycopg.Connection[Any], place: Place) -> list[str]:
    """Return what PUBLIC still has of all this, in the server's own spelling; any login may ask as owner."""
    found = open_functions(connection) + open_relations(connection) + open_languages(connection)
    rows = connection.execute(
        """
        SELECT 'database ' || datname FROM pg_catalog.pg_database
        WHERE datname = %s
          AND EXISTS (SELECT FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) WHERE grantee = 0)
        UNION ALL
        SELECT 'schema ' || nspname FROM pg_catalog.pg_namespace
        WHERE nspname IN ('public', 'information_schema')
          AND EXISTS (SELECT FROM aclexplode(coalesce(nspacl, acldefault('n', nspowner))) WHERE grantee = 0)
        ORDER BY 1
        """,
        [place.address.database],
    ).fetchall()
    return found + [row[0] for row in rows]


def open_functions(connection: psycopg.Connection[Any]) -> list[str]:
    """Return each function that should be shut and is not, as the server spells it."""
    rows = connection.execute(
        """
        SELECT format('pg_catalog.%%I(%%s)', proname, pg_get_function_identity_arguments(oid))
        FROM pg_catalog.pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace
          AND (proname ~ ANY(%s) OR format('%%s(%%s)', proname, oidvectortypes(proargtypes)) = ANY(%s))
          AND EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)
        ORDER BY 1
        """,
        [list(SHUT_FUNCTIONS), list(SHUT_FORMS)],
    ).fetchall()
    return [row[0] for row in rows]


def open_relations(connection: psycopg.Connection[Any]) -> list[str]:
    """Return each catalogue and system view that PUBLIC may read, wholly or in columns."""
    rows = connection.execute(
        """
        SELECT format('pg_catalog.%I', relname)
        FROM pg_catalog.pg_class
        WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')
          AND (EXISTS (SELECT FROM aclexplode(relacl) WHERE grantee = 0)
               OR EXISTS (SELECT FROM pg_catalog.pg_attribute, aclexplode(attacl)
                          WHERE attrelid = pg_class.oid AND attacl IS NOT NULL AND grantee = 0))
        ORDER BY 1
        """
    ).fetchall()
    return [row[0] for row in rows]


def open_languages(connection: psycopg.Connection[Any]) -> list[str]:
    """Return each language in which PUBLIC may write a block or a function."""
    rows = connection.execute(
        """
        SELECT format('%%I', lanname) FROM pg_catalog.pg_language
        WHERE lanname = ANY(%s)
          AND EXISTS (SELECT FROM aclexplode(coalesce(lanacl, acldefault('l', lanowner))) WHERE grantee = 0)
        ORDER BY 1
        """,
        [list(SHUT_LANGUAGES)],
    ).fetchall()
    return [row[0] for row in rows]
