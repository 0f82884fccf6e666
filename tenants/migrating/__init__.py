"""Carrying every office to the head: the hub first, then the co-ops, many at a time.

Each co-op moves in transactions of its own. One that fails stays behind and is named; nobody waits for it.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import sql

from migrations import FOLDER, known_in, known_revisions
from tenants.migrating.revisions import Revision, compile_line, for_login
from tenants.names import checked_schema
from tenants.provisioning import first_rows
from tenants.provisioning.installation import Owner, prepare_roles

__all__ = ["Failure", "Outcome", "migrate_coops", "migrate_hub"]

TRIES: Final = 3
LOCK_TIMEOUT: Final = "2s"
STATEMENT_TIMEOUT: Final = "60s"
PASSING_FAULTS: Final = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
)
# One number for the whole database, so that two migrations never run at once.
MIGRATION_LOCK: Final = 0x63796466


@dataclass(frozen=True, slots=True)
class Failure:
    """A co-op that stayed behind, at which revision, and what the database said."""

    slug: str
    revision: str
    fault: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run over the co-ops ended."""

    moved: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class _Waiting:
    coop_id: UUID
    slug: str
    schema: str
    revision: str


@contextmanager
def _alone(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Hold the migration lock; a second run waits for the first."""
    connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        yield
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def migrate_hub(owner: Owner, *, now: datetime, folder: Path = FOLDER / "hub") -> list[str]:
    """Bring the roles, the hub and the library to the head; return the revisions that were run."""
    with owner.connect(autocommit=True) as connection, _alone(connection):
        if _is_current(connection, folder):
            return []
        prepare_roles(owner)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS hub.hub_revision (revision text PRIMARY KEY, at timestamptz NOT NULL)"
        )
        done = {row[0] for row in connection.execute("SELECT revision FROM hub.hub_revision").fetchall()}
        missing = [revision for revision in compile_line(folder) if revision.id not in done]
        for revision in missing:
            _run_in_hub(connection, owner, revision, now=now)
        return [revision.id for revision in missing]


def _is_current(connection: psycopg.Connection[Any], folder: Path) -> bool:
    found = connection.execute("SELECT to_regclass('hub.hub_revision') IS NOT NULL").fetchone()
    if not found or not found[0]:
        return False
    done = {row[0] for row in connection.execute("SELECT revision FROM hub.hub_revision").fetchall()}
    return set(known_in(folder)) <= done


def _run_in_hub(
    connection: psycopg.Connection[Any], owner: Owner, revision: Revision, *, now: datetime
) -> None:
    """Run a revision in the hub and the library; give way to whoever reads there, and try again."""
    for left in reversed(range(TRIES)):
        try:
            with connection.transaction():
                _replay_in_hub(connection, owner, revision, now=now)
        except PASSING_FAULTS:
            if not left:
                raise
        else:
            return


def _replay_in_hub(
    connection: psycopg.Connection[Any], owner: Owner, revision: Revision, *, now: datetime
) -> None:
    connection.execute("SET LOCAL search_path TO hub, library")
    # Every co-op reads the library: waiting long for a lock there would make all of them wait behind us.
    connection.execute(sql.SQL("SET LOCAL lock_timeout TO {}").format(sql.Literal(LOCK_TIMEOUT)))
    for statement in revision.statements:
        connection.execute(for_login(statement, owner.place.installation.hub).encode())
    if revision.id == known_revisions("hub")[0]:
        first_rows(connection, owner, "hub", now=now)
    connection.execute("INSERT INTO hub.hub_revision (revision, at) VALUES (%s, %s)", [revision.id, now])


def migrate_coops(owner: Owner, *, now: datetime, jobs: int = 4, folder: Path = FOLDER / "coop") -> Outcome:
    """Bring every co-op to the head, ``jobs`` at a time. A run that finds nothing to do asks one question."""
    head = known_in(folder)[-1]
    with owner.connect(autocommit=True) as connection, _alone(connection):
        waiting = _list_behind(connection, head)
        if not waiting:
            return Outcome(0, ())
        line = compile_line(folder)
        with _Hands(owner) as hands, ThreadPoolExecutor(max_workers=jobs) as workers:
            results = list(workers.map(lambda one: _carry(hands, owner, one, line, now), waiting))
    failures = tuple(result for result in results if result is not None)
    return Outcome(len(waiting) - len(failures), failures)


def _list_behind(connection: psycopg.Connection[Any], head: str) -> list[_Waiting]:
    rows = connection.execute(
        """
        SELECT coop.id, coop_slug.slug, coop.schema, coop.revision
        FROM hub.coop JOIN hub.coop_slug ON coop_slug.coop_id = coop.id AND coop_slug.is_current
        WHERE coop.revision <> %s AND coop.state <> 'preparing' AND NOT coop.is_synthetic
          AND coop.erased_at IS NULL
        ORDER BY coop_slug.slug
        """,
        [head],
    ).fetchall()
    return [_Waiting(row[0], row[1], checked_schema(row[2]), row[3]) for row in rows]


class _Hands:
    """A connection for each thread, closed together."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._local = threading.local()
        self._all: list[psycopg.Connection[Any]] = []

    def mine(self) -> psycopg.Connection[Any]:
        connection: psycopg.Connection[Any] | None = getattr(self._local, "connection", None)
        if connection is None or connection.closed:
            connection = self._owner.connect(autocommit=True)
            self._local.connection = connection
            self._all.append(connection)
        return connection

    def __enter__(self) -> "_Hands":
        return self

    def __exit__(self, *_: object) -> None:
        for connection in self._all:
            connection.close()


def _carry(hands: _Hands, owner: Owner, one: _Waiting, line: list[Revision], now: datetime) -> Failure | None:
    known = [revision.id for revision in line]
    if one.revision not in known:
        return Failure(
            one.slug, one.revision, "This program does not know the revision that the co-op is at."
        )
    for revision in line[known.index(one.revision) + 1 :]:
        fault = _step(hands, owner, one, revision, now)
        if fault is not None:
            _keep_failure(hands.mine(), one, revision, fault, now)
            return Failure(one.slug, revision.id, fault)
    return None


def _step(hands: _Hands, owner: Owner, one: _Waiting, revision: Revision, now: datetime) -> str | None:
    fault = None
    for _ in range(TRIES):
        connection = hands.mine()
        try:
            with connection.transaction():
                _replay(connection, owner, one, revision, now)
        except psycopg.Error as failed:
            fault = str(failed).strip()
            # A lost connection passes too: the next try gets another.
            if not isinstance(failed, PASSING_FAULTS) and not connection.closed:
                return fault
        else:
            return None
    return fault


def _replay(
    connection: psycopg.Connection[Any], owner: Owner, one: _Waiting, revision: Revision, now: datetime
) -> None:
    """Run a revision in one co-op and write it down, in one transaction and one pipeline."""
    login = owner.place.installation.coop(one.schema)
    with connection.pipeline():
        connection.execute(sql.SQL("SET LOCAL search_path TO {}, library").format(sql.Identifier(one.schema)))
        connection.execute(sql.SQL("SET LOCAL lock_timeout TO {}").format(sql.Literal(LOCK_TIMEOUT)))
        connection.execute(
            sql.SQL("SET LOCAL statement_timeout TO {}").format(sql.Literal(STATEMENT_TIMEOUT))
        )
        for statement in revision.statements:
            connection.execute(for_login(statement, login).encode())
        connection.execute(
            "UPDATE hub.coop SET revision = %s, version = version + 1 WHERE id = %s",
            [revision.id, one.coop_id],
        )
        connection.execute(
            """
            INSERT INTO hub.coop_migration AS ledger (coop_id, revision, state, tries, at)
            VALUES (%s, %s, 'done', 1, %s)
            ON CONFLICT (coop_id, revision)
            DO UPDATE SET state = 'done', fault = NULL, tries = ledger.tries + 1, at = excluded.at
            """,
            [one.coop_id, revision.id, now],
        )


def _keep_failure(
    connection: psycopg.Connection[Any], one: _Waiting, revision: Revision, fault: str, now: datetime
) -> None:
    connection.execute(
        """
        INSERT INTO hub.coop_migration AS ledger (coop_id, revision, state, fault, tries, at)
        VALUES (%s, %s, 'failed', %s, 1, %s)
        ON CONFLICT (coop_id, revision)
        DO UPDATE SET state = 'failed', fault = excluded.fault, tries = ledger.tries + 1, at = excluded.at
        """,
        [one.coop_id, revision.id, fault, now],
    )
