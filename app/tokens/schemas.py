"""What is asked of whoever makes a token, by a form or by the API."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.web.forms import Schema, Whole

LONGEST_NAME = 80


class NewToken(Schema):
    """A token to be made. ``days`` is how long it lasts."""

    name = fields.Str(
        required=True,
        validate=validate.Length(min=2, max=LONGEST_NAME),
        error_messages={"required": _l("Say which program the token is for")},
        metadata={"label": _l("Which program is it for?"), "autocomplete": "off"},
    )
    permissions = fields.List(
        fields.Str(validate=validate.Length(max=60)),
        required=True,
        validate=validate.Length(min=1, error=_l("Choose at least one thing that it may do")),
        error_messages={"required": _l("Choose at least one thing that it may do")},
        metadata={
            "label": _l("What may it do?"),
            "hint": _l("Never more than you may do yourself."),
            "widget": "checkboxes",
            "options": [],
        },
    )
    days = Whole(
        required=True,
        validate=validate.Range(1, 366, error=_l("A token lasts from 1 to 366 days")),
        error_messages={
            "required": _l("Say how many days it lasts"),
            "invalid": _l("Write a number of days"),
        },
        metadata={"label": _l("For how many days?"), "widget": "number", "width": "short"},
    )
