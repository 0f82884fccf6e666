"""My leave: what I have, what I asked for, asking and telling."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.absence import words
from app.absence.schemas import (
    AskLeave,
    KeepCertificate,
    OfVersion,
    SicknessDays,
    TellSickness,
    absence_of,
    sick_days_of,
)
from app.absence.showing import CHANGING, DAY, Act, View, day_asked, form_of, shown
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, acted, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.people.queries import find_own_worker
from franchise_kit.time.actions import absence as actions
from franchise_kit.time.actions.by_hand import NotEmployedThen
from franchise_kit.time.actions.giving_back import give_leave_back
from franchise_kit.time.actions.sickness import keep_certificate, set_sickness_days
from franchise_kit.time.queries import absence as queries
from franchise_kit.time.queries import leave
from franchise_kit.time.rules import absence as rules
from tenants import clock
from tenants.refusal import NotFound

pages = Blueprint("absence", __name__, url_prefix="/absence")
only_for(pages, "coop")
BESIDE = {
    NotEmployedThen.code: "from_on",
    rules.AbsenceDaysNotPossible.code: "last_on",
    rules.AbsenceTooFar.code: "from_on",
    rules.SicknessStillToCome.code: "from_on",
    rules.LastDayNeeded.code: "last_on",
    actions.AbsenceThereAlready.code: "from_on",
    actions.LeaveHoursNeeded.code: "hours",
    actions.LeaveHoursNotPossible.code: "hours",
}


@pages.get("")
@needs(Permission.TIMESHEET_SUBMIT)
def mine() -> ResponseReturnValue:
    """Show one's own leave of a leave year, and one's days away in it."""
    by, today = current_actor(), clock.today()
    with read_again() as session:
        worker = find_own_worker(session, by=by)
        if worker is None:
            return render_template("absence/nobody.html")
        balance = leave.get_leave_balance(session, worker.id, by=by, on=today, of=day_asked(today))
        year = balance.year
        absences = queries.list_own_absences(session, by=by, from_=year.first, until=year.last + DAY)
        said = leave.get_leave_rules(session)
    return render_template(
        "absence/mine.html",
        worker=worker,
        balance=balance,
        absences=absences,
        is_said=said.version > 0,
        today=today,
        words=words,
    )


@pages.get("/new")
@needs(Permission.TIMESHEET_SUBMIT)
def new() -> ResponseReturnValue:
    """Ask for which days."""
    return _ask_page(Form(AskLeave(), obj={"kind": "holiday"}))


@pages.post("/new")
@needs(Permission.TIMESHEET_SUBMIT)
def ask() -> ResponseReturnValue:
    """Ask for days away; or count the hours that they take, and show the form again."""
    if "count" in request.form:
        typed = {name: text for name, text in request.form.items() if name != "count"}
        return posted(
            Form(AskLeave(), data=typed), partial(_counted_page, typed), page=_ask_page, beside=BESIDE
        )

    def act(answers: Answers) -> ResponseReturnValue:
        absence_id = actions.enter_own_absence(
            coop=current_coop(), new=absence_of(answers), by=current_actor(), now=clock.now()
        )
        return sent_on(url_for(".show", absence_id=absence_id), _("You have asked. Somebody will answer."))

    return posted(Form(AskLeave(), data=request.form), act, page=_ask_page, beside=BESIDE)


@pages.get("/sickness")
@needs(Permission.TIMESHEET_SUBMIT)
def sickness() -> ResponseReturnValue:
    """Ask since when one is ill."""
    return _sickness_page(Form(TellSickness(), obj={"from_on": clock.today()}))


@pages.post("/sickness")
@needs(Permission.TIMESHEET_SUBMIT)
def tell() -> ResponseReturnValue:
    """Tell of sickness."""

    def act(answers: Answers) -> ResponseReturnValue:
        absence_id = actions.enter_own_absence(
            coop=current_coop(),
            new=absence_of(answers, kind=rules.SICKNESS),
            by=current_actor(),
            now=clock.now(),
        )
        said = _("It is told. Whoever plans the visits sees it now. Get well soon.")
        return sent_on(url_for(".show", absence_id=absence_id), said)

    form = Form(TellSickness(), data=request.form)
    return posted(form, act, page=_sickness_page, beside=BESIDE)


@pages.get("/<uuid:absence_id>")
@needs(Permission.TIMESHEET_SUBMIT)
def show(absence_id: UUID) -> ResponseReturnValue:
    """Show one's own days away, with what can be done about them."""
    return _own_page(absence_id)


