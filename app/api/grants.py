"""Requests to read records here, and the co-op's no to each; its yes takes a person with a fresh factor."""

from typing import Any
from uuid import UUID

from flask import Response

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.entries import Grant
from app.api.idempotency import done_once
from app.api.paging import PageQuery, by_time, cut, page_schema
from app.visitors.schemas import SayNo
from app.web.context import current_actor, current_coop, reading_session
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.visiting import queries
from franchise_kit.visiting.actions import deciding
from franchise_kit.visiting.queries import GrantFacts
from tenants import clock

resource = Resource("grants", side="coop", about="Who asked to read records here, and what was given.")


@resource.route("")
@needs(Permission.ACCESS_GRANT_READ)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(Grant))
def list_grants(query: dict[str, Any]) -> dict[str, object]:
    """List requests, the newest first."""
    found = queries.list_grants(reading_session(), by=current_actor(), now=clock.now())
    return cut(found, query, key=lambda one: by_time(one.asked_at, one.id), newest_first=True)


@resource.route("/<uuid:grant_id>")
@needs(Permission.ACCESS_GRANT_READ)
@resource.response(200, Grant)
def get_grant(grant_id: UUID) -> GrantFacts:
    """Show one request."""
    return queries.get_grant(reading_session(), grant_id, by=current_actor(), now=clock.now())


@resource.route("/<uuid:grant_id>/refuse", methods=["POST"])
@needs(Permission.ACCESS_GRANT_DECIDE)
@done_once
@resource.arguments(SayNo)
@resource.response(204)
def refuse(answers: dict[str, Any], grant_id: UUID) -> Response:
    """Say no to a request."""
    deciding.refuse_grant(
        coop=current_coop(), grant_id=grant_id, by=current_actor(), reason=answers["reason"], now=clock.now()
    )
    return done()


@resource.route("/<uuid:grant_id>/revoke", methods=["POST"])
@needs(Permission.ACCESS_GRANT_DECIDE)
@done_once
@resource.response(204)
def revoke(grant_id: UUID) -> Response:
    """Take a grant back at once: whoever is inside by it is outside at their next page."""
    deciding.revoke_grant(coop=current_coop(), grant_id=grant_id, by=current_actor(), now=clock.now())
    return done()
