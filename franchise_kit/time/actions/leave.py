"""What changes a leave balance besides holidays, and when the co-op's leave year begins."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.people.queries.facts import worker_of_id
from franchise_kit.time.actions.absence import AbsenceChangedMeanwhile, OwnAbsenceRefused
from franchise_kit.time.models import LeaveAdjustment, LeaveSettings
from franchise_kit.time.rules.absence import ADJUSTMENTS
from franchise_kit.time.rules.leave import LEGAL_WEEKS, MONTHS, USUAL_MONTH
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

MOST_MINUTES = 60_000
MOST_WEEKS = 1200


class LeaveAdjustmentNotPossible(Refusal):
    """An adjustment is a minute to a thousand hours, more or less, for one of the reasons."""

    code = "leave_adjustment_not_possible"


class LeaveYearNotPossible(Refusal):
    """A leave year begins with a month, and has from 5.6 to 12 weeks of leave."""

    code = "leave_year_not_possible"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Minutes put on a worker's leave, or taken off, on a day of the leave year that it is for, and why."""

    on_day: date
    minutes: int
    reason: str


def adjust_leave(*, coop: Coop, worker_id: UUID, new: Adjustment, by: Actor, now: datetime) -> UUID:
    """Put minutes on somebody else's leave, or take them off; return the adjustment.

    Raises ``NotFound``, ``OwnAbsenceRefused`` or ``LeaveAdjustmentNotPossible``.
    """
    with transaction(coop, by=by, doing="time.adjust_leave") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        worker = worker_of_id(session, worker_id)
        if worker is None:
            raise NotFound(record_kind="worker")
        if by.person_id is None or worker.person_id == by.person_id:
            raise OwnAbsenceRefused(worker_id=worker.id)
        if new.reason not in ADJUSTMENTS or new.minutes == 0 or abs(new.minutes) > MOST_MINUTES:
            raise LeaveAdjustmentNotPossible
        row = LeaveAdjustment(
            worker_id=worker.id,
            on_day=new.on_day,
            minutes=new.minutes,
            reason=new.reason,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        session.flush()
        journal.note(session, record_kind="leave_adjustment", record_id=row.id, minutes=new.minutes)
        return row.id


def set_leave_year(
    *, coop: Coop, begins_month: int, weeks_hundredths: int, version: int, by: Actor, now: datetime
) -> None:
    """Say with which month the leave year begins, and how many weeks of leave it has, in hundredths.

    ``version`` is what was read; 0 where nothing was ever said.
    Raises ``LeaveYearNotPossible`` or ``AbsenceChangedMeanwhile``.
    """
    with transaction(coop, by=by, doing="time.set_leave_year") as session:
        within(by, Permission.SETTINGS_MANAGE)
        if not 1 <= begins_month <= MONTHS or not LEGAL_WEEKS <= weeks_hundredths <= MOST_WEEKS:
            raise LeaveYearNotPossible
        row = _settings(session, version, by=by, now=now)
        row.begins_month, row.weeks_hundredths = begins_month, weeks_hundredths
        journal.note(session, record_kind="leave_settings", month=begins_month, weeks=weeks_hundredths)


def set_holiday_pay(*, coop: Coop, is_rolled_up: bool, version: int, by: Actor, now: datetime) -> None:
    """Say whether who has no guaranteed hours is paid for holidays with each pay, from the next run on.

    ``version`` is what was read; 0 where nothing was ever said. Raises ``AbsenceChangedMeanwhile``.
    """
    with transaction(coop, by=by, doing="time.set_holiday_pay") as session:
        within(by, Permission.SETTINGS_MANAGE)
        row = _settings(session, version, by=by, now=now)
        row.is_rolled_up = is_rolled_up
        journal.note(session, record_kind="leave_settings")


def _settings(session: Session, version: int, *, by: Actor, now: datetime) -> LeaveSettings:
    """Return the one row, locked and about to change; made with what holds without it if there is none."""
    row = session.get(LeaveSettings, 1, with_for_update=True)
    if (row.version if row is not None else 0) != version:
        raise AbsenceChangedMeanwhile
    if row is None:
        row = LeaveSettings(id=1, begins_month=USUAL_MONTH, weeks_hundredths=LEGAL_WEEKS, version=1)
        session.add(row)
    else:
        row.version += 1
    row.changed_by_person, row.changed_at = by.person_id, now
    return row
