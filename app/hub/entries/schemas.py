"""What is asked when the hub asks a co-op to let somebody in."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate

from app.visitors import words
from app.web.forms import Schema, Whole, choice
from franchise_kit.visiting.rules.grants import DEFAULT_HOURS, MOST_HOURS
from franchise_kit.visiting.rules.kinds import BASES, FIELDS

MOST_RECORDS = 200


class RecordIds(fields.Field[tuple[UUID, ...]]):
    """Ids of records, one a line."""

    def _deserialize(self, value: object, *_about: object, **_options: object) -> tuple[UUID, ...]:
        try:
            found = tuple(dict.fromkeys(UUID(line) for line in str(value).split()))
        except ValueError as problem:
            raise ValidationError(str(_l("Write one id a line, as the co-op gave it to you"))) from problem
        if len(found) > MOST_RECORDS:
            raise ValidationError(str(_l("Ask for 200 records at most")))
        return found


class AskForGrant(Schema):
    """A request to read records."""

    coop_id = fields.UUID(required=True, metadata={"label": _l("Co-op"), "widget": "select"})
    purpose = fields.Str(
        required=True,
        validate=validate.Length(min=10, max=500),
        metadata={
            "label": _l("What do you want to find out?"),
            "hint": _l("The co-op's people read this before they decide. Name nobody."),
            "widget": "textarea",
        },
    )
    basis = fields.Str(
        required=True,
        **choice([(code, words.BASES[code]) for code in BASES], label=_l("On which basis in law?")),
    )
    record_kinds = fields.List(
        fields.Str(),
        required=True,
        validate=validate.Length(min=1),
        metadata={"label": _l("Kinds of record")},
    )
    record_ids = RecordIds(
        load_default=(),
        metadata={
            "label": _l("Only these records"),
            "hint": _l(
                "One id a line, as the co-op gave it to you. Nothing here means all of the kinds above."
            ),
            "widget": "textarea",
        },
    )
    fields_hidden = fields.List(
        fields.Str(validate=validate.OneOf(FIELDS)),
        load_default=list,
        metadata={
            "label": _l("What you do not need to see"),
            "options": [(code, words.FIELDS[code]) for code in FIELDS],
            "is_certain": True,
        },
    )
    hours = Whole(
        required=True,
        validate=validate.Range(min=1, max=MOST_HOURS),
        metadata={
            "label": _l("For how many hours"),
            "hint": _l("72 is usual, 336 (fourteen days) the most"),
            "width": "short",
            "initial": DEFAULT_HOURS,
        },
    )


class OfferAgreement(Schema):
    """An offer to do a piece of a co-op's work."""

    coop_id = fields.UUID(required=True, metadata={"label": _l("Co-op"), "widget": "select"})
    kind = fields.Str(
        required=True,
        **choice(list(words.AGREEMENTS.items()), label=_l("What do you offer to do?")),
    )
    permissions = fields.List(
        fields.Str(),
        required=True,
        validate=validate.Length(min=1),
        metadata={"label": _l("What you need for it")},
    )
