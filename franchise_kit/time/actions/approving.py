"""Saying yes to other people's time, and putting a wrong time right before it is paid."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.time.actions.telling import tell_worker
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.rules import LONGEST_MINUTES, REASONS
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
    """Somebody else changed this time since the page was opened."""

    code = "time_changed_meanwhile"


def approve_entries(*, coop: Coop, entry_ids: Collection[UUID], by: Actor, now: datetime) -> int:
    """Approve recorded entries of other people, all or none; return how many.

    Raises ``NoTimeChosen``, ``NotFound``, ``OwnTimeRefused``, ``TimePaidAlready`` or ``TimeApprovedAlready``.
    """
    with transaction(coop, by=by, doing="time.approve_entries") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        if not entry_ids:
            raise NoTimeChosen
        rows = _locked(session, set(entry_ids))
        for row in rows:
            _check_not_own(row, by)
            _check_not_paid(row)
            if row.state == APPROVED:
                raise TimeApprovedAlready(entry_id=row.id)
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


def correct_entry(*, coop: Coop, entry_id: UUID, minutes: int, reason: str, version: int, by: Actor) -> None:
    """Put the length of somebody else's entry right; one that was approved must be approved again.

    Whose time it is, is told.

    ``minutes`` count from the entry's beginning; ``reason`` is one of ``rules.REASONS``.
    Raises ``NotFound``, ``OwnTimeRefused``, ``TimePaidAlready``, ``TimeChangedMeanwhile`` or
    ``TimeNotPossible``.
    """
    with transaction(coop, by=by, doing="time.correct_entry") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        (row,) = _locked(session, {entry_id})
        _check_not_own(row, by)
        _check_not_paid(row)
        if row.version != version:
            raise TimeChangedMeanwhile(entry_id=row.id)
        if not 1 <= minutes <= LONGEST_MINUTES or reason not in REASONS:
            raise TimeNotPossible(entry_id=row.id)
        before, row.minutes = row.minutes, minutes
        row.ends_at = row.starts_at + timedelta(minutes=minutes)
        row.state, row.approved_by_person, row.approved_at = RECORDED, None, None
        row.version += 1
        tell_worker(session, row.worker_id, starts_at=row.starts_at, minutes=minutes, before=before)
        journal.note(
            session,
            record_kind="time_entry",
            record_id=row.id,
            minutes_before=before,
            minutes=minutes,
            reason=reason,
        )


def _locked(session: Session, entry_ids: set[UUID]) -> list[TimeEntry]:
    # In one order, so that two who approve the same page do not wait for each other in a ring.
    wanted = select(TimeEntry).where(TimeEntry.id.in_(entry_ids)).order_by(TimeEntry.id).with_for_update()
    rows = list(session.scalars(wanted))
    if len(rows) != len(entry_ids):
        raise NotFound
    return rows


def _check_not_own(row: TimeEntry, by: Actor) -> None:
    if by.person_id is None or row.worker_person == by.person_id:
        raise OwnTimeRefused(entry_id=row.id)


def _check_not_paid(row: TimeEntry) -> None:
    if row.state == PAID or row.pay_run_id is not None:
        raise TimePaidAlready(entry_id=row.id)
