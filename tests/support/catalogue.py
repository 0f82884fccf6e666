# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a schema is made of, without its name and its login's, so that two can be compared."""

from typing import Any

import psycopg
from psycopg import sql

QUESTIONS = {
    "columns": """
        SELECT relname, attname, attnum, format_type(atttypid, atttypmod), attnotnull, attidentity,
               attgenerated, attcollation, pg_get_expr(adbin, adrelid)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = to_regnamespace(%(schema)s) AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
        ORDER BY relname, attnum
        """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, contype, convalidated, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = to_regnamespace(%(schema)s) ORDER BY 1, 2
        """,
    "indexes": """
        SELECT relname, indisunique, indisprimary, indisvalid, pg_get_indexdef(indexrelid)
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = to_regnamespace(%(schema)s) ORDER BY 1
        """,
    "relations": """
        SELECT relname, relkind, relpersistence, relrowsecurity, reloptions, relowner::regrole::text
        FROM pg_class WHERE relnamespace = to_regnamespace(%(schema)s) ORDER BY 1
        """,
    "rights": """
        SELECT relname, grantee::regrole::text, privilege_type, is_grantable
        FROM pg_class, aclexplode(relacl) WHERE relnamespace = to_regnamespace(%(schema)s) ORDER BY 1, 2, 3
        """,
    "rights to come": """
        SELECT defaclobjtype, grantee::regrole::text, privilege_type
        FROM pg_default_acl, aclexplode(defaclacl) WHERE defaclnamespace = to_regnamespace(%(schema)s)
        ORDER BY 1, 2, 3
        """,
    "rights on the schema": """
        SELECT grantee::regrole::text, privilege_type FROM pg_namespace, aclexplode(nspacl)
        WHERE nspname = %(schema)s ORDER BY 1, 2
        """,
    "triggers": """
        SELECT tgrelid::regclass::text, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = to_regnamespace(%(schema)s) AND NOT tgisinternal ORDER BY 1, 2
        """,
    "functions": "SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace(%(schema)s) ORDER BY 1",
    "types": """
        SELECT typname FROM pg_type WHERE typnamespace = to_regnamespace(%(schema)s) AND typtype <> 'c'
        AND typelem = 0 ORDER BY 1
        """,
}


def catalogue_of(connection: psycopg.Connection[Any], schema: str) -> dict[str, list[Any]]:
    """Describe a schema, with ``@`` for its own name."""
    found: dict[str, list[Any]] = {}
    with connection.transaction():
        connection.execute(sql.SQL("SET LOCAL search_path TO {}, library").format(sql.Identifier(schema)))
        for about, question in QUESTIONS.items():
            rows = connection.execute(question, {"schema": schema}).fetchall()
            found[about] = [
                tuple(value.replace(schema, "@") if isinstance(value, str) else value for value in row)
                for row in rows
            ]
    return found
