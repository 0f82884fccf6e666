"""Saying yes to other people's time."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.queries.entries import writers_of
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

RECORDED, APPROVED, PAID = "recorded", "approved", "paid"


class OwnTimeRefused(Refusal):
    """Nobody approves or corrects their own time."""

    code = "own_time_refused"


class TimeApprovedAlready(Refusal):
    """Somebody said yes to this time before."""

    code = "time_approved_already"


class TimePaidAlready(Refusal):
    """A pay run holds this time, or has paid it."""

    code = "time_paid_already"


class NoTimeChosen(Refusal):
    """Nothing was ticked."""

    code = "no_time_chosen"


class TimeNotPossible(Refusal):
    """A time has 1 to 1440 minutes, and a reason from the list when it is put right."""

    code = "time_not_possible"


class TimeChangedMeanwhile(Refusal):
    """Somebody else changed this time since the page was opened; nothing of theirs is overwritten."""

    code = "time_changed_meanwhile"


class OwnCorrectionRefused(Refusal):
    """Whoever wrote down how long a time took does not approve it: a second person does."""

    code = "own_correction_refused"


def approve_entries(
    *,
    coop: Coop,
    entry_ids: Collection[UUID],
    by: Actor,
    now: datetime,
    seen: Mapping[UUID, int] = MappingProxyType({}),
) -> int:
    """Approve recorded entries of other people, all or none; return how many.

    ``seen`` has the versions that were read: an entry that changed since is refused.
    Raises ``NoTimeChosen``, ``NotFound``, ``OwnTimeRefused``, ``OwnCorrectionRefused``, ``TimePaidAlready``,
    ``TimeApprovedAlready`` or ``TimeChangedMeanwhile``.
    """
    with transaction(coop, by=by, doing="time.approve_entries") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        if not entry_ids:
            raise NoTimeChosen
        rows = locked(session, set(entry_ids))
        writers = writers_of(session, rows)
        for row in rows:
            check_not_own(row, by)
            check_not_paid(row)
            if row.state == APPROVED:
                raise TimeApprovedAlready(entry_id=row.id)
            if row.version != seen.get(row.id, row.version):
                raise TimeChangedMeanwhile(entry_id=row.id)
            if writers.get(row.id) == by.person_id:
                raise OwnCorrectionRefused(entry_id=row.id)
            row.state, row.approved_by_person, row.approved_at = APPROVED, by.person_id, now
            row.version += 1
        about = rows[0].id if len(rows) == 1 else None
        journal.note(
            session,
            record_kind="time_entry",
            record_id=about,
            entries=len(rows),
            minutes=sum(row.minutes for row in rows),
        )
        return len(rows)


def locked(session: Session, entry_ids: set[UUID]) -> list[TimeEntry]:
    """Return entries, locked, in one order: two who approve the same page do not wait in a ring."""
    wanted = select(TimeEntry).where(TimeEntry.id.in_(entry_ids)).order_by(TimeEntry.id).with_for_update()
    rows = list(session.scalars(wanted))
    if len(rows) != len(entry_ids):
        raise NotFound
    return rows


def check_not_own(row: TimeEntry, by: Actor) -> None:
    """Refuse what somebody worked themself, and anybody who is nobody."""
    if by.person_id is None or row.worker_person == by.person_id:
        raise OwnTimeRefused(entry_id=row.id)


def check_not_paid(row: TimeEntry) -> None:
    """Refuse what a pay run holds."""
    if is_held(row):
        raise TimePaidAlready(entry_id=row.id)


def is_held(row: TimeEntry) -> bool:
    """Say whether a pay run holds an entry, or has paid it."""
    return row.state == PAID or row.pay_run_id is not None
