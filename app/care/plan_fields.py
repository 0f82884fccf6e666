"""The fields that all forms of the rota share: a clock time, minutes, why a visit is short, a version."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.web.forms import Whole, choice

LONGEST_MINUTES: Final = 24 * 60
LONGEST_WINDOW: Final = 240
# The conditions of the regulation, and what else a co-op may agree; franchise_kit has their sources.
SHORT_REASONS: Final[Mapping[str, LazyString]] = {
    "regular_same_worker": _l("One of regular visits by workers whom they know"),
    "task_within_plan": _l("For certain tasks that the plan names"),
    "person_asked": _l("The person asked for a shorter visit"),
    "check_or_medicines": _l("To see that all is well, or for medicines"),
}


def clock_field(label: object, needed: object) -> fields.Time:
    """Return a field for a clock time in London, such as 09:30."""
    said: dict[str, Any] = {"required": needed}
    return fields.Time(
        required=True,
        format="%H:%M",
        error_messages=said,
        metadata={"label": label, "width": "short", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    )


def minutes_field(label: object, *, least: int = 0, most: int = LONGEST_MINUTES, **metadata: object) -> Whole:
    """Return a field for whole minutes that must be answered."""
    said: dict[str, Any] = {"required": _l("Enter how many minutes it takes")}
    return Whole(
        required=True,
        validate=validate.Range(least, most),
        error_messages=said,
        metadata={
            "label": label,
            "width": "short",
            "suffix": _l("minutes"),
            "inputmode": "numeric",
            "widget": "text",
            **metadata,
        },
    )


def window_field() -> Whole:
    """Return a field for how much earlier or later a visit may be."""
    return Whole(
        load_default=0,
        validate=validate.Range(0, LONGEST_WINDOW),
        metadata={
            "label": _l("How much earlier or later may it be?"),
            "hint": _l("Nothing for a time that must be kept, as with medicines."),
            "width": "short",
            "suffix": _l("minutes"),
            "inputmode": "numeric",
            "widget": "text",
        },
    )


def short_reason_field() -> fields.Str:
    """Return a field for why a visit takes less than half an hour."""
    chosen = choice(
        SHORT_REASONS.items(),
        label=_l("Why is it shorter than 30 minutes?"),
        hint=_l("Only for a visit under 30 minutes: the law in Wales allows one for these reasons alone."),
        widget="select",
        blank=_l("It is not shorter"),
    )
    return fields.Str(load_default=None, allow_none=True, **chosen)


def version_field() -> Whole:
    """Return the hidden field that says from which version a change was made; none is not compared."""
    return Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, 10**9),
        metadata={"widget": "hidden"},
    )
