"""A worker's own visits: what is ahead, checking in, and checking out."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import by_time, cut, page_schema
from app.api.time_entries import TimeQuery, span_of
from app.day.schemas import CheckOut
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.care.queries import VisitFacts, list_own_visits
from franchise_kit.time import actions, queries
from tenants import clock

resource = Resource("own-visits", side="coop", about="Visits of the token's person, and the time they take.")


class OwnVisit(Schema):
    """One visit; what was not yet is empty."""

    id = fields.UUID()
    person_supported_id = fields.UUID()
    person_name = fields.Str()
    planned_from = fields.AwareDateTime()
    planned_until = fields.AwareDateTime()
    checked_in_at = fields.AwareDateTime(allow_none=True)
    checked_out_at = fields.AwareDateTime(allow_none=True)
    note = fields.Str(allow_none=True)
    cancelled_by = fields.Str(allow_none=True)


class MinutesWorked(Schema):
    """How long the visit took."""

    minutes = fields.Int(required=True)


@resource.route("")
@needs(Permission.VISIT_RECORD)
@resource.arguments(TimeQuery, location="query")
@resource.response(200, page_schema(OwnVisit))
def list_visits(query: dict[str, Any]) -> dict[str, object]:
    """List one's own visits, the earliest first."""
    since, until = span_of(query)
    found = list_own_visits(reading_session(), by=current_actor(), from_=since, until=until)
    return cut(found, query, key=lambda one: by_time(one.planned_from, one.id))


@resource.route("/<uuid:visit_id>")
@needs(Permission.VISIT_RECORD)
@resource.response(200, OwnVisit)
def get_visit(visit_id: UUID) -> VisitFacts:
    """Show one of one's own visits."""
    return queries.get_own_visit(reading_session(), visit_id, by=current_actor())


@resource.route("/<uuid:visit_id>/check-in", methods=["POST"])
@needs(Permission.VISIT_RECORD)
@done_once
@resource.response(204)
def check_in(visit_id: UUID) -> Response:
    """Write that one is there; once, and on the visit's own day."""
    actions.check_in(coop=current_coop(), visit_id=visit_id, by=current_actor(), now=clock.now())
    return done()


@resource.route("/<uuid:visit_id>/check-out", methods=["POST"])
@needs(Permission.VISIT_RECORD)
@done_once
@resource.arguments(CheckOut)
@resource.response(200, MinutesWorked)
def check_out(answers: dict[str, Any], visit_id: UUID) -> dict[str, int]:
    """Write that the visit is over, and the time that it took."""
    minutes = actions.check_out(
        coop=current_coop(), visit_id=visit_id, note=answers["note"], by=current_actor(), now=clock.now()
    )
    return {"minutes": minutes}
