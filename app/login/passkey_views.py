"""Passkeys at the door and before sensitive changes. Whoever has no JavaScript has the other ways."""

from flask import jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.login.devices import visitor
from app.login.pages import TOO_MANY, note_stranger, pages, renew, wait_seconds, wanted_page, with_refusal
from app.login.party import answered, party, remember
from app.login.schemas import CodeSchema, SignInSchema
from app.login.views import go_in
from app.web.context import current_office, current_visitor_facts
from app.web.errors import problem
from app.web.forms import Form
from app.web.guards import needs, open_to_all
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.access.actions import passkeys
from franchise_kit.access.actions.sign_in import SignInRefused
from franchise_kit.access.actions.throttling import TriesHeld
from tenants import clock


@pages.post("/sign-in/passkey/options")
@open_to_all
def passkey_options() -> ResponseReturnValue:
    """Ask any device of this place; at the second factor, only those of whoever is half-way in."""
    facts = current_visitor_facts()
    try:
        question = passkeys.ask(
            office=current_office(),
            account_id=None if facts is None or facts.is_visitor else facts.actor.account_id,
            party=party(),
            visitor=visitor(),
            now=clock.ticking(),
        )
    except TriesHeld as refusal:
        note_stranger(refusal)
        answer = problem(TOO_MANY, refusal.code, sentence_for(refusal))
        answer.headers["Retry-After"] = str(wait_seconds(refusal))
        return answer
    return jsonify(remember(question))


@pages.post("/sign-in/passkey")
@open_to_all
def sign_in_with_passkey() -> ResponseReturnValue:
    """Begin a session with a passkey alone: it verified its holder."""
    try:
        begun = passkeys.sign_in_with_passkey(
            office=current_office(), answered=answered(), visitor=visitor(), now=clock.ticking()
        )
    except (passkeys.PasskeyRefused, SignInRefused) as refusal:
        note_stranger(refusal)
        return with_refusal("login/sign_in.html", Form(SignInSchema()), passkeys.PasskeyRefused())
    return go_in(begun)


@pages.post("/sign-in/second-factor/passkey")
@open_to_all
def give_passkey() -> ResponseReturnValue:
    """Open a session that is half-way in with a passkey."""
    facts = current_visitor_facts()
    if facts is None or facts.is_open:
        return redirect(url_for(".sign_in", next=wanted_page()), code=303)
    return _prove("login/second_factor.html")


@pages.post("/sign-in/prove/passkey")
@needs(Permission.OWN_ACCOUNT_USE, enrolling=True)
def prove_with_passkey() -> ResponseReturnValue:
    """Prove once more, with a passkey."""
    return _prove("login/prove.html")


def _prove(template: str) -> ResponseReturnValue:
    facts = current_visitor_facts()
    if facts is None or facts.is_visitor:
        return render_template(template, form=Form(CodeSchema()), has_second_factor=True), 422
    try:
        token = passkeys.prove(
            office=current_office(),
            signed_in=facts,
            answered=answered(),
            visitor=visitor(),
            now=clock.ticking(),
        )
    except passkeys.PasskeyRefused as refusal:
        return with_refusal(template, Form(CodeSchema()), refusal, has_second_factor=True)
    return renew(token)
