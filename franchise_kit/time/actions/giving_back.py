"""Who was ill in their holiday has those days back: the holiday is shortened, parted or withdrawn."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.time.actions.absence import (
    LIVE,
    RECORD,
    AbsenceDecidedAlready,
    change_absence,
    check_theirs,
    locked_absence,
    tell_deciders,
)
from franchise_kit.time.models import Absence
from franchise_kit.time.queries.ill_in_holiday import IllInHoliday, list_ill_in_holidays
from franchise_kit.time.rules.absence import SICKNESS, LastDayNeeded
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import transaction


class SicknessNotSeen(Refusal):
    """Somebody else looks at one's sickness before one has a holiday back for it."""

    code = "sickness_not_seen"


class NoHolidayIllIn(Refusal):
    """No agreed holiday has days of this sickness, or they were given back already."""

    code = "no_holiday_ill_in"


def give_leave_back(*, coop: Coop, absence_id: UUID, version: int, by: Actor, now: datetime) -> int:
    """Take days of sickness out of agreed holidays, also one's own; return the minutes of leave.

    Raises ``NotFound``, ``AbsenceChangedMeanwhile``, ``AbsenceDecidedAlready``, ``LastDayNeeded`` while
    nobody knows until when, ``SicknessNotSeen`` or ``NoHolidayIllIn``.
    """
    with transaction(coop, by=by, doing="time.give_leave_back") as session:
        row = locked_absence(session, absence_id, version)
        is_own = check_theirs(row, by)
        if row.kind != SICKNESS or row.state not in LIVE:
            raise AbsenceDecidedAlready(absence_id=row.id)
        if row.last_on is None:
            raise LastDayNeeded
        if is_own and row.state != "agreed":
            raise SicknessNotSeen(absence_id=row.id)
        found = list_ill_in_holidays(session, row.worker_id, row.from_on, row.last_on)
        if not found:
            raise NoHolidayIllIn(absence_id=row.id)
        for one in found:
            _shorten(session, one, by=by, now=now)
        if is_own:
            tell_deciders(session, row.id, by)
        minutes = sum(one.minutes for one in found)
        journal.note(session, record_kind=RECORD, record_id=row.id, minutes=minutes)
        return minutes


def _shorten(session: Session, one: IllInHoliday, *, by: Actor, now: datetime) -> None:
    row = session.get_one(Absence, one.holiday_id, with_for_update=True)
    if not one.kept:
        gone = {"state": "withdrawn", "decided_at": None, "decided_by_person": None}
        change_absence(session, row, gone, by=by, now=now)
        return
    first, *rest = one.kept
    kept = {"from_on": first.first, "last_on": first.last, "leave_minutes": first.minutes}
    change_absence(session, row, kept, by=by, now=now)
    session.add_all(
        Absence(
            worker_id=row.worker_id,
            worker_person=row.worker_person,
            kind=row.kind,
            from_on=part.first,
            last_on=part.last,
            leave_minutes=part.minutes,
            week_minutes=row.week_minutes,
            note=row.note,
            state=row.state,
            answer=row.answer,
            asked_by_person=row.asked_by_person,
            asked_at=row.asked_at,
            decided_by_person=row.decided_by_person,
            decided_at=row.decided_at,
        )
        for part in rest
    )
    session.flush()
