"""Revisions, compiled once to statements that can be replayed behind any wall."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOGIN_MARK: Final = '"@login"'


@dataclass(frozen=True, slots=True)
class Revision:
    """One step of a line. ``statements`` name no schema and carry ``@login`` for the office's login."""

    id: str
    statements: tuple[str, ...]


class _Statements:
    """Stands where alembic writes its script; every write is one statement."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def write(self, text: str) -> None:
        statement = text.strip().removesuffix(";")
        if statement:
            self.found.append(statement)

    def flush(self) -> None:
        """Nothing waits."""


def compile_line(folder: Path) -> list[Revision]:
    """Return a line's revisions in their order, each as statements; no database is asked."""
    # Here, since a run that finds nothing to do needs none of it, and it takes a quarter of a second.
    from alembic.operations import Operations  # noqa: PLC0415 - above
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - above

    script = ScriptDirectory(str(folder))
    revisions = []
    for found in reversed(list(script.walk_revisions())):
        statements = _Statements()
        context = MigrationContext.configure(
            dialect_name="postgresql", opts={"as_sql": True, "output_buffer": statements}
        )
        with Operations.context(context):
            found.module.upgrade()
        revisions.append(Revision(found.revision, tuple(statements.found)))
    return revisions


def for_login(statement: str, login: str) -> str:
    """Return a statement with the office's login in the marked place; the login is one that we made."""
    return statement.replace(LOGIN_MARK, f'"{login}"')
