"""Everybody's leave and sickness, for those who decide: what waits, and the visits that it is about."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.absence import words
from app.absence.schemas import (
    AddFitNote,
    Decide,
    EnterAbsence,
    KeepCertificate,
    OfVersion,
    TakeOff,
    TheirSicknessDays,
    absence_of,
    fit_note_of,
    sick_days_of,
)
from app.absence.showing import (
    CHANGING,
    DAY,
    Act,
    affected_days,
    form_of,
    needs_fit_note,
    shown,
    still_theirs,
)
from app.absence.views import BESIDE
from app.care.marks import reasons_words
from app.people.named import told_apart
from app.time.by_hand_views import workers_to_choose
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, acted, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care.actions.taking_off import NoVisitsToTakeOff, take_off
from franchise_kit.care.rules.visits import VisitChangedMeanwhile
from franchise_kit.time.actions import absence as actions
from franchise_kit.time.actions.giving_back import give_leave_back
from franchise_kit.time.actions.sickness import (
    add_fit_note,
    keep_certificate,
    set_sickness_days,
    take_fit_note_away,
)
from franchise_kit.time.queries import absence as queries
from franchise_kit.time.queries import leave
from tenants import clock

# Apart from one's own leave, so that the way about marks one of the two places.
pages = Blueprint("absences", __name__, url_prefix="/absences")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.TIMESHEET_APPROVE)
def index() -> ResponseReturnValue:
    """List what waits for an answer, and who is away today."""
    by, today = current_actor(), clock.today()
    with read_again() as session:
        waiting = queries.list_waiting_absences(session, by=by)
        today_away = queries.list_absences(session, by=by, from_=today, until=today + DAY)
        called = told_apart(session)
    away = [one for one in today_away if one.state == "agreed" or (one.is_live and one.is_sickness)]
    may_set = by.may(Permission.SETTINGS_MANAGE)
    return render_template(
        "absence/index.html",
        waiting=waiting,
        away=away,
        no_note={one.id for one in (*waiting, *away) if needs_fit_note(one, today)},
        may_set=may_set,
        called=called,
        words=words,
    )


@pages.get("/new")
@needs(Permission.TIMESHEET_APPROVE)
def new() -> ResponseReturnValue:
    """Ask who is away, and when."""
    return _new_page(_new_form(obj={"kind": "sickness", "from_on": clock.today()}))


@pages.post("/new")
@needs(Permission.TIMESHEET_APPROVE)
def enter() -> ResponseReturnValue:
    """Write down for somebody when they are away."""

    def act(answers: Answers) -> ResponseReturnValue:
        absence_id = actions.enter_absence(
            coop=current_coop(),
            worker_id=answers["worker_id"],
            new=absence_of(answers),
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".show", absence_id=absence_id), _("It is written down"))

    return posted(_new_form(data=request.form), act, page=_new_page, beside=BESIDE)


@pages.get("/<uuid:absence_id>")
@needs(Permission.TIMESHEET_APPROVE)
def show(absence_id: UUID) -> ResponseReturnValue:
    """Show somebody's days away, the visits that they are about, and what can be done."""
    return _page(absence_id)


@pages.post("/<uuid:absence_id>/decide")
@needs(Permission.TIMESHEET_APPROVE)
def decide(absence_id: UUID) -> ResponseReturnValue:
    """Say yes or no."""

    def act(answers: Answers) -> ResponseReturnValue:
        decision = actions.Decision(answers["is_agreed"], answers["version"], answers["answer"])
        actions.decide_absence(
            coop=current_coop(),
            absence_id=absence_id,
            decision=decision,
            by=current_actor(),
            now=clock.now(),
        )
        said = _("The worker is told your answer")
        return sent_on(url_for(".show", absence_id=absence_id), said)

    form = form_of(Decide(), data=request.form)
    return posted(form, act, page=partial(_page, absence_id), beside=CHANGING)


@pages.post("/<uuid:absence_id>/visits")
@needs(Permission.ROTA_MANAGE)
def free(absence_id: UUID) -> ResponseReturnValue:
    """Take the worker off the visits that were shown: they are nobody's until others are found."""

    def act(answers: Answers) -> ResponseReturnValue:
        by = current_actor()
        with read_again() as session:
            one = queries.get_absence(session, absence_id, by=by)
        seen = dict(answers["visit_ids"])
        count = take_off(coop=current_coop(), worker_id=one.worker_id, seen=seen, by=by, now=clock.now())
        said = ngettext("%(num)d visit is nobody's now", "%(num)d visits are nobody's now", count)
        return sent_on(url_for(".show", absence_id=absence_id), said)

    form = form_of(TakeOff(), data=request.form)
    codes = dict.fromkeys((NoVisitsToTakeOff.code, VisitChangedMeanwhile.code))
    return posted(form, act, page=partial(_page, absence_id), beside=codes)


