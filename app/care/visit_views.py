"""One visit: planned, given to a worker with reasons, moved, cancelled."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.care import words
from app.care.away import away_days
from app.care.marks import MARKS, length_words, reasons_words
from app.care.plan_fields import SHORT_REASONS
from app.care.rota_pages import (
    Choices,
    day_url,
    form_page,
    kind_name,
    kinds_to_choose,
    pages,
    people_to_choose,
    workers_to_choose,
)
from app.care.rota_schemas import CancelSchema, GiveSchema, MoveSchema, NewVisitSchema
from app.day.words import ANSWERS
from app.people.named import called_on_visits
from app.web import dates
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.care.queries import VisitFacts
from franchise_kit.care.queries.attending import get_record
from franchise_kit.kernel.days import LONDON, london_day, london_instant
from tenants import clock

CHANGED: Final = {"visit_changed_meanwhile": None, "visit_cancelled": None, "checked_in_already": None}
ABOUT_WORKER: Final[Mapping[str, str | None]] = {
    "worker_elsewhere": "worker_id",
    "worker_not_employed_then": "worker_id",
    "worker_away": "worker_id",
    "worker_not_wanted": "worker_id",
}
ABOUT_TIMES: Final = {
    "visit_ends_before_start": "minutes",
    "visit_too_short": "minutes",
    "visit_too_long": "minutes",
    "short_visit_needs_reason": "short_reason",
    "person_not_supported_then": "day",
    "visit_time_over": "day",
}
PLANNING: Final = {
    **ABOUT_WORKER,
    **ABOUT_TIMES,
    "visit_there_already": "carer",
    "second_carer_alone": "carer",
}
# Whoever has the visit goes with it to the new time.
MOVING: Final = {**ABOUT_TIMES, **dict.fromkeys(ABOUT_WORKER, "at"), **CHANGED}
USUAL_MINUTES: Final = 45
AHEAD: Final = frozenset({"open", "planned", "missed"})


@pages.get("/plan")
@needs(Permission.ROTA_MANAGE)
def plan() -> ResponseReturnValue:
    """Ask for a visit; the address may say for whom and on which day."""
    said = {
        "person_supported_id": request.args.get("person", ""),
        "worker_id": request.args.get("worker", ""),
        "day": request.args.get("day", ""),
        "minutes": USUAL_MINUTES,
        "carer": 1,
    }
    return _planning(Form(NewVisitSchema(), obj=said, options=_options(reading_session())))


@pages.post("/plan")
@needs(Permission.ROTA_MANAGE)
def keep() -> ResponseReturnValue:
    """Plan a visit."""
    with read_again() as session:
        form = Form(NewVisitSchema(), data=request.form, options=_options(session))

    def act(answers: Answers) -> ResponseReturnValue:
        actions.plan_visit(coop=current_coop(), visit=visit_of(answers), by=current_actor(), now=clock.now())
        return sent_on(day_url(answers["day"]), _("The visit is planned"))

    return posted(form, act, page=_planning, beside=PLANNING)


@pages.get("/visits/<uuid:visit_id>")
@needs(Permission.VISIT_READ)
def show(visit_id: UUID) -> ResponseReturnValue:
    """Show one visit, and to whoever keeps the rota what can be done with it."""
    return _visit_page(visit_id)


@pages.post("/visits/<uuid:visit_id>/worker")
@needs(Permission.ROTA_MANAGE)
def give(visit_id: UUID) -> ResponseReturnValue:
    """Give the visit to a worker, or take it from whoever has it."""
    with read_again() as session:
        visit = queries.get_visit(session, visit_id, by=current_actor())
        form = _give_form(session, visit, data=request.form)
        away = away_then(session, london_day(visit.planned_from))

    def act(answers: Answers) -> ResponseReturnValue:
        actions.assign_visit(
            coop=current_coop(),
            visit_id=visit_id,
            worker_id=answers["worker_id"],
            by=current_actor(),
            now=clock.now(),
            change=replace(change_of(answers), away=away),
        )
        said = _("The visit is given") if answers["worker_id"] else _("The visit is nobody's now")
        return sent_on(url_for(".show", visit_id=visit_id), said)

    page = partial(_visit_page, visit_id, asked="giving")
    return posted(form, act, page=page, beside={**ABOUT_WORKER, **CHANGED})


@pages.post("/visits/<uuid:visit_id>/time")
@needs(Permission.ROTA_MANAGE)
def move(visit_id: UUID) -> ResponseReturnValue:
    """Let the visit be at another time."""
    _check_there(visit_id)

    def act(answers: Answers) -> ResponseReturnValue:
        with read_again() as session:
            away = away_then(session, answers["day"])
        actions.move_visit(
            coop=current_coop(),
            visit_id=visit_id,
            times=times_of(answers),
            by=current_actor(),
            now=clock.now(),
            change=replace(change_of(answers), away=away),
        )
        return sent_on(url_for(".show", visit_id=visit_id), _("The visit has its new time"))

    page = partial(_visit_page, visit_id, asked="moving")
    return posted(Form(MoveSchema(), data=request.form, prefix="move_"), act, page=page, beside=MOVING)


@pages.post("/visits/<uuid:visit_id>/cancel")
@needs(Permission.ROTA_MANAGE)
def cancel(visit_id: UUID) -> ResponseReturnValue:
    """Cancel the visit."""
    _check_there(visit_id)

    def act(answers: Answers) -> ResponseReturnValue:
        actions.cancel_visit(
            coop=current_coop(),
            visit_id=visit_id,
            cancelled_by=answers["cancelled_by"],
            by=current_actor(),
            now=clock.now(),
            saying=actions.Cancelling(answers["cancel_reason"], answers["version"]),
        )
        return sent_on(url_for(".show", visit_id=visit_id), _("The visit is cancelled"))

    page = partial(_visit_page, visit_id, asked="cancelling")
    return posted(Form(CancelSchema(), data=request.form, prefix="cancel_"), act, page=page, beside=CHANGED)


def visit_of(answers: Answers) -> actions.NewVisit:
    """Return the visit that a form or a program says; its clock time is London's."""
    times = times_of(answers)
    return actions.NewVisit(
        person_supported_id=answers["person_supported_id"],
        planned_from=times.planned_from,
        planned_until=times.planned_until,
        worker_id=answers["worker_id"],
        visit_kind_id=answers["visit_kind_id"],
        carer=answers["carer"],
        window_minutes=answers["window_minutes"],
        short_reason=answers["short_reason"],
    )


