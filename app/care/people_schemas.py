"""The forms about people supported: their record, plans, outcomes and who is around them. API and pages."""

from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.care import plan_words
from app.people.fields import LAST_DAY, NamedSchema, day_field, language_field
from app.web.forms import Schema, Whole, choice
from app.web.refusals import sentence_for
from franchise_kit.care.rules.people import PlaceNotReadable, normal_place

EARLIEST_BIRTH: Final = date(1900, 1, 1)
LONGEST_NAME, LONGEST_PHONE, LONGEST_WORDS = 120, 40, 2000


def _said(label: object, *, most: int = LONGEST_WORDS, rows: int = 4, **metadata: object) -> fields.Str:
    """Return a field for words that may be left out."""
    return fields.Str(
        load_default="",
        validate=validate.Length(max=most),
        metadata={"label": label, "widget": "textarea", "rows": rows, **metadata},
    )


def _line(label: object, *, most: int, **metadata: object) -> fields.Str:
    """Return a field for one line that may be left out."""
    return fields.Str(
        load_default="",
        validate=validate.Length(max=most),
        metadata={"label": label, "autocomplete": "off", **metadata},
    )


def _needed(label: object, missing: object, *, most: int, **metadata: object) -> fields.Str:
    """Return a field for words that must be there; ``missing`` is what an empty one is told."""
    said: dict[str, Any] = {"required": missing}
    return fields.Str(
        required=True,
        validate=validate.Length(min=1, max=most),
        error_messages=said,
        metadata={"label": label, "autocomplete": "off", **metadata},
    )


def _check_place(text: str) -> None:
    try:
        normal_place(text)
    except PlaceNotReadable as refusal:
        raise ValidationError(sentence_for(refusal)) from refusal


def version_field() -> Whole:
    """Return the hidden field that says from which version a change was made."""
    return Whole(required=True, metadata={"label": _l("Version"), "widget": "hidden"})


class PersonProfileSchema(NamedSchema):
    """What is known of somebody supported."""

    known_as = _line(_l("What they like to be called"), most=80, hint=_l("If it is not their first name"))
    language = language_field(_l("The one they would rather speak"))
    what_matters = _said(
        _l("What matters to them"),
        rows=6,
        hint=_l("In their own words. Whoever visits them reads it first."),
    )
    communication = _said(_l("How they speak, hear and read best"), rows=3)
    key_facts = _said(
        _l("What whoever comes must know at once"), rows=3, hint=_l("Such as allergies, the dog, the stairs")
    )
    address = _said(_l("Address"), most=300, rows=3, autocomplete="off")
    getting_in = _said(
        _l("How to get in"), most=500, rows=3, hint=_l("Such as the key safe or the side door")
    )
    place = fields.Str(
        load_default="",
        validate=[validate.Length(max=60), _check_place],
        metadata={
            "label": _l("Where the door is"),
            "hint": _l("Latitude and longitude, such as 52.08310, -4.66090: the rota reckons travel by it"),
            "autocomplete": "off",
        },
    )
    phone = _line(_l("Telephone"), most=LONGEST_PHONE)
    born_on = fields.Date(
        load_default=None,
        allow_none=True,
        validate=validate.Range(EARLIEST_BIRTH, LAST_DAY, error=_l("Enter a day from the year 1900 on")),
        metadata={"label": _l("Day of birth")},
    )


class NewPersonSchema(PersonProfileSchema):
    """Whom the co-op begins to support."""

    started_on = day_field(_l("First day of support"))


class ChangedPersonSchema(PersonProfileSchema):
    """What is known of somebody, changed from a version."""

    version = version_field()


class DraftSchema(Schema):
    """What a plan says."""

    support = _said(
        _l("What support they want, and how"),
        most=8000,
        rows=8,
        hint=_l("In their own words as far as it goes: what, when, how and by whom"),
    )
    strengths = _said(_l("What they do themselves, and what they are good at"), most=4000)
    risks = _said(_l("What could go wrong, and what is done then"), most=4000)
    written_with = _said(
        _l("Who sat together to write it"),
        most=500,
        rows=2,
        hint=_l("The person first, and who else was there"),
    )


class ChangedDraftSchema(DraftSchema):
    """What a plan says, changed from a version."""

    version = version_field()


class AgreeSchema(Schema):
    """Who agreed a plan, how, on which day, and by when it is looked at again."""

    agreed_on = day_field(_l("On which day was it agreed?"))
    agreed_by = fields.Str(required=True, **choice(plan_words.AGREED_BY.items(), label=_l("Who agreed it?")))
    representative_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Who agreed for them?"),
            "hint": _l("Only where the person did not agree it themselves"),
            "widget": "select",
            "blank": _l("Nobody: they agreed it themselves"),
        },
    )
    agreed_how = fields.Str(required=True, **choice(plan_words.AGREED_HOW.items(), label=_l("How?")))
    review_due_on = day_field(
        _l("By when is it looked at again?"),
        required=False,
        hint=_l("Three months later at the latest. Left empty, it is three months later."),
    )


class AgreeOnPageSchema(AgreeSchema):
    """The same, from the version that was read."""

    version = version_field()


