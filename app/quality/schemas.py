"""What is asked about quality: an answer to a criterion, evidence, and which month to tell."""

from datetime import date
from typing import Final

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.web.forms import Schema

DOES_NOT_APPLY: Final = "none"
VALUES: Final = ("0", "1", "2", "3", DOES_NOT_APPLY)
DAYS: Final = validate.Range(date(2000, 1, 1), date(2100, 1, 1))


class CriterionAnswer(Schema):
    """The judgement on one criterion; on a page the words of the scale come from the standard itself."""

    value = fields.Str(
        required=True,
        validate=validate.OneOf(VALUES),
        metadata={"label": _l("Where do we stand?"), "widget": "radios"},
    )
    note = fields.Str(
        load_default="",
        validate=validate.Length(max=1000),
        metadata={
            "label": _l("What we see"),
            "hint": _l("Do not name people who are supported."),
            "widget": "textarea",
            "rows": 4,
        },
    )


class EvidenceWords(Schema):
    """What shows that a criterion is met, in words: of which day, and where to look."""

    dated_on = fields.Date(
        required=True,
        validate=DAYS,
        error_messages={"required": _l("Enter the day that it is of")},
        metadata={"label": _l("Of which day"), "widget": "date"},
    )
    words = fields.Str(
        load_default="",
        validate=validate.Length(max=600),
        metadata={
            "label": _l("What it is, or where to look"),
            "hint": _l("Do not name people who are supported."),
            "widget": "textarea",
            "rows": 3,
        },
    )


class NewEvidence(EvidenceWords):
    """Evidence as a page asks for it: in words, as a file, or both."""

    file = fields.Raw(
        load_default=None,
        metadata={
            "label": _l("File"),
            "widget": "file",
            "accept": ".pdf,.png,.jpg,.jpeg,.webp",
            "hint": _l("PDF, PNG, JPEG or WebP, up to 10 MB"),
        },
    )


class WhichMonth(Schema):
    """The month that is told: any day of it."""

    month = fields.Date(required=True, validate=DAYS, metadata={"widget": "hidden"})
