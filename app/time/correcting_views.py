"""One time that was worked, put right by somebody else; and a visit that nobody checked out of."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.time import words
from app.time.approving_views import pages
from app.time.schemas import CorrectTime, EndVisit
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.care.queries import get_visit
from franchise_kit.time import actions, queries
from franchise_kit.time.actions.approving import TimeNotPossible
from tenants import clock

__all__ = ["pages"]


@pages.get("/<uuid:entry_id>")
@needs(Permission.TIMESHEET_APPROVE)
def show(entry_id: UUID) -> ResponseReturnValue:
    """Show one time, and ask what it should be."""
    return _entry_page(entry_id)


@pages.post("/<uuid:entry_id>/correct")
@needs(Permission.TIMESHEET_APPROVE)
def correct(entry_id: UUID) -> ResponseReturnValue:
    """Put one time right."""
    form = Form(CorrectTime(), data=request.form)
    answers = form.validate()
    if answers is None:
        return _entry_page(entry_id, form), 422
    actions.correct_entry(coop=current_coop(), entry_id=entry_id, by=current_actor(), **answers)
    flash(_("The time is put right. It waits for approval."))
    return redirect(url_for(".waiting"), code=303)


@pages.get("/visits/<uuid:visit_id>")
@needs(Permission.TIMESHEET_APPROVE)
def open_visit(visit_id: UUID) -> ResponseReturnValue:
    """Show a visit that nobody checked out of, and ask how long it took."""
    return _visit_page(visit_id)


@pages.post("/visits/<uuid:visit_id>/end")
@needs(Permission.TIMESHEET_APPROVE)
def end_visit(visit_id: UUID) -> ResponseReturnValue:
    """End a visit that nobody checked out of."""
    form = Form(EndVisit(), data=request.form)
    answers = form.validate()
    if answers is None:
        return _visit_page(visit_id, form), 422
    try:
        actions.end_visit(
            coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now(), **answers
        )
    except TimeNotPossible as refusal:
        form.refuse("minutes", sentence_for(refusal))
        return _visit_page(visit_id, form), 422
    flash(_("The visit is ended. Its time waits for approval."))
    return redirect(url_for(".waiting"), code=303)


def _entry_page(entry_id: UUID, form: Form | None = None) -> str:
    by = current_actor()
    with read_again() as session:
        entry = queries.get_entry(session, entry_id, by=by)
        planned = queries.planned_minutes(session, [entry], by=by)
    kept = {"minutes": entry.minutes, "version": entry.version}
    return render_template(
        "hours/show.html",
        form=form or Form(CorrectTime(), obj=kept),
        entry=entry,
        planned=planned.get(entry.visit_id) if entry.visit_id else None,
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
