"""The fields that all forms about people share: their name, their language, a day in their life here."""

from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.people.words import ARRANGEMENTS, CATEGORIES
from app.web.forms import Schema, Whole, choice

LANGUAGE_CHOICES: Final = (("en", "English"), ("cy", "Cymraeg"))
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
LONGEST_NAME: Final = 80
LAST_MINUTE: Final = 59


def day_field(label: object, *, required: bool = True, **metadata: object) -> fields.Date:
    """Return a field for a day that people can mean."""
    between = validate.Range(FIRST_DAY, LAST_DAY, error=_l("Enter a day from the years 2000 to 2100"))
    return fields.Date(
        required=required,
        allow_none=not required,
        validate=between,
        error_messages={"required": _l("Enter the day")},
        metadata={"label": label, **metadata},
    )


def name_field(label: object, needed: object) -> fields.Str:
    """Return a field for a part of somebody's name; ``needed`` is what an empty one is told."""
    said: dict[str, Any] = {"required": needed}
    return fields.Str(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_NAME),
        error_messages=said,
        metadata={"label": label, "autocomplete": "off"},
    )


def language_field(hint: object) -> fields.Str:
    """Return a field for the language that somebody would rather have; ``hint`` says for what."""
    return fields.Str(required=True, **choice(LANGUAGE_CHOICES, label=_l("Language"), hint=hint))


def category_field() -> fields.Str:
    """Return a field for the category of somebody's work."""
    return fields.Str(
        required=True,
        **choice(
            CATEGORIES.items(),
            label=_l("What they do"),
            hint=_l("The categories of the annual return to the inspectorate"),
            widget="select",
        ),
    )


def arrangement_choice(**more: object) -> dict[str, Any]:
    """Return what is asked of how somebody works here."""
    hint = _l("Volunteers and agency workers have no contract here, and are in no pay run.")
    return choice(ARRANGEMENTS.items(), label=_l("How they work here"), hint=hint, **more)


def minutes_beside_hours() -> Whole:
    """Return a field for the minutes that come on top of so many hours."""
    return Whole(
        load_default=0,
        validate=validate.Range(0, LAST_MINUTE),
        metadata={
            "label": _l("and minutes"),
            "is_certain": True,
            "width": "short",
            "suffix": _l("minutes"),
            "inputmode": "numeric",
            "widget": "text",
        },
    )


def sort_code_field(label: object) -> fields.Str:
    """Return a field for the sort code of an account; its form is judged where it is kept or used."""
    return _bank_field(label, _l("Six digits, such as 12-34-56"), _l("Enter the sort code"))


def account_number_field(label: object, hint: object) -> fields.Str:
    """Return a field for the number of an account; its form is judged where it is kept or used."""
    return _bank_field(label, hint, _l("Enter the account number"))


def _bank_field(label: object, hint: object, needed: object) -> fields.Str:
    said: dict[str, Any] = {"required": needed}
    return fields.Str(
        required=True,
        validate=validate.Length(max=20),
        error_messages=said,
        metadata={
            "label": label,
            "hint": hint,
            "width": "code",
            "inputmode": "numeric",
            "autocomplete": "off",
        },
    )


class NamedSchema(Schema):
    """Somebody by name. What inherits it asks for the name first."""

    given_name = name_field(_l("First names"), _l("Enter their first names"))
    family_name = name_field(_l("Family name"), _l("Enter their family name"))