class PlanReviewSchema(Schema):
    """A plan was looked at again."""

    reviewed_on = day_field(_l("On which day?"))
    with_whom = _needed(_l("With whom?"), _l("Enter who was there"), most=500)
    outcomes_said = _needed(
        _l("How far were their outcomes reached?"),
        _l("Enter what was said of their outcomes"),
        most=4000,
        widget="textarea",
        rows=5,
    )
    came_of_it = fields.Str(
        required=True, **choice(plan_words.CAME_OF_IT.items(), label=_l("What came of it?"))
    )
    next_due_on = day_field(
        _l("When is it looked at next?"),
        required=False,
        hint=_l("Three months later at the latest. Left empty, it is three months later."),
    )


class OutcomeSchema(Schema):
    """What somebody wants to reach or keep."""

    words = _needed(
        _l("What do they want to reach or keep?"),
        _l("Enter what they want, in their own words"),
        most=LONGEST_WORDS,
        widget="textarea",
        rows=4,
        hint=_l("In their own words and their own language"),
    )
    started_on = day_field(_l("Since when?"))


class OutcomeReadingSchema(Schema):
    """How far an outcome is on a day."""

    on_day = day_field(_l("On which day?"))
    score = Whole(
        required=True,
        validate=validate.OneOf(list(plan_words.SCORES)),
        metadata={
            "label": _l("How far is it?"),
            "widget": "radios",
            "options": tuple(plan_words.SCORES.items()),
        },
    )
    said_by = fields.Str(required=True, **choice(plan_words.SAID_BY.items(), label=_l("Who says so?")))
    note = _said(_l("What they said of it"), rows=3)


class EndOutcomeSchema(Schema):
    """How an outcome ended."""

    ending = fields.Str(required=True, **choice(plan_words.ENDINGS.items(), label=_l("How did it end?")))
    ended_on = day_field(_l("On which day?"))


class EndOutcomeOnPageSchema(EndOutcomeSchema):
    """The same, from the version that was read."""

    version = version_field()


class PersonContactSchema(Schema):
    """Somebody around a person."""

    name = _needed(_l("Name"), _l("Enter their name"), most=LONGEST_NAME)
    relation = _needed(
        _l("Who are they to the person?"),
        _l("Enter who they are to the person"),
        most=LONGEST_NAME,
        hint=_l("Such as daughter, neighbour, doctor"),
    )
    phone = _line(_l("Telephone"), most=LONGEST_PHONE)
    may_come = fields.Str(
        required=True,
        **choice(plan_words.MAY_COME.items(), label=_l("May they come in while we are there?")),
    )
    is_first_to_ring = fields.Bool(
        load_default=False, metadata={"label": _l("Ring them first"), "is_certain": True}
    )


class ChangedContactSchema(PersonContactSchema):
    """A contact, changed from a version."""

    version = version_field()


class RepresentativeSchema(Schema):
    """Who speaks for somebody, and by which authority."""

    name = _needed(_l("Name"), _l("Enter their name"), most=LONGEST_NAME)
    phone = _line(_l("Telephone"), most=LONGEST_PHONE)
    authority = fields.Str(
        required=True,
        **choice(plan_words.AUTHORITIES.items(), label=_l("By which authority?")),
    )
    seen_on = day_field(
        _l("On which day did we see the paper?"),
        required=False,
        hint=_l("Leave it empty if there is none to see"),
    )
    from_on = day_field(_l("Since when?"))
    until_on = day_field(_l("Last day"), required=False, hint=_l("Leave it empty if no end is known"))

    @validates_schema(skip_on_field_errors=True)
    def end_after_beginning(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse an end before the beginning."""
        until_on, from_on = data.get("until_on"), data.get("from_on")
        if until_on is not None and from_on is not None and until_on < from_on:
            raise ValidationError({"until_on": [_l("The end must not be before the beginning")]})


class EndRepresentativeSchema(Schema):
    """The last day of an authority."""

    until_on = day_field(_l("Which day is the last?"))


class EndRepresentativeOnPageSchema(EndRepresentativeSchema):
    """The same, from the version that was read."""

    version = version_field()


class ConsentSchema(Schema):
    """What may be told to whom."""

    with_whom = fields.Str(
        required=True, **choice(plan_words.WITH_WHOM.items(), label=_l("Who may be told?"))
    )
    what = _needed(
        _l("What may they be told?"),
        _l("Enter what may be told"),
        most=LONGEST_WORDS,
        widget="textarea",
        rows=3,
    )
    said_how = fields.Str(required=True, **choice(plan_words.SAID_HOW.items(), label=_l("How was it said?")))
    given_on = day_field(_l("On which day?"))


class TakeBackSchema(Schema):
    """The day on which a consent was taken back."""

    taken_back_on = day_field(_l("On which day did they take it back?"))


class TakeBackOnPageSchema(TakeBackSchema):
    """The same, from the version that was read."""

    version = version_field()


class WishSchema(Schema):
    """Whether somebody would rather have a worker, or will not have them."""

    worker_id = fields.UUID(required=True, metadata={"label": _l("Which worker?"), "widget": "select"})
    wish = fields.Str(
        required=True,
        **choice(
            (*plan_words.WISHES.items(), ("none", _l("They have no wish about this worker"))),
            label=_l("What do they say?"),
        ),
    )
