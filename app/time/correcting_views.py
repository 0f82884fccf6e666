"""One time that was worked, put right by somebody else; and a visit that nobody checked out of."""

from functools import partial
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.time import words
from app.time.approving_views import pages
from app.time.schemas import CorrectPaid, CorrectTime, EndVisit
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care.queries import get_visit
from franchise_kit.time import actions, queries
from franchise_kit.time.actions import Put
from franchise_kit.time.actions.approving import TimeChangedMeanwhile, TimeNotPossible
from franchise_kit.time.rules.entries import NothingToCorrect, TimeStillToCome
from tenants import clock

__all__ = ["pages"]

_BESIDE = {
    TimeNotPossible.code: "minutes",
    TimeStillToCome.code: "minutes",
    NothingToCorrect.code: "minutes",
    TimeChangedMeanwhile.code: None,
}


@pages.get("/<uuid:entry_id>")
@needs(Permission.TIMESHEET_APPROVE)
def show(entry_id: UUID) -> ResponseReturnValue:
    """Show one time, and ask what it should be."""
    return _entry_page(entry_id)


@pages.post("/<uuid:entry_id>/correct")
@needs(Permission.TIMESHEET_APPROVE)
def correct(entry_id: UUID) -> ResponseReturnValue:
    """Put one time right."""

    def act(answers: Answers) -> ResponseReturnValue:
        version = answers.pop("version")
        actions.correct_entry(
            coop=current_coop(),
            entry_id=entry_id,
            put=Put(**answers),
            version=version,
            by=current_actor(),
            now=clock.now(),
        )
        return sent_on(url_for(".waiting"), _("The time is put right. Somebody else approves it."))

    form = Form(CorrectTime(), data=request.form)
    return posted(form, act, page=partial(_entry_page, entry_id), beside=_BESIDE)


@pages.post("/<uuid:entry_id>/correct-paid")
@needs(Permission.TIMESHEET_APPROVE)
def correct_paid(entry_id: UUID) -> ResponseReturnValue:
    """Write down the difference to a time that a pay run holds."""

    def act(answers: Answers) -> ResponseReturnValue:
        version = answers.pop("version")
        made = actions.correct_paid(
            coop=current_coop(),
            entry_id=entry_id,
            put=Put(**answers),
            version=version,
            by=current_actor(),
            now=clock.now(),
        )
        said = _("The difference is written down. Somebody else approves it, and the next pay run pays it.")
        return sent_on(url_for(".show", entry_id=made), said)

    form = Form(CorrectPaid(), data=request.form)
    return posted(form, act, page=partial(_entry_page, entry_id), beside=_BESIDE)


@pages.post("/<uuid:entry_id>/remake")
@needs(Permission.TIMESHEET_APPROVE)
def remake(entry_id: UUID) -> ResponseReturnValue:
    """Work out anew what lies between the visits of the day of a time."""
    with read_again() as session:
        entry = queries.get_entry(session, entry_id, by=current_actor())
    count = actions.remake_day(
        coop=current_coop(), worker_id=entry.worker_id, day=entry.day, by=current_actor(), now=clock.now()
    )
    said = ngettext(
        "%(num)d entry between the visits is worked out anew",
        "%(num)d entries between the visits are worked out anew",
        count,
    )
    return sent_on(
        url_for(".waiting", worker_id=entry.worker_id),
        said if count else _("Nothing between the visits had to change"),
    )


@pages.get("/visits/<uuid:visit_id>")
@needs(Permission.TIMESHEET_APPROVE)
def open_visit(visit_id: UUID) -> ResponseReturnValue:
    """Show a visit that nobody checked out of, and ask how long it took."""
    return _visit_page(visit_id)


@pages.post("/visits/<uuid:visit_id>/end")
@needs(Permission.TIMESHEET_APPROVE)
def end_visit(visit_id: UUID) -> ResponseReturnValue:
    """End a visit that nobody checked out of."""

    def act(answers: Answers) -> ResponseReturnValue:
        actions.end_visit(
            coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now(), **answers
        )
        return sent_on(url_for(".waiting"), _("The visit is ended. Its time waits for approval."))

    page = partial(_visit_page, visit_id)
    return posted(
        Form(EndVisit(), data=request.form), act, page=page, beside={TimeNotPossible.code: "minutes"}
    )


def _entry_page(entry_id: UUID, form: Form | None = None) -> str:
    by = current_actor()
    with read_again() as session:
        entry = queries.get_entry(session, entry_id, by=by)
        planned = queries.planned_minutes(session, [entry], by=by)
        changes = queries.list_time_changes(session, entry_id, by=by)
        corrections = queries.list_corrections(session, entry_id, by=by)
        others = queries.other_approvers(session, by=by)
    stands = entry.minutes + sum(one.minutes for one in corrections)
    schema = CorrectTime() if entry.may_change else CorrectPaid()
    return render_template(
        "hours/show.html",
        form=form or Form(schema, obj={"minutes": stands, "version": entry.version}),
        entry=entry,
        planned=planned.get(entry.visit_id) if entry.visit_id and entry.source == "visit" else None,
        changes=changes,
        corrections=corrections,
        stands=stands,
        others=others,
        words=words,
    )


def _visit_page(visit_id: UUID, form: Form | None = None) -> str:
    with read_again() as session:
        visit = get_visit(session, visit_id, by=current_actor())
    is_open = visit.state(clock.now()) == "under_way"
    kept = {"minutes": visit.planned_minutes}
    return render_template(
        "hours/visit.html", form=form or Form(EndVisit(), obj=kept), visit=visit, is_open=is_open, words=words
    )
