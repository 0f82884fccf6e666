"""The forms about a worker's profile and bank account, for pages and the API."""

from typing import Final

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.people.fields import (
    LONGEST_NAME,
    NamedSchema,
    account_number_field,
    arrangement_choice,
    category_field,
    language_field,
    sort_code_field,
)
from app.people.words import SPOKEN
from app.web.forms import Schema, Whole

LONGEST_EMAIL: Final = 254
LONGEST_PHONE: Final = 40
LONGEST_ADDRESS: Final = 500


class ProfileSchema(NamedSchema):
    """All that is kept of a worker and can be changed."""

    known_as = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_NAME),
        metadata={"label": _l("Known as"), "hint": _l("What they like to be called"), "autocomplete": "off"},
    )
    language = language_field(_l("The one they would rather read at work"))
    speaks = fields.List(
        fields.Str(validate=validate.OneOf(list(SPOKEN))),
        load_default=list,
        metadata={
            "label": _l("Languages that they can work in"),
            "widget": "checkboxes",
            "options": tuple(SPOKEN.items()),
        },
    )
    arrangement = fields.Str(required=True, **arrangement_choice())
    staff_category = category_field()
    phone = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_PHONE),
        metadata={"label": _l("Phone"), "inputmode": "tel", "autocomplete": "off"},
    )
    email = fields.Email(
        load_default="",
        validate=validate.Length(max=LONGEST_EMAIL),
        metadata={"label": _l("E-mail"), "autocomplete": "off"},
    )
    address = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_ADDRESS),
        metadata={"label": _l("Address"), "widget": "textarea", "autocomplete": "off"},
    )
    emergency_contact = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_ADDRESS),
        metadata={
            "label": _l("In an emergency"),
            "hint": _l("Whom to ring when something happens to them, and on which number"),
            "widget": "textarea",
            "autocomplete": "off",
        },
    )
    version = Whole(required=True, validate=validate.Range(min=1), metadata={"widget": "hidden"})


class BankSchema(Schema):
    """Where a worker is paid."""

    account_name = fields.Str(
        required=True,
        validate=validate.Length(max=LONGEST_NAME),
        error_messages={"required": _l("Enter the name on the account")},
        metadata={"label": _l("Name on the account"), "autocomplete": "off"},
    )
    sort_code = sort_code_field(_l("Sort code"))
    account_number = account_number_field(
        _l("Account number"), _l("Eight digits. We check the form alone, not whether the account is there.")
    )
    roll_number = fields.Str(
        load_default="",
        validate=validate.Length(max=18),
        metadata={
            "label": _l("Roll number"),
            "hint": _l("Only some building societies ask for one"),
            "width": "code",
            "autocomplete": "off",
        },
    )
