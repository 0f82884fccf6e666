"""What is asked at the front door."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.web.forms import Schema


class FindCoop(Schema):
    """Looking for a co-op by its public name."""

    name = fields.Str(
        required=True,
        validate=validate.Length(min=2, max=80),
        error_messages={"required": _l("Enter some of the co-op's name or its town")},
        metadata={"label": _l("Your co-op's name or town"), "autocomplete": "off"},
    )