@pages.post("/<uuid:absence_id>/withdraw")
@needs(Permission.TIMESHEET_APPROVE)
def withdraw(absence_id: UUID) -> ResponseReturnValue:
    """Withdraw what was entered or agreed."""
    return _change(absence_id, OfVersion(), actions.withdraw_absence, _("It is withdrawn"))


@pages.post("/<uuid:absence_id>/days")
@needs(Permission.TIMESHEET_APPROVE)
def say_days(absence_id: UUID) -> ResponseReturnValue:
    """Say the days of somebody's sickness: its end, that it goes on, or other days."""
    said = _("The days are told")
    return _change(absence_id, TheirSicknessDays(), set_sickness_days, said, told=sick_days_of)


@pages.post("/<uuid:absence_id>/certificate")
@needs(Permission.TIMESHEET_APPROVE)
def certify(absence_id: UUID) -> ResponseReturnValue:
    """Write down whether they have certified it themself."""
    return _change(absence_id, KeepCertificate(), keep_certificate, _("It is written down"))


@pages.post("/<uuid:absence_id>/fit-notes")
@needs(Permission.TIMESHEET_APPROVE)
def add_note(absence_id: UUID) -> ResponseReturnValue:
    """Write down a fit note, and when it was seen."""
    return _change(
        absence_id, AddFitNote(), add_fit_note, _("The fit note is written down"), told=fit_note_of
    )


@pages.post("/<uuid:absence_id>/fit-notes/<uuid:fit_note_id>/away")
@needs(Permission.TIMESHEET_APPROVE)
def take_note_away(absence_id: UUID, fit_note_id: UUID) -> ResponseReturnValue:
    """Take a fit note away that was entered wrongly."""
    act = partial(take_fit_note_away, fit_note_id=fit_note_id)
    return _change(absence_id, OfVersion(), act, _("The fit note is taken away"))


@pages.post("/<uuid:absence_id>/leave-back")
@needs(Permission.TIMESHEET_APPROVE)
def give_back(absence_id: UUID) -> ResponseReturnValue:
    """Give the leave back of a holiday in which somebody was ill."""
    return _change(absence_id, OfVersion(), give_leave_back, _("They have this leave back"))


def _change(
    absence_id: UUID,
    schema: OfVersion,
    action: Act,
    said: str,
    *,
    told: Callable[[Answers], Answers] = dict,
) -> ResponseReturnValue:
    def act(answers: Answers) -> ResponseReturnValue:
        way = url_for(".show", absence_id=absence_id)
        return acted(action, way, said, absence_id=absence_id, **told(answers))

    form = form_of(schema, data=request.form)
    return posted(form, act, page=partial(_page, absence_id), beside=CHANGING)


def _page(absence_id: UUID, form: Form | None = None) -> str:
    by, now = current_actor(), clock.now()
    with read_again() as session:
        one = queries.get_absence(session, absence_id, by=by)
        what = shown(session, one, form, by=by)
        days = affected_days(session, one, by=by, now=now)
        balance = leave.get_leave_balance(session, one.worker_id, by=by, on=clock.today(), of=one.from_on)
        called = told_apart(session)
        others = queries.list_absences(
            session, by=by, from_=one.from_on, until=(one.last_on or clock.today()) + DAY
        )
    return render_template(
        "absence/desk.html",
        **what,
        days=days,
        theirs=still_theirs(days),
        balance=balance,
        others=[other for other in others if other.is_live and other.worker_id != one.worker_id],
        may_plan=by.may(Permission.ROTA_MANAGE),
        reads_visits=by.may(Permission.VISIT_READ),
        reasons_words=reasons_words,
        called=called,
        words=words,
    )


def _new_page(form: Form) -> str:
    return render_template("absence/new.html", form=form, words=words)


def _new_form(**typed: object) -> Form:
    options = {"worker_id": workers_to_choose()}
    return Form(EnterAbsence(), options=options, **typed)  # type: ignore[arg-type] # what a Form takes
