"""Visits that come back: agreed, changed from a day on, and ended."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.changing import check_may_plan
from franchise_kit.care.models import PersonSupported, Visit, VisitKind, VisitPattern
from franchise_kit.care.rules import patterns as rules
from franchise_kit.care.rules.visits import check_supported
from franchise_kit.kernel.changes import apply_changes
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

__all__ = ["NewPattern", "PatternChanged", "change_pattern", "end_pattern", "make_pattern"]


@dataclass(frozen=True, slots=True)
class NewPattern:
    """Visits that come back: for whom, on which days (bit 0 is Monday), when by London's clock, how long.

    ``skills`` are codes of training modules; ``language`` is None where any will do; ``valid_until`` is
    exclusive.
    """

    person_supported_id: UUID
    visit_kind_id: UUID
    weekdays: int
    starts_minute: int
    minutes: int
    valid_from: date
    every_weeks: int = 1
    window_minutes: int = 0
    carers: int = 1
    skills: Sequence[str] = ()
    language: str | None = None
    short_reason: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class PatternChanged:
    """What came of a change: the pattern that holds now, drafts taken away, and told visits left."""

    pattern_id: UUID
    drafts_removed: int
    told_left: int


def make_pattern(*, coop: Coop, pattern: NewPattern, by: Actor, now: datetime) -> UUID:
    """Agree visits that come back and return the pattern's id.

    Raise ``PatternNotPossible``, ``PatternEndsBeforeStart``, ``ShortVisitNeedsReason`` or
    ``PersonNotSupportedThen``.
    """
    with transaction(coop, by=by, doing="care.make_pattern") as session:
        check_may_plan(by)
        row = _made(session, pattern, by, now)
        journal.note(session, record_kind="visit_pattern", record_id=row.id)
        return row.id


def change_pattern(
    *, coop: Coop, pattern_id: UUID, pattern: NewPattern, version: int, by: Actor, now: datetime
) -> PatternChanged:
    """Change a pattern from ``pattern.valid_from`` on; before that day it stays what it was.

    From its own first day it is the same pattern, put right; from a later day another one follows it. Drafts
    of those days are taken away, since the next making of the week makes them anew; what was told stays, and
    is counted. Raise what ``make_pattern`` raises, or ``PatternChangedMeanwhile``.
    """
    with transaction(coop, by=by, doing="care.change_pattern") as session:
        row = _held(session, pattern_id, version, by)
        if pattern.person_supported_id != row.person_supported_id:
            raise NotFound(record_kind="visit_pattern")
        from_on = pattern.valid_from
        if from_on > row.valid_from:
            follower = _made(session, pattern, by, now)
            if row.valid_until is None or from_on < row.valid_until:
                ends = {"valid_until": from_on}
                apply_changes(session, row, ends, record_kind="visit_pattern", by=by, now=now)
            holding = follower.id
        else:
            _check(session, pattern)
            changes = asdict(pattern) | {"skills": list(pattern.skills)}
            apply_changes(session, row, changes, record_kind="visit_pattern", by=by, now=now)
            holding = row.id
        removed, left = _clear(session, row.id, from_on, now)
        journal.note(
            session, record_kind="visit_pattern", record_id=row.id, drafts_removed=removed, told_left=left
        )
        return PatternChanged(holding, removed, left)


def end_pattern(
    *, coop: Coop, pattern_id: UUID, valid_until: date, version: int, by: Actor, now: datetime
) -> PatternChanged:
    """End a pattern before a day; drafts from that day on are taken away, told visits stay and are counted.

    Raise ``PatternEndsBeforeStart`` or ``PatternChangedMeanwhile``.
    """
    with transaction(coop, by=by, doing="care.end_pattern") as session:
        row = _held(session, pattern_id, version, by)
        if valid_until <= row.valid_from:
            raise rules.PatternEndsBeforeStart
        apply_changes(session, row, {"valid_until": valid_until}, record_kind="visit_pattern", by=by, now=now)
        removed, left = _clear(session, row.id, valid_until, now)
        journal.note(
            session, record_kind="visit_pattern", record_id=row.id, drafts_removed=removed, told_left=left
        )
        return PatternChanged(row.id, removed, left)


def _held(session: Session, pattern_id: UUID, version: int, by: Actor) -> VisitPattern:
    check_may_plan(by)
    row = session.get(VisitPattern, pattern_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind="visit_pattern")
    if row.version != version:
        raise rules.PatternChangedMeanwhile(pattern_id=pattern_id, version=row.version)
    return row


def _check(session: Session, pattern: NewPattern) -> None:
    recurring = rules.Recurring(
        pattern.weekdays,
        pattern.every_weeks,
        pattern.starts_minute,
        pattern.minutes,
        pattern.valid_from,
        pattern.valid_until,
    )
    rules.check_recurring(recurring, short_reason=pattern.short_reason, carers=pattern.carers)
    person = session.get(PersonSupported, pattern.person_supported_id, with_for_update=True)
    if person is None or session.get(VisitKind, pattern.visit_kind_id) is None:
        raise NotFound(record_kind="visit_pattern")
    check_supported(person.started_on, person.ended_on, pattern.valid_from)


def _made(session: Session, pattern: NewPattern, by: Actor, now: datetime) -> VisitPattern:
    _check(session, pattern)
    columns = asdict(pattern) | {"skills": list(pattern.skills)}
    row = VisitPattern(id=uuid4(), entered_by_person=by.person_id, entered_at=now, **columns)
    session.add(row)
    session.flush()
    return row


def _clear(session: Session, pattern_id: UUID, from_on: date, now: datetime) -> tuple[int, int]:
    """Take away a pattern's drafts from a day on; return how many, and how many told visits are ahead."""
    made = (Visit.pattern_id == pattern_id, Visit.pattern_day >= from_on, Visit.checked_in_at.is_(None))
    removed = session.execute(delete(Visit).where(*made, Visit.told_at.is_(None)).returning(Visit.id)).all()
    ahead = select(func.count()).where(*made, Visit.cancelled_at.is_(None), Visit.planned_from > now)
    return len(removed), session.scalar(ahead) or 0