def times_of(answers: Answers) -> actions.Times:
    """Return from when to when a form or a program says."""
    begins = london_instant(answers["day"], answers["at"])
    until = begins + timedelta(minutes=answers["minutes"])
    return actions.Times(begins, until, answers["short_reason"])


def change_of(answers: Answers) -> actions.Change:
    """Return how a visit is changed, by a page's form: what is not told now waits to be published."""
    return actions.Change(version=answers["version"], publish=bool(answers["tell_now"]))


def away_then(session: Session, day: date) -> frozenset[UUID]:
    """Return the workers who are away on a day; the guard has asked who reads."""
    return frozenset(worker_id for worker_id, _day in away_days(session, day, day + timedelta(days=1)))


def _check_there(visit_id: UUID) -> None:
    with read_again() as session:
        queries.get_visit(session, visit_id, by=current_actor())


def _visit_page(visit_id: UUID, form: Form | None = None, *, asked: str = "") -> str:
    """Draw a visit as it is now; a form that was refused stands in it as it was sent."""
    by, now = current_actor(), clock.now()
    with read_again() as session:
        visit = queries.get_visit(session, visit_id, by=by)
        state = visit.state(now)
        may_plan = by.may(Permission.ROTA_MANAGE)
        is_ahead = may_plan and state in AHEAD
        day = london_day(visit.planned_from)
        forms = _forms(session, visit, {asked: form} if form is not None else {}) if is_ahead else {}
        found = (
            queries.suggest(session, visit_id, by=by, now=now, away=away_then(session, day))
            if is_ahead
            else None
        )
        called = called_on_visits(session, by)
        told = _told_words(visit, workers_to_choose(session, clock.today())) if is_ahead else ""
        kinds = {one.id: one for one in queries.list_kinds(session, by=by)}
        record = get_record(session, visit_id, by=by) if visit.checked_in_at is not None else None
    kind = kinds.get(visit.visit_kind_id) if visit.visit_kind_id is not None else None
    return render_template(
        "rota/visit.html",
        visit=visit,
        state=words.STATES[state],
        marks=[MARKS[one] for one in _marks(visit) if may_plan],
        kind=kind,
        kind_name=kind_name(kind) if kind is not None else None,
        words=words,
        record=record,
        answer_words=ANSWERS,
        short_reasons=SHORT_REASONS,
        is_ahead=is_ahead,
        form=form,
        is_stale=form is not None and is_stale(form, visit.version),
        forms=forms,
        found=found,
        reasons_words=reasons_words,
        length_words=length_words,
        told_words=told,
        called=called,
        day=day.isoformat(),
        back_url=day_url(day),
        may_read_person=by.may(Permission.CARE_PLAN_READ),
        may_plan=may_plan,
    )


