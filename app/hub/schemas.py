"""The forms of the hub's pages about co-ops."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.web.forms import Schema, Whole, choice

STATES = (
    ("active", _l("Open")),
    ("preparing", _l("Being built")),
    ("suspended", _l("Paused")),
    ("closed", _l("Closed")),
)
REASONS = (
    ("asked_by_coop", _l("The co-op asked for it")),
    ("safety", _l("To keep people safe")),
    ("unpaid", _l("Fees are not paid")),
    ("mended", _l("The reason is gone")),
    ("other", _l("Another reason, told to the co-op")),
)


def _name(label: LazyString, needed: LazyString) -> fields.Str:
    return fields.Str(
        required=True,
        validate=validate.Length(min=3, max=120),
        error_messages={"required": needed},
        metadata={"label": label, "autocomplete": "off"},
    )


class CoopFilter(Schema):
    """Which co-ops to show."""

    q = fields.Str(
        load_default="",
        validate=validate.Length(max=80),
        metadata={"label": _l("Name or town"), "autocomplete": "off", "is_certain": True},
    )
    stage = fields.Str(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Stage"), "widget": "select", "blank": _l("All stages"), "is_certain": True},
    )
    state = fields.Str(
        load_default=None,
        allow_none=True,
        **choice(STATES, label=_l("State"), widget="select", blank=_l("All states"), is_certain=True),
    )


class NewCoopSchema(Schema):
    """A co-op to begin with, and who is to look after it."""

    name_en = _name(_l("Name in English"), _l("Enter the co-op's name in English"))
    name_cy = _name(_l("Name in Welsh"), _l("Enter the co-op's name in Welsh"))
    slug = fields.Str(
        load_default="",
        validate=validate.Length(max=40),
        metadata={
            "label": _l("Short name for its address"),
            "hint": _l("Lower-case letters, digits and hyphens. Leave it empty and we propose one."),
            "autocomplete": "off",
        },
    )
    town_en = fields.Str(
        load_default="", validate=validate.Length(max=80), metadata={"label": _l("Town, in English")}
    )
    town_cy = fields.Str(
        load_default="", validate=validate.Length(max=80), metadata={"label": _l("Town, in Welsh")}
    )
    language = fields.Str(
        required=True, **choice([("en", "English"), ("cy", "Cymraeg")], label=_l("First language"))
    )
    stage = fields.Str(
        required=True,
        error_messages={"required": _l("Choose a stage")},
        metadata={"label": _l("Stage"), "widget": "select"},
    )
    admin_first_name = fields.Str(
        required=True,
        validate=validate.Length(max=80),
        error_messages={"required": _l("Enter the first name of its first administrator")},
        metadata={"label": _l("First administrator's first name"), "autocomplete": "off"},
    )
    admin_email = fields.Email(
        required=True,
        validate=validate.Length(max=254),
        error_messages={"required": _l("Enter the e-mail address of its first administrator")},
        metadata={
            "label": _l("First administrator's e-mail address"),
            "hint": _l("An invitation goes there as soon as the co-op's place is built"),
            "autocomplete": "off",
        },
    )


class HubNameSchema(Schema):
    """What the hub is called; the version is the one that the page showed."""

    name_en = _name(_l("Name in English"), _l("Enter the network's name in English"))
    name_cy = _name(_l("Name in Welsh"), _l("Enter the network's name in Welsh"))
    short_name = fields.Str(
        required=True,
        validate=validate.Length(min=2, max=40),
        error_messages={"required": _l("Enter a short name")},
        metadata={
            "label": _l("Short name"),
            "hint": _l("Where there is little room, the same in both languages"),
            "autocomplete": "off",
        },
    )
    version = Whole(required=True, metadata={"widget": "hidden"})


class ReasonSchema(Schema):
    """Why a co-op is paused or opened again. The journal keeps it as a code."""

    reason = fields.Str(required=True, **choice(REASONS, label=_l("Why?"), widget="select"))
