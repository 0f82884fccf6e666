"""Being away: asked for or told, decided on by somebody else, ended and withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.queries.holders import list_holder_ids
from franchise_kit.kernel.changes import apply_changes, list_changes
from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries.facts import WorkerFacts, hold_worker, worker_of_id, worker_of_person
from franchise_kit.time.actions.by_hand import NotEmployedThen
from franchise_kit.time.models import Absence
from franchise_kit.time.queries.leave import suggest_leave, usual_week_of
from franchise_kit.time.rules import absence as rules
from franchise_kit.time.rules.absence import HOLIDAY, SICKNESS
from tenants import bells, journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

RECORD = "absence"
ABSENCE_WAITS, ABSENCE_DECIDED = "absence_waits", "absence_decided"
LIVE = ("asked", "agreed")
_DAY_MINUTES = 24 * 60


class OwnAbsenceRefused(Refusal):
    """Nobody decides on their own absence."""

    code = "own_absence_refused"


class AbsenceDecidedAlready(Refusal):
    """Somebody has decided on this, or it was withdrawn."""

    code = "absence_decided_already"


class AbsenceChangedMeanwhile(Refusal):
    """It is another version than the one that was read."""

    code = "absence_changed_meanwhile"


class AbsenceThereAlready(Refusal):
    """The worker is away on some of these days already, or has asked to be."""

    code = "absence_there_already"


class LeaveHoursNeeded(Refusal):
    """Neither a contract nor visits say how many hours of leave these days take."""

    code = "leave_hours_needed"


class LeaveHoursNotPossible(Refusal):
    """More hours than the days have."""

    code = "leave_hours_not_possible"


class AnswerNeeded(Refusal):
    """Whoever refuses says why."""

    code = "absence_answer_needed"


class SicknessNotRefused(Refusal):
    """Sickness is told, and is not for anybody to refuse."""

    code = "sickness_not_refused"


class AbsenceUnderWay(Refusal):
    """What was agreed and has begun is put right by a co-ordinator."""

    code = "absence_under_way"


@dataclass(frozen=True, slots=True)
class NewAbsence:
    """Days away, the last one included; ``leave_minutes`` of a holiday, or ``None`` to count them."""

    kind: str
    from_on: date
    last_on: date | None
    leave_minutes: int | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no to an absence, with words for the worker, and the version that was read."""

    is_agreed: bool
    version: int
    answer: str = field(default="", repr=False)


def enter_own_absence(*, coop: Coop, new: NewAbsence, by: Actor, now: datetime) -> UUID:
    """Ask for days away, or tell of sickness, for oneself; return it. Who decides gets a notice.

    Raises ``NotFound``, ``NotEmployedThen``, ``AbsenceThereAlready``, ``LeaveHoursNeeded``,
    ``LeaveHoursNotPossible``, or what the rules of absence refuse.
    """
    with transaction(coop, by=by, doing="time.enter_own_absence") as session:
        within(by, Permission.TIMESHEET_SUBMIT)
        worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
        absence_id = _enter(session, worker, new, by=by, now=now)
        tell_deciders(session, absence_id, by)
        return absence_id


def enter_absence(*, coop: Coop, worker_id: UUID, new: NewAbsence, by: Actor, now: datetime) -> UUID:
    """Write down for a worker when they are away; raises as ``enter_own_absence``."""
    with transaction(coop, by=by, doing="time.enter_absence") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        return _enter(session, worker_of_id(session, worker_id), new, by=by, now=now)


def decide_absence(*, coop: Coop, absence_id: UUID, decision: Decision, by: Actor, now: datetime) -> None:
    """Say yes or no to somebody else's absence; a yes to sickness says that it was seen.

    Raises ``NotFound``, ``OwnAbsenceRefused``, ``AbsenceChangedMeanwhile``, ``AbsenceDecidedAlready``,
    ``AnswerNeeded`` or ``SicknessNotRefused``.
    """
    with transaction(coop, by=by, doing="time.decide_absence") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        row = locked_absence(session, absence_id, decision.version)
        _check_not_own(row, by)
        if row.state != "asked":
            raise AbsenceDecidedAlready(absence_id=row.id)
        if not decision.is_agreed and row.kind == SICKNESS:
            raise SicknessNotRefused(absence_id=row.id)
        answer = decision.answer.strip()
        if not decision.is_agreed and not answer:
            raise AnswerNeeded(absence_id=row.id)
        state = "agreed" if decision.is_agreed else "refused"
        changes = {
            "state": state,
            "answer": answer or None,
            "decided_by_person": by.person_id,
            "decided_at": now,
        }
        change_absence(session, row, changes, by=by, now=now)
        worker = worker_of_id(session, row.worker_id)
        if worker is not None and worker.account_id is not None:
            bells.ring_for(session, worker.account_id, kind=ABSENCE_DECIDED, path=f"/absence/{row.id}")
        journal.note(session, record_kind=RECORD, record_id=row.id, outcome=state)


