"""The forms about kinds of visit, visits that come back, ways between homes, and the co-op's own numbers."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.care.plan_fields import (
    clock_field,
    minutes_field,
    short_reason_field,
    version_field,
    window_field,
)
from app.people.fields import LANGUAGE_CHOICES, day_field
from app.web.forms import Schema, Whole, choice
from app.web.weekdays import WEEKDAYS

SHORTEST_MINUTES: Final = 15
LONGEST_WAY_MINUTES, LONGEST_WAY_METRES = 240, 300_000
PAYS_AS: Final[Mapping[str, LazyString]] = {
    "visit": _l("As a visit"),
    "sleep_in": _l("As a sleep-in"),
    "waking_night": _l("As a waking night"),
}
EVERY_WEEKS: Final = (
    (1, _l("Every week")),
    (2, _l("Every second week")),
    (3, _l("Every third week")),
    (4, _l("Every fourth week")),
)
CARERS: Final = ((1, _l("One worker")), (2, _l("Two workers together")))


def _words_field(label: object, longest: int) -> fields.Str:
    return fields.Str(required=True, validate=validate.Length(min=1, max=longest), metadata={"label": label})


def _pick(options: tuple[tuple[int, LazyString], ...], usual: int, **metadata: object) -> Whole:
    return Whole(
        load_default=usual,
        validate=validate.OneOf([value for value, _words in options]),
        metadata={"options": options, "initial": str(usual), "is_certain": True, **metadata},
    )


class KindSchema(Schema):
    """A kind of visit, in both languages."""

    name_en = _words_field(_l("What is it called in English?"), 60)
    name_cy = _words_field(_l("What is it called in Welsh?"), 60)
    minutes = minutes_field(_l("How long does it usually take?"), least=SHORTEST_MINUTES)
    pays_as = fields.Str(
        load_default="visit",
        **choice(PAYS_AS.items(), label=_l("How is its time paid?"), is_certain=True, initial="visit"),
    )
    # A box that is not ticked sends nothing; a program that says nothing means yes.
    is_offered = fields.Bool(
        load_default=None, allow_none=True, metadata={"label": _l("New visits can be of this kind")}
    )
    version = version_field()


class TaskSchema(Schema):
    """A task of a kind of visit, in both languages."""

    words_en = _words_field(_l("The task in English"), 120)
    words_cy = _words_field(_l("The task in Welsh"), 120)
    is_essential = fields.Bool(
        load_default=False,
        metadata={
            "label": _l("It must not be left out"),
            "hint": _l("Nobody checks out before they have said that it is done, or why not."),
        },
    )
    version = version_field()


class KindTaskSchema(Schema):
    """A task as a program says it; one with an id is that task, in other words."""

    id = fields.UUID(load_default=None, allow_none=True)
    words_en = fields.Str(required=True, validate=validate.Length(min=1, max=120))
    words_cy = fields.Str(required=True, validate=validate.Length(min=1, max=120))
    is_essential = fields.Bool(load_default=False)


class TasksSchema(Schema):
    """All tasks of a kind, in their order; one that is left out is no longer offered."""

    tasks = fields.List(fields.Nested(KindTaskSchema), required=True, validate=validate.Length(max=60))


class PatternSchema(Schema):
    """Visits that come back. ``weekdays`` are numbers from 0 for Monday; ``last_on`` is the last day."""

    visit_kind_id = fields.UUID(
        required=True, metadata={"label": _l("What kind of visit?"), "widget": "select"}
    )
    weekdays = fields.List(
        Whole(validate=validate.Range(0, 6)),
        required=True,
        validate=validate.Length(min=1, max=7),
        metadata={"label": _l("On which days?"), "widget": "checkboxes", "options": WEEKDAYS},
    )
    every_weeks = _pick(EVERY_WEEKS, 1, label=_l("How often?"), widget="select", blank=_l("Every week"))
    at = clock_field(_l("Begins at"), _l("Enter when it begins"))
    minutes = minutes_field(_l("How long?"), least=SHORTEST_MINUTES)
    short_reason = short_reason_field()
    window_minutes = window_field()
    carers = _pick(CARERS, 1, label=_l("How many come?"), widget="radios")
    language = fields.Str(
        load_default=None,
        allow_none=True,
        **choice(
            LANGUAGE_CHOICES,
            label=_l("In which language?"),
            widget="select",
            blank=_l("As the person would rather speak"),
            is_certain=True,
        ),
    )
    skills = fields.List(
        fields.Str(validate=validate.Length(max=40)),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={"label": _l("What must whoever comes have learnt?"), "widget": "checkboxes"},
    )
    valid_from = day_field(_l("From which day?"))
    last_on = day_field(_l("Until which day?"), required=False, hint=_l("The last day; nothing for no end."))
    version = version_field()

    @validates_schema(skip_on_field_errors=True)
    def check_days(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse a last day before the first."""
        last = data.get("last_on")
        if last is not None and last < data["valid_from"]:
            raise ValidationError(str(_("The last day must not be before the first")), "last_on")


class NewPatternSchema(PatternSchema):
    """Visits that come back, and with whom they are agreed."""

    person_supported_id = fields.UUID(
        required=True, metadata={"label": _l("Who is visited?"), "widget": "select"}
    )


class EndPatternSchema(Schema):
    """The last day on which a visit comes back."""

    last_on = day_field(_l("What is the last day?"))
    version = version_field()


class RotaNumbersSchema(Schema):
    """The co-op's own numbers for its rota."""

    travel_factor_percent = Whole(
        required=True,
        validate=validate.Range(100, 300),
        metadata={
            "label": _l("How much longer is the road than the straight line?"),
            "hint": _l("140 is two fifths longer."),
            "suffix": "%",
            "width": "short",
            "inputmode": "numeric",
            "widget": "text",
        },
    )
    metres_per_minute = Whole(
        required=True,
        validate=validate.Range(50, 2000),
        metadata={
            "label": _l("How far does one come in a minute?"),
            "hint": _l("667 metres is 40 kilometres an hour, from door to door."),
            "suffix": _l("metres"),
            "width": "short",
            "inputmode": "numeric",
            "widget": "text",
        },
    )
    least_rest_minutes = minutes_field(
        _l("How much rest is there between two days at the least?"),
        hint=_l("660 minutes are the eleven hours of the Working Time Regulations."),
    )
    late_after_minutes = minutes_field(
        _l("After how many minutes is a visit late?"), most=120, hint=_l("Beyond how much later it may be.")
    )
    version = version_field()


class WaySchema(Schema):
    """How long one way takes, and how far it is."""

    from_person_id = fields.UUID(required=True, metadata={"label": _l("From whom?"), "widget": "select"})
    to_person_id = fields.UUID(required=True, metadata={"label": _l("To whom?"), "widget": "select"})
    minutes = minutes_field(_l("How long does it take?"), most=LONGEST_WAY_MINUTES)
    metres = Whole(
        required=True,
        validate=validate.Range(0, LONGEST_WAY_METRES),
        metadata={
            "label": _l("How far is it?"),
            "suffix": _l("metres"),
            "width": "short",
            "inputmode": "numeric",
            "widget": "text",
        },
    )

    @validates_schema(skip_on_field_errors=True)
    def check_ends(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse a way that leads nowhere."""
        if data["from_person_id"] == data["to_person_id"]:
            raise ValidationError(str(_("Choose two people")), "to_person_id")
