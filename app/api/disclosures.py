"""What the co-op tells the hub: all that it ever told."""

from typing import Any

from marshmallow import fields, validate

from app.api.blueprint import Resource
from app.api.paging import PageQuery, int_mark, page_of, page_schema
from app.web.context import reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from tenants.openings import queries
from tenants.openings.queries import DisclosureFilter

resource = Resource("disclosures", side="coop", about="All that this co-op ever told the hub.")


class DisclosureQuery(PageQuery):
    """Which disclosures, and which part of them."""

    kind = fields.Str(load_default=None, validate=validate.Length(max=80))


class DisclosureFacts(Schema):
    """One thing that was told, as it was told."""

    id = fields.UUID()
    seq = fields.Int()
    kind = fields.Str()
    version = fields.Int()
    payload = fields.Dict()
    about_from = fields.Date(allow_none=True)
    about_until = fields.Date(allow_none=True, metadata={"description": "The first day after the period."})
    made_at = fields.AwareDateTime()
    arrived_at = fields.AwareDateTime(allow_none=True)


@resource.route("")
@needs(Permission.DISCLOSURE_READ)
@resource.arguments(DisclosureQuery, location="query")
@resource.response(200, page_schema(DisclosureFacts))
def list_disclosures(query: dict[str, Any]) -> dict[str, object]:
    """List what was told, the newest first."""
    limit = query["limit"]
    wanted = DisclosureFilter(query["kind"], before_seq=int_mark(query["after"]), most=limit + 1)
    found = queries.list_disclosed(reading_session(), wanted)
    return page_of(found, limit=limit, mark=lambda told: told.seq)
