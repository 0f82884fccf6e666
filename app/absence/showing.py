"""One absence on a page: its forms, and for whoever plans the visits that it is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.absence.schemas import (
    AddFitNote,
    DayQuery,
    Decide,
    KeepCertificate,
    OfVersion,
    SicknessDays,
    TheirSicknessDays,
)
from app.care.away import away_days
from app.web.forms import Form, Schema
from app.web.posting import Answers
from franchise_kit.access import Permission, within
from franchise_kit.care.queries import Suggestion, suggest_all
from franchise_kit.care.queries.facts import VisitFacts
from franchise_kit.care.queries.of_worker import list_visits_of_worker
from franchise_kit.kernel.days import london_day
from franchise_kit.time.actions import absence as actions
from franchise_kit.time.actions.by_hand import NotEmployedThen
from franchise_kit.time.actions.giving_back import NoHolidayIllIn, SicknessNotSeen
from franchise_kit.time.actions.sickness import FitNoteThereAlready
from franchise_kit.time.queries.absence import AbsenceFacts, list_absence_changes, list_notes_taken_away
from franchise_kit.time.queries.ill_in_holiday import list_ill_in_holidays
from franchise_kit.time.rules import absence as rules
from tenants import clock
from tenants.actor import Actor

DAY: Final = timedelta(days=1)
# While nobody knows when somebody is back, the visits of so many days are looked at.
LOOKED_AHEAD: Final = timedelta(days=14)
# The first visits have suggestions here, the others on their own pages.
MOST_SUGGESTED: Final = 8
SUGGESTED_EACH: Final = 3
# Refusals of a change, and the field that each is about.
CHANGING: Final = {
    rules.AbsenceDaysNotPossible.code: "last_on",
    rules.AbsenceTooFar.code: "from_on",
    rules.SicknessStillToCome.code: "from_on",
    rules.FitNoteDaysNotPossible.code: "last_on",
    rules.FitNoteSeenThenNotPossible.code: "seen_on",
    FitNoteThereAlready.code: "from_on",
    rules.LastDayNeeded.code: None,
    NotEmployedThen.code: "from_on",
    SicknessNotSeen.code: None,
    NoHolidayIllIn.code: None,
    actions.AbsenceThereAlready.code: "last_on",
    actions.AnswerNeeded.code: "answer",
    actions.AbsenceChangedMeanwhile.code: None,
    actions.AbsenceDecidedAlready.code: None,
    actions.AbsenceUnderWay.code: None,
    actions.OwnAbsenceRefused.code: None,
    actions.SicknessNotRefused.code: None,
}
_KEPT: Final = ("version", "from_on", "last_on", "certificate")
Act = Callable[..., object]
View = Callable[[Answers], ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Affected:
    """A visit that an absence is about; ``is_theirs`` while the worker still has it in the plan."""

    visit: VisitFacts
    is_theirs: bool
    best: tuple[Suggestion, ...] | None


@dataclass(frozen=True, slots=True)
class AffectedDay:
    """A day's visits, in order of time."""

    day: date
    visits: tuple[Affected, ...]


def day_asked(today: date) -> date:
    """Return the day that the address asks for, or the present one."""
    found = Form(DayQuery(), data=request.args).validate() or {"day": None}
    asked: date | None = found["day"]
    return asked or today


def form_of(schema: Schema, **typed: Any) -> Form:  # noqa: ANN401 (what a Form takes)
    """Return one of the forms of an absence's page, whose ids are apart from those of the others."""
    return Form(schema, prefix=f"{type(schema).__name__.lower()}-", **typed)