def withdraw_absence(*, coop: Coop, absence_id: UUID, version: int, by: Actor, now: datetime) -> None:
    """Withdraw what waits or was agreed: one's own before it begins, or somebody else's at a desk.

    Raises ``NotFound``, ``AbsenceChangedMeanwhile``, ``AbsenceDecidedAlready`` or ``AbsenceUnderWay``.
    """
    with transaction(coop, by=by, doing="time.withdraw_absence") as session:
        row = locked_absence(session, absence_id, version)
        is_own = check_theirs(row, by)
        if row.state not in LIVE:
            raise AbsenceDecidedAlready(absence_id=row.id)
        is_seen = is_own and was_seen(session, row)
        if not rules.is_own_to_withdraw(row.from_on, is_seen=is_seen, today=london_day(now)):
            raise AbsenceUnderWay(absence_id=row.id)
        changes = {"state": "withdrawn", "decided_at": None, "decided_by_person": None}
        change_absence(session, row, changes, by=by, now=now)
        journal.note(session, record_kind=RECORD, record_id=row.id)


def _enter(
    session: Session, worker: WorkerFacts | None, new: NewAbsence, *, by: Actor, now: datetime
) -> UUID:
    # Two who enter for one worker at the same moment wait for each other.
    held = hold_worker(session, worker.id) if worker is not None else None
    if held is None or new.kind not in rules.KINDS:
        raise NotFound(record_kind="worker")
    rules.check_days(new.kind, new.from_on, new.last_on, today=london_day(now))
    check_employed(held, new.from_on, new.last_on or new.from_on)
    check_free(session, held.id, new)
    minutes, week = _leave(session, held.id, new, by=by, today=london_day(now))
    row = Absence(
        worker_id=held.id,
        worker_person=held.person_id,
        kind=new.kind,
        from_on=new.from_on,
        last_on=new.last_on,
        leave_minutes=minutes,
        week_minutes=week,
        note=new.note.strip() or None,
        asked_by_person=by.person_id,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    journal.note(session, record_kind=RECORD, record_id=row.id)
    return row.id


def _leave(
    session: Session, worker_id: UUID, new: NewAbsence, *, by: Actor, today: date
) -> tuple[int, list[int] | None]:
    """Return the minutes of leave that a holiday takes, and the week by which they lie on its days."""
    if new.kind != HOLIDAY or new.last_on is None:
        return 0, None
    minutes = new.leave_minutes
    if minutes is None:
        minutes = suggest_leave(session, worker_id, new.from_on, new.last_on, by=by, today=today).minutes
    if minutes <= 0:
        raise LeaveHoursNeeded
    if minutes > ((new.last_on - new.from_on).days + 1) * _DAY_MINUTES:
        raise LeaveHoursNotPossible
    usual = usual_week_of(session, worker_id, new.from_on, new.last_on, today=today)
    return minutes, list(usual.minutes)


def check_employed(held: WorkerFacts, first: date, last: date) -> None:
    """Refuse days on which a worker does not work here; for this room."""
    if first < held.started_on or (held.ended_on is not None and last > held.ended_on):
        raise NotEmployedThen(worker_id=held.id)


def check_free(session: Session, worker_id: UUID, new: NewAbsence, *, but: UUID | None = None) -> None:
    """Refuse days that overlap, for this room; somebody may fall ill in their holiday."""
    same = Absence.kind == SICKNESS if new.kind == SICKNESS else Absence.kind != SICKNESS
    wanted = select(Absence.id).where(
        Absence.worker_id == worker_id,
        Absence.state.in_(LIVE),
        same,
        or_(Absence.last_on.is_(None), Absence.last_on >= new.from_on),
    )
    if new.last_on is not None:
        wanted = wanted.where(Absence.from_on <= new.last_on)
    if but is not None:
        wanted = wanted.where(Absence.id != but)
    if session.scalar(wanted.limit(1)) is not None:
        raise AbsenceThereAlready


def tell_deciders(session: Session, absence_id: UUID, by: Actor) -> None:
    """Ring at those who decide, but not at whoever acts; for this room."""
    for account_id in list_holder_ids(session, Permission.TIMESHEET_APPROVE):
        if account_id != by.account_id:
            bells.ring_for(session, account_id, kind=ABSENCE_WAITS, path=f"/absences/{absence_id}")


def locked_absence(session: Session, absence_id: UUID, version: int) -> Absence:
    """Return an absence, locked, as it was read; raise ``NotFound`` or ``AbsenceChangedMeanwhile``."""
    row = session.get(Absence, absence_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind=RECORD)
    if row.version != version:
        raise AbsenceChangedMeanwhile(absence_id=row.id)
    return row


def _check_not_own(row: Absence, by: Actor) -> None:
    if by.person_id is None or row.worker_person == by.person_id:
        raise OwnAbsenceRefused(absence_id=row.id)


def check_theirs(row: Absence, by: Actor) -> bool:
    """Say whether an absence is the actor's own; raise ``NotFound`` where it is not theirs to change."""
    if by.person_id is not None and row.worker_person == by.person_id:
        within(by, Permission.TIMESHEET_SUBMIT)
        return True
    within(by, Permission.TIMESHEET_APPROVE)
    return False


def was_seen(session: Session, row: Absence) -> bool:
    """Say whether an absence is agreed, or was before its worker made it longer; for this room."""
    return rules.was_seen(
        row.state, (one.before.get("state") for one in list_changes(session, RECORD, row.id))
    )


def change_absence(
    session: Session, row: Absence, changes: Mapping[str, Any], *, by: Actor, now: datetime
) -> tuple[str, ...]:
    """Change an absence and keep what it said; for this room."""
    return apply_changes(session, row, changes, record_kind=RECORD, by=by, now=now)
