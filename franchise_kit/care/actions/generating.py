"""A week of drafts from the patterns; made twice, it makes nothing twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.changing import check_may_plan
from franchise_kit.care.actions.drafting import Drafts, Skipped, sorted_skipped
from franchise_kit.care.models import Visit, VisitPattern
from franchise_kit.care.queries.rota import AwayDays
from franchise_kit.care.rules.patterns import WEEK, Recurring, check_monday, days_of, span_on
from franchise_kit.kernel.days import LONDON, london_midnight
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import transaction

Line = Row[*tuple[Any, ...]]

__all__ = ["Generated", "generate_week"]


@dataclass(frozen=True, slots=True)
class Generated:
    """How many drafts were made, how many visits stood there already, and what was skipped and why."""

    made: int
    there_already: int
    skipped: tuple[Skipped, ...]


def generate_week(*, coop: Coop, monday: date, by: Actor, now: datetime, away: AwayDays = ()) -> Generated:
    """Make the drafts of a week from the patterns that hold on its days.

    Who had the visit last time has it again if they can; two carers make two visits that belong together.
    A visit that somebody made, moved or cancelled before is there already. Raise ``NotAMonday``.
    """
    with transaction(coop, by=by, doing="care.generate_week") as session:
        check_may_plan(by)
        check_monday(monday)
        patterns = _patterns(session, monday)
        there, usual = _there(session, monday), _Usual(session, monday, patterns)
        drafts = Drafts(session, monday, by=by, now=now, away=away)
        drafts.hold({one.person_supported_id for one in patterns}, usual.workers)
        already = 0
        for pattern in patterns:
            recurring = _recurring(pattern, drafts.nights)
            for day in days_of(recurring, monday, monday + WEEK):
                already += _make(drafts, pattern, day, span_on(recurring, day), there, usual)
        made = drafts.keep()
        journal.note(session, record_kind="visit", week=monday.isoformat(), made=made, there_already=already)
        return Generated(made, already, sorted_skipped(drafts.skipped))


def _make(
    drafts: Drafts,
    pattern: VisitPattern,
    day: date,
    span: tuple[datetime, datetime],
    there: frozenset[tuple[UUID, date, int]],
    usual: "_Usual",
) -> int:
    """Draft what is not there yet of one pattern's day; return how many were there."""
    wanted = [carer for carer in range(1, pattern.carers + 1) if (pattern.id, day, carer) not in there]
    person_id = pattern.person_supported_id
    against = drafts.reason_against(person_id, *span) if wanted else None
    if against is not None:
        drafts.skip(person_id, span[0], against)
        return pattern.carers - len(wanted)
    together = uuid4() if pattern.carers > 1 and len(wanted) == pattern.carers else None
    for carer in wanted:
        row: dict[str, Any] = {
            "person_supported_id": person_id,
            "visit_kind_id": pattern.visit_kind_id,
            "pattern_id": pattern.id,
            "pattern_day": day,
            "carer": carer,
            "together_id": together,
            "planned_from": span[0],
            "planned_until": span[1],
            "window_minutes": pattern.window_minutes,
            "short_reason": pattern.short_reason,
        }
        drafts.add(row, usual.worker(pattern, day, carer))
    return pattern.carers - len(wanted)


def _patterns(session: Session, monday: date) -> Sequence[VisitPattern]:
    """Return the patterns that hold in a week, locked: two who make it at once wait for each other."""
    return session.scalars(
        select(VisitPattern)
        .where(
            VisitPattern.valid_from < monday + WEEK,
            or_(VisitPattern.valid_until.is_(None), VisitPattern.valid_until > monday),
        )
        .order_by(VisitPattern.id)
        .with_for_update()
    ).all()


def _recurring(pattern: VisitPattern, nights: frozenset[UUID]) -> Recurring:
    return Recurring(
        pattern.weekdays,
        pattern.every_weeks,
        pattern.starts_minute,
        pattern.minutes,
        pattern.valid_from,
        pattern.valid_until,
        is_night=pattern.visit_kind_id in nights,
    )


def _there(session: Session, monday: date) -> frozenset[tuple[UUID, date, int]]:
    rows = session.execute(
        select(Visit.pattern_id, Visit.pattern_day, Visit.carer).where(
            Visit.pattern_day >= monday, Visit.pattern_day < monday + WEEK
        )
    )
    return frozenset((made_from, day, carer) for made_from, day, carer in rows if made_from and day)


class _Usual:
    """Who had a visit the last time that it was: by its pattern, or else by person, weekday and clock."""

    def __init__(self, session: Session, monday: date, patterns: Iterable[VisitPattern]) -> None:
        longest = max((one.every_weeks for one in patterns), default=1)
        rows = session.execute(
            select(
                Visit.pattern_id, Visit.pattern_day, Visit.carer, Visit.worker_id,
                Visit.person_supported_id, Visit.planned_from,
            )
            .where(
                Visit.planned_from >= london_midnight(monday - longest * WEEK),
                Visit.planned_from < london_midnight(monday),
                Visit.worker_id.is_not(None),
                Visit.cancelled_at.is_(None),
            )
            .order_by(Visit.planned_from)
        ).all()  # fmt: skip
        self.workers = {row.worker_id for row in rows if row.worker_id is not None}
        self._by_pattern: dict[tuple[Any, Any, int], UUID | None] = {
            (row.pattern_id, row.pattern_day, row.carer): row.worker_id for row in rows
        }
        self._by_clock: dict[tuple[Any, Any, int, int], UUID | None] = {
            _clock_key(row): row.worker_id for row in rows
        }

    def worker(self, pattern: VisitPattern, day: date, carer: int) -> UUID | None:
        """Return who had it the last time, or None."""
        before = day - pattern.every_weeks * WEEK
        found = self._by_pattern.get((pattern.id, before, carer))
        if found is not None:
            return found
        return self._by_clock.get((pattern.person_supported_id, before, pattern.starts_minute, carer))


def _clock_key(row: Line) -> tuple[UUID, date, int, int]:
    local = row.planned_from.astimezone(LONDON)
    return row.person_supported_id, local.date(), local.hour * 60 + local.minute, row.carer
