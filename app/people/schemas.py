"""The forms about people who work here, for pages and the API."""

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.people.fields import (
    NamedSchema,
    arrangement_choice,
    category_field,
    day_field,
    language_field,
    minutes_beside_hours,
)
from app.people.words import CONTRACT_KINDS, RATE_KINDS, SOURCES
from app.web.forms import Pounds, Schema, Whole, choice
from franchise_kit.people.rules.particulars import can_be_earlier_tax

DECLARATIONS: Final = (
    ("A", _l("A: this is their first job since 6 April")),
    ("B", _l("B: this is now their only job, but since 6 April they had another, or certain benefits")),
    ("C", _l("C: they have another job or a pension as well")),
)
LONGEST_LINE: Final = 80
HIGHEST_RATE_PENCE: Final = 500_00
LONGEST_WEEK_HOURS: Final = 96
# What earlier jobs of one tax year can have paid.
MOST_EARLIER_PENCE: Final = 9_999_999_99


class NewWorkerSchema(NamedSchema):
    """Who starts to work here."""

    language = language_field(_l("The one they would rather read at work"))
    staff_category = category_field()
    arrangement = fields.Str(
        load_default="employed", **arrangement_choice(is_certain=True, initial="employed")
    )
    started_on = day_field(_l("First day of work"))
    account_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Their account here"),
            "hint": _l("With it they see their own visits, hours and payslips. You can add it later."),
            "widget": "select",
            "blank": _l("None yet"),
        },
    )


class WorkerAccountSchema(Schema):
    """Which account is a worker's."""

    account_id = fields.UUID(required=True, metadata={"label": _l("Their account here"), "widget": "select"})


class LastDaySchema(Schema):
    """The last day of work, or of support; it is one of the days."""

    ended_on = day_field(_l("Which day is the last?"))


class WorkerLastDaySchema(LastDaySchema):
    """A worker's last day, and whether visits after it are taken from them."""

    release = fields.Bool(
        load_default=False,
        metadata={
            "label": _l("Their later visits become nobody's"),
            "hint": _l("They stand on the rota without a worker, until you give them to somebody else."),
        },
    )


def line_field(label: object, hint: object = "") -> fields.Str:
    """Return a field for a line of text that may be left empty."""
    return fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_LINE),
        metadata={"label": label, "hint": hint, "autocomplete": "off"},
    )


class ContractSchema(Schema):
    """What is agreed with a worker from a day on."""

    kind = fields.Str(required=True, **choice(CONTRACT_KINDS.items(), label=_l("Kind of contract")))
    job_title = line_field(_l("Job title"))
    place = line_field(_l("Place of work"), _l("An area or an office, such as the Teifi valley"))
    weekly_hours = Whole(
        load_default=0,
        validate=validate.Range(0, LONGEST_WEEK_HOURS),
        metadata={
            "label": _l("Guaranteed hours a week"),
            "is_certain": True,
            "hint": _l("Only for guaranteed hours; minutes go in the next box"),
            "width": "short",
            "suffix": _l("hours"),
            "inputmode": "numeric",
            "widget": "text",
        },
    )
    weekly_minutes = minutes_beside_hours()
    valid_from = day_field(
        _l("From which day?"), hint=_l("A contract that runs now ends the day before this one begins")
    )
    rate = Pounds(
        required=True,
        error_messages={"required": _l("Enter the pay for an hour")},
        validate=validate.Range(1, HIGHEST_RATE_PENCE, error=_l("Enter a rate from 0.01 to 500.00")),
        metadata={"label": _l("Pay for an hour"), "hint": _l("Such as 13.45")},
    )


