"""Offers of the hub's to do a piece of the co-op's work, and the co-op's no.

Signing one takes a person with a fresh factor.
"""

from typing import Any
from uuid import UUID

from flask import Response

from app.api.blueprint import Resource
from app.api.deciding import decided
from app.api.entries import Agreement
from app.api.idempotency import done_once
from app.api.paging import PageQuery, by_time, cut, page_schema
from app.visitors.schemas import SayNo
from app.web.context import current_actor, reading_session
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.visiting import queries
from franchise_kit.visiting.actions import agreeing
from franchise_kit.visiting.queries import AgreementFacts

resource = Resource("agreements", side="coop", about="What the hub does here by agreement.")


@resource.route("")
@needs(Permission.SERVICE_AGREEMENT_READ)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(Agreement))
def list_agreements(query: dict[str, Any]) -> dict[str, object]:
    """List offers and agreements, the newest first."""
    found = queries.list_agreements(reading_session(), by=current_actor())
    return cut(found, query, key=lambda one: by_time(one.offered_at, one.id), newest_first=True)


@resource.route("/<uuid:agreement_id>")
@needs(Permission.SERVICE_AGREEMENT_READ)
@resource.response(200, Agreement)
def get_agreement(agreement_id: UUID) -> AgreementFacts:
    """Show one offer or agreement."""
    return queries.get_agreement(reading_session(), agreement_id, by=current_actor())


@resource.route("/<uuid:agreement_id>/refuse", methods=["POST"])
@needs(Permission.SERVICE_AGREEMENT_DECIDE)
@done_once
@resource.arguments(SayNo)
@resource.response(204)
def refuse(answers: dict[str, Any], agreement_id: UUID) -> Response:
    """Say no to an offer."""
    return decided(agreeing.refuse_agreement, agreement_id=agreement_id, reason=answers["reason"])


@resource.route("/<uuid:agreement_id>/end", methods=["POST"])
@needs(Permission.SERVICE_AGREEMENT_DECIDE)
@done_once
@resource.response(204)
def end(agreement_id: UUID) -> Response:
    """End an agreement at once: whoever is inside by it is outside at their next page."""
    return decided(agreeing.end_agreement, agreement_id=agreement_id)
