"""The forms of accounts, one's own and everybody's."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.login.schemas import (
    LANGUAGES,
    code_field,
    email_field,
    new_password_field,
    password_field,
)
from app.web.forms import Schema, Whole, choice

SECOND_YES = _l(
    "A role that reaches care, pay or safeguarding data begins when a second person has said yes."
)


class ChangePasswordSchema(Schema):
    """The present password and a new one."""

    present = password_field(_l("Present password"), autocomplete="current-password")
    password = new_password_field()


class NewEmailSchema(Schema):
    """A new address, to be proved by a link."""

    email = email_field(_l("New e-mail address"), autocomplete="email")


class AuthenticatorSchema(Schema):
    """A code from the authenticator that is being put on."""

    code = code_field(_l("Code"), _l("Six digits that the app shows now"))


class PasskeyNameSchema(Schema):
    """What to call a passkey, so that its holder knows which device it is in."""

    name = fields.Str(
        required=True,
        validate=validate.Length(max=60),
        error_messages={"required": _l("Give the passkey a name")},
        metadata={"label": _l("Name of the passkey"), "hint": _l("Such as: my phone")},
    )


class InviteSchema(Schema):
    """Whom to invite, and as what."""

    email = email_field(_l("E-mail address"), autocomplete="off")
    first_name = fields.Str(
        required=True,
        validate=validate.Length(max=80),
        error_messages={"required": _l("Enter a first name")},
        metadata={"label": _l("First name"), "hint": _l("What we call them in mails"), "autocomplete": "off"},
    )
    full_name = fields.Str(
        required=True,
        validate=validate.Length(max=160),
        error_messages={"required": _l("Enter the full name")},
        metadata={"label": _l("Full name"), "autocomplete": "off"},
    )
    language = fields.Str(required=True, **choice(LANGUAGES, label=_l("Language")))
    roles = fields.List(
        fields.Str(validate=validate.Length(max=60)),
        required=True,
        validate=validate.Length(min=1, max=40),
        metadata={"label": _l("Roles"), "widget": "checkboxes", "hint": SECOND_YES},
    )


class RolesSchema(Schema):
    """Which roles an account holds; the version is the one that the page showed."""

    roles = fields.List(
        fields.Str(validate=validate.Length(max=60)),
        load_default=list,
        validate=validate.Length(max=40),
        metadata={"label": _l("Roles"), "widget": "checkboxes", "is_certain": True, "hint": SECOND_YES},
    )
    version = Whole(required=True, metadata={"widget": "hidden"})
