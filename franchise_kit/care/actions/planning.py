"""Planning a visit, giving it to a worker, moving and cancelling it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.changing import AT_ONCE, Change, check_may_plan, give, still_ahead
from franchise_kit.care.actions.telling import VISIT_CANCELLED, ring, tell_now
from franchise_kit.care.models import PersonSupported, Visit, VisitKind
from franchise_kit.care.rules import visits as rules
from franchise_kit.kernel.days import london_day
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to plan: aware instants, and a worker if one is known. ``carer`` is 2 for the second of two."""

    person_supported_id: UUID
    planned_from: datetime
    planned_until: datetime
    worker_id: UUID | None = None
    visit_kind_id: UUID | None = None
    carer: int = 1
    window_minutes: int = 0
    short_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """When a visit is to be, as aware instants; one under half an hour has a reason."""

    planned_from: datetime
    planned_until: datetime
    short_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Why a visit is cancelled, one of ``rules.visits.CANCEL_REASONS``, and from which version."""

    reason: str | None = None
    version: int | None = None


def plan_visit(*, coop: Coop, visit: NewVisit, by: Actor, now: datetime) -> UUID:
    """Plan a visit, tell its worker at once, and return the id.

    Raise ``VisitEndsBeforeStart``, ``VisitTooShort``, ``VisitTooLong``, ``VisitTimeOver``,
    ``ShortVisitNeedsReason``, ``PersonNotSupportedThen``, ``VisitThereAlready``, ``SecondCarerAlone``,
    ``WorkerNotEmployedThen``, ``WorkerNotWanted`` or ``WorkerElsewhere``.
    """
    with transaction(coop, by=by, doing="care.plan_visit") as session:
        check_may_plan(by)
        # Their last day is not set while somebody plans for a day after it.
        _hold_supported(session, visit.person_supported_id, visit.planned_from)
        _check_times(Times(visit.planned_from, visit.planned_until, visit.short_reason), now)
        if visit.visit_kind_id is not None and session.get(VisitKind, visit.visit_kind_id) is None:
            raise NotFound(record_kind="visit_kind")
        row = Visit(
            id=uuid4(),
            person_supported_id=visit.person_supported_id,
            visit_kind_id=visit.visit_kind_id,
            planned_from=visit.planned_from,
            planned_until=visit.planned_until,
            carer=visit.carer,
            together_id=_together(session, visit),
            window_minutes=visit.window_minutes,
            short_reason=visit.short_reason,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        if visit.worker_id is not None:
            give(session, row, visit.worker_id)
        session.add(row)
        tell_now(session, row, at=now)
        journal.note(session, record_kind="visit", record_id=row.id, worker_id=visit.worker_id)
        return row.id


def assign_visit(
    *, coop: Coop, visit_id: UUID, worker_id: UUID | None, by: Actor, now: datetime, change: Change = AT_ONCE
) -> None:
    """Give a visit to a worker, or take it from whoever has it; told at once, both get a notice.

    Raise ``VisitChangedMeanwhile``, ``VisitCancelled``, ``CheckedInAlready``, ``WorkerNotEmployedThen``,
    ``WorkerAway``, ``WorkerNotWanted`` or ``WorkerElsewhere``.
    """
    with transaction(coop, by=by, doing="care.assign_visit") as session:
        row = still_ahead(session, visit_id, by, change.version)
        if worker_id is None:
            row.worker_id = None
        else:
            give(session, row, worker_id, change.away)
        _keep(session, row, change, now)
        journal.note(session, record_kind="visit", record_id=row.id, worker_id=worker_id)


def move_visit(
    *, coop: Coop, visit_id: UUID, times: Times, by: Actor, now: datetime, change: Change = AT_ONCE
) -> None:
    """Let a visit be at another time, with whoever has it.

    A visit whose time is over stays where it was: it was missed there. Raise what ``assign_visit`` and
    ``plan_visit`` raise.
    """
    with transaction(coop, by=by, doing="care.move_visit") as session:
        row = still_ahead(session, visit_id, by, change.version)
        rules.check_not_over(row.told_until or row.planned_until, now)
        _check_times(replace(times, short_reason=times.short_reason or row.short_reason), now)
        _hold_supported(session, row.person_supported_id, times.planned_from)
        row.planned_from, row.planned_until = times.planned_from, times.planned_until
        row.short_reason = times.short_reason or row.short_reason
        if row.worker_id is not None:
            give(session, row, row.worker_id, change.away)
        _keep(session, row, change, now)
        journal.note(session, record_kind="visit", record_id=row.id)


def cancel_visit(
    *,
    coop: Coop,
    visit_id: UUID,
    cancelled_by: str,
    by: Actor,
    now: datetime,
    saying: Cancelling = Cancelling(),
) -> None:
    """Cancel a visit for the person, a professional or the co-op; whoever was told of it gets a notice.

    Raise ``VisitChangedMeanwhile``, ``VisitCancelled`` or ``CheckedInAlready``.
    """
    with transaction(coop, by=by, doing="care.cancel_visit") as session:
        row = still_ahead(session, visit_id, by, saying.version)
        row.cancelled_by, row.cancelled_at, row.cancel_reason = cancelled_by, now, saying.reason
        row.version += 1
        if row.told_worker_id is not None and row.told_from is not None and row.told_from > now:
            ring(session, [row.told_worker_id], kind=VISIT_CANCELLED, first_at=row.told_from)
        notice = rules.notice_minutes(row.told_from or row.planned_from, now)
        journal.note(
            session, record_kind="visit", record_id=row.id, cancelled_by=cancelled_by, notice_minutes=notice
        )


def _check_times(times: Times, now: datetime) -> None:
    rules.check_length(times.planned_from, times.planned_until)
    rules.check_not_over(times.planned_until, now)
    rules.check_short_reason(times.planned_from, times.planned_until, times.short_reason)


def _hold_supported(session: Session, person_supported_id: UUID, begins: datetime) -> None:
    person = session.get(PersonSupported, person_supported_id, with_for_update=True)
    if person is None:
        raise NotFound(record_kind="care_plan")
    rules.check_supported(person.started_on, person.ended_on, london_day(begins))


def _keep(session: Session, row: Visit, change: Change, now: datetime) -> None:
    """Count the version up; tell at once if that is wanted."""
    row.version += 1
    if change.publish:
        tell_now(session, row, at=now)


def _together(session: Session, visit: NewVisit) -> UUID | None:
    """Return what ties a second carer's visit to the first; refuse the same visit twice."""
    same = session.scalars(
        select(Visit)
        .where(
            Visit.person_supported_id == visit.person_supported_id,
            Visit.planned_from == visit.planned_from,
            Visit.planned_until == visit.planned_until,
            Visit.cancelled_at.is_(None),
        )
        .order_by(Visit.carer, Visit.id)
        .with_for_update()
    ).all()
    if any(other.carer == visit.carer for other in same):
        raise rules.VisitThereAlready
    if visit.carer == 1:
        return None
    if not same:
        raise rules.SecondCarerAlone
    first = same[0]
    first.together_id = first.together_id or uuid4()
    return first.together_id


__all__ = [
    "Cancelling",
    "Change",
    "NewVisit",
    "Times",
    "assign_visit",
    "cancel_visit",
    "move_visit",
    "plan_visit",
]
