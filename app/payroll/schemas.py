"""What is asked of whoever drafts a pay run, on a page and in the API."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.web.forms import Schema
from franchise_kit.payroll.rules.runs import FIRST_DAY, LAST_DAY

DAYS = validate.Range(FIRST_DAY, LAST_DAY - timedelta(days=1))


class DraftRun(Schema):
    """The pay day, and the first and the last day whose approved hours it pays."""

    pay_on = fields.Date(required=True, validate=DAYS, metadata={"label": _l("Pay day")})
    first_day = fields.Date(
        required=True, validate=DAYS, metadata={"label": _l("First day of work that is paid")}
    )
    last_day = fields.Date(
        required=True, validate=DAYS, metadata={"label": _l("Last day of work that is paid")}
    )

    @validates_schema
    def check_order(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse days that end before they begin, and a pay day before the work."""
        if data["last_day"] < data["first_day"]:
            raise ValidationError(str(_("The last day must not be before the first")), "last_day")
        if data["pay_on"] < data["first_day"]:
            raise ValidationError(str(_("The pay day must not be before the first day of work")), "pay_on")


def days_of(answers: dict[str, Any]) -> dict[str, date]:
    """Return the answers as the action wants them: the period's end exclusive."""
    return {
        "pay_on": answers["pay_on"],
        "period_from": answers["first_day"],
        "period_until": answers["last_day"] + timedelta(days=1),
    }
