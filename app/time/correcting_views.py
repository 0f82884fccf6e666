"""One time that was worked, put right by somebody else; and a visit that nobody checked out of."""

from functools import partial
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.time import words
from app.time.approving_views import pages
from app.time.schemas import CorrectTime, EndVisit
from app.web.context import current_actor, current_coop, read_again
from app.web.forms import Form
from app.web.guards import needs
from app.web.posting import Answers, posted, sent_on
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

    def act(answers: Answers) -> ResponseReturnValue:
        actions.correct_entry(coop=current_coop(), entry_id=entry_id, by=current_actor(), **answers)
        return sent_on(url_for(".waiting"), _("The time is put right. It waits for approval."))

    return posted(Form(CorrectTime(), data=request.form), act, page=partial(_entry_page, entry_id))


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
