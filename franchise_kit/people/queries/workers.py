"""Who works here, for whoever may read it; and one's own record. Nothing here says what anybody is paid."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.queries.accounts import account_names
from franchise_kit.access.queries.holders import list_holder_ids
from franchise_kit.kernel.text import folded
from franchise_kit.people.models import Worker
from franchise_kit.people.queries.facts import WorkerFacts, worker_facts, worker_of_person, workers_on
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class AccountToLink:
    """Somebody who can sign in as one who works here, and has no record as a worker yet."""

    account_id: UUID
    full_name: str


def list_workers(session: Session, *, by: Actor, on: date) -> list[WorkerFacts]:
    """Return who works here on a day, by family name; of oneself alone where that is as far as one reads."""
    return [worker for worker in workers_on(session, on) if _reaches(by, worker.person_id)]


def get_worker(session: Session, worker_id: UUID, *, by: Actor) -> WorkerFacts:
    """Return one worker, also one who has left, or raise ``NotFound``."""
    row = session.get(Worker, worker_id)
    if row is None or not _reaches(by, row.person_id):
        raise NotFound(record_kind="worker")
    return worker_facts(row)


def find_own_worker(session: Session, *, by: Actor) -> WorkerFacts | None:
    """Return one's own record as a worker, if there is one."""
    return worker_of_person(session, by.person_id) if by.person_id is not None else None


def find_workers(session: Session, text: str, *, by: Actor, most: int = 50) -> list[WorkerFacts]:
    """Return the workers whose name has each of the words in it, for whoever may read all of them."""
    words = folded(text).split()
    if not words or not _reads_all(by, Permission.WORKER_READ):
        return []
    rows = session.scalars(select(Worker).order_by(Worker.family_name, Worker.given_name))
    named = [
        row
        for row in rows
        if all(word in folded(f"{row.given_name} {row.known_as} {row.family_name}") for word in words)
    ]
    return [worker_facts(row) for row in named[:most]]


def list_accounts_to_link(session: Session, *, by: Actor) -> list[AccountToLink]:
    """Return the accounts of those who work here that stand for no worker yet, by name."""
    if not within(by, Permission.WORKER_ENGAGE).is_whole:
        raise NotFound(record_kind="account")
    linked = set(session.scalars(select(Worker.account_id).where(Worker.account_id.is_not(None))))
    # Whoever reads of workers works here: their own record is the least of it.
    free = set(list_holder_ids(session, Permission.WORKER_READ)) - linked
    names = account_names(session, free)
    return [AccountToLink(one, names[one]) for one in sorted(names, key=lambda one: folded(names[one]))]


def reaches(worker: WorkerFacts, permission: Permission, *, by: Actor) -> bool:
    """Say whether a permission of somebody's reaches this very worker: by being whole, or their own."""
    if _reads_all(by, permission):
        return True
    return by.may(permission) and within(by, permission).reaches_person(worker.person_id)


def reads_closely(worker: WorkerFacts, *, by: Actor) -> bool:
    """Say whether somebody reads a worker's contact, checks and talks: here, and not from the network.

    Whoever takes workers on, whoever reads all employment here, and the worker themself.
    """
    asked = (Permission.WORKER_ENGAGE, Permission.EMPLOYMENT_READ, Permission.WORKER_READ)
    return any(_is_near(worker, permission, by) for permission in asked)


def get_worker_closely(session: Session, worker_id: UUID, *, by: Actor) -> WorkerFacts:
    """Return a worker whose contact, checks and talks somebody reads, or raise ``NotFound``."""
    worker = get_worker(session, worker_id, by=by)
    if not reads_closely(worker, by=by):
        raise NotFound(record_kind="worker")
    return worker


def _is_near(worker: WorkerFacts, permission: Permission, by: Actor) -> bool:
    if by.side != "system" and not by.may(permission):
        return False
    scope = within(by, permission)
    # That somebody works here is read by more than how to reach them at home.
    is_whole = scope.is_whole and permission != Permission.WORKER_READ
    return is_whole or ("own" in scope.kinds and worker.person_id == by.person_id)


def _reaches(by: Actor, person_id: UUID) -> bool:
    return _reads_all(by, Permission.WORKER_READ) or within(by, Permission.WORKER_READ).reaches_person(
        person_id
    )


def _reads_all(by: Actor, permission: Permission) -> bool:
    """Say whether somebody reads of everybody: a co-op's own, or the bureau under an agreement."""
    if by.side != "system" and not by.may(permission):
        return False
    scope = within(by, permission)
    return scope.is_whole or ("svc" in scope.kinds and scope.entry_id is not None)
