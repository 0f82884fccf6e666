"""Pages behind links that came by mail: a new password, an invitation, a new address."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.login.devices import visitor
from app.login.pages import evenly, pages
from app.login.schemas import ForgottenSchema, InvitationSchema, NewPasswordSchema
from app.login.words import password_fault
from app.web.context import current_office, read_again
from app.web.forms import Form
from app.web.guards import open_to_all
from app.web.hosts import office_url
from franchise_kit.access.actions import accounts, passwords
from franchise_kit.access.actions.posting import LinkIsSpent
from franchise_kit.access.queries.accounts import LinkHolder, find_link_holder
from tenants import clock


@pages.get("/sign-in/forgotten")
@open_to_all
def forgotten() -> ResponseReturnValue:
    """Ask where to send a link."""
    return render_template("login/forgotten.html", form=Form(ForgottenSchema()))


@pages.post("/sign-in/forgotten")
@open_to_all
def ask_for_reset() -> ResponseReturnValue:
    """Send a link to whoever has the address; the answer is the same for everybody."""
    form = Form(ForgottenSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("login/forgotten.html", form=form), 422
    office = current_office()
    with evenly():
        passwords.ask_for_reset(
            office=office, **answers, address=lambda path: office_url(office, path), now=clock.ticking()
        )
    return render_template("login/link_sent.html")


@pages.get("/sign-in/reset/<token>")
@open_to_all
def reset(token: str) -> ResponseReturnValue:
    """Ask for a new password."""
    _holder(token, "reset")
    return render_template("login/new_password.html", form=Form(NewPasswordSchema()), token=token)


@pages.post("/sign-in/reset/<token>")
@open_to_all
def set_password(token: str) -> ResponseReturnValue:
    """Set it; nobody is signed in by this."""
    form = Form(NewPasswordSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("login/new_password.html", form=form, token=token), 422
    try:
        passwords.reset(
            office=current_office(), token=token, **answers, visitor=visitor(), now=clock.ticking()
        )
    except passwords.PasswordTooWeak as refusal:
        form.refuse("password", password_fault(refusal.facts["fault"]))
        return render_template("login/new_password.html", form=form, token=token), 422
    flash(_("Your new password counts from now on. Please sign in with it."))
    return redirect(url_for(".sign_in"), code=303)


@pages.get("/sign-in/invitation/<token>")
@open_to_all
def invitation(token: str) -> ResponseReturnValue:
    """Welcome somebody who was invited."""
    holder = _holder(token, "invitation")
    form = Form(InvitationSchema(), obj={"language": holder.language})
    return render_template("login/invitation.html", form=form, token=token, holder=holder)


@pages.post("/sign-in/invitation/<token>")
@open_to_all
def accept_invitation(token: str) -> ResponseReturnValue:
    """Take the invitation up."""
    holder = _holder(token, "invitation")
    form = Form(InvitationSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        return render_template("login/invitation.html", form=form, token=token, holder=holder), 422
    try:
        passwords.accept_invitation(office=current_office(), token=token, **answers, now=clock.ticking())
    except passwords.PasswordTooWeak as refusal:
        form.refuse("password", password_fault(refusal.facts["fault"]))
        return render_template("login/invitation.html", form=form, token=token, holder=holder), 422
    flash(_("Welcome. Please sign in with your new password."))
    return redirect(url_for(".sign_in"), code=303)


@pages.get("/sign-in/address/<token>")
@open_to_all
def new_address(token: str) -> ResponseReturnValue:
    """Ask for a click: mail programs follow links by themselves, and a GET changes nothing."""
    _holder(token, "new_email")
    return render_template("login/new_address.html", token=token)


@pages.post("/sign-in/address/<token>")
@open_to_all
def confirm_address(token: str) -> ResponseReturnValue:
    """Let the new address count."""
    accounts.change_email(office=current_office(), token=token, now=clock.ticking())
    flash(_("Your new e-mail address counts from now on."))
    return redirect(url_for(".sign_in"), code=303)


def _holder(token: str, purpose: str) -> LinkHolder:
    with read_again() as session:
        holder = find_link_holder(session, token, purpose, now=clock.ticking())
    if holder is None:
        raise LinkIsSpent
    return holder
