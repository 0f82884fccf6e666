"""The forms about visits, for pages and the API."""

from typing import Final

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.care.words import CANCELLED_BY
from app.people.fields import day_field
from app.web.forms import Schema, Whole, choice

LONGEST_MINUTES: Final = 24 * 60


class NewVisitSchema(Schema):
    """A visit to plan: a London day and clock time, and how long."""

    person_supported_id = fields.UUID(
        required=True, metadata={"label": _l("Who is visited?"), "widget": "select"}
    )
    day = day_field(_l("Day"))
    at = fields.Time(
        required=True,
        format="%H:%M",
        error_messages={"required": _l("Enter when it begins")},
        metadata={"label": _l("Begins at"), "width": "short", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    )
    minutes = Whole(
        required=True,
        validate=validate.Range(0, LONGEST_MINUTES),
        error_messages={"required": _l("Enter how many minutes it takes")},
        metadata={
            "label": _l("How long?"),
            "width": "short",
            "suffix": _l("minutes"),
            "inputmode": "numeric",
            "widget": "text",
        },
    )
    worker_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Which worker?"), "widget": "select", "blank": _l("Nobody yet")},
    )


class GiveSchema(Schema):
    """Whose visit it is to be; without a worker it is nobody's."""

    worker_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Which worker?"),
            "widget": "select",
            "blank": _l("Nobody yet"),
            "is_certain": True,
        },
    )


class CancelSchema(Schema):
    """Who says that the visit is not to be."""

    cancelled_by = fields.Str(required=True, **choice(CANCELLED_BY.items(), label=_l("Who cancels it?")))
