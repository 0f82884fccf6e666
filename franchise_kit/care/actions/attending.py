"""Checking in and out, inside the transaction of the room that keeps the time worked."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.tasks import NOTHING_SAID, Answers, check_answered, keep_answers
from franchise_kit.care.models import Visit
from franchise_kit.care.queries.facts import VisitFacts, visit_facts
from franchise_kit.care.rules import attending as rules
from franchise_kit.care.rules import visits
from franchise_kit.kernel.changes import ChangeFacts, apply_changes, list_changes
from franchise_kit.people.queries.facts import hold_worker
from tenants.actor import Actor
from tenants.refusal import NotFound

# A visit that was left open for longer is ended at the desk, and keeps nobody from the next one.
OPEN_FOR = timedelta(hours=24)


def check_in(session: Session, visit_id: UUID, *, worker_id: UUID, at: datetime | rules.Tap) -> VisitFacts:
    """Write that the worker to whom a visit was told is there, at an aware instant or by a phone's tap.

    What was planned since and told to nobody is given up: the visit happens as it was told. Raise
    ``NotFound`` for another worker's visit and for a draft; ``VisitCancelled``, ``CheckedInAlready``,
    ``NotTheDay``, or ``OtherVisitOpen`` while the worker is checked in to another.
    """
    row, told_from, told_until = own_visit(session, visit_id, worker_id)
    # Two taps at once for two visits wait here for each other; whoever plans holds the visit first, too.
    hold_worker(session, worker_id)
    moment = rules.moment_of(_tap(at), rules.days_of(told_from, told_until))
    planned = visits.Planned(told_from, told_until, row.checked_in_at, row.cancelled_by)
    visits.check_check_in(planned, moment.at)
    other = _open_elsewhere(session, row, worker_id, moment.at)
    if other is not None:
        raise rules.OtherVisitOpen(visit_id=visit_id, open_visit_id=other)
    row.worker_id, row.planned_from, row.planned_until = worker_id, told_from, told_until
    row.checked_in_at, row.device_in_at, row.received_in_at = moment.at, moment.device_at, moment.received_at
    return _changed(session, row)


def check_out(
    session: Session,
    visit_id: UUID,
    *,
    worker_id: UUID,
    at: datetime | rules.Tap,
    note: str | None,
    answers: Answers = NOTHING_SAID,
) -> VisitFacts:
    """Write that the visit is over, with what there is to say of it; an empty note is none, no note keeps it.

    Raise ``NotFound`` for another worker's visit, and for a task of another kind; ``NotCheckedIn``,
    ``CheckedOutAlready`` or ``TasksUnanswered`` while an essential task has no answer.
    """
    row, told_from, told_until = own_visit(session, visit_id, worker_id)
    tap = _tap(at)
    days = rules.days_of(told_from, told_until)
    moment = rules.moment_of(tap, days, not_before=row.checked_in_at)
    check_under_way(row, moment.at)
    keep_answers(session, row, answers, at=moment.at)
    check_answered(session, row)
    if note is not None:
        row.note = note.strip() or None
    _end(row, moment)
    return _changed(session, row)


def take_back_check_out(
    session: Session, visit_id: UUID, *, worker_id: UUID, tap: rules.Tap, by: Actor
) -> VisitFacts:
    """Write that a visit is not over, minutes after its worker checked out; what was is kept as a change.

    The press is kept with the phone's own time beside ours; a doubtful one before it stands, and the newer is
    then read in the changes alone. Raise ``NotFound`` for another worker's visit;
    ``NotCheckedOut``, ``CheckOutTooLongAgo``, ``OtherVisitOpen`` while the worker is checked in to another,
    or ``AnotherVisitSince``.
    """
    row, told_from, told_until = own_visit(session, visit_id, worker_id)
    hold_worker(session, worker_id)
    press = rules.press_taking_back(
        tap,
        rules.days_of(told_from, told_until),
        checked_out_at=row.checked_out_at,
        device_out_at=row.device_out_at,
    )
    other = _open_elsewhere(session, row, worker_id, tap.received_at)
    if other is not None:
        raise rules.OtherVisitOpen(visit_id=visit_id, open_visit_id=other)
    if _was_elsewhere_since(session, row, worker_id, press.at):
        raise rules.AnotherVisitSince(visit_id=visit_id)
    _write_press(session, row, press, by=by, now=tap.received_at)
    session.flush()
    return visit_facts(session, [row])[0]


def taken_back(session: Session, visit_id: UUID) -> list[tuple[datetime, ChangeFacts]]:
    """Return the check-outs of a visit that were taken back, the newest first. It asks nobody."""
    changes = list_changes(session, "visit", visit_id)
    ended = [(one.before.get("checked_out_at"), one) for one in changes]
    return [(datetime.fromisoformat(at), one) for at, one in ended if at is not None]


def end_open(session: Session, visit_id: UUID, *, worker_id: UUID, at: datetime) -> VisitFacts:
    """End a visit that nobody checked out of, at an aware instant; note and tasks stay as they are.

    Raise ``NotFound``; ``NotCheckedIn`` or ``CheckedOutAlready``.
    """
    row = session.get(Visit, visit_id, with_for_update=True)
    if row is None or row.worker_id != worker_id:
        raise NotFound(record_kind="visit")
    check_under_way(row, at)
    _end(row, rules.Moment(at))
    return _changed(session, row)


def own_visit(session: Session, visit_id: UUID, worker_id: UUID) -> tuple[Visit, datetime, datetime]:
    """Return a visit that was told to a worker, locked, with its told times; raise ``NotFound``."""
    row = session.get(Visit, visit_id, with_for_update=True)
    is_theirs = row is not None and row.told_worker_id == worker_id
    if row is None or not is_theirs or row.told_from is None or row.told_until is None:
        raise NotFound(record_kind="visit")
    return row, row.told_from, row.told_until


def check_under_way(row: Visit, at: datetime) -> None:
    """Raise ``NotCheckedIn`` or ``CheckedOutAlready`` where nobody is at a visit at an aware instant."""
    if row.checked_in_at is None or at < row.checked_in_at:
        raise visits.NotCheckedIn
    if row.checked_out_at is not None:
        raise visits.CheckedOutAlready


def _tap(at: datetime | rules.Tap) -> rules.Tap:
    return at if isinstance(at, rules.Tap) else rules.Tap(at)


def _end(row: Visit, moment: rules.Moment) -> None:
    row.checked_out_at, row.device_out_at = moment.at, moment.device_at
    row.received_out_at = moment.received_at


def _write_press(session: Session, row: Visit, press: rules.Moment, *, by: Actor, now: datetime) -> None:
    """Write a press that takes a check-out back; nobody takes a doubt away by pressing once more."""
    stood = {
        "taken_back_at": row.taken_back_at,
        "device_back_at": row.device_back_at,
        "received_back_at": row.received_back_at,
    }
    changes: dict[str, datetime | None] = dict.fromkeys(
        ("checked_out_at", "device_out_at", "received_out_at")
    )
    changes |= {
        "taken_back_at": press.at,
        "device_back_at": press.device_at,
        "received_back_at": press.received_at,
    }
    was_doubtful = rules.clock_doubt(row.taken_back_at, row.device_back_at, row.received_back_at)
    apply_changes(session, row, changes, record_kind="visit", by=by, now=now)
    if was_doubtful is not None:
        # Written and put back: the newer press stays in the history, with its own times.
        apply_changes(session, row, stood, record_kind="visit", by=by, now=now)


def _open_elsewhere(session: Session, row: Visit, worker_id: UUID, at: datetime) -> UUID | None:
    """Return the visit that the worker was checked in to at an instant, besides this one."""
    opened = select(Visit.id).where(
        Visit.told_worker_id == worker_id,
        Visit.told_from > at - 2 * OPEN_FOR,
        Visit.id != row.id,
        Visit.checked_in_at <= at,
        Visit.checked_in_at > at - OPEN_FOR,
        Visit.checked_out_at.is_(None),
    )
    return session.scalars(opened.order_by(Visit.checked_in_at.desc()).limit(1)).first()


def _was_elsewhere_since(session: Session, row: Visit, worker_id: UUID, at: datetime) -> bool:
    """Say whether the worker was at another visit after this one's check-out, which was just before ``at``.

    One that was checked into late, by a phone without signal, may have begun before that check-out.
    """
    was_open = and_(Visit.checked_out_at.is_(None), Visit.checked_in_at + OPEN_FOR > row.checked_out_at)
    begun = exists().where(
        Visit.told_worker_id == worker_id,
        Visit.told_from > at - 2 * OPEN_FOR,
        Visit.id != row.id,
        or_(
            Visit.checked_in_at >= row.checked_out_at,
            Visit.checked_out_at > row.checked_out_at,
            was_open,
        ),
    )
    return bool(session.scalar(select(begun)))


def _changed(session: Session, row: Visit) -> VisitFacts:
    row.version += 1
    session.flush()
    return visit_facts(session, [row])[0]
