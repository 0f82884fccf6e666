"""What is asked of whoever drafts a pay run, on a page and in the API."""

import re
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.payroll.schedule_words import RUN_KINDS
from app.payroll.words import SET_ASIDE
from app.web.forms import Schema, choice
from franchise_kit.payroll.rules.orphans import REASONS, OrphanSeen
from franchise_kit.payroll.rules.runs import FIRST_DAY, KINDS, LAST_DAY, REGULAR, Kind

DAYS = validate.Range(FIRST_DAY, LAST_DAY - timedelta(days=1))
MOST_AT_ONCE: Final = 1000
CHOOSING: Final = {kind: RUN_KINDS[kind] for kind in KINDS}
_SEEN: Final = re.compile(
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{4}-\d{2}-\d{2}):([a-z_]{1,12}):"
    r"([1-9][0-9]{0,5}):(-?[1-9][0-9]{0,6}|0)"
)


class SeenTime(fields.Field[OrphanSeen]):
    """A day's time without an owner as it was read: worker, day, why, entries and minutes."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (marshmallow's own options)
        about = {"type": "string", "pattern": f"^{_SEEN.pattern}$", **options.pop("metadata", {})}
        super().__init__(metadata=about, **options)

    def _deserialize(self, value: object, *_about: object, **_options: object) -> OrphanSeen:
        match = _SEEN.fullmatch(value) if isinstance(value, str) else None
        try:
            day = date.fromisoformat(match[2]) if match is not None else None
        except ValueError:
            day = None
        if match is None or day is None:
            key = "validator_failed"
            raise self.make_error(key)
        return OrphanSeen(UUID(match[1]), day, match[3], int(match[4]), int(match[5]))


class DraftRun(Schema):
    """The pay day, the first and the last day whose work it pays, and of which schedule it is.

    A run that is not ``regular`` pays those who are chosen; one-off alone may leave their time out.
    """

    schedule_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Schedule"),
            "widget": "select",
            "blank": _l("The co-op's own"),
            "is_certain": True,
        },
    )
    kind = fields.Str(
        load_default=REGULAR, **choice(CHOOSING.items(), label=_l("What is it for?"), is_certain=True)
    )
    chosen = fields.List(
        fields.UUID(),
        load_default=list,
        validate=validate.Length(max=MOST_AT_ONCE),
        metadata={"label": _l("Who is paid by it?"), "widget": "checkboxes", "is_certain": True},
    )
    takes_time = fields.Bool(
        load_default=True,
        metadata={
            "label": _l("What does it pay?"),
            "widget": "radios",
            "options": (
                ("true", _l("Hours and all that is owed")),
                ("false", _l("Corrections alone, no hours")),
            ),
            "is_certain": True,
        },
    )
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


class SetAside(Schema):
    """Time without an owner, each day of it as it was read, and why the run closes without it."""

    seen = fields.List(
        SeenTime(),
        load_default=list,
        validate=validate.Length(max=MOST_AT_ONCE),
        metadata={"label": _l("Which time?"), "widget": "checkboxes", "is_certain": True},
    )
    reason = fields.Str(
        required=True,
        **choice(
            [(code, SET_ASIDE[code]) for code in REASONS], label=_l("Why does the run close without it?")
        ),
    )


class SetAsideShown(SetAside):
    """The page's form: the days that were ticked, or all that stood there."""

    shown = fields.List(
        SeenTime(), load_default=list, validate=validate.Length(max=MOST_AT_ONCE), metadata={"label": ""}
    )
    which = fields.Str(
        load_default="ticked", validate=validate.OneOf(["ticked", "all"]), metadata={"label": ""}
    )


def set_aside_of(answers: dict[str, Any]) -> dict[str, Any]:
    """Return the page's answers as the action wants them."""
    chosen = "shown" if answers["which"] == "all" else "seen"
    return {"seen": answers[chosen], "reason": answers["reason"]}


def run_of(answers: dict[str, Any]) -> dict[str, Any]:
    """Return the answers as the action wants them: the period's end exclusive."""
    kind = Kind(answers["kind"], frozenset(answers["chosen"]), answers["takes_time"])
    return {
        "pay_on": answers["pay_on"],
        "period_from": answers["first_day"],
        "period_until": answers["last_day"] + timedelta(days=1),
        "schedule_id": answers["schedule_id"],
        "kind": kind,
    }
