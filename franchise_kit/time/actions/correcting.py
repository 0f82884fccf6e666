"""Putting a time right: in place as long as no pay run holds it, and by an entry of the difference after."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.time.actions.approving import (
    RECORDED,
    TimeChangedMeanwhile,
    TimeNotPossible,
    check_not_own,
    check_not_paid,
    is_held,
    locked,
)
from franchise_kit.time.actions.telling import tell_worker
from franchise_kit.time.models import TimeChange, TimeEntry
from franchise_kit.time.rules import LONGEST_MINUTES, REASONS
from franchise_kit.time.rules.entries import TimeStillToCome, minutes_to_correct
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import transaction


class TimeNotPaidYet(Refusal):
    """What no pay run holds is put right in its own place."""

    code = "time_not_paid_yet"


@dataclass(frozen=True, slots=True)
class Put:
    """How long a time should have been, and why; ``reason`` is one of ``rules.REASONS``."""

    minutes: int
    reason: str
    note: str = ""


def correct_entry(*, coop: Coop, entry_id: UUID, put: Put, version: int, by: Actor, now: datetime) -> None:
    """Put the length of somebody else's entry right; one that was approved must be approved again.

    Whose time it is, is told; how long it was before is kept. The minutes count from the entry's beginning.
    Raises ``NotFound``, ``OwnTimeRefused``, ``TimePaidAlready``, ``TimeChangedMeanwhile``,
    ``TimeStillToCome`` or ``TimeNotPossible``.
    """
    with transaction(coop, by=by, doing="time.correct_entry") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        (row,) = locked(session, {entry_id})
        check_not_own(row, by)
        check_not_paid(row)
        _check_seen(row, version)
        _check(put, row, least=1)
        if row.corrects_entry_id is not None:
            # A difference is put right where the whole stands.
            raise TimeNotPossible(entry_id=row.id)
        ends_at = row.starts_at + timedelta(minutes=put.minutes)
        if ends_at > now:
            raise TimeStillToCome(entry_id=row.id)
        before, row.minutes, row.ends_at = row.minutes, put.minutes, ends_at
        row.state, row.approved_by_person, row.approved_at = RECORDED, None, None
        row.version += 1
        session.add(_change(row.id, before, put, by=by, now=now))
        _say(session, row, before, put)


def correct_paid(*, coop: Coop, entry_id: UUID, put: Put, version: int, by: Actor, now: datetime) -> UUID:
    """Say how long time should have been that a pay run holds; return the entry of the difference.

    It waits for approval like all time, and the next run pays it, or takes it off.
    Raises ``NotFound``, ``OwnTimeRefused``, ``TimeNotPaidYet``, ``TimeChangedMeanwhile``,
    ``TimeNotPossible`` or ``NothingToCorrect``.
    """
    with transaction(coop, by=by, doing="time.correct_paid") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        (row,) = locked(session, {entry_id})
        check_not_own(row, by)
        if not is_held(row) or row.corrects_entry_id is not None:
            raise TimeNotPaidYet(entry_id=row.id)
        _check_seen(row, version)
        _check(put, row, least=0)
        stands = row.minutes + _corrected_by(session, row.id)
        difference = TimeEntry(
            worker_id=row.worker_id,
            worker_person=row.worker_person,
            kind=row.kind,
            source="hand",
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            minutes=minutes_to_correct(stands, put.minutes),
            visit_id=row.visit_id,
            corrects_entry_id=row.id,
            state=RECORDED,
            recorded_by_person=by.person_id,
            recorded_at=now,
        )
        session.add(difference)
        # Two who put the same paid time right from one page: the second is told.
        row.version += 1
        session.flush()
        session.add(_change(difference.id, stands, put, by=by, now=now))
        _say(session, row, stands, put)
        return difference.id


def _check_seen(row: TimeEntry, version: int) -> None:
    if row.version != version:
        raise TimeChangedMeanwhile(entry_id=row.id)


def _check(put: Put, row: TimeEntry, *, least: int) -> None:
    if not least <= put.minutes <= LONGEST_MINUTES or put.reason not in REASONS:
        raise TimeNotPossible(entry_id=row.id)


def _corrected_by(session: Session, entry_id: UUID) -> int:
    wanted = select(func.coalesce(func.sum(TimeEntry.minutes), 0))
    return int(session.scalars(wanted.where(TimeEntry.corrects_entry_id == entry_id)).one())


def _change(entry_id: UUID, before: int, put: Put, *, by: Actor, now: datetime) -> TimeChange:
    return TimeChange(
        entry_id=entry_id,
        minutes_before=before,
        minutes_after=put.minutes,
        reason=put.reason,
        note=put.note.strip() or None,
        changed_by_person=by.person_id,
        changed_at=now,
    )


def _say(session: Session, row: TimeEntry, before: int, put: Put) -> None:
    tell_worker(session, row.worker_id, starts_at=row.starts_at, minutes=put.minutes, before=before)
    journal.note(
        session,
        record_kind="time_entry",
        record_id=row.id,
        minutes_before=before,
        minutes=put.minutes,
        reason=put.reason,
    )
