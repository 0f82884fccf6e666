"""What is asked when a co-op decides who may come in."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.visitors import words
from app.web.forms import Schema, Whole, choice
from franchise_kit.visiting.rules.grants import MOST_HOURS
from franchise_kit.visiting.rules.kinds import REASONS


class AcceptGrant(Schema):
    """A yes to a request, perhaps to less. Ticks that are taken away narrow it."""

    record_kinds = fields.List(
        fields.Str(),
        required=True,
        validate=validate.Length(min=1),
        metadata={"label": _l("Kinds of record"), "hint": _l("Take the tick away from what you do not give")},
    )
    record_ids = fields.List(
        fields.UUID(),
        load_default=list,
        metadata={"label": _l("Records"), "is_certain": True},
    )
    fields_hidden = fields.List(
        fields.Str(),
        load_default=list,
        metadata={"label": _l("Keep from them"), "is_certain": True},
    )
    hours = Whole(
        required=True,
        validate=validate.Range(min=1, max=MOST_HOURS),
        metadata={"label": _l("For how many hours"), "width": "short"},
    )


class SayNo(Schema):
    """A no, with its reason."""

    reason = fields.Str(
        required=True,
        **choice([(code, words.REASONS[code]) for code in REASONS], label=_l("Why not?")),
    )


class AcceptAgreement(Schema):
    """A yes to an offer, perhaps to less."""

    permissions = fields.List(
        fields.Str(),
        required=True,
        validate=validate.Length(min=1),
        metadata={
            "label": _l("What they may do here"),
            "hint": _l("Take the tick away from what you do not give"),
        },
    )


class Token(Schema):
    """The way in that somebody brought from the hub."""

    token = fields.Str(required=True, validate=validate.Length(max=100), metadata={"widget": "hidden"})
