"""Draft the next revision of a line: what the models have and the revisions have not.

A database of the moment is brought to the line's head and compared with the models. The draft is a
beginning: read it, and keep to the rule to expand first and contract a release later.
"""

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext

from migrations import FOLDER, Line, known_revisions
from migrations.first import format_file, head_of_coop
from migrations.models import tables_of
from tenants.embedded import EmbeddedServer
from tenants.migrating.revisions import compile_line

TEMPLATE: Final = '''"""{name}."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    """{name}."""
{body}
'''


def draft(line: Line, name: str) -> Path | None:
    """Write the next revision of a line and return its path; ``None`` when nothing has changed."""
    with tempfile.TemporaryDirectory(prefix="cydofal-") as folder:
        body = _difference(line, Path(folder))
    if body is None:
        return None
    known = known_revisions(line)
    revision = f"{int(known[-1]) + 1:04d}"
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    path = FOLDER / line / "versions" / f"rev_{revision}_{words}.py"
    text = TEMPLATE.format(name=name, revision=revision, before=known[-1], body=body)
    path.write_text(text.replace("=Text()", "=sa.Text()"))
    (FOLDER / line / "known.json").write_text(json.dumps([*known, revision]) + "\n")
    if line == "coop":
        statements = json.dumps(head_of_coop(), indent=1, ensure_ascii=False)
        (FOLDER / "coop" / "head.json").write_text(statements + "\n")
    format_file(path)
    return path


def _difference(line: Line, folder: Path) -> str | None:
    with EmbeddedServer(folder / "state", durable=False) as server:
        engine = sa.create_engine(
            f"postgresql+psycopg://{server.superuser_url('postgres').split('://', 1)[1]}"
        )
        with engine.begin() as connection:
            _replay(connection, line)
            options: dict[str, Any] = {"compare_type": True, "include_schemas": line == "hub"}
            context = MigrationContext.configure(connection, opts=options)
            found = produce_migrations(context, _models(line))
            operations = found.upgrade_ops
        engine.dispose()
    if operations is None or operations.is_empty():
        return None
    rows = render_python_code(operations).splitlines()
    return "\n".join(row for row in rows if not row.lstrip().startswith("# ###"))


def _replay(connection: sa.Connection, line: Line) -> None:
    # The rights of logins are no part of the comparison, and there are no such logins here.
    connection.exec_driver_sql("CREATE SCHEMA library")
    for revision in compile_line(FOLDER / line):
        for statement in revision.statements:
            if not statement.startswith(("REVOKE", "GRANT")):
                connection.exec_driver_sql(statement)


def _models(line: Line) -> sa.MetaData:
    tables = tables_of(line)
    return tables[0].metadata


def main() -> int:
    """Draft, and say where the draft is."""
    parser = argparse.ArgumentParser(prog="python -m migrations.draft", description=__doc__)
    parser.add_argument("line", choices=("hub", "coop"))
    parser.add_argument("name", help="what the revision does, in a few words")
    options = parser.parse_args()
    path = draft(options.line, options.name)
    sys.stdout.write(f"{path}\n" if path else "The revisions have everything that the models have.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
