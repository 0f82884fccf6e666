"""A week as drafts of another week, with the list of what was left out and why."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.care.actions.changing import check_may_plan
from franchise_kit.care.actions.drafting import Drafts, Skipped, sorted_skipped
from franchise_kit.care.models import Visit, VisitPattern
from franchise_kit.care.queries.rota import AwayDays
from franchise_kit.care.rules.patterns import WEEK, check_monday, span_at
from franchise_kit.kernel.days import LONDON, london_midnight
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import Refusal
from tenants.transaction import transaction

__all__ = ["Copied", "SameWeek", "copy_week"]


@dataclass(frozen=True, slots=True)
class Copied:
    """How many drafts were made, and what was skipped and why."""

    made: int
    skipped: tuple[Skipped, ...]


class SameWeek(Refusal):
    """A week is copied into another one."""

    code = "same_week"


def copy_week(
    *, coop: Coop, from_monday: date, to_monday: date, by: Actor, now: datetime, away: AwayDays = ()
) -> Copied:
    """Make a week's visits again as drafts of another week, at the same times by London's clock.

    What was cancelled, what stands there already and what cannot be is left out and listed; a worker who
    cannot come is left out of their visit, and listed too. Raise ``NotAMonday`` or ``SameWeek``.
    """
    with transaction(coop, by=by, doing="care.copy_week") as session:
        check_may_plan(by)
        for monday in (from_monday, to_monday):
            check_monday(monday)
        if from_monday == to_monday:
            raise SameWeek
        ends = _held_ends(session)
        visits = _of_week(session, from_monday)
        drafts = Drafts(session, to_monday, by=by, now=now, away=away)
        drafts.hold(
            {row.person_supported_id for row in visits},
            {row.worker_id for row in visits if row.worker_id is not None},
        )
        there = _Standing(session, to_monday, ends)
        together: dict[UUID, UUID] = defaultdict(uuid4)
        for visit in visits:
            _copy(drafts, visit, there, together, to_monday - from_monday)
        made = drafts.keep()
        journal.note(
            session, record_kind="visit", week=to_monday.isoformat(), made=made, skipped=len(drafts.skipped)
        )
        return Copied(made, sorted_skipped(drafts.skipped))


def _copy(
    drafts: Drafts, visit: Visit, there: "_Standing", together: dict[UUID, UUID], shift: timedelta
) -> None:
    local = visit.planned_from.astimezone(LONDON)
    until = visit.planned_until.astimezone(LONDON)
    is_night = visit.visit_kind_id in drafts.nights
    if is_night:
        # By the clock, whatever the night lasts.
        minutes = (until.replace(tzinfo=None) - local.replace(tzinfo=None)) // timedelta(minutes=1)
    else:
        minutes = (visit.planned_until - visit.planned_from) // timedelta(minutes=1)
    day = local.date() + shift
    span = span_at(day, local.hour * 60 + local.minute, minutes, is_night=is_night)
    person_id = visit.person_supported_id
    pattern_day = visit.pattern_day + shift if visit.pattern_day is not None else None
    reason = drafts.reason_against(person_id, *span) or there.reason_against(visit, span[0], pattern_day)
    if reason is not None:
        drafts.skip(person_id, span[0], reason)
        return
    row: dict[str, Any] = {
        "person_supported_id": person_id,
        "visit_kind_id": visit.visit_kind_id,
        "pattern_id": visit.pattern_id,
        "pattern_day": pattern_day,
        "carer": visit.carer,
        "together_id": together[visit.together_id] if visit.together_id is not None else None,
        "planned_from": span[0],
        "planned_until": span[1],
        "window_minutes": visit.window_minutes,
        "short_reason": visit.short_reason,
    }
    drafts.add(row, visit.worker_id)


class _Standing:
    """What stands in a week already: made from the same pattern's day, or to the same person then."""

    def __init__(self, session: Session, monday: date, ends: Mapping[UUID, date | None]) -> None:
        visits = _of_week(session, monday)
        self._ends = ends
        self._made = {(row.pattern_id, row.pattern_day, row.carer) for row in visits}
        self._at = {
            (row.person_supported_id, row.planned_from, row.carer)
            for row in visits
            if row.cancelled_at is None
        }

    def reason_against(self, visit: Visit, begins: datetime, pattern_day: date | None) -> str | None:
        """Return why a visit is not made again, or None."""
        if visit.cancelled_at is not None:
            return "cancelled"
        if visit.pattern_id is not None and pattern_day is not None:
            until = self._ends.get(visit.pattern_id)
            if until is not None and until <= pattern_day:
                return "pattern_ended"
            if (visit.pattern_id, pattern_day, visit.carer) in self._made:
                return "there_already"
        return "there_already" if (visit.person_supported_id, begins, visit.carer) in self._at else None


def _held_ends(session: Session) -> dict[UUID, date | None]:
    """Return when each pattern ends, locked: whoever makes the same week at once waits."""
    held = select(VisitPattern.id, VisitPattern.valid_until).order_by(VisitPattern.id).with_for_update()
    return {row[0]: row[1] for row in session.execute(held)}


def _of_week(session: Session, monday: date) -> list[Visit]:
    wanted = select(Visit).where(
        Visit.planned_from >= london_midnight(monday), Visit.planned_from < london_midnight(monday + WEEK)
    )
    return list(session.scalars(wanted.order_by(Visit.planned_from, Visit.id)))
