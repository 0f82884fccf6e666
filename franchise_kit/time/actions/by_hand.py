"""Time that no visit makes: training, supervision, nights, standby and the like, with a reason."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries.facts import WorkerFacts, worker_of_id, worker_of_person
from franchise_kit.time.actions.telling import tell_worker
from franchise_kit.time.models import TimeChange, TimeEntry
from franchise_kit.time.rules.entries import BY_HAND, HAND_REASONS, check_by_hand, check_words
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class NotEmployedThen(Refusal):
    """Nobody works before their first day here, or after their last."""

    code = "not_employed_then"


class KindNotByHand(Refusal):
    """Visits write themselves down."""

    code = "kind_not_by_hand"


@dataclass(frozen=True, slots=True)
class NewTime:
    """Time of a kind of ``BY_HAND`` between two aware instants, why, and what it was in words."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    note: str = field(default="", repr=False)


def enter_own_time(*, coop: Coop, new: NewTime, by: Actor, now: datetime) -> UUID:
    """Write down one's own time; it waits for approval. Return the entry.

    Raises ``NotFound``, ``NotEmployedThen``, ``KindNotByHand``, or what the rules of entries refuse.
    """
    with transaction(coop, by=by, doing="time.enter_own_time") as session:
        within(by, Permission.TIMESHEET_SUBMIT)
        worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
        if worker is None:
            raise NotFound(record_kind="worker")
        return _enter(session, worker, new, by=by, now=now)


def enter_time(*, coop: Coop, worker_id: UUID, new: NewTime, by: Actor, now: datetime) -> UUID:
    """Write down somebody's time; it waits for the approval of somebody else, and whose it is, is told.

    Raises as ``enter_own_time``.
    """
    with transaction(coop, by=by, doing="time.enter_time") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        worker = worker_of_id(session, worker_id)
        if worker is None:
            raise NotFound(record_kind="worker")
        entry_id = _enter(session, worker, new, by=by, now=now)
        if worker.person_id != by.person_id:
            minutes = session.get_one(TimeEntry, entry_id).minutes
            tell_worker(session, worker.id, starts_at=new.starts_at, minutes=minutes)
        return entry_id


def _enter(session: Session, worker: WorkerFacts, new: NewTime, *, by: Actor, now: datetime) -> UUID:
    if new.kind not in BY_HAND or new.reason not in HAND_REASONS:
        raise KindNotByHand
    check_words(new.kind, new.reason, new.note)
    minutes = check_by_hand(new.starts_at, new.ends_at, now=now)
    day = london_day(new.starts_at)
    if day < worker.started_on or (worker.ended_on is not None and day > worker.ended_on):
        raise NotEmployedThen(worker_id=worker.id)
    row = TimeEntry(
        worker_id=worker.id,
        worker_person=worker.person_id,
        kind=new.kind,
        source="hand",
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        minutes=minutes,
        state="recorded",
        recorded_by_person=by.person_id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    session.add(
        TimeChange(
            entry_id=row.id,
            minutes_before=None,
            minutes_after=minutes,
            reason=new.reason,
            note=new.note.strip() or None,
            changed_by_person=by.person_id,
            changed_at=now,
        )
    )
    journal.note(session, record_kind="time_entry", record_id=row.id, kind=new.kind, minutes=minutes)
    return row.id
