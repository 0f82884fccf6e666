"""What a care worker says when they leave."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.web.forms import Schema

MOST_LETTERS = 2000


class CheckOut(Schema):
    """A visit is over, with what the next worker should know."""

    note = fields.Str(
        load_default="",
        validate=validate.Length(max=MOST_LETTERS),
        metadata={
            "label": _l("Note"),
            "hint": _l("What the next worker should know"),
            "widget": "textarea",
            "rows": 3,
        },
    )
