"""Suspending, resuming and closing a co-op, and erasing it when the law lets it go.

The hub's state is the truth, and every process reads it within seconds. ``settle`` then makes the co-op's
login and journal agree with it: it is safe to run twice, and a job runs it if we are killed in between.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from tenants import clock, database, jobs, journal, registry
from tenants.actor import Actor
from tenants.closing.keeping import earliest_allowed, keep_until, periods
from tenants.office import HUB, Coop, CoopState
from tenants.openings.relay import CARRY
from tenants.refusal import Refusal
from tenants.registry import CoopRow
from tenants.transaction import transaction

__all__ = ["AlreadyThere", "CannotChangeState", "KeptTooShort", "close", "resume", "suspend"]

SETTLE: Final = "coops.settle"
ERASE: Final = "coops.erase"


@dataclass(frozen=True, slots=True)
class _Change:
    doing: str
    to: CoopState
    out_of: frozenset[CoopState]


SUSPENDING: Final = _Change("coop.suspend", CoopState.SUSPENDED, frozenset([CoopState.ACTIVE]))
RESUMING: Final = _Change("coop.resume", CoopState.ACTIVE, frozenset([CoopState.SUSPENDED]))
CLOSING: Final = _Change("coop.close", CoopState.CLOSED, frozenset([CoopState.ACTIVE, CoopState.SUSPENDED]))


class CannotChangeState(Refusal):
    """From where the co-op stands there is no way to there."""

    code = "cannot_change_state"


class AlreadyThere(Refusal):
    """The co-op is so already."""

    code = "already_there"


class KeptTooShort(Refusal):
    """The day is earlier than the law lets data go."""

    code = "kept_too_short"


def suspend(*, coop_id: UUID, by: Actor, now: datetime, reason: str | None = None) -> Coop:
    """Shut a co-op to its people for a while; nothing is lost. ``reason`` is a code for the journal."""
    return _change(coop_id, SUSPENDING, by=by, now=now, reason=reason)


def resume(*, coop_id: UUID, by: Actor, now: datetime, reason: str | None = None) -> Coop:
    """Open a suspended co-op again. ``reason`` is a code for the journal."""
    return _change(coop_id, RESUMING, by=by, now=now, reason=reason)


def close(*, coop_id: UUID, by: Actor, now: datetime, kept_until: date | None = None) -> Coop:
    """Close a co-op for good; its data is kept for as long as the law says, then erased by the keeper."""
    closed_on = now.astimezone(clock.LONDON).date()
    kept = periods()
    until = kept_until or keep_until(closed_on, kept)
    earliest = earliest_allowed(closed_on, kept)
    if until < earliest:
        raise KeptTooShort(earliest=earliest.isoformat())
    return _change(coop_id, CLOSING, by=by, now=now, until=until)


def _change(
    coop_id: UUID,
    change: _Change,
    *,
    by: Actor,
    now: datetime,
    until: date | None = None,
    reason: str | None = None,
) -> Coop:
    """Change the hub's word in one transaction, which also asks for the settling."""
    with transaction(HUB, by=by, doing=change.doing) as session:
        row = session.get_one(CoopRow, coop_id, with_for_update=True)
        before = CoopState(row.state)
        if before is change.to:
            raise AlreadyThere(state=before.value)
        if row.is_synthetic or before not in change.out_of:
            raise CannotChangeState(state=before.value)
        registry.set_state(session, coop_id=coop_id, state=change.to, now=now)
        codes: dict[str, object] = {"state_before": before.value}
        if reason is not None:
            codes["reason"] = reason
        if until is not None:
            codes["keep_until"] = until.isoformat()
            _keep(session, row, until)
        journal.note(session, record_kind="coop", record_id=coop_id, **codes)
        jobs.enqueue(session, SETTLE, coop_id=coop_id, account_id=by.account_id, person_id=by.person_id)
        if change.to is CoopState.ACTIVE:
            # What was held back for it goes as soon as its login is let in again, which settling does first.
            jobs.enqueue(session, CARRY, coop_id=coop_id)
        session.flush()
        session.expire_all()
        coop = registry.get_by_id(session, coop_id)
    registry.forget()
    held = database.current()
    held.pool.drop_login(held.place.login_of(coop))
    return coop


def _keep(session: Session, row: CoopRow, until: date) -> None:
    row.keep_until = datetime.combine(until, time.min, tzinfo=clock.LONDON)
    jobs.enqueue(session, ERASE, not_before=row.keep_until, coop_id=row.id)
