"""The doors to the database: writing with a journal line, upkeep without one, and reading.

A transaction is of one office, never of two, and the doors do not nest.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from tenants import database, jobs, journal, once, scope
from tenants.actor import Actor
from tenants.office import Office
from tenants.refusal import Refusal


@contextmanager
def transaction(office: Office, *, by: Actor, doing: str) -> Iterator[Session]:
    """Write in one office: commit with a journal line as the last statement, or change nothing.

    A refusal is journalled after the rollback, in a transaction of its own, and goes on to the caller.
    """
    try:
        with _session(office) as session:
            yield session
            session.flush()
            once.claim(session)
            journal.write_line(session, by=by, doing=doing)
            session.commit()
    except Refusal as refusal:
        if journal.is_worth_a_line(by):
            with _session(office) as session:
                journal.write_refusal(session, by=by, doing=doing, refusal=refusal)
                session.commit()
        raise
    jobs.ring(office, session)


@contextmanager
def upkeep(office: Office) -> Iterator[Session]:
    """Write what is nobody's act: last seen, a mail that went out, a relay's own books."""
    with _session(office) as session:
        yield session
        session.commit()
    jobs.ring(office, session)


@contextmanager
def reading(office: Office) -> Iterator[Session]:
    """Read in one office; PostgreSQL itself refuses a change."""
    with _session(office) as session:
        session.connection(execution_options={"postgresql_readonly": True})
        yield session


@contextmanager
def _session(office: Office) -> Iterator[Session]:
    with scope.bind(office), database.current().make_session() as session:
        session.info["office"] = office
        yield session
