"""A worker takes back a check-out that was a slip: the visit goes on, and its time comes when it ends."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from franchise_kit.care.actions import attending as care
from franchise_kit.time.actions.approving import RECORDED, is_held
from franchise_kit.time.actions.travelling import remake_around
from franchise_kit.time.actions.visiting import NO_PHONE, Phone, own_worker
from franchise_kit.time.models import TimeChange, TimeEntry
from franchise_kit.time.rules import TAKEN_BACK
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import transaction


class CheckOutStands(Refusal):
    """Somebody else ended the visit, approved its time, or put it right: it is theirs to change."""

    code = "check_out_stands"


def take_back_check_out(
    *, coop: Coop, visit_id: UUID, by: Actor, now: datetime, phone: Phone = NO_PHONE
) -> None:
    """Take back one's own check-out of the last ten minutes: one is there still, as if it had not been.

    Ten minutes by the phone's own clock, where it had no signal and its press comes within a day. The time
    that it made goes, and how long that was is kept with the time of the next check-out. Raises ``NotFound``,
    ``CheckOutStands``, or care's ``NotCheckedOut``, ``CheckOutTooLongAgo``, ``OtherVisitOpen`` or
    ``AnotherVisitSince``.
    """
    with transaction(coop, by=by, doing="time.take_back_check_out") as session:
        worker = own_worker(session, by)
        visit = care.take_back_check_out(session, visit_id, worker_id=worker.id, tap=phone.tap(now), by=by)
        entry = _entry_of(session, visit.id, by)
        begins, ends, minutes = entry.starts_at, entry.ends_at, entry.minutes
        session.execute(delete(TimeChange).where(TimeChange.entry_id == entry.id))
        session.delete(entry)
        session.flush()
        remake_around(session, worker, begins, ends, now=now)
        journal.note(session, record_kind="visit", record_id=visit_id, minutes=minutes)


def _entry_of(session: Session, visit_id: UUID, by: Actor) -> TimeEntry:
    """Return the time that one's own check-out made, locked; or raise ``CheckOutStands``."""
    wanted = select(TimeEntry).where(
        TimeEntry.visit_id == visit_id, TimeEntry.source == "visit", TimeEntry.corrects_entry_id.is_(None)
    )
    entry = session.scalars(wanted.with_for_update()).one_or_none()
    if entry is None or entry.recorded_by_person != by.person_id or entry.state != RECORDED or is_held(entry):
        raise CheckOutStands(visit_id=visit_id)
    put_right = exists().where(TimeChange.entry_id == entry.id, TimeChange.reason != TAKEN_BACK)
    if session.scalar(select(put_right)):
        raise CheckOutStands(visit_id=visit_id)
    return entry
