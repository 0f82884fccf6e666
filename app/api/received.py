"""What co-ops told the hub."""

from typing import Any

from marshmallow import fields, validate

from app.api.blueprint import Resource
from app.api.paging import PageQuery, int_mark, page_of, page_schema
from app.web.context import reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from tenants.openings import queries
from tenants.openings.kinds import DISCLOSURES
from tenants.openings.queries import Received

resource = Resource("received", side="hub", about="What co-ops told the hub, kind by kind.")


def _payload(one: Received) -> dict[str, Any] | None:
    return None if one.fact is None else DISCLOSURES.of(one.fact).payload_of(one.fact)


class ReceivedQuery(PageQuery):
    """Which disclosures of all co-ops or of one, and which part of them."""

    kind = fields.Str(required=True, validate=validate.Length(max=80))
    coop_id = fields.UUID(load_default=None)


class ReceivedFacts(Schema):
    """One thing that a co-op told. ``payload`` is null for what this version does not know."""

    coop_id = fields.UUID()
    kind = fields.Str()
    version = fields.Int()
    payload = fields.Function(_payload, metadata={"type": ["object", "null"]})
    about_from = fields.Date(allow_none=True)
    about_until = fields.Date(allow_none=True, metadata={"description": "The first day after the period."})
    made_at = fields.AwareDateTime()
    received_at = fields.AwareDateTime()


@resource.route("")
@needs(Permission.DISCLOSURE_READ)
@resource.arguments(ReceivedQuery, location="query")
@resource.response(200, page_schema(ReceivedFacts))
def list_received(query: dict[str, Any]) -> dict[str, object]:
    """List what was told of a kind, the newest first."""
    limit = query["limit"]
    found = queries.list_received(
        reading_session(),
        kind=query["kind"],
        coop_id=query["coop_id"],
        before_seq=int_mark(query["after"]),
        most=limit + 1,
    )
    return page_of(found, limit=limit, mark=lambda told: told.seq)
