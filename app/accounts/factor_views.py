"""My second factors: an authenticator, passkeys, recovery codes. Open also to whoever must enrol first."""

from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.accounts.account_views import own_session, pages
from app.accounts.schemas import AuthenticatorSchema, PasskeyNameSchema
from app.login import wrap
from app.login.pages import home
from app.login.party import answered, party, remember
from app.web.context import current_actor, current_office, read_again, reading_session
from app.web.forms import Form
from app.web.guards import needs
from app.web.office_names import current_office_name
from app.web.refusals import sentence_for
from franchise_kit.access import Permission
from franchise_kit.access.actions import factors, passkeys
from franchise_kit.access.queries import accounts as queries
from tenants import clock
from tenants.refusal import NotFound

OWN = Permission.OWN_ACCOUNT_USE


@pages.get("/security")
@needs(OWN, enrolling=True)
def secure() -> ResponseReturnValue:
    """Show my factors, and what to do first if my roles need one."""
    security = queries.get_security(reading_session(), by=own_session().actor)
    return render_template("account/security.html", security=security, must_enrol=own_session().must_enrol)


@pages.post("/authenticator/begin")
@needs(OWN, fresh=True, enrolling=True)
def begin_authenticator() -> ResponseReturnValue:
    """Make a seed for a new authenticator."""
    factors.begin_authenticator(office=current_office(), by=own_session().actor)
    return redirect(url_for(".authenticator"), code=303)


@pages.get("/authenticator")
@needs(OWN, fresh=True, enrolling=True)
def authenticator() -> ResponseReturnValue:
    """Show the seed as a picture and in letters, and ask for a code."""
    return _authenticator_page(Form(AuthenticatorSchema()))


@pages.post("/authenticator")
@needs(OWN, fresh=True, enrolling=True)
def put_authenticator_on() -> ResponseReturnValue:
    """Let the new authenticator count."""
    form = Form(AuthenticatorSchema(), data=request.form)
    answers = form.validate()
    if answers is None:
        return _authenticator_page(form), 422
    try:
        enrolled = factors.put_authenticator_on(
            office=current_office(), signed_in=own_session(), **answers, now=clock.ticking()
        )
    except factors.CodeDoesNotFit as refusal:
        form.refuse("code", sentence_for(refusal))
        return _authenticator_page(form), 422
    flash(_("Your authenticator app is set up"))
    return _after_enrolling(enrolled)


@pages.post("/authenticator/off")
@needs(OWN, fresh=True)
def take_authenticator_off() -> ResponseReturnValue:
    """Take the authenticator off."""
    factors.take_authenticator_off(office=current_office(), by=own_session().actor, now=clock.ticking())
    flash(_("Your authenticator app is taken off"))
    return redirect(url_for(".secure"), code=303)


@pages.get("/passkeys/new")
@needs(OWN, fresh=True, enrolling=True)
def new_passkey() -> ResponseReturnValue:
    """Ask for a name; the browser asks for the rest."""
    return render_template("account/passkey.html", form=Form(PasskeyNameSchema()), must_enrol=_must_enrol())


@pages.post("/passkeys/options")
@needs(OWN, fresh=True, enrolling=True)
def passkey_options() -> ResponseReturnValue:
    """Give the browser what it needs to make a passkey."""
    question = passkeys.ask_to_enrol(
        office=current_office(), by=own_session().actor, party=party(), now=clock.ticking()
    )
    return jsonify(remember(question))


@pages.post("/passkeys/new")
@needs(OWN, fresh=True, enrolling=True)
def put_passkey_on() -> ResponseReturnValue:
    """Keep the passkey that the device made."""
    typed = {name: value for name, value in request.form.items() if name != "credential"}
    form = Form(PasskeyNameSchema(), data=typed)
    answers = form.validate()
    if answers is None:
        return render_template("account/passkey.html", form=form, must_enrol=_must_enrol()), 422
    try:
        enrolled = passkeys.put_on(
            office=current_office(),
            signed_in=own_session(),
            answered=answered(),
            **answers,
            now=clock.ticking(),
        )
    except passkeys.PasskeyRefused as refusal:
        form.refuse(None, sentence_for(refusal))
        return render_template("account/passkey.html", form=form, must_enrol=_must_enrol()), 422
    flash(_("Your passkey is kept"))
    return _after_enrolling(enrolled)


@pages.post("/passkeys/<uuid:passkey_id>/off")
@needs(OWN, fresh=True)
def take_passkey_off(passkey_id: UUID) -> ResponseReturnValue:
    """Take one of my passkeys off."""
    passkeys.take_off(
        office=current_office(), by=own_session().actor, passkey_id=passkey_id, now=clock.ticking()
    )
    flash(_("The passkey is taken off"))
    return redirect(url_for(".secure"), code=303)


@pages.post("/recovery-codes")
@needs(OWN, fresh=True)
def renew_recovery_codes() -> ResponseReturnValue:
    """Make new codes and show them, this once."""
    made = factors.renew_recovery_codes(office=current_office(), by=own_session().actor, now=clock.ticking())
    return _codes_page(made, url_for(".secure"))


def _must_enrol() -> bool:
    return own_session().must_enrol


def _after_enrolling(enrolled: factors.Enrolled) -> ResponseReturnValue:
    """Show new recovery codes at once, since they are kept nowhere in clear.

    Whoever had to enrol before anything else then goes where they wanted to go.
    """
    wrap.renew(enrolled.token)
    onward = wrap.take_first_asked() or home() if _must_enrol() else url_for(".secure")
    if enrolled.recovery_codes:
        return _codes_page(enrolled.recovery_codes, onward)
    return redirect(onward, code=303)


def _codes_page(codes: tuple[str, ...], onward: str) -> str:
    return render_template("account/recovery_codes.html", codes=codes, onward=onward)


def _authenticator_page(form: Form) -> str:
    by = current_actor()
    with read_again() as session:
        seed = queries.find_pending_seed(session, by=by)
        email = queries.get_security(session, by=by).email
    if seed is None:
        raise NotFound
    import segno  # noqa: PLC0415 - few pages draw a code, and all pay for the import
    from pyotp import TOTP  # noqa: PLC0415 - as above

    address = TOTP(seed).provisioning_uri(name=email, issuer_name=current_office_name())
    # Made by us from letters and numbers; the picture holds no text that was typed.
    picture = Markup(segno.make(address, error="m").svg_inline(scale=5, border=4, svgclass="qr"))  # noqa: S704 - see above
    return render_template(
        "account/authenticator.html",
        form=form,
        picture=picture,
        seed=" ".join(seed[place : place + 4] for place in range(0, len(seed), 4)),
        must_enrol=_must_enrol(),
    )
