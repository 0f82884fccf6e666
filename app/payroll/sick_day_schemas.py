"""What is asked about the days of sick pay, of a page and of a program, and what refusals say."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.journal.words import add_journal_words
from app.people.fields import day_field
from app.web.forms import Schema, Whole
from app.web.refusals import add_words
from app.web.weekdays import WEEKDAYS
from franchise_kit.payroll.actions.qualifying_days import NewQualifyingDays

WHY_WITHOUT: Final[Mapping[str, LazyString]] = {
    "refused": _l("They earned too little"),
    "ended": _l("28 weeks or three years are over"),
}
_NO_DAY: Final = _l("Choose at least one day: the law asks for one in every week")


class QualifyingDaysSchema(Schema):
    """Weekdays of sick pay, 0 for Monday, from a day on; without a worker for everybody."""

    worker_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("For whom?"),
            "widget": "select",
            "blank": _l("Everybody without days of their own"),
            "is_certain": True,
        },
    )
    weekdays = fields.List(
        Whole(validate=validate.Range(0, 6)),
        required=True,
        validate=validate.Length(min=1, max=7, error=_NO_DAY),
        error_messages={"required": _NO_DAY},
        metadata={
            "label": _l("On which days is sickness paid?"),
            "widget": "checkboxes",
            "options": WEEKDAYS,
        },
    )
    from_on = day_field(_l("From which day?"), hint=_l("It holds from the first Sunday on or after it"))


class FormGivenSchema(Schema):
    """Since when somebody who was given form SSP1 has no sick pay."""

    since_on = day_field(_l("No sick pay from"), widget="hidden")


def days_of(answers: dict[str, Any]) -> NewQualifyingDays:
    """Return the days that were said."""
    return NewQualifyingDays(
        answers["from_on"], tuple(sorted(set(answers["weekdays"]))), answers["worker_id"]
    )


add_journal_words(
    {
        "payroll.agree_qualifying_days": _l(
            "said on which weekdays sickness is paid (days a week: %(days)s, from %(day)s)"
        ),
        "payroll.say_form_given": _l("said that a worker was given form SSP1"),
    }
)
add_words(
    {
        "qualifying_days_paid_already": _l(
            "Sick pay of that day or a later one is in a pay run already. "
            "Choose %(earliest_on)s or a later day."
        ),
    }
)
