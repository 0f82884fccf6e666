"""Requests to read records here, and the co-op's word on each."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.entries import Grant
from app.api.idempotency import done_once
from app.api.paging import PageQuery, by_time, cut, page_schema
from app.visitors.schemas import AcceptGrant, SayNo
from app.web.context import current_actor, current_coop, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.visiting import queries
from franchise_kit.visiting.actions import deciding
from franchise_kit.visiting.queries import GrantFacts
from franchise_kit.visiting.rules.grants import Terms
from tenants import clock

resource = Resource("grants", side="coop", about="Who asked to read records here, and what was given.")


class Given(Schema):
    """Whether the grant is in force now, or waits for the second person."""

    is_given = fields.Bool(required=True)


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


@resource.route("/<uuid:grant_id>/accept", methods=["POST"])
@needs(Permission.ACCESS_GRANT_DECIDE)
@done_once
@resource.arguments(AcceptGrant)
@resource.response(200, Given)
def accept(answers: dict[str, Any], grant_id: UUID) -> dict[str, bool]:
    """Say yes to a request, to what it asks or to less, never to more."""
    terms = Terms(
        record_kinds=frozenset(answers["record_kinds"]),
        record_ids=frozenset(answers["record_ids"]),
        fields_hidden=frozenset(answers["fields_hidden"]),
        hours=answers["hours"],
    )
    is_given = deciding.accept_grant(
        coop=current_coop(), grant_id=grant_id, by=current_actor(), terms=terms, now=clock.now()
    )
    return {"is_given": is_given}


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
