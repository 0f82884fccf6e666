"""Jobs: asked for inside a transaction, run after it, each safe to run twice.

A row in the office's outbox is the truth; a doorbell only says that one is there. A lost ring harms
nothing, since a sweep looks at every outbox now and then.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants import clock
from tenants.jobs.models import Bell, OutboxRow, Progress
from tenants.office import Office

__all__ = [
    "Bell",
    "OutboxRow",
    "Progress",
    "UnknownJob",
    "enqueue",
    "handler_of",
    "has_waiting",
    "job",
    "ring",
    "set_doorbell",
    "when_given_up",
]

_RING: Final = "outbox was written"

Handler = Callable[..., None]


class UnknownJob(RuntimeError):
    """A row names a job that this program does not have."""


class Doorbell(Protocol):
    """Tells the workers that an office's outbox has something in it."""

    def __call__(self, office: Office) -> None:
        """Ring, or raise nothing and be missed."""


class _Jobs:
    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.ends: dict[str, Handler] = {}
        self.doorbell: Doorbell | None = None


_jobs = _Jobs()


def job(name: str) -> Callable[[Handler], Handler]:
    """Register the function that does a job: ``handler(office, **ids)``."""

    def register(handler: Handler) -> Handler:
        if _jobs.handlers.setdefault(name, handler) is not handler:
            msg = f"Two jobs are called {name}."
            raise ValueError(msg)
        return handler

    return register


def when_given_up(name: str) -> Callable[[Handler], Handler]:
    """Register what is done when a job will not be tried again: ``handler(office, **ids)``, as the job's own.

    A job with an argument ``progress_id`` needs none: its progress ends as failed.
    """

    def register(handler: Handler) -> Handler:
        if _jobs.ends.setdefault(name, handler) is not handler:
            msg = f"Two ends of the job {name}."
            raise ValueError(msg)
        return handler

    return register


def end_of(name: str) -> Handler | None:
    """Return what is done when a job will not be tried again, if anything is."""
    return _jobs.ends.get(name)


def handler_of(name: str) -> Handler:
    """Return the function that does a job, or raise ``UnknownJob``."""
    handler = _jobs.handlers.get(name)
    if handler is None:
        raise UnknownJob(name)
    return handler


def set_doorbell(doorbell: Doorbell | None) -> None:
    """Say how workers are told; without one the sweep finds the work."""
    _jobs.doorbell = doorbell


def enqueue(session: Session, name: str, *, not_before: datetime | None = None, **arguments: object) -> UUID:
    """Ask for a job in the caller's transaction; it runs only if that commits. Return the row's id."""
    if name not in _jobs.handlers:
        raise UnknownJob(name)
    now = clock.now()
    row = OutboxRow(job=name, arguments=_plain(arguments), asked_at=now, next_at=not_before or now)
    session.add(row)
    session.flush()
    session.info[_RING] = True
    return row.id


def _plain(arguments: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str | int | None) else str(value)
        for name, value in arguments.items()
    }


def ring(office: Office, session: Session) -> None:
    """Ring the bell after a commit that wrote to the outbox."""
    if session.info.pop(_RING, False) and _jobs.doorbell is not None:
        _jobs.doorbell(office)


def has_waiting(session: Session, *, now: datetime) -> bool:
    """Say whether the bound office has work that is due."""
    due = select(OutboxRow.id).where(OutboxRow.state == "waiting", OutboxRow.next_at <= now).limit(1)
    return session.scalars(due).first() is not None
