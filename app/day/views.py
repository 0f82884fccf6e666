"""My visits: what is ahead, checking in and out, what was done. A tap that comes twice does nothing twice."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.day import words
from app.day.looking import forget_phone, looked_before, now_of
from app.day.schemas import RaisedConcern, Tap, answers_of, report_schema, said_of_tasks
from app.day.sending import for_phones, is_phone, problems_in_words, sent_to
from app.day.stops import A_DAY, AHEAD, Stop, by_day, find_open_elsewhere, list_stops, stop_of
from app.login.pages import pages as door
from app.time.words import duration
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care.actions import concerns, tasks
from franchise_kit.care.queries.attending import TaskFacts, get_told, list_tasks
from franchise_kit.care.queries.concerns import list_raised
from franchise_kit.care.rules.attending import TAKEN_BACK_WITHIN, NotCheckedOut
from franchise_kit.care.rules.visits import CheckedInAlready, CheckedOutAlready
from franchise_kit.kernel.days import london_day
from franchise_kit.time import actions
from franchise_kit.time.actions.visiting import Phone
from franchise_kit.time.queries import find_own_entry_of_visit
from tenants import clock

# Why a check-out is not taken back, said over the page.
STANDS = dict.fromkeys(
    ("other_visit_open", "another_visit_since", "check_out_too_long_ago", "check_out_stands")
)
pages = Blueprint("visits", __name__, url_prefix="/my-visits")
only_for(pages, "coop")
# Rooms are loaded late, so none asks for something after every request; the door asks for this one alone.
door.after_request(forget_phone)


@pages.get("")
@needs(Permission.VISIT_RECORD)
def mine() -> ResponseReturnValue:
    """List one's own visits of yesterday, today and the days ahead."""
    now, today = clock.now(), clock.today()
    stops = list_stops(
        reading_session(),
        by=current_actor(),
        now=now,
        days=(today - A_DAY, today + AHEAD),
        looked_at=looked_before(now),
    )
    whose = current_actor().account_id
    return render_template("day/mine.html", days=by_day(stops), words=words, whose=whose)


@pages.get("/<uuid:visit_id>")
@needs(Permission.VISIT_RECORD)
def show(visit_id: UUID) -> ResponseReturnValue:
    """Show one of one's own visits, and the one thing to do there now."""
    return _page(visit_id)


@pages.post("/<uuid:visit_id>/check-in")
@needs(Permission.VISIT_RECORD)
@for_phones
def check_in(visit_id: UUID) -> ResponseReturnValue:
    """Write that one is there; a second tap finds it written, and shows the visit."""

    def enter(answers: Answers) -> ResponseReturnValue:
        phone = Phone(now_of(answers["device_at"]), answers["holds"])
        now, by = clock.now(), current_actor()
        try:
            actions.check_in(coop=current_coop(), visit_id=visit_id, by=by, now=now, phone=phone)
        except CheckedInAlready:
            return sent_on(url_for(".show", visit_id=visit_id))
        return sent_to(url_for(".show", visit_id=visit_id), _("You are checked in"))

    form = Form(Tap(), data=request.form)
    return posted(form, enter, page=partial(_again, visit_id), beside={"other_visit_open": None})


@pages.post("/<uuid:visit_id>/check-out")
@needs(Permission.VISIT_RECORD)
@for_phones
def check_out(visit_id: UUID) -> ResponseReturnValue:
    """Write that the visit is over; a second tap finds it written, and shows the visit."""

    def leave(answers: Answers) -> ResponseReturnValue:
        phone = Phone(now_of(answers["device_at"]), answers["holds"], answers_of(answers))
        note, now, by = answers["note"], clock.now(), current_actor()
        try:
            minutes = actions.check_out(
                coop=current_coop(), visit_id=visit_id, note=note, by=by, now=now, phone=phone
            )
        except CheckedOutAlready:
            return sent_on(url_for(".show", visit_id=visit_id))
        said = _("You are checked out. The visit took %(time)s.", time=duration(minutes))
        return sent_to(url_for(".show", visit_id=visit_id), said)

    form = _report(visit_id, is_leaving=True, data=request.form)
    return posted(form, leave, page=partial(_again, visit_id), beside={"tasks_unanswered": None})


