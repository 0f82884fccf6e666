"""What is asked when hours are approved, put right, or entered for a visit that nobody ended."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.time.words import REASON_WORDS
from app.web.forms import Schema, Whole, choice
from franchise_kit.time.rules import LONGEST_MINUTES, REASONS

MOST_AT_ONCE = 500


class WeekQuery(Schema):
    """Which week: any day of it."""

    week = fields.Date(load_default=None)


class ApproveTime(Schema):
    """Hours that are approved: those that were ticked."""

    entry_ids = fields.List(
        fields.UUID(),
        load_default=list,
        validate=validate.Length(max=MOST_AT_ONCE),
        metadata={"label": _l("Hours to approve"), "is_certain": True},
    )


class ApproveShown(ApproveTime):
    """The page's form: those that were ticked, or all that stood in the list."""

    shown_ids = fields.List(
        fields.UUID(), load_default=list, validate=validate.Length(max=MOST_AT_ONCE), metadata={"label": ""}
    )
    which = fields.Str(load_default="ticked", validate=validate.OneOf(["ticked", "all"]))


class EndVisit(Schema):
    """How long it really took, and why that is entered by hand."""

    minutes = Whole(
        required=True,
        validate=validate.Range(1, LONGEST_MINUTES),
        metadata={
            "label": _l("Minutes worked"),
            "hint": _l("From the check-in on"),
            "width": "short",
            "inputmode": "numeric",
        },
    )
    reason = fields.Str(
        required=True,
        **choice([(code, REASON_WORDS[code]) for code in REASONS], label=_l("Why is it put right?")),
    )


class CorrectTime(EndVisit):
    """The same, from the version that was read."""

    version = Whole(required=True, validate=validate.Range(min=1), metadata={"widget": "hidden"})