def is_stale(form: Form, version: int) -> bool:
    """Say whether a form was made from another version than the one that holds."""
    seen = form["version"].value
    return seen not in {"", str(version)}


def _marks(visit: VisitFacts) -> list[str]:
    if visit.cancelled_by is not None:
        return []
    return ["draft"] * visit.is_draft + ["changed"] * visit.is_changed


def _told_words(visit: VisitFacts, workers: Choices) -> str:
    """Return how a visit was told where it is planned otherwise now."""
    if not visit.is_changed or visit.told_from is None or visit.told_until is None:
        return ""
    times = f"{dates.time_of_day(visit.told_from)}–{dates.time_of_day(visit.told_until)}"
    name = dict(workers).get(visit.told_worker_id) if visit.told_worker_id is not None else None
    return ", ".join((dates.short_date(visit.told_from), times, name or _("nobody yet")))


def _forms(session: Session, visit: VisitFacts, sent: Mapping[str, Form]) -> dict[str, Form]:
    begins = visit.planned_from.astimezone(LONDON)
    moved = {
        "day": begins.date(),
        "at": f"{begins:%H:%M}",
        "minutes": visit.planned_minutes,
        "short_reason": visit.short_reason,
    }
    return {
        "giving": _give_form(session, visit, obj=visit),
        "moving": Form(MoveSchema(), obj=moved, prefix="move_"),
        "cancelling": Form(CancelSchema(), prefix="cancel_"),
        **sent,
    }


def _give_form(session: Session, visit: VisitFacts, *, data: Any = None, obj: object = None) -> Form:  # noqa: ANN401 (a form's own answers)
    workers = workers_to_choose(session, london_day(visit.planned_from))
    return Form(GiveSchema(), data=data, obj=obj, options={"worker_id": workers})


def _options(session: Session) -> dict[str, list[tuple[UUID, str]]]:
    return {
        "person_supported_id": people_to_choose(session),
        "visit_kind_id": kinds_to_choose(session),
        "worker_id": workers_to_choose(session, clock.today()),
    }


def _planning(form: Form) -> str:
    return form_page(
        form,
        title=_("Plan a visit"),
        action=url_for("rota.keep"),
        button=_("Plan it"),
        lede=_("The worker is told at once. What is only a draft comes from the week."),
    )


__all__ = ["change_of", "is_stale", "pages", "times_of", "visit_of"]
