"""The forms about visits and whole weeks of them, for pages and the API."""

from datetime import date, time
from typing import Any, Final

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
from app.care.words import CANCEL_REASONS, CANCELLED_BY
from app.people.fields import day_field
from app.web.forms import Schema, Whole, choice
from franchise_kit.kernel.days import is_missing_clock_time

CARERS: Final = (
    (1, _l("One worker comes, or this is the first of two")),
    (2, _l("This is the second of two who come together")),
)
MOST_VISITS: Final = 5000


class TimedSchema(Schema):
    """When something is: a London day and clock time, and how long."""

    day = day_field(_l("Day"))
    at = clock_field(_l("Begins at"), _l("Enter when it begins"))
    minutes = minutes_field(_l("How long?"))

    @validates_schema(skip_on_field_errors=True)
    def check_clock(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse the hour that is skipped in March."""
        day, at = data["day"], data["at"]
        if isinstance(day, date) and isinstance(at, time) and is_missing_clock_time(day, at):
            said = _("There is no such time on that day: the clocks go forward. Choose 02:00 or later.")
            raise ValidationError(str(said), "at")


class NewVisitSchema(TimedSchema):
    """A visit to plan."""

    person_supported_id = fields.UUID(
        required=True, metadata={"label": _l("Who is visited?"), "widget": "select"}
    )
    visit_kind_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("What kind of visit?"),
            "hint": _l("Its tasks are then on the worker's list."),
            "widget": "select",
            "blank": _l("No kind"),
            "is_certain": True,
        },
    )
    worker_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Which worker?"), "widget": "select", "blank": _l("Nobody yet")},
    )
    carer = Whole(
        load_default=1,
        validate=validate.OneOf([1, 2]),
        metadata={
            "label": _l("How many come?"),
            "widget": "radios",
            "options": CARERS,
            "is_certain": True,
            "initial": "1",
        },
    )
    window_minutes = window_field()
    short_reason = short_reason_field()

    class Meta(Schema.Meta):
        """The order in which a page asks."""

        fields = (
            "person_supported_id",
            "day",
            "at",
            "visit_kind_id",
            "minutes",
            "worker_id",
            "short_reason",
            "window_minutes",
            "carer",
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
    tell_now = fields.Bool(load_default=None, allow_none=True, metadata={"label": _l("Tell them at once")})
    version = version_field()


class MoveSchema(TimedSchema):
    """Another time for a visit."""

    short_reason = short_reason_field()
    tell_now = fields.Bool(load_default=None, allow_none=True, metadata={"label": _l("Tell them at once")})
    version = version_field()


class CancelSchema(Schema):
    """Who says that the visit is not to be, and why."""

    cancelled_by = fields.Str(required=True, **choice(CANCELLED_BY.items(), label=_l("Who cancels it?")))
    cancel_reason = fields.Str(
        load_default=None,
        allow_none=True,
        **choice(CANCEL_REASONS.items(), label=_l("Why?"), widget="select", blank=_l("No reason is written")),
    )
    version = version_field()


class WeekSchema(Schema):
    """A week by its Monday."""

    monday = day_field(_l("The week from"))


class CopySchema(Schema):
    """Which week is copied, and into which."""

    from_monday = day_field(_l("Copy the week from"))
    to_monday = day_field(_l("Into the week from"))


class SeenSchema(Schema):
    """A visit, and the version of it that was looked at."""

    id = fields.UUID(required=True)
    version = Whole(required=True, validate=validate.Range(1, 10**9))


class PublishSchema(Schema):
    """What is published: a week, a worker's or a person's part of it, or single visits.

    With ``seen`` nothing is published if anything of it was changed since it was looked at.
    """

    monday = fields.Date(load_default=None, allow_none=True)
    worker_id = fields.UUID(load_default=None, allow_none=True)
    person_supported_id = fields.UUID(load_default=None, allow_none=True)
    visit_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_VISITS))
    seen = fields.List(
        fields.Nested(SeenSchema), load_default=list, validate=validate.Length(max=MOST_VISITS)
    )


class PublishFormSchema(Schema):
    """What a page says when somebody publishes: what they looked at, as ids with versions."""

    seen = fields.Str(
        required=True,
        validate=[
            validate.Length(max=400_000),
            validate.Regexp(r"[0-9a-f]{32}:[0-9]{1,9}(?: [0-9a-f]{32}:[0-9]{1,9})*\Z"),
        ],
        metadata={"widget": "hidden"},
    )
