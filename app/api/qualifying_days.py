"""On which weekdays sickness is paid, as it was agreed for everybody or for one worker."""

from typing import Any

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.payroll.sick_day_schemas import QualifyingDaysSchema, days_of
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.payroll.actions.qualifying_days import agree_qualifying_days
from franchise_kit.payroll.queries.qualifying_days import list_qualifying_days
from tenants import clock

resource = Resource("qualifying-days", side="coop", about="The weekdays on which sickness is paid.")


class QualifyingDaysSaid(Schema):
    """Weekdays, 0 for Monday, that hold from the first Sunday on or after ``from_on``.

    ``worker_id`` is null for everybody who has none of their own; without any they are Monday to Friday.
    """

    id = fields.UUID()
    worker_id = fields.UUID(allow_none=True)
    worker_name = fields.Str()
    from_on = fields.Date()
    weekdays = fields.List(fields.Int())
    entered_at = fields.AwareDateTime()


@resource.route("")
@needs(Permission.PAYRUN_PREPARE)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(QualifyingDaysSaid))
def list_all(query: dict[str, Any]) -> dict[str, object]:
    """List all that was ever agreed, the newest entry first."""
    found = list_qualifying_days(reading_session(), by=current_actor(), now=clock.now())
    return cut(found, query, key=lambda one: f"{one.entered_at.isoformat()} {one.id}", newest_first=True)


@resource.route("", methods=["POST"])
@needs(Permission.PAYRUN_PREPARE)
@done_once
@resource.arguments(QualifyingDaysSchema)
@resource.response(204)
def agree(answers: dict[str, Any]) -> Response:
    """Agree on weekdays from a day on, of which no sick pay is in a run yet."""
    agree_qualifying_days(coop=current_coop(), days=days_of(answers), by=current_actor(), now=clock.now())
    return done()
