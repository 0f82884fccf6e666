"""The co-op's door: a hub person comes in, sees what they were let in for, and leaves."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.login import wrap
from app.login.devices import visitor
from app.login.pages import note_stranger
from app.visitors.schemas import Token
from app.visitors.views import pages
from app.visitors.words import WORDS
from app.web import hub_actions
from app.web.context import current_actor, current_coop, current_visitor_facts, reading_session
from app.web.forms import Form
from app.web.guards import needs, open_to_all
from app.web.hosts import PATH_SLUG, office_url
from franchise_kit.access import Permission
from franchise_kit.access.actions import sessions
from franchise_kit.visiting.actions.entering import (
    EntryNotInForce,
    Guest,
    HandOverSpent,
    Times,
    come_in,
    find_entry_of,
)
from franchise_kit.visiting.queries import EntryFacts, entry_in_force
from tenants import clock
from tenants.office import HUB
from tenants.transaction import reading

__all__ = ["pages"]


@pages.get("/enter")
@open_to_all
def enter() -> ResponseReturnValue:
    """Say for what and until when somebody from the hub may come in; opening this page changes nothing."""
    answers = Form(Token(), data=request.args).validate()
    if answers is None:
        raise HandOverSpent
    guest = hub_actions.who_stands_here(answers["token"])
    return render_template(
        "visitors/enter.html", guest=guest, entry=_entry_of(guest), token=answers["token"], **WORDS
    )


@pages.post("/enter")
@open_to_all
def go_in() -> ResponseReturnValue:
    """Let a hub person in, once."""
    answers = Form(Token(), data=request.form).validate()
    try:
        if answers is None:
            raise HandOverSpent  # noqa: TRY301 - a form without a token is noted like one with a wrong one
        guest = hub_actions.let_through(answers["token"])
    except HandOverSpent as refusal:
        note_stranger(refusal)
        raise
    times = Times(now=clock.now(), ticking=clock.ticking())
    token = come_in(coop=current_coop(), guest=guest, device=visitor().device, times=times)
    _end_present_session()
    wrap.begin(token)
    return redirect(url_for(".inside"), code=303)


@pages.get("/inside")
@needs(Permission.COOP_ENTER)
def inside() -> ResponseReturnValue:
    """Show a guest what they were let in for, and what they may read."""
    by = current_actor()
    entry = entry_in_force(reading_session(), by.entry_id, clock.now()) if by.entry_id else None
    if entry is None:
        raise EntryNotInForce
    return render_template("visitors/inside.html", entry=entry, **WORDS)


@pages.post("/leave")
@needs(Permission.COOP_ENTER)
def leave() -> ResponseReturnValue:
    """End a visit."""
    _end_present_session()
    wrap.end()
    return redirect(url_for(".left"), code=303)


@pages.get("/left")
@open_to_all
def left() -> ResponseReturnValue:
    """Say that the visit is over, and lead back to the hub."""
    facts = current_visitor_facts()
    if facts is None or (facts.is_visitor and not hub_actions.is_vouched_for(facts)):
        # Whoever signs in here next in this browser is not led back to this page.
        wrap.end()
    # A form's answer may not lead to another host (form-action), so this page does, by a link.
    is_by_path = PATH_SLUG in request.environ
    return render_template("visitors/left.html", hub_url="/" if is_by_path else office_url(HUB))


def _entry_of(guest: Guest) -> EntryFacts:
    with reading(current_coop()) as session:
        entry = find_entry_of(session, guest, now=clock.now())
    if entry is None:
        raise EntryNotInForce
    return entry


def _end_present_session() -> None:
    facts = current_visitor_facts()
    if facts is not None:
        sessions.sign_out(
            office=current_coop(), by=facts.actor, session_id=facts.session_id, now=clock.ticking()
        )
