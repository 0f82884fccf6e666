"""Which list is taken along, and which part of it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from app.time.schemas import RecordQuery
from app.web.forms import Schema


def _hidden_id() -> fields.UUID:
    return fields.UUID(load_default=None, allow_none=True, metadata={"widget": "hidden"})


class WholeQuery(Schema):
    """A list that is taken as a whole."""


class DaysQuery(RecordQuery):
    """The days of a list, ``until`` the last of them, and of whom; without days the present month so far."""

    worker_id = _hidden_id()


class VisitsQuery(DaysQuery):
    """The same of visits, and who is visited."""

    person_supported_id = _hidden_id()


class WhichList(VisitsQuery):
    """Which list is looked at before it is taken; ``week`` is any day of one."""

    list = fields.Str(
        load_default=None,
        metadata={"label": _l("Which list?"), "widget": "select", "blank": _l("All lists")},
    )
    week = fields.Date(load_default=None, allow_none=True, metadata={"widget": "hidden"})

    class Meta(Schema.Meta):
        """The list is asked for first."""

        fields = ("list", "since", "until", "week", "worker_id", "person_supported_id")


Asked = dict[str, Any]