class RateSchema(Schema):
    """Another rate of one kind of time from a day on."""

    kind = fields.Str(
        load_default="ordinary",
        **choice(
            RATE_KINDS.items(),
            label=_l("For which time?"),
            hint=_l("What has no rate of its own is paid as an ordinary hour."),
            widget="select",
            is_certain=True,
            initial="ordinary",
        ),
    )
    rate = Pounds(
        required=True,
        error_messages={"required": _l("Enter the pay")},
        validate=validate.Range(1, HIGHEST_RATE_PENCE, error=_l("Enter a rate from 0.01 to 500.00")),
        metadata={"label": _l("Pay for an hour, or for a night asleep"), "hint": _l("Such as 13.45")},
    )
    from_on = day_field(
        _l("From which day?"),
        hint=_l("A wrong rate is put right from its own day, as long as nobody was paid by it."),
    )


class TaxSchema(Schema):
    """What the tax office or a starter said."""

    source = fields.Str(required=True, **choice(SOURCES.items(), label=_l("Who says so?")))
    declaration = fields.Str(
        load_default="",
        **choice(
            DECLARATIONS,
            label=_l("Starter's declaration"),
            hint=_l(
                "Only with a starter's declaration: A means 1257L, B 1257L on each pay day alone, C BR. "
                "The letter C for Wales comes with the tax office's own notice."
            ),
            widget="select",
        ),
    )
    tax_code = fields.Str(
        load_default="",
        validate=validate.Length(max=20),
        metadata={
            "label": _l("Tax code"),
            "hint": _l("As it stands on the P45 or the notice, such as C1257L or BR W1"),
            "width": "code",
            "autocomplete": "off",
        },
    )
    from_on = day_field(_l("From which pay day?"))
    ni_category = fields.Str(
        load_default="A",
        validate=validate.Length(max=1),
        metadata={
            "label": _l("National Insurance category"),
            "hint": _l("One letter; A for most people"),
            "width": "code",
            "autocomplete": "off",
            "initial": "A",
            "is_certain": True,
        },
    )
    national_insurance_number = fields.Str(
        load_default="",
        validate=validate.Length(max=20),
        metadata={
            "label": _l("National Insurance number"),
            "hint": _l("Left empty, the number that we have stays. It is sealed, and never shown whole."),
            "width": "code",
            "autocomplete": "off",
        },
    )
    earlier_pay = Pounds(
        most_pence=MOST_EARLIER_PENCE,
        load_default=0,
        metadata={
            "label": _l("Pay in earlier jobs this tax year"),
            "hint": _l("Only from a P45"),
        },
    )
    earlier_tax = Pounds(
        most_pence=MOST_EARLIER_PENCE,
        load_default=0,
        metadata={"label": _l("Tax paid in earlier jobs this tax year"), "hint": _l("Only from a P45")},
    )

    @validates_schema
    def check_it_fits_the_source(self, data: dict[str, Any], **_options: object) -> None:
        """A declaration has a letter, everything else has a code, and only a P45 has earlier pay."""
        wrong: dict[str, list[str]] = {}
        if data["source"] == "starter_declaration":
            if not data["declaration"]:
                wrong["declaration"] = [_("Choose what they declared")]
            if data["tax_code"]:
                wrong["tax_code"] = [_("With a declaration the code follows from it: leave this empty")]
        else:
            if data["declaration"]:
                wrong["declaration"] = [_("Leave this empty unless a starter declared it")]
            if not data["tax_code"]:
                wrong["tax_code"] = [_("Enter the tax code")]
        wrong |= _wrong_earlier(data)
        if wrong:
            raise ValidationError(wrong)


def _wrong_earlier(data: dict[str, Any]) -> dict[str, list[str]]:
    """Return what is wrong with pay and tax of earlier jobs, by field."""
    if data["source"] != "p45":
        said = [name for name in ("earlier_pay", "earlier_tax") if data[name]]
        return {name: [_("Only a P45 says this: leave it empty")] for name in said}
    if not can_be_earlier_tax(data["earlier_pay"], data["earlier_tax"]):
        return {"earlier_tax": [_("The tax cannot be more than the pay that it was taken from")]}
    return {}
