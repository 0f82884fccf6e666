"""Miles: claimed by whoever drove, or for them, and approved by somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries.facts import WorkerFacts, worker_of_id, worker_of_person
from franchise_kit.time.actions.by_hand import NotEmployedThen
from franchise_kit.time.models import MileageClaim
from franchise_kit.time.rules.entries import OLDEST, TimeStillToCome, TimeTooOld
from franchise_kit.time.rules.miles import BY_HAND, MOST_METRES
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class MilesNotPossible(Refusal):
    """A day's claim is up to a thousand kilometres, for one of the purposes of ``rules.miles.BY_HAND``."""

    code = "miles_not_possible"


class NoMilesChosen(Refusal):
    """Nothing was ticked."""

    code = "no_miles_chosen"


class OwnMilesRefused(Refusal):
    """Nobody decides on their own miles, or on those that they entered."""

    code = "own_miles_refused"


class MilesDecidedAlready(Refusal):
    """Somebody has said yes or no to this claim, or changed it."""

    code = "miles_decided_already"


@dataclass(frozen=True, slots=True)
class NewMiles:
    """Metres driven on a London day, for what, and where to in words."""

    day: date
    purpose: str
    metres: int
    note: str = field(default="", repr=False)


def claim_own_miles(*, coop: Coop, new: NewMiles, by: Actor, now: datetime) -> UUID:
    """Claim one's own miles; they wait for approval. Return the claim.

    Raises ``NotFound``, ``MilesNotPossible``, ``TimeStillToCome``, ``TimeTooOld`` or ``NotEmployedThen``.
    """
    with transaction(coop, by=by, doing="time.claim_miles") as session:
        within(by, Permission.TIMESHEET_SUBMIT)
        worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
        if worker is None:
            raise NotFound(record_kind="worker")
        return _claim(session, worker, new, by=by, now=now)


def claim_miles(*, coop: Coop, worker_id: UUID, new: NewMiles, by: Actor, now: datetime) -> UUID:
    """Claim miles for somebody who works here; raises as ``claim_own_miles``."""
    with transaction(coop, by=by, doing="time.claim_miles") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        worker = worker_of_id(session, worker_id)
        if worker is None:
            raise NotFound(record_kind="worker")
        return _claim(session, worker, new, by=by, now=now)


def decide_miles(*, coop: Coop, seen: Mapping[UUID, int], is_approved: bool, by: Actor, now: datetime) -> int:
    """Say yes or no to claims of other people, all or none; return how many.

    ``seen`` has the version of each that was read.
    Raises ``NoMilesChosen``, ``NotFound``, ``OwnMilesRefused`` or ``MilesDecidedAlready``.
    """
    with transaction(coop, by=by, doing="time.decide_miles") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        if not seen:
            raise NoMilesChosen
        rows = session.scalars(
            select(MileageClaim).where(MileageClaim.id.in_(seen)).order_by(MileageClaim.id).with_for_update()
        ).all()
        if len(rows) != len(seen):
            raise NotFound(record_kind="mileage_claim")
        for row in rows:
            if by.person_id is None or by.person_id in (row.worker_person, row.entered_by_person):
                raise OwnMilesRefused(claim_id=row.id)
            if row.state != "recorded" or row.version != seen[row.id]:
                raise MilesDecidedAlready(claim_id=row.id)
            row.state = "approved" if is_approved else "refused"
            row.approved_by_person, row.approved_at = by.person_id, now
            row.version += 1
        about = rows[0].id if len(rows) == 1 else None
        outcome = "approved" if is_approved else "refused"
        journal.note(session, record_kind="mileage_claim", record_id=about, count=len(rows), outcome=outcome)
        return len(rows)


def _claim(session: Session, worker: WorkerFacts, new: NewMiles, *, by: Actor, now: datetime) -> UUID:
    if new.purpose not in BY_HAND or not 1 <= new.metres <= MOST_METRES:
        raise MilesNotPossible
    today = london_day(now)
    if new.day > today:
        raise TimeStillToCome
    if today - new.day > OLDEST:
        raise TimeTooOld
    if new.day < worker.started_on or (worker.ended_on is not None and new.day > worker.ended_on):
        raise NotEmployedThen(worker_id=worker.id)
    row = MileageClaim(
        worker_id=worker.id,
        worker_person=worker.person_id,
        day=new.day,
        purpose=new.purpose,
        metres=new.metres,
        note=new.note.strip() or None,
        entered_by_person=by.person_id,
        entered_at=now,
    )
    session.add(row)
    session.flush()
    journal.note(session, record_kind="mileage_claim", record_id=row.id, metres=new.metres)
    return row.id
