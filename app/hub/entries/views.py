"""The hub asks co-ops to let somebody read records, and sees their answers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.hub.entries.party import coop_options, names_of, somebody
from app.hub.entries.schemas import AskForGrant
from app.visitors.words import WORDS, kind_words
from app.web.context import current_actor, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import only_for
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.visiting.actions import asking
from franchise_kit.visiting.queries.asked import list_asked
from franchise_kit.visiting.rules.kinds import askable_kinds
from tenants import clock
from tenants.refusal import Refusal

pages = Blueprint("entries", __name__, url_prefix="/entries")
only_for(pages, "hub")


@pages.get("")
@needs(Permission.ACCESS_GRANT_READ)
def index() -> ResponseReturnValue:
    """Show every request with its co-op's answer."""
    session = reading_session()
    asked = list_asked(session, by=current_actor(), now=clock.now())
    entries = [entry for entry in asked if entry.kind == "grant"]
    return render_template("hub_entries/index.html", entries=entries, names=names_of(session), **WORDS)


@pages.get("/ask")
@needs(Permission.ACCESS_GRANT_REQUEST)
def ask() -> ResponseReturnValue:
    """Ask what is to be asked."""
    return render_template("hub_entries/ask.html", form=_ask_form(reading_session()))


@pages.post("/ask")
@needs(Permission.ACCESS_GRANT_REQUEST)
def send_request() -> ResponseReturnValue:
    """Ask a co-op for a grant."""
    with read_again() as session:
        form = _ask_form(session, typed=True)
    answers = form.validate()
    if answers is None:
        return render_template("hub_entries/ask.html", form=form), 422
    wanted = asking.Ask(
        name=somebody().full_name,
        record_kinds=frozenset(answers.pop("record_kinds")),
        fields_hidden=frozenset(answers.pop("fields_hidden")),
        **answers,
    )
    try:
        asking.ask_for_grant(by=current_actor(), ask=wanted, now=clock.now())
    except Refusal as refusal:
        form.refuse(None, sentence_for(refusal))
        return render_template("hub_entries/ask.html", form=form), 422
    flash(_("The request is on its way. The co-op decides, and you see its answer here."))
    return redirect(url_for(".index"), code=303)


def _ask_form(session: Session, *, typed: bool = False) -> Form:
    kinds = askable_kinds(current_actor().permissions.keys())
    options = {
        "coop_id": coop_options(session),
        "record_kinds": [(kind, kind_words(kind)) for kind in kinds],
    }
    return Form(AskForGrant(), data=request.form if typed else None, options=options)
