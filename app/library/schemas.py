"""What is asked of whoever writes for all co-ops, and of a co-op that adds its own words."""

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.web.forms import Schema

LONGEST_TITLE = 120
LONGEST_TEXT = 12_000
LONGEST_OWN = 4_000
CODE = validate.Regexp(
    r"[a-z0-9][a-z0-9-]{1,60}\Z", error=_l("Use 2 to 60 lower-case letters, digits or hyphens")
)


class GuideDraft(Schema):
    """A guide in both languages, with one place for a co-op's own words."""

    key = fields.Str(
        required=True,
        validate=CODE,
        error_messages={"required": _l("Give the guide a short name")},
        metadata={
            "label": _l("Short name"),
            "hint": _l("It stays the same in every version."),
            "width": "short",
        },
    )
    title_en = fields.Str(
        required=True,
        validate=validate.Length(max=LONGEST_TITLE),
        error_messages={"required": _l("Enter the title in English")},
        metadata={"label": _l("Title in English")},
    )
    title_cy = fields.Str(
        required=True,
        validate=validate.Length(max=LONGEST_TITLE),
        error_messages={"required": _l("Enter the title in Welsh")},
        metadata={"label": _l("Title in Welsh")},
    )
    text_en = fields.Str(
        required=True,
        validate=validate.Length(max=LONGEST_TEXT),
        error_messages={"required": _l("Enter the text in English")},
        metadata={"label": _l("Text in English"), "widget": "textarea", "rows": 10},
    )
    text_cy = fields.Str(
        required=True,
        validate=validate.Length(max=LONGEST_TEXT),
        error_messages={"required": _l("Enter the text in Welsh")},
        metadata={"label": _l("Text in Welsh"), "widget": "textarea", "rows": 10},
    )


class OwnWords(Schema):
    """A co-op's own words in the place that a guide leaves for them."""

    text = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_OWN),
        metadata={
            "label": _l("How we do it here"),
            "hint": _l("Your words stay when a later version comes."),
            "widget": "textarea",
            "rows": 5,
        },
    )
