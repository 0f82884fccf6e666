"""The rota: a week by day, one visit, planning, giving to a worker, cancelling."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.care import words
from app.care.schemas import CancelSchema, GiveSchema, NewVisitSchema
from app.care.week import day_of, monday_of, week_of
from app.search.finding import sort_key
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care import actions, queries
from franchise_kit.kernel.days import london_day, london_instant
from tenants import clock

__all__ = ["pages", "words"]

pages = Blueprint("rota", __name__, url_prefix="/rota")
only_for(pages, "coop")
ABOUT_WORKER = {"worker_elsewhere": "worker_id", "worker_not_employed_then": "worker_id"}
PLANNING = {
    **ABOUT_WORKER,
    "visit_ends_before_start": "minutes",
    "visit_too_short": "minutes",
    "visit_too_long": "minutes",
    "person_not_supported_then": "day",
}
USUAL_MINUTES = 45


@pages.get("")
@needs(Permission.VISIT_READ)
def index() -> ResponseReturnValue:
    """Show the week of a day; a long one shows that day alone."""
    session, by, now = reading_session(), current_actor(), clock.now()
    asked = day_of(request.args.get("week", ""), clock.today())
    monday = monday_of(asked)
    visits = queries.list_visits(session, by=by, from_=monday, until=monday + timedelta(days=7))
    only_waiting = request.args.get("show") == "waiting"
    week = week_of(monday, visits, now, only_waiting=only_waiting)
    return render_template(
        "rota/index.html",
        week=week,
        days=week.days_for(asked),
        whole=week_of(monday, visits, now, only_waiting=False),
        only_waiting=only_waiting,
        states=words.STATES,
        today=clock.today(),
        may_plan=by.may(Permission.ROTA_MANAGE),
    )


@pages.get("/plan")
@needs(Permission.ROTA_MANAGE)
def plan() -> ResponseReturnValue:
    """Ask for a visit; the address may say for whom and on which day."""
    said = {
        "person_supported_id": request.args.get("person", ""),
        "day": request.args.get("day", ""),
        "minutes": USUAL_MINUTES,
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
        return sent_on(_day_url(answers["day"]), _("The visit is planned"))

    return posted(form, act, page=_planning, beside=PLANNING)


@pages.get("/visits/<uuid:visit_id>")
@needs(Permission.VISIT_READ)
def show(visit_id: UUID) -> ResponseReturnValue:
    """Show one visit."""
    return _visit_page(visit_id)


@pages.post("/visits/<uuid:visit_id>/worker")
@needs(Permission.ROTA_MANAGE)
def give(visit_id: UUID) -> ResponseReturnValue:
    """Give the visit to a worker, or take it from whoever has it."""
    with read_again() as session:
        visit = queries.get_visit(session, visit_id, by=current_actor())
        form = _give_form(session, london_day(visit.planned_from), data=request.form)

    def act(answers: Answers) -> ResponseReturnValue:
        actions.assign_visit(
            coop=current_coop(),
            visit_id=visit_id,
            worker_id=answers["worker_id"],
            by=current_actor(),
            now=clock.now(),
        )
        said = _("The visit is given") if answers["worker_id"] else _("The visit is nobody's now")
        return sent_on(url_for(".show", visit_id=visit_id), said)

    def page(form: Form) -> str:
        return _visit_page(visit_id, form=form, giving=form)

    return posted(form, act, page=page, beside=ABOUT_WORKER)


@pages.post("/visits/<uuid:visit_id>/cancel")
@needs(Permission.ROTA_MANAGE)
def cancel(visit_id: UUID) -> ResponseReturnValue:
    """Cancel the visit."""
    with read_again() as session:
        queries.get_visit(session, visit_id, by=current_actor())

    def act(answers: Answers) -> ResponseReturnValue:
        actions.cancel_visit(
            coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now(), **answers
        )
        return sent_on(url_for(".show", visit_id=visit_id), _("The visit is cancelled"))

    def page(form: Form) -> str:
        return _visit_page(visit_id, form=form, cancelling=form)

    return posted(Form(CancelSchema(), data=request.form), act, page=page)


def visit_of(answers: Answers) -> actions.NewVisit:
    """Return the visit that a form or a program says; its clock time is London's."""
    begins = london_instant(answers["day"], answers["at"])
    return actions.NewVisit(
        person_supported_id=answers["person_supported_id"],
        planned_from=begins,
        planned_until=begins + timedelta(minutes=answers["minutes"]),
        worker_id=answers["worker_id"],
    )


def _visit_page(
    visit_id: UUID, *, form: Form | None = None, giving: Form | None = None, cancelling: Form | None = None
) -> str:
    by, now = current_actor(), clock.now()
    with read_again() as session:
        visit = queries.get_visit(session, visit_id, by=by)
        state = visit.state(now)
        is_ahead = by.may(Permission.ROTA_MANAGE) and state in {"open", "planned", "missed"}
        day = london_day(visit.planned_from)
        if is_ahead and giving is None:
            giving = _give_form(session, day, obj=visit)
    return render_template(
        "rota/visit.html",
        visit=visit,
        state=words.STATES[state],
        cancelled_by=words.CANCELLED_BY,
        is_ahead=is_ahead,
        form=form,
        giving=giving,
        cancelling=cancelling or Form(CancelSchema()),
        back_url=_day_url(day),
        may_read_person=by.may(Permission.CARE_PLAN_READ),
    )


def _give_form(session: Session, day: date, *, data: Any = None, obj: object = None) -> Form:  # noqa: ANN401 (a form's own answers)
    return Form(GiveSchema(), data=data, obj=obj, options={"worker_id": _workers(session, day)})


def _options(session: Session) -> dict[str, list[tuple[UUID, str]]]:
    people = queries.list_people(session, by=current_actor())
    named = sorted(((one.id, one.name) for one in people), key=lambda one: sort_key(one[1]))
    return {"person_supported_id": named, "worker_id": _workers(session, clock.today())}


def _workers(session: Session, day: date) -> list[tuple[UUID, str]]:
    listed = queries.list_assignable(session, by=current_actor(), on=day)
    return sorted(((one.id, one.full_name) for one in listed), key=lambda one: sort_key(one[1]))


def _day_url(day: date) -> str:
    return url_for("rota.index", week=day.isoformat(), _anchor=f"day-{day.isoformat()}")


def _planning(form: Form) -> str:
    return render_template("rota/plan.html", form=form)
