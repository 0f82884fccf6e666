"""What is asked when hours are approved, put right, or entered for a visit that nobody ended."""

from datetime import timedelta
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.people.fields import day_field
from app.time.fields import Miles, Seen, note_field, time_field
from app.time.words import HAND_REASON_WORDS, KINDS, PURPOSES, REASON_WORDS
from app.web.forms import Schema, Whole, choice
from franchise_kit.kernel.days import is_missing_clock_time, london_instant
from franchise_kit.time.actions import NewMiles, NewTime
from franchise_kit.time.rules import LONGEST_MINUTES, REASONS
from franchise_kit.time.rules.entries import BY_HAND, HAND_REASONS
from franchise_kit.time.rules.miles import BY_HAND as MILES_BY_HAND
from franchise_kit.time.rules.miles import metres_of

MOST_AT_ONCE = 500
MOST_RECORD_DAYS: Final = 92


class WeekQuery(Schema):
    """Which week: any day of it."""

    week = fields.Date(load_default=None)


class WaitingQuery(Schema):
    """Whose hours, and of which week; with nothing, all that wait."""

    week = fields.Date(load_default=None, metadata={"label": _l("A day of the week")})
    worker_id = fields.UUID(
        load_default=None,
        metadata={"label": _l("Worker"), "widget": "select", "blank": _l("Everybody")},
    )


class ApproveTime(Schema):
    """Hours that are approved, each as it was read: ``<id>:<version>``."""

    entry_ids = fields.List(
        Seen(),
        load_default=list,
        validate=validate.Length(max=MOST_AT_ONCE),
        metadata={"label": _l("Hours to approve"), "is_certain": True},
    )


class ApproveShown(ApproveTime):
    """The page's form: those that were ticked, or all of a day or of the list that stood there."""

    shown_ids = fields.List(
        Seen(), load_default=list, validate=validate.Length(max=MOST_AT_ONCE), metadata={"label": ""}
    )
    which = fields.Str(
        load_default="ticked",
        validate=validate.Regexp(r"ticked|all|\d{4}-\d{2}-\d{2}"),
        metadata={"label": ""},
    )


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
    """How long it should have been, why, and from the version that was read."""

    note = note_field(
        _l("What happened"), _l("For the worker and whoever approves; nothing about the person's health")
    )
    version = Whole(required=True, validate=validate.Range(min=1), metadata={"widget": "hidden"})


class CorrectPaid(CorrectTime):
    """The same for time that a pay run holds: it may turn out to have been none."""

    minutes = Whole(
        required=True,
        validate=validate.Range(0, LONGEST_MINUTES),
        metadata={
            "label": _l("Minutes that it should have been"),
            "hint": _l(
                "In all. The difference is a time of its own; the next pay run pays it or takes it off."
            ),
            "width": "short",
            "inputmode": "numeric",
        },
    )


class NewTimeSchema(Schema):
    """Time of a kind that no visit makes, on a London day, from one clock time to another."""

    kind = fields.Str(
        required=True,
        **choice([(code, KINDS[code]) for code in BY_HAND], label=_l("What was it?"), widget="select"),
    )
    day = day_field(_l("Day on which it began"))
    begins = time_field(_l("From"))
    ends = time_field(_l("Until"), hint=_l("An earlier time is of the next day"))
    reason = fields.Str(
        required=True,
        **choice(
            [(code, HAND_REASON_WORDS[code]) for code in HAND_REASONS], label=_l("Why is it written down?")
        ),
    )
    note = note_field(_l("In your words"), _l("Needed for other work, and for another reason"))

    @validates_schema(skip_on_field_errors=True)
    def check_clock(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse a clock time that the clocks skip in March."""
        for name in ("begins", "ends"):
            day = data["day"] + timedelta(days=name == "ends" and data["ends"] <= data["begins"])
            if is_missing_clock_time(day, data[name]):
                raise ValidationError(
                    str(_("The clocks go forward that night: this time does not exist")), name
                )


class TimeForSchema(NewTimeSchema):
    """The same for somebody who works here."""

    worker_id = fields.UUID(required=True, metadata={"label": _l("Whose time is it?"), "widget": "select"})

    class Meta(Schema.Meta):
        """The worker is asked for first."""

        fields = ("worker_id", "kind", "day", "begins", "ends", "reason", "note")


def new_time(answers: dict[str, Any]) -> NewTime:
    """Return the time that was entered; from one clock time to the same is a whole day."""
    day, begins, ends = answers["day"], answers["begins"], answers["ends"]
    last = day + timedelta(days=1) if ends <= begins else day
    return NewTime(
        answers["kind"],
        london_instant(day, begins),
        london_instant(last, ends),
        answers["reason"],
        answers["note"],
    )


class NewMilesSchema(Schema):
    """Miles driven in one's own car on a London day."""

    day = day_field(_l("Day"))
    purpose = fields.Str(
        required=True,
        **choice([(code, PURPOSES[code]) for code in MILES_BY_HAND], label=_l("What for?"), widget="select"),
    )
    miles = Miles(required=True, metadata={"label": _l("Miles"), "hint": _l("Such as 12.4")})
    note = note_field(_l("Where to"), _l("From where to where; no names of people supported"))


class MilesForSchema(NewMilesSchema):
    """The same for somebody who works here."""

    worker_id = fields.UUID(required=True, metadata={"label": _l("Who drove?"), "widget": "select"})

    class Meta(Schema.Meta):
        """The worker is asked for first."""

        fields = ("worker_id", "day", "purpose", "miles", "note")


def new_miles(answers: dict[str, Any]) -> NewMiles:
    """Return the claim that was entered, in metres."""
    return NewMiles(answers["day"], answers["purpose"], metres_of(answers["miles"]), answers["note"])


class DecideMiles(Schema):
    """Claims that somebody says yes or no to, each as it was read."""

    claim_ids = fields.List(
        Seen(),
        load_default=list,
        validate=validate.Length(max=MOST_AT_ONCE),
        metadata={"label": _l("Miles to approve"), "is_certain": True},
    )
    is_approved = fields.Bool(required=True, metadata={"label": _l("Approved?")})


class RecordQuery(Schema):
    """Which days; ``until`` is the last of them. Without them, the present month so far."""

    since = day_field(_l("From"), required=False)
    until = day_field(_l("To and with"), required=False)

    @validates_schema(skip_on_field_errors=True)
    def check_days(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse a span that ends before it begins, and more than a quarter."""
        since, until = data.get("since"), data.get("until")
        if since is not None and until is not None and until < since:
            raise ValidationError(str(_("The last day must not be before the first")), "until")
        if since is not None and until is not None and (until - since).days >= MOST_RECORD_DAYS:
            raise ValidationError(str(_("Choose 92 days at the most")), "until")


class RecordOfQuery(RecordQuery):
    """The same, and whose record it is."""

    worker_id = fields.UUID(
        load_default=None, metadata={"label": _l("Whose record?"), "widget": "select", "is_certain": True}
    )

    class Meta(Schema.Meta):
        """The worker is asked for first."""

        fields = ("worker_id", "since", "until")
