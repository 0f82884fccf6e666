"""The forms about loans, pensions, orders, directors, births and certificates, for pages and the API."""

from datetime import date
from typing import Final

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.payroll.check_schemas import Percent
from app.people.deduction_words import (
    ARRANGEMENTS,
    BASES,
    DIRECTING,
    LOAN_SOURCES,
    METHODS,
    ORDER_KINDS,
    PENSION_KINDS,
    PLANS,
    PROOFS,
)
from app.people.fields import LONGEST_NAME, day_field
from app.web.forms import Pounds, Schema, choice

LONGEST_REFERENCE: Final = 80
LONGEST_PROVIDER: Final = 40
MOST_OWED_PENCE: Final = 999_999_99
_PERCENT: Final = {"inputmode": "decimal", "suffix": "%", "width": "short", "type": "string"}
_EARLIEST_BIRTH, _LATEST_BIRTH = date(1900, 1, 1), date(2100, 12, 31)


class LoanSchema(Schema):
    """A notice about a loan."""

    source = fields.Str(
        required=True, **choice(LOAN_SOURCES.items(), label=_l("Who says so?"), widget="select")
    )
    plan = fields.Str(
        required=True,
        **choice(PLANS.items(), label=_l("Which loan?"), hint=_l("One entry for each loan"), widget="select"),
    )
    from_on = day_field(_l("From which pay day?"))


class PensionSchema(Schema):
    """A step into a pension scheme, out of it, or to when enrolment is put off."""

    kind = fields.Str(required=True, **choice(PENSION_KINDS.items(), label=_l("What happened?")))
    scheme_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Scheme"),
            "hint": _l("For whoever becomes a member"),
            "widget": "select",
            "blank": _l("None"),
        },
    )
    from_on = day_field(_l("From which day?"))
    told_on = day_field(
        _l("Told of it on"),
        required=False,
        hint=_l("For a new member: the month for opting out begins with the later of both days"),
    )
    until_on = day_field(
        _l("Put off to"), required=False, hint=_l("At most three months; they are told within six weeks")
    )


class OrderSchema(Schema):
    """An order to take from pay; one with ``order_id`` changes or ends the order of that id."""

    order_id = fields.UUID(load_default=None, allow_none=True, metadata={"widget": "hidden"})
    kind = fields.Str(
        required=True, **choice(ORDER_KINDS.items(), label=_l("What kind of order?"), widget="select")
    )
    made_on = day_field(_l("Made on"), hint=_l("It stands on the order, and decides the table and the rank"))
    from_on = day_field(_l("From which pay day?"))
    reference = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_REFERENCE),
        metadata={
            "label": _l("Reference"),
            "hint": _l("It is sealed. For a change you may leave it empty: the one that we have stays."),
            "autocomplete": "off",
            "is_certain": True,
        },
    )
    paid_to = fields.Str(
        load_default="",
        validate=validate.Length(max=LONGEST_REFERENCE),
        metadata={
            "label": _l("To whom is it paid?"),
            "hint": _l("It is sealed. For a change you may leave it empty: the one that we have stays."),
            "autocomplete": "off",
            "is_certain": True,
        },
    )
    normal = Pounds(
        most_pence=MOST_OWED_PENCE,
        load_default=0,
        metadata={
            "label": _l("Normal deduction each pay day"),
            "hint": _l("Only of a court's order and of child maintenance"),
        },
    )
    protected = Pounds(
        most_pence=MOST_OWED_PENCE,
        load_default=0,
        metadata={
            "label": _l("Protected earnings each pay day"),
            "hint": _l("Only of a court's order: what it leaves them at least"),
        },
    )
    owed = Pounds(
        most_pence=MOST_OWED_PENCE,
        load_default=0,
        metadata={
            "label": _l("Owed in all"),
            "hint": _l("It ends when this is paid. Empty: until somebody ends it."),
        },
    )
    ends = fields.Bool(
        load_default=False,
        metadata={"label": _l("The order ends: nothing is taken from that pay day on")},
    )


class DirectorSchema(Schema):
    """Whether a worker is a director from a day on."""

    status = fields.Str(required=True, **choice(DIRECTING.items(), label=_l("From then on they are")))
    from_on = day_field(
        _l("From which day?"), hint=_l("The day of the appointment, or the first day of the tax year")
    )
    method = fields.Str(
        load_default="annual",
        **choice(
            METHODS.items(),
            label=_l("How is National Insurance worked out?"),
            is_certain=True,
            initial="annual",
        ),
    )


class BirthSchema(Schema):
    """When a worker was born."""

    born_on = fields.Date(
        required=True,
        validate=validate.Range(
            _EARLIEST_BIRTH,
            _LATEST_BIRTH,
            error=_l("Enter a day on which somebody who works here can have been born"),
        ),
        error_messages={"required": _l("Enter the day")},
        metadata={"label": _l("Date of birth"), "hint": _l("It is sealed")},
    )


class ProofSchema(Schema):
    """A certificate for National Insurance that was seen."""

    proof = fields.Str(required=True, **choice(PROOFS.items(), label=_l("What did you see?")))
    from_on = day_field(_l("Since which day?"))
    until_on = day_field(_l("Its last day"), required=False)


class PensionTermsSchema(Schema):
    """The shares of pay that a scheme takes from a day on."""

    employee = Percent(
        required=True, metadata={"label": _l("The worker's share, with the tax relief"), **_PERCENT}
    )
    employer = Percent(required=True, metadata={"label": _l("The co-op's share"), **_PERCENT})
    from_on = day_field(_l("From which day?"))


class SchemeSchema(PensionTermsSchema):
    """A pension scheme that the co-op pays into."""

    name = fields.Str(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_NAME),
        error_messages={"required": _l("Enter the scheme's name")},
        metadata={"label": _l("Name of the scheme"), "autocomplete": "off"},
    )
    arrangement = fields.Str(
        required=True, **choice(ARRANGEMENTS.items(), label=_l("How is the worker's share taken?"))
    )
    basis = fields.Str(required=True, **choice(BASES.items(), label=_l("Of which pay are the shares?")))
    provider_reference = fields.Str(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_PROVIDER),
        error_messages={"required": _l("Enter the employer's reference at the provider")},
        metadata={"label": _l("Our reference at the provider"), "autocomplete": "off"},
    )
