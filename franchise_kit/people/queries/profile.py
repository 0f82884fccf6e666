"""How to reach a worker, and what their record said before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.kernel.changes import list_changes
from franchise_kit.people.models import Worker
from franchise_kit.people.queries.workers import get_worker_closely
from tenants.actor import Actor
from tenants.refusal import NotFound

WORKER: Final = "worker"


@dataclass(frozen=True, slots=True)
class WorkerContact:
    """How to reach a worker, and whom to ring when something happens to them; empty for not known."""

    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    emergency_contact: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WorkerChange:
    """What a worker's record said before a change, by field; the newest change is the first of a list."""

    version: int
    changed_by_person: UUID | None
    changed_at: datetime
    before: Mapping[str, Any] = field(repr=False)


def get_contact(session: Session, worker_id: UUID, *, by: Actor) -> WorkerContact:
    """Return how to reach a worker, or raise ``NotFound``."""
    worker = get_worker_closely(session, worker_id, by=by)
    row = session.get(Worker, worker.id)
    if row is None:
        raise NotFound(record_kind=WORKER)
    said = (row.phone, row.email, row.address, row.emergency_contact)
    return WorkerContact(*(one or "" for one in said))


def list_worker_changes(session: Session, worker_id: UUID, *, by: Actor) -> list[WorkerChange]:
    """Return what a worker's record said before each change, the newest first, or raise ``NotFound``."""
    worker = get_worker_closely(session, worker_id, by=by)
    return [
        WorkerChange(one.version, one.changed_by_person, one.changed_at, one.before)
        for one in list_changes(session, WORKER, worker.id)
    ]
