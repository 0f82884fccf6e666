"""The forms about checks, registration, talks and offers of hours, for pages and the API."""

from typing import Final

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.people.fields import day_field, minutes_beside_hours
from app.people.keeping_words import ANSWERS, CHECKS, DUE_KINDS, DUE_STATES, REGISTRATION_STATES, TALKS
from app.web.forms import Schema, Whole, choice

LONGEST_REFERENCE: Final = 80
LONGEST_NUMBER: Final = 20
LONGEST_NOTE: Final = 4000
LONGEST_WEEK_HOURS: Final = 96


class CheckSchema(Schema):
    """A check that was seen."""

    kind = fields.Str(required=True, **choice(CHECKS.items(), label=_l("What did you see?")))
    checked_on = day_field(_l("On which day?"))
    expires_on = day_field(
        _l("Its last day"),
        required=False,
        hint=_l("For a DBS certificate, three years after its date unless they use the update service"),
    )
    reference = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_REFERENCE),
        metadata={
            "label": _l("Number or reference"),
            "hint": _l("It is sealed. Keep no copy of the certificate itself."),
            "autocomplete": "off",
        },
    )


class RegistrationSchema(Schema):
    """How somebody stands with Social Care Wales."""

    state = fields.Str(required=True, **choice(REGISTRATION_STATES.items(), label=_l("How do they stand?")))
    register_number = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_NUMBER),
        metadata={
            "label": _l("Number in the register"),
            "hint": _l("Needed once they are registered; it stands in the public register"),
            "width": "code",
            "autocomplete": "off",
        },
    )
    from_on = day_field(_l("Since which day?"))
    until_on = day_field(_l("Renew by"), required=False)


class TalkSchema(Schema):
    """A supervision or an appraisal that was held."""

    kind = fields.Str(required=True, **choice(TALKS.items(), label=_l("What was it?")))
    held_on = day_field(_l("On which day?"))
    next_due_on = day_field(
        _l("When is the next?"),
        required=False,
        hint=_l("Left empty: three months after a supervision, a year after an appraisal"),
    )
    note = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_NOTE),
        metadata={
            "label": _l("What you agreed"),
            "hint": _l("They read this too. It is sealed, and the network never sees it."),
            "widget": "textarea",
            "rows": 6,
        },
    )


class OfferSchema(Schema):
    """An offer of guaranteed hours."""

    offered_on = day_field(_l("On which day did you offer?"))
    weekly_hours = Whole(
        required=True,
        validate=validate.Range(0, LONGEST_WEEK_HOURS),
        metadata={
            "label": _l("Hours a week that you offered"),
            "width": "short",
            "suffix": _l("hours"),
            "inputmode": "numeric",
            "widget": "text",
        },
    )
    weekly_minutes = minutes_beside_hours()


class AnswerSchema(Schema):
    """What the worker answered."""

    answer = fields.Str(required=True, **choice(ANSWERS.items(), label=_l("What did they answer?")))
    answered_on = day_field(_l("On which day did they answer?"))
    version = Whole(required=True, validate=validate.Range(min=1), metadata={"widget": "hidden"})


class DueQuery(Schema):
    """What narrows the list of what is due."""

    kind = fields.Str(
        load_default="",
        **choice(
            DUE_KINDS.items(), label=_l("What"), widget="select", blank=_l("Everything"), is_certain=True
        ),
    )
    state = fields.Str(
        load_default="",
        **choice(
            DUE_STATES.items(),
            label=_l("When"),
            widget="select",
            blank=_l("Overdue and soon"),
            is_certain=True,
        ),
    )