@pages.post("/<uuid:visit_id>/check-out-back")
@needs(Permission.VISIT_RECORD)
@for_phones
def take_back(visit_id: UUID) -> ResponseReturnValue:
    """Take back a check-out that was a slip; a second tap finds it taken back, and shows the visit."""

    def act(answers: Answers) -> ResponseReturnValue:
        phone = Phone(now_of(answers["device_at"]), answers["holds"])
        now, by = clock.now(), current_actor()
        try:
            actions.take_back_check_out(coop=current_coop(), visit_id=visit_id, by=by, now=now, phone=phone)
        except NotCheckedOut:
            return sent_on(url_for(".show", visit_id=visit_id))
        return sent_to(url_for(".show", visit_id=visit_id), _("The check-out is taken back: you are there"))

    return posted(Form(Tap(), data=request.form), act, page=partial(_again, visit_id), beside=STANDS)


@pages.post("/<uuid:visit_id>/report")
@needs(Permission.VISIT_RECORD)
@for_phones
def write_down(visit_id: UUID) -> ResponseReturnValue:
    """Keep what was done so far, and the note."""

    def keep(answers: Answers) -> ResponseReturnValue:
        said = {"answers": answers_of(answers), "note": answers["note"]}
        tasks.write_down(coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now(), **said)
        return sent_to(url_for(".show", visit_id=visit_id), _("What you wrote is kept"))

    form = _report(visit_id, is_leaving=False, data=request.form)
    return posted(form, keep, page=partial(_again, visit_id))


@pages.post("/<uuid:visit_id>/concern")
@needs(Permission.INCIDENT_CREATE)
@for_phones
def raise_concern(visit_id: UUID) -> ResponseReturnValue:
    """Raise a concern at once; what there is to say of it may be added on the page that follows."""

    def act(answers: Answers) -> ResponseReturnValue:
        concern_id = concerns.raise_concern(
            coop=current_coop(),
            visit_id=visit_id,
            words=answers["words"],
            by=current_actor(),
            now=clock.now(),
        )
        said = _("Your concern is raised. Whoever plans visits has been told.")
        return sent_to(url_for("concerns.own", concern_id=concern_id), said)

    return posted(Form(RaisedConcern(), data=request.form), act, page=partial(_again, visit_id))


def _report(visit_id: UUID, *, is_leaving: bool, data: Any = None) -> Form:  # noqa: ANN401 (a form's own answers)
    with read_again() as session:
        by = current_actor()
        get_told(session, visit_id, by=by)
        asked = list_tasks(session, [visit_id], by=by).get(visit_id, [])
    return Form(report_schema(asked, is_leaving=is_leaving), data=data)


def _again(visit_id: UUID, form: Form) -> str:
    return problems_in_words(form) if is_phone() else _page(visit_id, form)


def _page(visit_id: UUID, form: Form | None = None) -> str:
    by, now = current_actor(), clock.now()
    with read_again() as session:
        visit = get_told(session, visit_id, by=by)
        stop = stop_of(session, Stop(visit, visit.state(now)), by=by, now=now)
        entry = find_own_entry_of_visit(session, visit_id, by=by)
        elsewhere = find_open_elsewhere(session, visit, by=by, now=now)
        raised = list_raised(session, visit_id, by=by)
    # What is wrong stands over the page, and what was typed in the form that it was typed into.
    is_report = form is not None and "note" in form.fields
    return render_template(
        "day/show.html",
        form=form,
        report=form if is_report else _fresh_report(visit.note, stop.tasks),
        stop=stop,
        is_of_today=stop.is_of(london_day(now)),
        elsewhere=elsewhere,
        raised=raised,
        minutes=entry.minutes if entry is not None else None,
        may_take_back=visit.checked_out_at is not None and now - visit.checked_out_at <= TAKEN_BACK_WITHIN,
        words=words,
        duration=duration,
        whose=by.account_id,
        may_raise=by.may(Permission.INCIDENT_CREATE),
    )


def _fresh_report(note: str | None, asked: tuple[TaskFacts, ...]) -> Form:
    return Form(report_schema(asked, is_leaving=True), obj={"note": note, **said_of_tasks(asked)})
