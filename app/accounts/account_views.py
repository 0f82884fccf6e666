"""My account: what we know of me, my password, my address, my devices."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.schemas import ChangePasswordSchema, NewEmailSchema
from app.login import wrap
from app.login.devices import device_words
from app.login.words import password_fault
from app.web.context import current_actor, current_office, current_visitor_facts, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.hosts import office_url
from app.web.language import current_language
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.access.actions import accounts, passwords, sessions
from franchise_kit.access.actions.invitations import EmailTaken
from franchise_kit.access.actions.throttling import TriesHeld
from franchise_kit.access.queries import accounts as queries
from franchise_kit.access.queries.signed_in import SignedIn
from franchise_kit.access.rules.roles import catalogue
from tenants import clock
from tenants.refusal import NotFound

pages = Blueprint("account", __name__, url_prefix="/account")


def own_session() -> SignedIn:
    """Return the session of somebody who has an account in this very office."""
    facts = current_visitor_facts()
    if facts is None or facts.is_visitor:
        raise NotFound
    return facts


@pages.get("")
@needs(Permission.OWN_ACCOUNT_USE)
def show() -> ResponseReturnValue:
    """Show what is known of me."""
    facts = own_session()
    roles = [catalogue()[role].name(current_language()) for role in sorted(facts.actor.roles)]
    security = queries.get_security(reading_session(), by=current_actor())
    return render_template("account/show.html", facts=facts, roles=roles, security=security)


@pages.get("/password")
@needs(Permission.OWN_ACCOUNT_USE)
def password() -> ResponseReturnValue:
    """Ask for the present password and a new one."""
    return render_template("account/password.html", form=Form(ChangePasswordSchema()))


@pages.post("/password")
@needs(Permission.OWN_ACCOUNT_USE)
def change_password() -> ResponseReturnValue:
    """Change my password; my other devices are signed out."""
    form = Form(ChangePasswordSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("account/password.html", form=form), 422
    try:
        token = passwords.change(
            office=current_office(), signed_in=own_session(), **answers, now=clock.ticking()
        )
    except passwords.PasswordTooWeak as refusal:
        form.refuse("password", password_fault(refusal.facts["fault"]))
        return render_template("account/password.html", form=form), 422
    except (passwords.WrongPassword, TriesHeld) as refusal:
        form.refuse("present", sentence_for(refusal))
        return render_template("account/password.html", form=form), 422
    wrap.renew(token)
    flash(_("Your password is changed. Your other devices are signed out."))
    return redirect(url_for(".show"), code=303)


@pages.get("/address")
@needs(Permission.OWN_ACCOUNT_USE, fresh=True)
def address() -> ResponseReturnValue:
    """Ask for a new e-mail address."""
    return render_template("account/address.html", form=Form(NewEmailSchema()))


@pages.post("/address")
@needs(Permission.OWN_ACCOUNT_USE, fresh=True)
def change_address() -> ResponseReturnValue:
    """Send a link there; it counts when that was followed."""
    form = Form(NewEmailSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("account/address.html", form=form), 422
    office, facts = current_office(), own_session()
    try:
        accounts.ask_to_change_email(
            office=office,
            by=facts.actor,
            **answers,
            address=lambda path: office_url(office, path),
            now=clock.ticking(),
        )
    except EmailTaken as refusal:
        form.refuse("email", sentence_for(refusal))
        return render_template("account/address.html", form=form), 422
    flash(_("We sent a link to the new address. It counts when you have followed it."))
    return redirect(url_for(".show"), code=303)


@pages.get("/devices")
@needs(Permission.OWN_ACCOUNT_USE)
def devices() -> ResponseReturnValue:
    """List the browsers in which I am signed in."""
    found = queries.list_devices(reading_session(), by=current_actor(), now=clock.ticking())
    return render_template("account/devices.html", devices=found, device_words=device_words)


@pages.post("/devices/<uuid:session_id>/end")
@needs(Permission.OWN_ACCOUNT_USE)
def end_device(session_id: UUID) -> ResponseReturnValue:
    """Sign one of my devices out."""
    sessions.end_one(
        office=current_office(), by=own_session().actor, session_id=session_id, now=clock.ticking()
    )
    flash(_("That device is signed out"))
    return redirect(url_for(".devices"), code=303)


@pages.post("/devices/end-all")
@needs(Permission.OWN_ACCOUNT_USE)
def end_everywhere() -> ResponseReturnValue:
    """Sign me out everywhere, here too."""
    sessions.end_everywhere(office=current_office(), by=own_session().actor, now=clock.ticking())
    wrap.end()
    flash(_("You are signed out everywhere"))
    return redirect(url_for("login.sign_in"), code=303)
