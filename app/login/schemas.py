"""The forms of signing in."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.web.forms import Schema, choice
from franchise_kit.access.rules.passwords import LONGEST

# Room for whatever is typed: the rule, and not the form, says that a password is too long.
ROOM = 4 * LONGEST
LANGUAGES = (("cy", "Cymraeg"), ("en", "English"))


def email_field(label: object, *, autocomplete: str = "username") -> fields.Email:
    """Return a field for an e-mail address."""
    return fields.Email(
        required=True,
        validate=validate.Length(max=254),
        error_messages={"required": _l("Enter an e-mail address")},
        metadata={"label": label, "autocomplete": autocomplete},
    )


def password_field(label: object, *, autocomplete: str, hint: object = "") -> fields.Str:
    """Return a field for a password: taken as typed, never shown again; paste and managers are welcome."""
    return fields.Str(
        required=True,
        validate=validate.Length(min=1, max=ROOM),
        error_messages={"required": _l("Enter a password")},
        metadata={"label": label, "widget": "password", "autocomplete": autocomplete, "hint": hint},
    )


def code_field(label: object, hint: object = "") -> fields.Str:
    """Return a field for a code from an authenticator or from paper."""
    return fields.Str(
        required=True,
        validate=validate.Length(max=40),
        error_messages={"required": _l("Enter a code")},
        metadata={"label": label, "hint": hint, "autocomplete": "one-time-code", "width": "code"},
    )


def new_password_field() -> fields.Str:
    """Return a field for a password that is chosen now."""
    return password_field(
        _l("New password"),
        autocomplete="new-password",
        hint=_l("At least 12 characters. Three words that have nothing to do with each other are good."),
    )


class SignInSchema(Schema):
    """An address and a password."""

    email = email_field(_l("E-mail address"))
    password = password_field(_l("Password"), autocomplete="current-password")


class CodeSchema(Schema):
    """A second factor."""

    code = code_field(_l("Code"), _l("Six digits from your authenticator app, or one of your recovery codes"))


class PasswordSchema(Schema):
    """The password again."""

    password = password_field(_l("Your password"), autocomplete="current-password")


class ForgottenSchema(Schema):
    """Where to send a link."""

    email = email_field(_l("E-mail address"))


class NewPasswordSchema(Schema):
    """A password that is chosen by link."""

    password = new_password_field()


class InvitationSchema(Schema):
    """What somebody chooses who takes up an invitation."""

    language = fields.Str(required=True, **choice(LANGUAGES, label=_l("Which language do you read?")))
    password = new_password_field()