def shown(session: Session, one: AbsenceFacts, form: Form | None, *, by: Actor) -> dict[str, Any]:
    """Return what the page of an absence is drawn from; ``form`` is one of its forms with what is wrong."""
    today = clock.today()
    kept = {name: getattr(one, name) for name in _KEPT}
    sickness = SicknessDays() if one.is_own else TheirSicknessDays()
    forms = {
        "withdraw": form_of(OfVersion(), obj=kept),
        "days": form_of(sickness, obj=kept),
        "back": form_of(OfVersion(), obj=kept),
        "certificate": form_of(KeepCertificate(), obj=kept),
        "fit_note": form_of(AddFitNote(), obj={"version": one.version, "seen_on": today}),
        "decide": form_of(Decide(), obj=kept),
    }
    if form is not None:
        forms |= {name: form for name, made in forms.items() if type(made.schema) is type(form.schema)}
    changes = list_absence_changes(session, one.id, by=by)
    is_seen = one.is_own and rules.was_seen(one.state, (change.before.get("state") for change in changes))
    ill_in = []
    if one.is_sickness and one.is_live:
        ill_in = list_ill_in_holidays(session, one.worker_id, one.from_on, one.last_on)
    return {
        "one": one,
        "form": form,
        "forms": forms,
        "paper_due": one.paper_due(today) if one.is_sickness else None,
        "notes_gone": list_notes_taken_away(session, one.id, by=by) if one.is_sickness else [],
        "ill_in": ill_in,
        "minutes_back": sum(holiday.minutes for holiday in ill_in),
        "may_withdraw": one.is_live and rules.is_own_to_withdraw(one.from_on, is_seen=is_seen, today=today),
        "today": today,
        "changes": changes,
    }


def affected_days(session: Session, one: AbsenceFacts, *, by: Actor, now: datetime) -> list[AffectedDay]:
    """Return the visits still ahead that an absence is about, today's first; none for who reads no visits."""
    if not one.is_live or not _holds(Permission.VISIT_READ, by):
        return []
    today = london_day(now)
    until = one.last_on + DAY if one.last_on is not None else max(today, one.from_on) + LOOKED_AHEAD
    from_ = max(today, one.from_on)
    if until <= from_:
        return []
    found = list_visits_of_worker(session, one.worker_id, by=by, from_=from_, until=until)
    ahead = [visit for visit in found if visit.checked_in_at is None and visit.planned_until > now]
    affected = _with_suggestions(session, one.worker_id, ahead, by=by, now=now)
    days = sorted({london_day(visit.planned_from) for visit in ahead})
    return [
        AffectedDay(day, tuple(line for line in affected if london_day(line.visit.planned_from) == day))
        for day in days
    ]


def needs_fit_note(one: AbsenceFacts, today: date) -> bool:
    """Say whether sickness has a day, from the eighth on, that no fit note is for."""
    return bool(one.days_without_note(today))


def still_theirs(days: Sequence[AffectedDay]) -> dict[UUID, int]:
    """Return the visits that the worker would be taken off, with the version of each that is shown."""
    return {line.visit.id: line.visit.version for day in days for line in day.visits if line.is_theirs}


def _with_suggestions(
    session: Session, worker_id: UUID, visits: Sequence[VisitFacts], *, by: Actor, now: datetime
) -> list[Affected]:
    waiting = [one for one in visits if one.worker_id in (worker_id, None)]
    asked = waiting[:MOST_SUGGESTED] if _holds(Permission.ROTA_MANAGE, by) else []
    best = _suggested(session, worker_id, asked, by=by, now=now)
    return [Affected(visit, visit.worker_id == worker_id, best.get(visit.id)) for visit in visits]


def _suggested(
    session: Session, worker_id: UUID, visits: Sequence[VisitFacts], *, by: Actor, now: datetime
) -> dict[UUID, tuple[Suggestion, ...]]:
    """Return who could have each of some visits, in order of time, while a worker is away."""
    if not visits:
        return {}
    days = {london_day(visit.planned_from) for visit in visits}
    # Sickness may have been withdrawn by now: whose visits are asked about has them no more either way.
    away = {*away_days(session, min(days), max(days) + DAY), *((worker_id, day) for day in days)}
    ids = [visit.id for visit in visits]
    found = suggest_all(session, ids, by=by, now=now, most=SUGGESTED_EACH, away=away)
    return {visit_id: one.best for visit_id, one in found.items()}


def _holds(permission: Permission, by: Actor) -> bool:
    return by.may(permission) and within(by, permission).is_whole
