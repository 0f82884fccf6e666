"""What may be asked of the journal."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema

from app.web.forms import Schema, choice
from franchise_kit.history.queries import Wanted
from tenants import clock

OUTCOMES = (("done", _l("Done")), ("refused", _l("Refused")))
# No journal reaches further, and beyond the calendar's ends a day has no next one.
DAYS = validate.Range(date(2000, 1, 1), date(2199, 12, 31))


class JournalFilter(Schema):
    """Which lines: whose, of what kind, between which days, and how they ended."""

    person = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Who"), "widget": "select", "blank": _l("Everybody"), "is_certain": True},
    )
    kind = fields.Str(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("What kind"),
            "widget": "select",
            "blank": _l("Everything"),
            "is_certain": True,
        },
    )
    since = fields.Date(
        load_default=None,
        allow_none=True,
        validate=DAYS,
        metadata={"label": _l("From day"), "is_certain": True},
    )
    until = fields.Date(
        load_default=None,
        allow_none=True,
        validate=DAYS,
        metadata={"label": _l("To day"), "is_certain": True},
    )
    outcome = fields.Str(
        load_default=None,
        allow_none=True,
        **choice(
            OUTCOMES, label=_l("Outcome"), widget="select", blank=_l("Done and refused"), is_certain=True
        ),
    )

    @validates_schema
    def check_order(self, data: dict[str, object], **_options: object) -> None:
        """Refuse a span that ends before it begins."""
        since, until = data.get("since"), data.get("until")
        if since is not None and until is not None and until < since:  # type: ignore[operator] # both are dates
            raise ValidationError({"until": [str(_l("The last day must not be before the first"))]})


def wanted_of(answers: Mapping[str, Any]) -> Wanted:
    """Return the lines that a filter asks for; its days are London's, and the last one counts."""
    until: date | None = answers["until"]
    return Wanted(
        account_id=answers["person"],
        room=answers["kind"],
        outcome=answers["outcome"],
        since=_midnight(answers["since"]),
        until=_midnight(until + timedelta(days=1)) if until is not None else None,
    )


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, tzinfo=clock.LONDON) if day is not None else None
