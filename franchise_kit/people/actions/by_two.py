"""What two people decide about a worker: the first entry holds, one that changes it waits for the second."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from franchise_kit.people.actions.holding import hold
from franchise_kit.people.models import (
    AttachmentOrder,
    BankParticulars,
    BirthEntry,
    DirectorEntry,
    LoanNotice,
    PensionEntry,
    TaxParticulars,
)
from franchise_kit.people.queries.bank import may_decide
from franchise_kit.people.queries.facts import WorkerFacts, worker_facts
from franchise_kit.people.rules.bank import DecidedAlready, check_second
from tenants import journal
from tenants.actor import Actor
from tenants.refusal import NotFound

AGREED, PROPOSED, REFUSED = "agreed", "proposed", "refused"
Entry = (
    TaxParticulars
    | BankParticulars
    | LoanNotice
    | PensionEntry
    | AttachmentOrder
    | DirectorEntry
    | BirthEntry
)
E = TypeVar("E", bound=Entry)
MayDecide = Callable[[WorkerFacts, Actor], bool]
ALL_OF_WORKER: Final[Sequence[ColumnElement[bool]]] = ()


def state_of_new(
    session: Session,
    of_worker: tuple[type[Entry], UUID],
    *,
    among: Sequence[ColumnElement[bool]] = ALL_OF_WORKER,
    waits_first: bool = False,
    by: Actor,
    now: datetime,
) -> str:
    """Return the state of a new entry: the first holds at once, and a newer proposal takes an older's place.

    ``among`` narrows what the entry is a change of; with ``waits_first`` the first waits as well. A command
    of the installation is nobody's proposal; the worker is locked, so two firsts cannot be.
    """
    table, worker_id = of_worker
    same = (table.worker_id == worker_id, *among)
    holds = exists().where(*same, table.state == AGREED)
    if by.side == "system" or not (waits_first or session.scalar(select(holds))):
        return AGREED
    waiting = update(table).where(*same, table.state == PROPOSED)
    session.execute(waiting.values(state=REFUSED, decided_at=now))
    return PROPOSED


def may_be_second(worker: WorkerFacts, by: Actor) -> bool:
    """Say whether somebody may decide as the second person: of all but orders, which are for another."""
    return may_decide(worker, by=by)


def held_entry(
    session: Session,
    table: type[E],
    entry_id: UUID,
    *,
    worker_id: UUID | None,
    may: MayDecide,
    by: Actor,
) -> E:
    """Return an entry, locked, on which this person may have a word, or raise ``NotFound``.

    With ``worker_id`` it is an entry about that worker: another's is not there. ``None`` where the way to
    the entry names no worker.
    """
    row = session.get(table, entry_id)
    if row is None or worker_id not in {None, row.worker_id}:
        raise NotFound(record_kind="worker")
    if not may(worker_facts(hold(session, row.worker_id)), by):
        raise NotFound(record_kind="worker")
    # The worker is locked first everywhere; only then is what stands here true.
    session.refresh(row, with_for_update=True)
    return row


def agree(session: Session, row: Entry, *, by: Actor, now: datetime, **facts: object) -> None:
    """Say yes as the second person; raise ``OwnProposal`` or ``DecidedAlready``."""
    check_second(state=row.state, proposed_by=row.entered_by_person, by=by.person_id)
    row.state, row.decided_by_person, row.decided_at = AGREED, by.person_id, now
    journal.note(session, record_kind="worker", record_id=row.worker_id, **facts)


def refuse(session: Session, row: Entry, *, by: Actor, now: datetime, **facts: object) -> None:
    """Say no, or take one's own proposal back; raise ``DecidedAlready``."""
    if row.state != PROPOSED:
        raise DecidedAlready
    is_own = row.entered_by_person == by.person_id
    row.state, row.decided_at = REFUSED, now
    # The second person is another one; who takes back what they proposed is no second.
    row.decided_by_person = None if is_own else by.person_id
    journal.note(session, record_kind="worker", record_id=row.worker_id, is_own=is_own, **facts)
