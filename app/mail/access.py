"""The words of mails about accounts: a first name, a link, and what to do if it was not you."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.mail import mail_words

Facts = Mapping[str, Any]


def _letter(facts: Facts, *paragraphs: str) -> str:
    greeting = _("Hello %(name)s,", name=facts["first_name"])
    return "\n\n".join((greeting, *paragraphs, "Cydofal")) + "\n"


def _not_you() -> str:
    return str(
        _("If that was not you, set a new password now and tell whoever looks after accounts in your co-op.")
    )


@mail_words("invitation")
def _invitation(facts: Facts) -> tuple[str, str]:
    place = facts.get("place") or _("The network's office")
    text = _letter(
        facts,
        _(
            "%(place)s invites you to its pages on Cydofal. Follow this link to choose a password:",
            place=place,
        ),
        facts["link"],
        _("The link works once, for seven days."),
    )
    return _("Your invitation from %(place)s", place=place), text


@mail_words("reset")
def _reset(facts: Facts) -> tuple[str, str]:
    text = _letter(
        facts,
        _("somebody asked for a new password for your account. If that was you, follow this link:"),
        facts["link"],
        _("It works once, for 30 minutes. If that was not you, do nothing: your password stays as it is."),
    )
    return _("A new password"), text


@mail_words("new_email")
def _new_email(facts: Facts) -> tuple[str, str]:
    text = _letter(
        facts,
        _("follow this link to use this e-mail address for your account:"),
        facts["link"],
        _("It works once, for one day."),
    )
    return _("Your new e-mail address"), text


@mail_words("email_changed")
def _email_changed(facts: Facts) -> tuple[str, str]:
    said = _("your account now has another e-mail address, and no more mail comes to this one.")
    return _("Your e-mail address was changed"), _letter(facts, said, _not_you())


@mail_words("password_changed")
def _password_changed(facts: Facts) -> tuple[str, str]:
    said = _("the password of your account was changed, and your other devices were signed out.")
    return _("Your password was changed"), _letter(facts, said, _not_you())


@mail_words("new_device")
def _new_device(facts: Facts) -> tuple[str, str]:
    said = _("your account was signed in to from a new place and a new device.")
    return _("A new device"), _letter(facts, said, _not_you())


@mail_words("account_held")
def _account_held(facts: Facts) -> tuple[str, str]:
    return _("Your account was tried too often"), _letter(
        facts,
        _("somebody tried wrong passwords or codes for your account many times. We hold such tries back."),
        _("Where you signed in before you can still do so. Elsewhere, ask for a new password by mail."),
    )


@mail_words("factor_on")
def _factor_on(facts: Facts) -> tuple[str, str]:
    said = _("a second step was set up for your account. Other devices were signed out.")
    return _("A second step was set up"), _letter(facts, said, _not_you())


@mail_words("factor_off")
def _factor_off(facts: Facts) -> tuple[str, str]:
    said = _("a second step was taken off your account. Other devices were signed out.")
    return _("A second step was taken off"), _letter(facts, said, _not_you())


@mail_words("recovery_codes_new")
def _recovery_codes_new(facts: Facts) -> tuple[str, str]:
    said = _("new recovery codes were made for your account, and the old ones no longer work.")
    return _("New recovery codes"), _letter(facts, said, _not_you())


@mail_words("recovery_code_used")
def _recovery_code_used(facts: Facts) -> tuple[str, str]:
    left = int(facts["left"])
    return _("A recovery code was used"), _letter(
        facts,
        _("your account was signed in to with one of its recovery codes."),
        ngettext("%(num)d code is left.", "%(num)d codes are left.", left),
        _not_you(),
    )
