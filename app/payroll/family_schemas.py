"""What is asked about leave for a family, of a page and of a program."""

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.payroll.family_words import KINDS
from app.people.fields import day_field
from app.web.forms import Pounds, Schema, Whole, choice
from franchise_kit.payroll.rules.family_leave import MOST_AVERAGE_PENCE, NewFamilyLeave
from franchise_kit.payroll.rules.family_pay import Kind

MOST_WEEKS = 39


class FamilyLeaveSchema(Schema):
    """Leave for a family: whose, which, and from when on."""

    worker_id = fields.UUID(required=True, metadata={"label": _l("Who?"), "widget": "select"})
    kind = fields.Str(required=True, **choice(KINDS.items(), label=_l("Which leave?"), widget="select"))
    child_on = day_field(
        _l("The day that decides"),
        hint=_l(
            "When the child is due; of an adoption, when the match was told; of a bereavement or of neonatal "
            "care, when it happened or began"
        ),
    )
    begins_on = day_field(_l("First day of leave"))
    weeks = Whole(
        required=True,
        validate=validate.Range(1, MOST_WEEKS),
        metadata={
            "label": _l("Weeks that are paid"),
            "hint": _l("Maternity and adoption 39, paternity and bereavement 2"),
            "width": "short",
        },
    )
    average = Pounds(
        load_default=None,
        allow_none=True,
        most_pence=MOST_AVERAGE_PENCE,
        metadata={
            "label": _l("Average earnings a week, from an earlier payroll"),
            "hint": _l("Only where payslips here do not reach back to before the week that decides"),
        },
    )


class StoppedOn(Schema):
    """From which day on it is no leave."""

    stopped_on = day_field(
        _l("From which day on is it no leave?"),
        hint=_l("The first day of leave takes it back. A week that is not whole is not paid."),
    )


class StopFamilyLeaveSchema(StoppedOn):
    """The same on a page, with the version that was read."""

    version = Whole(required=True, validate=validate.Range(min=1), metadata={"widget": "hidden"})


def leave_of(answers: dict[str, Any]) -> NewFamilyLeave:
    """Return the leave that was said."""
    return NewFamilyLeave(
        kind=Kind(answers["kind"]),
        child_on=answers["child_on"],
        begins_on=answers["begins_on"],
        weeks=answers["weeks"],
        average_pence=answers["average"],
    )
