"""What is asked of whoever wants one payment worked out: what a payslip says, and nobody's name."""

import re
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.web.forms import Pounds, Schema, choice
from app.web.language import LANGUAGES
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.pensions import Arrangement, Basis
from franchise_kit.payroll.rules.rates import figures_for, known_tax_years
from franchise_kit.payroll.rules.tax_calendar import Frequency, tax_year
from franchise_kit.people.rules.particulars import can_be_earlier_tax
from franchise_kit.people.rules.tax_code import TaxCode, TaxCodeNotUnderstood

NO_PENSION: Final = "none"
# Nobody is paid more at once, and a year's pay has room below it.
MOST_PENCE: Final = 10_000_000_00
# The calendar has no tax year before its first day.
EARLIEST: Final = date(2000, 1, 1)
_PERCENT: Final = re.compile(r"([0-9]{1,3})(?:[.]([0-9]{1,2}))?")
_WHOLE_BPS: Final = 10_000
_FREQUENCIES: Final = (
    (Frequency.M1.value, _l("Every month")),
    (Frequency.W4.value, _l("Every four weeks")),
    (Frequency.W2.value, _l("Every two weeks")),
    (Frequency.W1.value, _l("Every week")),
)
_ARRANGEMENTS: Final = (
    (NO_PENSION, _l("No pension is taken")),
    (Arrangement.RELIEF_AT_SOURCE.value, _l("From net pay, with relief at source, such as NEST")),
    (Arrangement.NET_PAY.value, _l("Before tax, by a net pay arrangement")),
    (Arrangement.SALARY_SACRIFICE.value, _l("Given up from pay, by salary sacrifice")),
)
_BASES: Final = (
    (Basis.QUALIFYING_EARNINGS.value, _l("Qualifying earnings")),
    (Basis.ALL_PAY.value, _l("All pay")),
)
_LOANS: Final = (
    (Plan.PLAN_1.value, _l("Plan 1")),
    (Plan.PLAN_2.value, _l("Plan 2")),
    (Plan.PLAN_4.value, _l("Plan 4")),
    (Plan.PLAN_5.value, _l("Plan 5")),
    (Plan.POSTGRADUATE.value, _l("Postgraduate loan")),
)


class Percent(fields.Field[int]):
    """A percentage of 0 to 100 with two decimals at most, such as ``5`` or ``2.5%``, as basis points."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (marshmallow's own options)
        said = {"invalid": _l("Write a percentage from 0 to 100, such as 5 or 2.5")}
        super().__init__(error_messages=said, **options)

    def _deserialize(self, value: object, *_about: object, **_options: object) -> int:
        found = _PERCENT.fullmatch(value.removesuffix("%").strip()) if isinstance(value, str) else None
        bps = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else _WHOLE_BPS + 1
        if bps > _WHOLE_BPS:
            key = "invalid"
            raise self.make_error(key)
        return bps


def _check_tax_code(text: str) -> None:
    try:
        TaxCode.parse(text)
    except TaxCodeNotUnderstood as refusal:
        said = _("This is not a tax code that we know, such as 1257L or C1257L.")
        raise ValidationError(said.removesuffix(".")) from refusal


def _check_day(day: date) -> None:
    years = known_tax_years()
    if not years[0] <= tax_year(max(day, EARLIEST)) <= years[-1]:
        raise ValidationError(_("We have the figures of these tax years: %(years)s", years=", ".join(years)))


class CheckPayslip(Schema):
    """One payment: what it is of, and what tells how much is taken from it."""

    pay = Pounds(
        required=True,
        most_pence=MOST_PENCE,
        metadata={"label": _l("Gross pay this time"), "hint": _l("Before anything is taken from it")},
    )
    frequency = fields.Str(
        required=True,
        **choice(_FREQUENCIES, label=_l("How often are you paid?"), initial=Frequency.M1.value),
    )
    pay_on = fields.Date(
        required=True,
        validate=_check_day,
        metadata={"label": _l("Pay day"), "hint": _l("It says which tax month or week the pay is of")},
    )
    tax_code = fields.Str(
        required=True,
        validate=_check_tax_code,
        metadata={
            "label": _l("Tax code"),
            "hint": _l("As your payslip has it, such as C1257L or BR W1"),
            "width": "code",
            "autocomplete": "off",
        },
    )
    ni_category = fields.Str(
        required=True,
        validate=validate.Length(max=1),
        metadata={
            "label": _l("National Insurance category"),
            "hint": _l("One letter; A for most people"),
            "width": "code",
            "autocomplete": "off",
            "initial": "A",
        },
    )
    earlier_pay = Pounds(
        most_pence=MOST_PENCE,
        load_default=0,
        metadata={
            "label": _l("Taxable pay earlier this tax year"),
            "hint": _l("Since 6 April, without this time; your last payslip has it"),
        },
    )
    earlier_tax = Pounds(
        most_pence=MOST_PENCE,
        load_default=0,
        metadata={"label": _l("Tax taken from it"), "hint": _l("Your last payslip has it too")},
    )
    loans = fields.List(
        fields.Str(validate=validate.OneOf([value for value, _words in _LOANS])),
        load_default=(),
        metadata={
            "label": _l("Student loans"),
            "widget": "checkboxes",
            "options": _LOANS,
            "is_certain": True,
        },
    )
    pension = fields.Str(
        required=True, **choice(_ARRANGEMENTS, label=_l("How is your pension paid?"), initial=NO_PENSION)
    )
    pension_basis = fields.Str(
        required=True,
        **choice(
            _BASES,
            label=_l("Your pension is a share of"),
            hint=_l("Most schemes go by qualifying earnings. Without a pension this changes nothing."),
            initial=Basis.QUALIFYING_EARNINGS.value,
        ),
    )
    employee_share = Percent(
        required=True,
        metadata={"label": _l("Your share"), "suffix": "%", "width": "short", "initial": "5"},
    )
    employer_share = Percent(
        required=True,
        metadata={"label": _l("Your employer's share"), "suffix": "%", "width": "short", "initial": "3"},
    )
    net_pay = Pounds(
        most_pence=MOST_PENCE,
        load_default=None,
        metadata={
            "label": _l("Net pay that your payslip says"),
            "hint": _l("If you want to know whether it is the same"),
        },
    )
    # The language of the answer alone: the switch at the top would forget what was written.
    shown_in = fields.Str(
        load_default=None,
        validate=validate.OneOf(tuple(LANGUAGES)),
        metadata={"widget": "hidden", "autocomplete": "off"},
    )

    @validates_schema
    def check_it_fits(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse a letter that the pay day's tax year does not have, and tax above its pay."""
        if data["ni_category"].upper() not in figures_for(data["pay_on"]).class1.categories:
            raise ValidationError(
                _("There is no such category: take the letter from your payslip"), "ni_category"
            )
        if not can_be_earlier_tax(data["earlier_pay"], data["earlier_tax"]):
            raise ValidationError(
                _("The tax cannot be more than the pay that it was taken from"), "earlier_tax"
            )
