"""Entering somebody who works here, and saying which account is theirs."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.queries.actors import find_actor
from franchise_kit.people.models import Worker
from franchise_kit.people.rules.contracts import check_last_day
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewWorker:
    """Who starts here; without an account they cannot sign in yet."""

    given_name: str
    family_name: str
    language: str
    staff_category: str
    started_on: date
    account_id: UUID | None = None


class AccountHasWorker(Refusal):
    """This account stands for another worker already."""

    code = "account_has_worker"


class WorkerHasAccount(Refusal):
    """This worker has an account already."""

    code = "worker_has_account"


def enter_worker(*, coop: Coop, worker: NewWorker, by: Actor, now: datetime) -> UUID:
    """Enter somebody who works here and return the id; raise ``AccountHasWorker``."""
    with transaction(coop, by=by, doing="people.enter_worker") as session:
        _check_may_engage(by)
        person_id = uuid4() if worker.account_id is None else _free_person(session, worker.account_id)
        row = Worker(
            id=uuid4(),
            person_id=person_id,
            account_id=worker.account_id,
            given_name=worker.given_name,
            family_name=worker.family_name,
            language=worker.language,
            staff_category=worker.staff_category,
            started_on=worker.started_on,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        _add(session, row)
        journal.note(session, record_kind="worker", record_id=row.id)
        return row.id


def link_account(*, coop: Coop, worker_id: UUID, account_id: UUID, by: Actor) -> None:
    """Say which account is a worker's; raise ``AccountHasWorker`` or ``WorkerHasAccount``."""
    with transaction(coop, by=by, doing="people.link_account") as session:
        _check_may_engage(by)
        row = session.get(Worker, worker_id, with_for_update=True)
        if row is None:
            raise NotFound(record_kind="worker")
        if row.account_id is not None:
            raise WorkerHasAccount(worker_id=worker_id)
        row.person_id = _free_person(session, account_id)
        row.account_id = account_id
        row.version += 1
        journal.note(session, record_kind="worker", record_id=row.id, account_id=account_id)


def end_employment(*, coop: Coop, worker_id: UUID, ended_on: date, by: Actor) -> None:
    """Say which day is a worker's last; raise ``EndsBeforeStart``."""
    with transaction(coop, by=by, doing="people.end_employment") as session:
        _check_may_engage(by)
        row = session.get(Worker, worker_id, with_for_update=True)
        if row is None:
            raise NotFound(record_kind="worker")
        check_last_day(row.started_on, ended_on)
        row.ended_on = ended_on
        row.version += 1
        journal.note(session, record_kind="worker", record_id=row.id)


def _add(session: Session, row: Worker) -> None:
    """Write the row; two who take one account at the same moment are told apart by the constraint."""
    session.add(row)
    try:
        session.flush()
    except IntegrityError as taken:
        raise AccountHasWorker(account_id=row.account_id) from taken


def _check_may_engage(by: Actor) -> None:
    if not within(by, Permission.WORKER_ENGAGE).is_whole:
        raise NotFound(record_kind="worker")


def _free_person(session: Session, account_id: UUID) -> UUID:
    """Return the verified person behind an account that may act and stands for no worker yet."""
    actor = find_actor(session, account_id)
    if actor is None or actor.person_id is None:
        raise NotFound(record_kind="account")
    taken = or_(Worker.account_id == account_id, Worker.person_id == actor.person_id)
    if session.scalar(select(exists().where(taken))):
        raise AccountHasWorker(account_id=account_id)
    return actor.person_id
