"""What the doctor looks at in each office: its revision, its journal, its data keys, what waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from migrations import known_revisions
from tenants import journal
from tenants.doctor import Finding, bad, good, warning
from tenants.keys import KeyDoesNotFit, unwrap
from tenants.names import checked_schema
from tenants.office import HUB_SCHEMA, CoopState
from tenants.provisioning.installation import Owner

# Work that waits longer than this means that no worker runs.
LONGEST_WAIT: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Known:
    """One co-op with a wall, as the registry knows it."""

    id: UUID
    slug: str
    schema: str
    state: CoopState
    revision: str

    @property
    def has_tables(self) -> bool:
        """Whether there is something behind the wall to look at."""
        return self.state is not CoopState.PREPARING


def known_coops(connection: psycopg.Connection[Any]) -> list[Known]:
    """Return every co-op that has, or is to have, a wall."""
    rows = connection.execute(
        """
        SELECT coop.id, coop_slug.slug, coop.schema, coop.state, coop.revision
        FROM hub.coop JOIN hub.coop_slug ON coop_slug.coop_id = coop.id AND coop_slug.is_current
        WHERE NOT coop.is_synthetic AND coop.erased_at IS NULL
        ORDER BY coop_slug.slug
        """
    ).fetchall()
    return [Known(row[0], row[1], checked_schema(row[2]), CoopState(row[3]), row[4]) for row in rows]


def offices(coops: list[Known]) -> Iterator[tuple[str, str]]:
    """Yield each office that has tables: how people call it, and its schema."""
    yield "the hub", HUB_SCHEMA
    yield from ((f"co-op {coop.slug}", coop.schema) for coop in coops if coop.has_tables)


@contextmanager
def session_as_owner(owner: Owner) -> Iterator[Session]:
    """Give a session on one connection of the owner's, which can look behind every wall."""
    engine = create_engine("postgresql+psycopg://", creator=owner.connect, poolclass=StaticPool)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def look_into(session: Session, schema: str) -> None:
    """Turn the owner's session to one office."""
    session.rollback()
    raw = session.connection().connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        msg = "The doctor's session has no connection of its own."
        raise TypeError(msg)
    raw.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(schema)))


def check_revisions(connection: psycopg.Connection[Any], coops: list[Known]) -> Iterator[Finding]:
    """Every office is at the head, and none is half made."""
    done = {row[0] for row in connection.execute("SELECT revision FROM hub.hub_revision").fetchall()}
    if missing := [revision for revision in known_revisions("hub") if revision not in done]:
        yield bad("revisions", f"The hub lacks {', '.join(missing)}: run `cydofal migrate`.")
    head = known_revisions("coop")[-1]
    for coop in coops:
        if coop.state is CoopState.PREPARING:
            yield warning("revisions", f"Co-op {coop.slug} is not finished: create or restore it again.")
        elif coop.revision != head:
            fault = connection.execute(
                "SELECT fault FROM hub.coop_migration WHERE coop_id = %s AND state = 'failed'", [coop.id]
            ).fetchone()
            why = f" It failed: {fault[0]}." if fault else ""
            yield bad(
                "revisions",
                f"Co-op {coop.slug} is at {coop.revision or 'nothing'} and not at {head}, "
                f"so it is shut: run `cydofal migrate`.{why}",
            )
    yield good("revisions", f"The hub's and the co-ops' tables were looked at: {len(coops)} co-ops.")


def check_journals(session: Session, coops: list[Known]) -> Iterator[Finding]:
    """No line of any journal is missing or changed."""
    broken_count = 0
    for name, schema in offices(coops):
        look_into(session, schema)
        broken = journal.verify(session)
        if broken is not None:
            broken_count += 1
            yield bad("journals", f"The journal of {name} breaks at line {broken.seq}: {broken.why}.")
    if not broken_count:
        yield good("journals", "Every journal is whole.")


def check_keys(connection: psycopg.Connection[Any], owner: Owner, coops: list[Known]) -> Iterator[Finding]:
    """The installation's key opens every data key."""
    lost = 0
    for name, schema in offices(coops):
        rows = connection.execute(
            sql.SQL("SELECT wrapped FROM {}").format(sql.Identifier(schema, "data_key"))
        ).fetchall()
        try:
            for (wrapped,) in rows:
                unwrap(owner.place.key, bytes(wrapped), schema)
        except KeyDoesNotFit:
            lost += 1
            yield bad(
                "keys",
                f"The data key of {name} does not open with CYDOFAL_SECRET_KEY: "
                "give the earlier key in CYDOFAL_PREVIOUS_SECRET_KEYS and run `cydofal db rekey`.",
            )
        if not rows:
            lost += 1
            yield bad("keys", f"There is no data key for {name}.")
    if not lost:
        yield good("keys", "The installation's key opens every data key.")


def check_waiting(
    connection: psycopg.Connection[Any], coops: list[Known], *, now: datetime
) -> Iterator[Finding]:
    """Work and mail do not pile up."""
    late = given_up = unsent = 0
    shut = {coop.schema for coop in coops if coop.state is not CoopState.ACTIVE}
    for _, schema in offices(coops):
        counts = connection.execute(
            sql.SQL(
                """
                SELECT count(*) FILTER (WHERE state = 'waiting' AND next_at < %s),
                       count(*) FILTER (WHERE state = 'given_up'),
                       count(*) FILTER (WHERE state = 'waiting' AND next_at < %s AND job = 'mail.send')
                FROM {}
                """
            ).format(sql.Identifier(schema, "outbox")),
            [now - LONGEST_WAIT, now - LONGEST_WAIT],
        ).fetchone()
        if counts is not None and schema not in shut:
            late, given_up, unsent = late + counts[0], given_up + counts[1], unsent + counts[2]
    if late:
        yield bad(
            "waiting",
            f"{late} jobs, {unsent} of them mails, have waited more than 15 minutes: "
            "does `cydofal worker` run?",
        )
    if given_up:
        yield warning("waiting", f"{given_up} jobs were given up after many tries; the log says why.")
    if not late and not given_up:
        yield good("waiting", "No work and no mail has been waiting long.")
