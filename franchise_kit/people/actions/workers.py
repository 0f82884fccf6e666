"""Entering somebody who works here, saying which account is theirs, and changing what is kept of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.access.queries.actors import find_actor
from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.days import london_day
from franchise_kit.people.actions.holding import check_may, hold, latest_contract
from franchise_kit.people.models import Worker
from franchise_kit.people.queries.profile import WORKER
from franchise_kit.people.rules.contracts import check_arrangement, check_last_day
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

SEALED: Final = ("phone", "email", "address", "emergency_contact")


@dataclass(frozen=True, slots=True)
class NewWorker:
    """Who starts here; without an account they cannot sign in yet."""

    given_name: str
    family_name: str
    language: str
    staff_category: str
    started_on: date
    account_id: UUID | None = None
    arrangement: str = "employed"


@dataclass(frozen=True, slots=True)
class WorkerProfile:
    """All that is kept of a worker and can be changed; empty for not known."""

    given_name: str
    family_name: str
    known_as: str
    language: str
    speaks: tuple[str, ...]
    arrangement: str
    staff_category: str
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    emergency_contact: str = field(default="", repr=False)


class WorkerChangedMeanwhile(Refusal):
    """Somebody else changed this worker's record since it was read."""

    code = "worker_changed_meanwhile"


class AccountHasWorker(Refusal):
    """This account stands for another worker already."""

    code = "account_has_worker"


class WorkerHasAccount(Refusal):
    """This worker has an account already."""

    code = "worker_has_account"


def enter_worker(*, coop: Coop, worker: NewWorker, by: Actor, now: datetime) -> UUID:
    """Enter somebody who works here and return the id; raise ``AccountHasWorker``."""
    with transaction(coop, by=by, doing="people.enter_worker") as session:
        check_may(by, Permission.WORKER_ENGAGE)
        person_id = uuid4() if worker.account_id is None else _free_person(session, worker.account_id)
        row = Worker(
            id=uuid4(),
            person_id=person_id,
            account_id=worker.account_id,
            given_name=worker.given_name,
            family_name=worker.family_name,
            language=worker.language,
            staff_category=worker.staff_category,
            arrangement=worker.arrangement,
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
        check_may(by, Permission.WORKER_ENGAGE)
        row = hold(session, worker_id)
        if row.account_id is not None:
            raise WorkerHasAccount(worker_id=worker_id)
        row.person_id = _free_person(session, account_id)
        row.account_id = account_id
        row.version += 1
        journal.note(session, record_kind="worker", record_id=row.id, account_id=account_id)


def end_employment(*, coop: Coop, worker_id: UUID, ended_on: date, by: Actor, now: datetime) -> None:
    """Say which day is a worker's last; raise ``EndsBeforeStart``."""
    with transaction(coop, by=by, doing="people.end_employment") as session:
        check_may(by, Permission.WORKER_ENGAGE)
        keep_last_day(session, worker_id, ended_on, by=by, now=now)


def keep_last_day(session: Session, worker_id: UUID, ended_on: date, *, by: Actor, now: datetime) -> None:
    """Keep which day is a worker's last, in the caller's transaction; raise ``EndsBeforeStart``."""
    row = hold(session, worker_id)
    check_last_day(row.started_on, ended_on)
    apply_changes(session, row, {"ended_on": ended_on}, record_kind=WORKER, by=by, now=now)
    journal.note(session, record_kind=WORKER, record_id=row.id)


def change_worker(
    *, coop: Coop, worker_id: UUID, profile: WorkerProfile, version: int, by: Actor, now: datetime
) -> None:
    """Change what is kept of a worker, and keep what it was.

    Raise ``WorkerChangedMeanwhile`` or ``ContractStillRuns``.
    """
    with transaction(coop, by=by, doing="people.change_worker") as session:
        check_may(by, Permission.WORKER_ENGAGE)
        row = hold(session, worker_id)
        if row.version != version:
            raise WorkerChangedMeanwhile
        latest = latest_contract(session, worker_id)
        runs = latest is not None and (latest.valid_until is None or latest.valid_until > london_day(now))
        check_arrangement(profile.arrangement, has_contract=runs)
        said: dict[str, object] = {
            name: getattr(profile, name) for name in ("given_name", "family_name", "known_as", "language")
        }
        said |= {"arrangement": profile.arrangement, "staff_category": profile.staff_category}
        said |= {"speaks": list(profile.speaks)}
        said |= {name: getattr(profile, name) or None for name in SEALED}
        apply_changes(session, row, said, record_kind=WORKER, by=by, now=now)
        journal.note(session, record_kind=WORKER, record_id=row.id)


def _add(session: Session, row: Worker) -> None:
    """Write the row; two who take one account at the same moment are told apart by the constraint."""
    session.add(row)
    try:
        session.flush()
    except IntegrityError as taken:
        raise AccountHasWorker(account_id=row.account_id) from taken


def _free_person(session: Session, account_id: UUID) -> UUID:
    """Return the verified person behind an account that may act and stands for no worker yet."""
    actor = find_actor(session, account_id)
    if actor is None or actor.person_id is None:
        raise NotFound(record_kind="account")
    taken = or_(Worker.account_id == account_id, Worker.person_id == actor.person_id)
    if session.scalar(select(exists().where(taken))):
        raise AccountHasWorker(account_id=account_id)
    return actor.person_id