@pages.post("/<uuid:absence_id>/withdraw")
@needs(Permission.TIMESHEET_SUBMIT)
def withdraw(absence_id: UUID) -> ResponseReturnValue:
    """Withdraw what one asked or told."""
    act = partial(_change, absence_id, actions.withdraw_absence, _("It is withdrawn"))
    return _posted(absence_id, form_of(OfVersion(), data=request.form), act)


@pages.post("/<uuid:absence_id>/days")
@needs(Permission.TIMESHEET_SUBMIT)
def say_days(absence_id: UUID) -> ResponseReturnValue:
    """Say the days of one's sickness: its end, or that it goes on."""
    act = partial(_change, absence_id, set_sickness_days, _("The days are told"), told=sick_days_of)
    return _posted(absence_id, form_of(SicknessDays(), data=request.form), act)


@pages.post("/<uuid:absence_id>/certificate")
@needs(Permission.TIMESHEET_SUBMIT)
def certify(absence_id: UUID) -> ResponseReturnValue:
    """Certify one's own sickness."""
    act = partial(_change, absence_id, keep_certificate, _("It is written down"))
    return _posted(absence_id, form_of(KeepCertificate(), data=request.form), act)


@pages.post("/<uuid:absence_id>/leave-back")
@needs(Permission.TIMESHEET_SUBMIT)
def have_back(absence_id: UUID) -> ResponseReturnValue:
    """Have the leave back of a holiday in which one was ill."""
    act = partial(_change, absence_id, give_leave_back, _("You have this leave back"))
    return _posted(absence_id, form_of(OfVersion(), data=request.form), act)


def _change(
    absence_id: UUID,
    action: Act,
    said: str,
    answers: Answers,
    *,
    told: Callable[[Answers], Answers] = dict,
) -> ResponseReturnValue:
    facts = told(answers)
    return acted(action, url_for(".show", absence_id=absence_id), said, absence_id=absence_id, **facts)


def _posted(absence_id: UUID, form: Form, act: View) -> ResponseReturnValue:
    return posted(form, act, page=partial(_own_page, absence_id), beside=CHANGING)


def _own_page(absence_id: UUID, form: Form | None = None) -> str:
    with read_again() as session:
        one = queries.get_absence(session, absence_id, by=current_actor())
        if not one.is_own:
            raise NotFound(record_kind="absence")
        what = shown(session, one, form, by=current_actor())
    return render_template("absence/show.html", **what, words=words)


def _ask_page(form: Form, *, counted: int | None = None, how: str = "") -> str:
    return render_template("absence/ask.html", form=form, counted=counted, how=how, words=words)


def _sickness_page(form: Form) -> str:
    return render_template("absence/sickness.html", form=form, words=words)


def _counted_page(typed: dict[str, str], answers: Answers) -> ResponseReturnValue:
    """Return the form with the hours filled in that its days take."""
    by, first, last = current_actor(), answers["from_on"], answers["last_on"]
    with read_again() as session:
        worker = find_own_worker(session, by=by)
        if worker is None:
            raise NotFound(record_kind="worker")
        rules.check_days(answers["kind"], first, last, today=clock.today())
        found = leave.suggest_leave(session, worker.id, first, last, by=by, today=clock.today())
    how = str(words.COUNTED_BY[found.counted_by])
    typed["hours"] = words.hours_typed(found.minutes)
    return _ask_page(Form(AskLeave(), data=typed), counted=found.minutes, how=how)
