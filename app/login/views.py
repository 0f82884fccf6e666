"""Signing in with a password, the second factor, and signing out."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.login import wrap
from app.login.devices import visitor
from app.login.pages import home, note_stranger, onward, pages, renew, wanted_page, with_refusal
from app.login.schemas import CodeSchema, PasswordSchema, SignInSchema
from app.web.context import current_office, current_visitor_facts
from app.web.forms import Form
from app.web.guards import needs, open_to_all
from app.web.hub_actions import is_vouched_for
from franchise_kit.access import Permission
from franchise_kit.access.actions import sessions
from franchise_kit.access.actions import sign_in as access
from franchise_kit.access.actions.throttling import TriesHeld
from tenants import clock


@pages.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Ask who is there; whoever is in already goes on."""
    facts = current_visitor_facts()
    if facts is not None and facts.is_visitor and not is_vouched_for(facts):
        return _show_out()
    if facts is not None and facts.is_open:
        return onward()
    ended = wrap.find_last_end() if facts is None else None
    if ended == "visit":
        return _show_out()
    form = Form(SignInSchema())
    return render_template("login/sign_in.html", form=form, next=wanted_page(), ended=ended)


def _show_out() -> ResponseReturnValue:
    """Nobody signs in at a co-op to be its guest: lead to the page that says that the visit is over."""
    return redirect(url_for("visitors.left"), code=303)


@pages.post("/sign-in")
@open_to_all
def begin() -> ResponseReturnValue:
    """Begin a session, or say no in the same words to everybody."""
    form = Form(SignInSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("login/sign_in.html", form=form, next=wanted_page()), 422
    try:
        begun = access.sign_in(office=current_office(), **answers, visitor=visitor(), now=clock.ticking())
    except (access.SignInRefused, TriesHeld) as refusal:
        note_stranger(refusal)
        return with_refusal("login/sign_in.html", form, refusal)
    return go_in(begun)


def go_in(begun: access.Begun) -> ResponseReturnValue:
    """Give the browser its new session and lead on, past the second factor where there is one."""
    facts = current_visitor_facts()
    if facts is not None:
        sessions.sign_out(
            office=current_office(), by=facts.actor, session_id=facts.session_id, now=clock.ticking()
        )
    wanted = wanted_page()
    wrap.begin(begun.token, first_asked=wanted)
    if begun.is_half:
        return redirect(url_for(".second_factor", next=wanted), code=303)
    return onward()


@pages.get("/sign-in/second-factor")
@open_to_all
def second_factor() -> ResponseReturnValue:
    """Ask for the second factor of somebody whose password was right."""
    facts = current_visitor_facts()
    if facts is None:
        return redirect(url_for(".sign_in", next=wanted_page()), code=303)
    if facts.is_open:
        return onward()
    return render_template("login/second_factor.html", form=Form(CodeSchema()), next=wanted_page())


@pages.post("/sign-in/second-factor")
@open_to_all
def give_second_factor() -> ResponseReturnValue:
    """Open the session with a code."""
    facts = current_visitor_facts()
    if facts is None or facts.is_open:
        return redirect(url_for(".sign_in", next=wanted_page()), code=303)
    form = Form(CodeSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("login/second_factor.html", form=form, next=wanted_page()), 422
    try:
        token = access.give_code(
            office=current_office(), signed_in=facts, **answers, visitor=visitor(), now=clock.ticking()
        )
    except (access.ProofRefused, TriesHeld) as refusal:
        return with_refusal("login/second_factor.html", form, refusal)
    return renew(token)


@pages.get("/sign-in/prove")
@needs(Permission.OWN_ACCOUNT_USE, enrolling=True)
def prove() -> ResponseReturnValue:
    """Ask once more who is there, before something sensitive."""
    return _ask_again(_proof_form())


@pages.post("/sign-in/prove")
@needs(Permission.OWN_ACCOUNT_USE, enrolling=True)
def give_proof() -> ResponseReturnValue:
    """Take a code, or the password of somebody who has no second factor."""
    facts = current_visitor_facts()
    if facts is None or facts.is_visitor:
        return redirect(home(), code=303)
    form = _proof_form(given=True)
    answers = form.validate()
    if answers is None:
        return _ask_again(form), 422
    office, now = current_office(), clock.ticking()
    try:
        if facts.has_second_factor:
            token = access.give_code(office=office, signed_in=facts, **answers, visitor=visitor(), now=now)
        else:
            token = access.give_password(office=office, signed_in=facts, **answers, now=now)
    except (access.ProofRefused, TriesHeld) as refusal:
        return with_refusal("login/prove.html", form, refusal, has_second_factor=facts.has_second_factor)
    return renew(token)


def _proof_form(*, given: bool = False) -> Form:
    facts = current_visitor_facts()
    schema = CodeSchema() if facts is not None and facts.has_second_factor else PasswordSchema()
    return Form(schema, data=request.form if given else None)


def _ask_again(form: Form) -> str:
    facts = current_visitor_facts()
    has_factor = facts is not None and facts.has_second_factor
    return render_template("login/prove.html", form=form, next=wanted_page(), has_second_factor=has_factor)


@pages.post("/sign-out")
@open_to_all
def sign_out() -> ResponseReturnValue:
    """End the session, here and in the database."""
    facts = current_visitor_facts()
    if facts is not None:
        sessions.sign_out(
            office=current_office(), by=facts.actor, session_id=facts.session_id, now=clock.ticking()
        )
    wrap.end()
    flash(_("You are signed out"))
    return redirect(url_for(".sign_in"), code=303)
