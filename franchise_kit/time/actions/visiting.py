"""A visit begins and ends where the worker is; its end makes the time worked, in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.actions import attending as care
from franchise_kit.care.queries import VisitFacts, get_visit
from franchise_kit.care.queries.attending import pays_as
from franchise_kit.care.rules.attending import Tap
from franchise_kit.people.queries.facts import WorkerFacts, worker_of_id, worker_of_person
from franchise_kit.time.actions.approving import OwnTimeRefused, TimeNotPossible
from franchise_kit.time.actions.slips import slips_of
from franchise_kit.time.actions.telling import tell_worker
from franchise_kit.time.actions.travelling import make_travel
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.rules import LONGEST_MINUTES, REASONS, worked_minutes
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction


class VisitOpenTooLong(Refusal):
    """Somebody checked in more than a day ago: when it ended is for a co-ordinator to say."""

    code = "visit_open_too_long"


class VisitNotUnderWay(Refusal):
    """Only a visit that somebody is checked in to can be ended."""

    code = "visit_not_under_way"


@dataclass(frozen=True, slots=True)
class Phone:
    """What a phone says besides: its own time of the tap, whether that holds, and answers to tasks.

    ``answers`` are by the task's id: ``done``, or why not.
    """

    device_at: datetime | None = None
    holds: bool = False
    answers: Mapping[UUID, str] = field(default_factory=dict)

    def tap(self, now: datetime) -> Tap:
        """Return the tap that reached us now."""
        return Tap(now, self.device_at, self.holds)


# A tap on a page without a script: the server's clock is all there is.
NO_PHONE = Phone()


def check_in(*, coop: Coop, visit_id: UUID, by: Actor, now: datetime, phone: Phone = NO_PHONE) -> VisitFacts:
    """Write that one is at one's own visit, as it was told.

    Raises ``NotFound`` for another worker's visit; care's ``VisitCancelled``, ``CheckedInAlready``,
    ``NotTheDay`` or ``OtherVisitOpen``.
    """
    with transaction(coop, by=by, doing="time.check_in") as session:
        worker = own_worker(session, by)
        visit = care.check_in(session, visit_id, worker_id=worker.id, at=phone.tap(now))
        journal.note(session, record_kind="visit", record_id=visit_id)
        return visit


def check_out(
    *, coop: Coop, visit_id: UUID, note: str | None, by: Actor, now: datetime, phone: Phone = NO_PHONE
) -> int:
    """Write that one's own visit is over, and the time that it took; return its minutes.

    No note keeps the one that was written; an empty one is none. Raises ``NotFound`` for another worker's
    visit, ``VisitOpenTooLong``, or care's ``NotCheckedIn``, ``CheckedOutAlready`` or ``TasksUnanswered``.
    """
    with transaction(coop, by=by, doing="time.check_out") as session:
        worker = own_worker(session, by)
        visit = care.check_out(
            session, visit_id, worker_id=worker.id, at=phone.tap(now), note=note, answers=phone.answers
        )
        minutes = _record(session, visit, worker, by=by, now=now)
        journal.note(session, record_kind="visit", record_id=visit_id, minutes=minutes)
        return minutes


def end_visit(*, coop: Coop, visit_id: UUID, minutes: int, reason: str, by: Actor, now: datetime) -> None:
    """End somebody else's visit that nobody checked out of, some whole minutes after it began.

    Raises ``NotFound``, ``OwnTimeRefused``, ``VisitNotUnderWay``, or ``TimeNotPossible`` for no minutes, for
    more than a day, for an end still to come, and for a reason that is not one of ``rules.REASONS``.
    """
    with transaction(coop, by=by, doing="time.end_visit") as session:
        within(by, Permission.TIMESHEET_APPROVE)
        visit = get_visit(session, visit_id, by=by)
        worker = worker_of_id(session, visit.worker_id) if visit.worker_id is not None else None
        if worker is None or visit.checked_in_at is None or visit.checked_out_at is not None:
            raise VisitNotUnderWay(visit_id=visit_id)
        if by.person_id is None or worker.person_id == by.person_id:
            raise OwnTimeRefused(visit_id=visit_id)
        if not 1 <= minutes <= LONGEST_MINUTES or reason not in REASONS:
            raise TimeNotPossible(visit_id=visit_id)
        ended_at = visit.checked_in_at + timedelta(minutes=minutes)
        if ended_at > now:
            raise TimeNotPossible(visit_id=visit_id)
        ended = care.end_open(session, visit_id, worker_id=worker.id, at=ended_at)
        _record(session, ended, worker, by=by, now=now)
        tell_worker(session, worker.id, starts_at=visit.checked_in_at, minutes=minutes)
        journal.note(session, record_kind="visit", record_id=visit_id, minutes=minutes, reason=reason)


def own_worker(session: Session, by: Actor) -> WorkerFacts:
    """Return who records their own visits, or raise ``NotFound``; for this room."""
    within(by, Permission.VISIT_RECORD)
    worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
    if worker is None:
        raise NotFound(record_kind="visit")
    return worker


def _record(session: Session, visit: VisitFacts, worker: WorkerFacts, *, by: Actor, now: datetime) -> int:
    if visit.checked_in_at is None or visit.checked_out_at is None:
        msg = "A visit that was checked out of has both instants."
        raise RuntimeError(msg)
    minutes = worked_minutes(visit.checked_in_at, visit.checked_out_at)
    if minutes > LONGEST_MINUTES:
        raise VisitOpenTooLong(visit_id=visit.id)
    # Who taps twice within one instant was there for a minute: the table wants an end after the start.
    ends_at = max(visit.checked_out_at, visit.checked_in_at + timedelta(seconds=1))
    entry = TimeEntry(
        worker_id=worker.id,
        worker_person=worker.person_id,
        kind=pays_as(session, visit.id),
        starts_at=visit.checked_in_at,
        ends_at=ends_at,
        minutes=minutes,
        visit_id=visit.id,
        state="recorded",
        recorded_by_person=by.person_id,
        recorded_at=now,
    )
    session.add(entry)
    session.flush()
    session.add_all(slips_of(session, entry))
    make_travel(session, visit, worker, now)
    return minutes
