"""Write the first revision of each line, and a co-op's head script, from the models.

Only until the first release: from then on a change is a revision of its own (``python -m migrations.draft``).
"""

import json
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import render_python_code
from alembic.operations.ops import CreateIndexOp, CreateTableOp, ExecuteSQLOp, MigrateOperation, UpgradeOps
from sqlalchemy import create_mock_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from migrations import FOLDER, Line
from migrations.models import is_append_only, tables_of

TEMPLATE = '''"""The first tables of {what}."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
{body}
'''
WHAT = {"hub": "the hub and the library", "coop": "a co-op"}


def operations(line: Line) -> list[MigrateOperation]:
    """Return what the first revision of a line does."""
    made: list[MigrateOperation] = []
    for table in tables_of(line):
        made.append(CreateTableOp.from_table(table))
        made.extend(
            CreateIndexOp.from_index(index) for index in sorted(table.indexes, key=lambda i: str(i.name))
        )
        if is_append_only(table):
            made.append(ExecuteSQLOp(revoke(table.fullname)))
    return made


def revoke(table: str) -> str:
    """Return the statement that makes a table append-only for the office's login."""
    return f'REVOKE UPDATE, DELETE ON {table} FROM "@login"'


def head_of_coop() -> list[str]:
    """Return the statements of a co-op's head, made from the models and not from the revisions."""
    dialect = create_mock_engine("postgresql+psycopg://", lambda *_: None).dialect
    made: list[str] = []
    for table in tables_of("coop"):
        made.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        made.extend(
            str(CreateIndex(index).compile(dialect=dialect)).strip()
            for index in sorted(table.indexes, key=lambda i: str(i.name))
        )
        if is_append_only(table):
            made.append(revoke(table.fullname))
    return made


def write() -> None:
    """Write everything that is made from the models."""
    lines: tuple[Line, ...] = ("hub", "coop")
    for line in lines:
        body = render_python_code(UpgradeOps(ops=operations(line)))
        rows = [row for row in body.splitlines() if not row.lstrip().startswith("# ###")]
        text = TEMPLATE.format(what=WHAT[line], body="\n".join(rows).replace("=Text()", "=sa.Text()"))
        path = FOLDER / line / "versions" / "rev_0001_first_tables.py"
        path.write_text(text)
        (FOLDER / line / "known.json").write_text('["0001"]\n')
        format_file(path)
    (FOLDER / "coop" / "head.json").write_text(
        json.dumps(head_of_coop(), indent=1, ensure_ascii=False) + "\n"
    )


def format_file(path: Path) -> None:
    """Give a written revision the house's format."""
    ruff = str(Path(sys.executable).with_name("ruff"))
    subprocess.run([ruff, "format", "--quiet", str(path)], check=True)  # noqa: S603 - our own tool and file


if __name__ == "__main__":
    write()
