"""What the owner does after a change of state: the login, its connections, the co-op's own journal, the end.

Each function looks at the state first, so that a second run finds everything done. A command and a worker
may come at the same moment: one works, the other waits, and then looks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tenants import database, files, journal, registry
from tenants.actor import SYSTEM, Actor
from tenants.journal.models import JournalLine
from tenants.office import HUB, Coop, CoopState
from tenants.provisioning import as_member, tear_down
from tenants.provisioning.alone import hold_wall
from tenants.provisioning.installation import Owner
from tenants.registry import CoopRow
from tenants.transaction import reading, transaction

LINES: Final = {
    CoopState.ACTIVE: "coop.resume",
    CoopState.SUSPENDED: "coop.suspend",
    CoopState.CLOSED: "coop.close",
}

# Ends every session of an office, in the caller's transaction: what sessions are is known above us.
EndSessions = Callable[[Session, datetime], None]


def settle(
    *, owner: Owner, coop_id: UUID, by: Actor, end_sessions: EndSessions, now: datetime
) -> CoopState | None:
    """Make a co-op's login and journal agree with the hub's word; return the state, if there is a wall."""
    with _alone(owner, coop_id) as connection:
        # Read now and not before: whoever waited may have waited for a run that came after another word.
        with reading(HUB) as session:
            row = session.get_one(CoopRow, coop_id)
            coop = registry.get_by_id(session, coop_id)
        if coop.is_synthetic or coop.state is CoopState.PREPARING or row.erased_at is not None:
            return None
        _let_in(connection, owner, coop, is_open=True)
        try:
            _write_line(coop, by=by, end_sessions=end_sessions, now=now)
        finally:
            if coop.state is not CoopState.ACTIVE:
                _let_in(connection, owner, coop, is_open=False)
    return coop.state


@contextmanager
def _alone(owner: Owner, coop_id: UUID) -> Iterator[psycopg.Connection[Any]]:
    """Give the owner's connection to whoever works on this co-op's wall; others wait until it is closed."""
    with reading(HUB) as session:
        schema = registry.get_by_id(session, coop_id).schema
    with owner.connect(autocommit=True) as connection:
        hold_wall(connection, schema)
        yield connection


def _write_line(coop: Coop, *, by: Actor, end_sessions: EndSessions, now: datetime) -> None:
    """Write the change into the co-op's own journal, once."""
    doing = LINES[coop.state]
    with reading(coop) as session:
        last = session.scalars(
            select(JournalLine.doing)
            .where(JournalLine.doing.in_(LINES.values()), JournalLine.outcome == "done")
            .order_by(JournalLine.seq.desc())
            .limit(1)
        ).first()
    if last == doing or (last is None and coop.state is CoopState.ACTIVE):
        return
    with transaction(coop, by=by, doing=doing) as session:
        end_sessions(session, now)
        journal.note(session, record_kind="coop", record_id=coop.id)


def _let_in(connection: psycopg.Connection[Any], owner: Owner, coop: Coop, *, is_open: bool) -> None:
    """Let a co-op's login in, or shut it and end its connections."""
    login = owner.place.login_of(coop)
    verb = sql.SQL("LOGIN" if is_open else "NOLOGIN")
    connection.execute(sql.SQL("ALTER ROLE {} {}").format(sql.Identifier(login), verb))
    if is_open:
        return
    held = database.current()
    held.pool.drop_login(login)
    with as_member(connection, owner, login):
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [login]
        )


def erase(*, owner: Owner, coop_id: UUID, now: datetime) -> bool:
    """As the keeper: take away what a closed co-op left, when its time is over; say whether it was done.

    Its short name is kept, since it is never given to another; its names are not.
    """
    with _alone(owner, coop_id):
        with reading(HUB) as session:
            row = session.get_one(CoopRow, coop_id)
        is_due = row.state == CoopState.CLOSED and row.keep_until is not None and row.keep_until <= now
        if row.erased_at is not None or not is_due:
            return False
        files.store().delete_all(row.schema)
        tear_down(owner, row.schema)
        _blank(coop_id, now)
    registry.forget()
    return True


def _blank(coop_id: UUID, now: datetime) -> None:
    blank = {"name_en": "", "name_cy": "", "town_en": "", "town_cy": ""}
    with transaction(HUB, by=SYSTEM, doing="coop.erase") as session:
        session.execute(
            update(CoopRow)
            .where(CoopRow.id == coop_id)
            .values(erased_at=now, version=CoopRow.version + 1, **blank)
        )
        journal.note(session, record_kind="coop", record_id=coop_id)
