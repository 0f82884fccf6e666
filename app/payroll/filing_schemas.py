"""What is asked of whoever tells HMRC and pension schemes of pay; of the co-op as an employer too."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.payroll.filing_words import LATE_REASONS, REFUSED, WITHDRAWN
from app.web.forms import Schema, Whole, choice
from franchise_kit.payroll.rules.employer import LONGEST_LINE, MOST_LINES


class FpsSchema(Schema):
    """Why it is told now, once the pay day has passed."""

    late_reason = fields.Str(
        load_default=None,
        **choice(
            LATE_REASONS.items(),
            label=_l("Why is it told after the pay day?"),
            hint=_l("HMRC may ask for a penalty where there is no reason."),
            is_certain=True,
        ),
    )


class SummarySchema(Schema):
    """Of which month the summary is, and whether it is the last of the tax year."""

    tax_year = fields.Str(
        required=True,
        validate=validate.Regexp(r"20\d{2}-\d{2}\Z", error=_l("Such as 2026-27")),
        metadata={"label": _l("Tax year"), "width": "short", "widget": "hidden"},
    )
    tax_month = Whole(
        required=True,
        validate=validate.Range(1, 12, error=_l("A tax year has months 1 to 12.")),
        metadata={"label": _l("Tax month"), "width": "short", "widget": "hidden"},
    )
    is_final = fields.Bool(
        load_default=False,
        metadata={
            "label": _l("Nothing more of this tax year comes"),
            "hint": _l("Only with the last of the tax year"),
        },
    )


class EndingSchema(Schema):
    """What became of a file."""

    state = fields.Str(
        required=True,
        **choice(
            (
                ("accepted", _l("It was accepted")),
                ("refused", _l("It was refused")),
                ("withdrawn", _l("It is withdrawn: it was not sent, or is wrong")),
            ),
            label=_l("What became of it?"),
        ),
    )
    reason = fields.Str(
        load_default=None,
        **choice(
            {**REFUSED, **WITHDRAWN}.items(),
            label=_l("Why was it refused or withdrawn?"),
            widget="select",
        ),
    )
    answer_reference = fields.Str(
        load_default="",
        validate=validate.Length(max=40),
        metadata={
            "label": _l("Number of the answer"),
            "hint": _l("As HMRC or the scheme gave it, if it did"),
            "width": "code",
            "autocomplete": "off",
        },
    )

    @validates_schema
    def check_reason(self, data: dict[str, Any], **_options: object) -> None:
        """What was refused or withdrawn has one of its own reasons, what was accepted has none."""
        fitting = {"refused": REFUSED, "withdrawn": WITHDRAWN}.get(data["state"], {})
        if data["reason"] is None and fitting:
            raise ValidationError({"reason": [_("Choose one of the reasons.")]})
        if data["reason"] is not None and data["reason"] not in fitting:
            raise ValidationError({"reason": [_("This reason does not go with what became of it.")]})


class ReferencesSchema(Schema):
    """The co-op's references at HMRC."""

    paye = fields.Str(
        required=True,
        validate=validate.Length(max=20),
        error_messages={"required": _l("Enter the PAYE reference")},
        metadata={
            "label": _l("Employer's PAYE reference"),
            "hint": _l("Three digits, a stroke, letters and digits, such as 123/AB456"),
            "width": "code",
            "autocomplete": "off",
        },
    )
    accounts_office = fields.Str(
        required=True,
        validate=validate.Length(max=20),
        error_messages={"required": _l("Enter the Accounts Office reference")},
        metadata={
            "label": _l("Accounts Office reference"),
            "hint": _l("Thirteen signs, such as 123PA00012345; HMRC is paid with it"),
            "width": "code",
            "autocomplete": "off",
        },
    )
    econ = fields.Str(
        load_default="",
        validate=validate.Length(max=12),
        metadata={
            "label": _l("Contracted-out number (ECON)"),
            "hint": _l("Only if the co-op once had one, such as E3123456A"),
            "width": "code",
            "autocomplete": "off",
        },
    )
    corporation_tax = fields.Str(
        load_default="",
        validate=validate.Length(max=14),
        metadata={
            "label": _l("Corporation tax reference"),
            "hint": _l("Ten digits"),
            "width": "code",
            "inputmode": "numeric",
            "autocomplete": "off",
        },
    )
    address = fields.Str(
        load_default="",
        validate=validate.Length(max=MOST_LINES * (LONGEST_LINE + 2)),
        metadata={
            "label": _l("The co-op's address"),
            "hint": _l("Up to five lines, with the postcode. P60s and P45s say it."),
            "widget": "textarea",
            "rows": MOST_LINES,
            "autocomplete": "off",
        },
    )


class EmployerYearSchema(Schema):
    """What the co-op claims in a tax year."""

    tax_year = fields.Str(required=True, metadata={"label": _l("Tax year"), "widget": "select"})
    claims_allowance = fields.Bool(
        load_default=False,
        metadata={
            "label": _l("The co-op claims the employment allowance"),
            "hint": _l("Not if a connected employer claims it, or if one paid director is all that it pays"),
        },
    )
    is_small_employer = fields.Bool(
        load_default=False,
        metadata={
            "label": _l("The co-op is a small employer for statutory pay"),
            "hint": _l("National Insurance of both sides came to £45,000 or less in the last tax year"),
        },
    )
