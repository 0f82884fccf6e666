"""Pay schedules: made, closed, and given to workers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert as insert_or_not
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.kernel.days import london_day
from franchise_kit.payroll.actions.telling_due import tell_dues
from franchise_kit.payroll.models import PayRun, PaySchedule, WorkerSchedule
from franchise_kit.payroll.queries.belonging import schedules_of
from franchise_kit.payroll.queries.reaching import check_reach
from franchise_kit.payroll.rules.runs import OPEN
from franchise_kit.payroll.rules.schedules import FIRST, Terms, check_schedule, first_terms
from franchise_kit.people.queries.for_pay import workers_of
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class ScheduleClosed(Refusal):
    """Nobody is paid any more by a schedule that was closed."""

    code = "schedule_closed"


class ScheduleNameTaken(Refusal):
    """An open schedule has this name."""

    code = "schedule_name_taken"


class ScheduleHasWorkers(Refusal):
    """Who is on a schedule is put on another first; the fact is how many they are."""

    code = "schedule_has_workers"


class ScheduleHasOpenRun(Refusal):
    """A run of this schedule is approved or taken back first."""

    code = "schedule_has_open_run"


class FirstScheduleStays(Refusal):
    """The co-op's own schedule is there for whoever is on no other."""

    code = "first_schedule_stays"


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """A schedule's name, and what it says."""

    name: str
    terms: Terms


def make_schedule(*, coop: Coop, schedule: NewSchedule, by: Actor, now: datetime) -> UUID:
    """Make a schedule besides the co-op's own. Raises ``ScheduleNotPossible`` or ``ScheduleNameTaken``."""
    with transaction(coop, by=by, doing="payroll.make_schedule") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        name, terms = schedule.name.strip(), schedule.terms
        check_schedule(name, terms)
        held = _held(session, terms.first_from, now)
        if any(one.name.casefold() == name.casefold() and one.closed_at is None for one in held):
            raise ScheduleNameTaken
        row = _row(max(one.number for one in held) + 1, name, terms, by.person_id, now)
        session.add(row)
        tell_dues(session)
        journal.note(session, record_kind="pay_schedule", record_id=row.id, frequency=row.frequency)
        return row.id


def close_schedule(*, coop: Coop, schedule_id: UUID, by: Actor, now: datetime) -> None:
    """Close a schedule that nobody is on.

    Raises ``FirstScheduleStays``, ``ScheduleHasWorkers``, ``ScheduleHasOpenRun`` or ``ScheduleClosed``.
    """
    with transaction(coop, by=by, doing="payroll.close_schedule") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        row = open_schedule(session, schedule_id, first_on=london_day(now), now=now)
        if row.number == FIRST:
            raise FirstScheduleStays
        workers = _workers_on(session, row.id)
        if workers:
            raise ScheduleHasWorkers(workers=workers)
        if session.scalar(select(exists().where(PayRun.schedule_id == row.id, PayRun.state.in_(OPEN)))):
            raise ScheduleHasOpenRun
        if by.person_id is None:
            # Whoever closes is named, and the system is nobody.
            raise NotFound(record_kind="pay_schedule")
        row.closed_at, row.closed_by_person = now, by.person_id
        tell_dues(session)
        journal.note(session, record_kind="pay_schedule", record_id=row.id)


def put_on_schedule(
    *,
    coop: Coop,
    schedule_id: UUID,
    worker_ids: Collection[UUID],
    from_on: date,
    by: Actor,
    now: datetime,
) -> int:
    """Put workers on a schedule from a day on; return how many were on another.

    Raises ``ScheduleClosed``, or ``NotFound`` for whoever or whatever is not there.
    """
    with transaction(coop, by=by, doing="payroll.put_on_schedule") as session:
        check_reach(session, Permission.PAYRUN_PREPARE, by=by, now=now)
        row = open_schedule(session, schedule_id, first_on=from_on, now=now)
        wanted = set(worker_ids)
        if not wanted or workers_of(session, wanted).keys() != wanted:
            raise NotFound(record_kind="worker")
        on = schedules_of(session, wanted, from_on)
        moved = sorted(worker_id for worker_id in wanted if on.get(worker_id) != row.id)
        session.add_all(
            WorkerSchedule(
                id=uuid4(),
                worker_id=worker_id,
                schedule_id=row.id,
                from_on=from_on,
                entered_by_person=by.person_id,
                entered_at=now,
            )
            for worker_id in moved
        )
        journal.note(
            session, record_kind="pay_schedule", record_id=row.id, workers=len(moved), from_on=from_on
        )
        return len(moved)


def open_schedule(
    session: Session, schedule_id: UUID | None, *, first_on: date, now: datetime
) -> PaySchedule:
    """Return a schedule that is not closed, the co-op's own without an id, and lock all of them.

    So of one co-op one run is drafted at a time, and nobody is taken into two. Raises ``ScheduleClosed`` or
    ``NotFound``.
    """
    held = _held(session, first_on, now)
    found = [one for one in held if one.id == schedule_id or (schedule_id is None and one.number == FIRST)]
    if not found:
        raise NotFound(record_kind="pay_schedule")
    if found[0].closed_at is not None:
        raise ScheduleClosed
    return found[0]


def _held(session: Session, first_on: date, now: datetime) -> list[PaySchedule]:
    """Return all schedules, locked; the co-op's own is made where there is none yet."""
    wanted = select(PaySchedule).order_by(PaySchedule.number).with_for_update()
    held = list(session.scalars(wanted))
    if held:
        return held
    own = _row(FIRST, "", first_terms(first_on), None, now)
    values = {column.key: getattr(own, column.key) for column in PaySchedule.__table__.columns}
    # Two who need it at once make it once.
    session.execute(insert_or_not(PaySchedule).values(**values).on_conflict_do_nothing())
    return list(session.scalars(wanted))


def _row(number: int, name: str, terms: Terms, by_person: UUID | None, now: datetime) -> PaySchedule:
    return PaySchedule(
        id=uuid4(),
        number=number,
        name=name,
        frequency=str(terms.frequency),
        first_from=terms.first_from,
        pay_days_after=terms.pay_days_after,
        pay_day_of_month=terms.pay_day_of_month,
        made_by_person=by_person,
        made_at=now,
    )


def _workers_on(session: Session, schedule_id: UUID) -> int:
    """Return how many the newest entry puts on a schedule, from whatever day on."""
    entries = select(WorkerSchedule.worker_id, WorkerSchedule.schedule_id).order_by(
        WorkerSchedule.from_on, WorkerSchedule.entered_at
    )
    newest = dict(session.execute(entries).all())
    return list(newest.values()).count(schedule_id)
