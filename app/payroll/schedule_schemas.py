"""What is asked of a schedule, of who is on it, of a correction and of a run's end: page and API alike."""

from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.payroll.schedule_words import CORRECTION_REASONS, FREQUENCIES, NOT_FILED
from app.payroll.schemas import DAYS, MOST_AT_ONCE
from app.web.forms import Pounds, Schema, Whole, choice
from franchise_kit.payroll.actions.correcting import NewCorrection
from franchise_kit.payroll.actions.schedules import NewSchedule
from franchise_kit.payroll.rules.schedules import LAST_OF_MONTH, LONGEST_NAME, MOST_DAYS_AFTER, Terms
from franchise_kit.payroll.rules.tax_calendar import Frequency

MONTHLY: Final = "M1"
GIVES, TAKES = "more", "less"
DIRECTIONS: Final = {GIVES: _l("They get more"), TAKES: _l("They give back")}
MOST_PENCE: Final = 100_000_00


class MakeSchedule(Schema):
    """A way of paying: how often, from which day on, and when after the work."""

    name = fields.Str(
        required=True,
        validate=validate.Length(1, LONGEST_NAME),
        metadata={"label": _l("Name"), "hint": _l("Such as: weekly carers")},
    )
    frequency = fields.Str(required=True, **choice(FREQUENCIES.items(), label=_l("How often does it pay?")))
    first_from = fields.Date(
        required=True,
        validate=DAYS,
        metadata={
            "label": _l("First day of its first period"),
            "hint": _l("Each period after it begins on the same weekday, or on the same day of the month"),
        },
    )
    pay_days_after = Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, MOST_DAYS_AFTER),
        metadata={
            "label": _l("Paid so many days after a period's last day"),
            "hint": _l(
                "A pay day that is no working day is moved to the one before, if that is in the same "
                "tax month or week"
            ),
            "width": "short",
            "inputmode": "numeric",
            "is_certain": True,
        },
    )
    pay_day_of_month = Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, LAST_OF_MONTH),
        metadata={
            "label": _l("Or, of monthly pay: on this day of the month in which a period ends"),
            "hint": _l("31 is the month's last day"),
            "width": "short",
            "inputmode": "numeric",
            "is_certain": True,
        },
    )

    @validates_schema
    def check_pay_day(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse no pay day or two, and a day of the month for pay by the week."""
        after, of_month = data["pay_days_after"], data["pay_day_of_month"]
        if (after is None) == (of_month is None):
            raise ValidationError(
                str(_("Say one of the two: days after a period, or a day of the month")), "pay_days_after"
            )
        if of_month is not None and data["frequency"] != MONTHLY:
            raise ValidationError(
                str(_("Only monthly pay has a day of the month: say how many days after a period")),
                "pay_day_of_month",
            )


class PutOnSchedule(Schema):
    """Who is paid by a schedule, and from which day on."""

    worker_ids = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(min=1, max=MOST_AT_ONCE),
        metadata={"label": _l("Who is paid by it?"), "widget": "checkboxes", "is_certain": True},
    )
    from_on = fields.Date(
        required=True,
        validate=DAYS,
        metadata={
            "label": _l("From which day on?"),
            "hint": _l(
                "Best the first day of a period of both schedules, so that no day is in two or in none"
            ),
        },
    )


class CorrectPay(Schema):
    """A sum that puts earlier pay right; the next run takes it, and who approves that run says yes to it."""

    direction = fields.Str(required=True, **choice(DIRECTIONS.items(), label=_l("Which way?")))
    amount = Pounds(
        required=True,
        most_pence=MOST_PENCE,
        metadata={"label": _l("Amount"), "hint": _l("Before tax and National Insurance"), "prefix": "£"},
    )
    reason = fields.Str(required=True, **choice(CORRECTION_REASONS.items(), label=_l("Why?")))
    of_run_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Which run does it put right?"),
            "widget": "select",
            "blank": _l("None in particular"),
            "is_certain": True,
        },
    )

    @validates_schema
    def check_amount(self, data: dict[str, Any], **_options: object) -> None:
        """Refuse nothing."""
        if data["amount"] == 0:
            raise ValidationError(str(_("Enter more than nothing")), "amount")


class CloseRun(Schema):
    """The end of a run: it was paid and filed, or need not be filed for a reason."""

    not_filed_reason = fields.Str(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(list(NOT_FILED)),
        metadata={
            "label": _l("If it was not filed from here: why not?"),
            "widget": "select",
            "options": tuple(NOT_FILED.items()),
            "blank": _l("It was filed"),
            "is_certain": True,
        },
    )


def schedule_of(answers: dict[str, Any]) -> NewSchedule:
    """Return the answers as the action wants them."""
    terms = Terms(
        Frequency(answers["frequency"]),
        answers["first_from"],
        answers["pay_days_after"],
        answers["pay_day_of_month"],
    )
    return NewSchedule(answers["name"], terms)


def correction_of(worker_id: UUID, answers: dict[str, Any]) -> NewCorrection:
    """Return the answers as the action wants them: below nought where something is given back."""
    pence: int = answers["amount"]
    return NewCorrection(
        worker_id=worker_id,
        pence=pence if answers["direction"] == GIVES else -pence,
        reason=answers["reason"],
        of_run_id=answers["of_run_id"],
    )
