"""The forms of the network's fees, for pages and the API."""

import re
from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from app.web.forms import Pounds, Schema

_MONTH: Final = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
MOST_REFERENCE: Final = 60


class FirstDay(date):
    """The first day of a month, which as a text is the month: so it is offered and found among choices."""

    def __str__(self) -> str:
        """Return such as ``2026-10``."""
        return f"{self:%Y-%m}"


class Month(fields.Field[date]):
    """A month such as ``2026-10``, taken as its first day."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (as above)
        said = {"invalid": _l("Write a month such as 2026-10"), **options.pop("error_messages", {})}
        about = {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$", **options.pop("metadata", {})}
        super().__init__(error_messages=said, metadata=about, **options)

    def _serialize(self, value: date | None, attr: str | None, obj: object, **options: object) -> str | None:  # noqa: ARG002 (as above)
        return None if value is None else f"{value:%Y-%m}"

    def _deserialize(self, value: object, *_about: object, **_options: object) -> date:
        match = _MONTH.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            key = "invalid"
            raise self.make_error(key)
        return FirstDay(int(match[1]), int(match[2]), 1)


class MonthChoice(Schema):
    """Which month to look at."""

    month = Month(load_default=None, metadata={"label": _l("Month"), "widget": "select", "is_certain": True})


class RunMonth(Schema):
    """A month to be billed, and the co-ops whose lines are right though they jumped."""

    month = Month(required=True, metadata={"label": _l("Month"), "widget": "hidden"})
    confirmed = fields.List(
        fields.UUID(),
        load_default=list,
        validate=validate.Length(max=500),
        metadata={"label": _l("These lines are right"), "is_certain": True},
    )


class RecordTransfer(Schema):
    """A bank transfer, as the statement has it."""

    amount = Pounds(
        required=True,
        error_messages={"required": _l("Enter the amount that came in")},
        metadata={"label": _l("Amount")},
    )
    received_on = fields.Date(
        required=True,
        validate=validate.Range(date(2020, 1, 1), date(2100, 12, 31)),
        error_messages={"required": _l("Enter the day on which it came in")},
        metadata={"label": _l("Day on the statement")},
    )
    reference = fields.Str(
        required=True,
        validate=validate.Length(min=1, max=MOST_REFERENCE),
        error_messages={"required": _l("Enter the reference on the statement")},
        metadata={"label": _l("Reference on the statement"), "autocomplete": "off"},
    )
    keeps_rest = fields.Bool(
        load_default=False,
        metadata={"label": _l("If it is more than is owed, keep the rest as the co-op's credit")},
    )


class TellTurnover(Schema):
    """A month's turnover from care."""

    month = Month(
        required=True,
        error_messages={"required": _l("Choose a month")},
        metadata={"label": _l("Month"), "widget": "select"},
    )
    turnover = Pounds(
        required=True,
        error_messages={"required": _l("Enter the turnover of the month")},
        metadata={
            "label": _l("Turnover from care"),
            "hint": _l(
                "All that was earned by care in the month, before any cost. It cannot be changed later."
            ),
        },
    )
