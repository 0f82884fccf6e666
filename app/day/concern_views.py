"""Concerns: those that wait, one with what was said and done, and saying more of one's own."""

from functools import partial
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.day import words
from app.day.schemas import ConcernSeen, ConcernWords
from app.web.context import current_actor, current_coop, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.posting import Answers, posted, sent_on
from franchise_kit.access import Permission
from franchise_kit.care.actions import concerns as actions
from franchise_kit.care.queries.concerns import get_concern, list_concerns
from tenants import clock

__all__ = ["pages", "words"]

pages = Blueprint("concerns", __name__, url_prefix="/concerns")
only_for(pages, "coop")


@pages.get("")
@needs(Permission.INCIDENT_READ)
def index() -> ResponseReturnValue:
    """List the concerns that nobody has looked at, and those that somebody has."""
    session, by = reading_session(), current_actor()
    return render_template(
        "day/concerns.html",
        waiting=list_concerns(session, by=by, are_seen=False),
        seen=list_concerns(session, by=by, are_seen=True, most=50),
    )


@pages.get("/<uuid:concern_id>")
@needs(Permission.INCIDENT_READ)
def show(concern_id: UUID) -> ResponseReturnValue:
    """Show a concern to whoever reads concerns."""
    return _page(concern_id)


@pages.get("/mine/<uuid:concern_id>")
@needs(Permission.INCIDENT_CREATE)
def own(concern_id: UUID) -> ResponseReturnValue:
    """Show a concern to whoever raised it."""
    return _page(concern_id)


@pages.post("/mine/<uuid:concern_id>")
@needs(Permission.INCIDENT_CREATE)
def add_words(concern_id: UUID) -> ResponseReturnValue:
    """Say more of one's own concern."""

    def act(answers: Answers) -> ResponseReturnValue:
        actions.add_words(
            coop=current_coop(), concern_id=concern_id, words=answers["words"], by=current_actor()
        )
        return sent_on(url_for(".own", concern_id=concern_id), _("Your words are added"))

    return posted(Form(ConcernWords(), data=request.form), act, page=partial(_page, concern_id))


@pages.post("/<uuid:concern_id>/seen")
@needs(Permission.INCIDENT_MANAGE)
def see(concern_id: UUID) -> ResponseReturnValue:
    """Say that one has looked at it, and what is done."""

    def act(answers: Answers) -> ResponseReturnValue:
        actions.see_concern(
            coop=current_coop(), concern_id=concern_id, by=current_actor(), now=clock.now(), **answers
        )
        return sent_on(url_for(".show", concern_id=concern_id), _("The concern is looked at"))

    form = Form(ConcernSeen(), data=request.form)
    return posted(form, act, page=partial(_page, concern_id), beside={"concern_changed_meanwhile": None})


def _page(concern_id: UUID, form: Form | None = None) -> str:
    by = current_actor()
    with read_again() as session:
        concern = get_concern(session, concern_id, by=by)
    is_answer = form is not None and "answer" in form.fields
    return render_template(
        "day/concern.html",
        concern=concern,
        form=form,
        adding=form if form is not None and not is_answer else Form(ConcernWords(), obj=concern),
        # The version is the one that is shown now: what was typed stays, what is new is read first.
        seeing=form if is_answer else Form(ConcernSeen(), obj={"version": concern.version}),
        may_add=concern.is_own and concern.seen_at is None,
        may_see=by.may(Permission.INCIDENT_MANAGE) and not concern.is_own and concern.seen_at is None,
        may_read=by.may(Permission.INCIDENT_READ),
        may_read_visit=by.may(Permission.VISIT_READ) and not concern.is_own,
    )
