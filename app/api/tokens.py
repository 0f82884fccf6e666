"""The office's tokens. Making one takes a person who proves a factor, so it is not here."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from marshmallow import fields

from app.api.accepted import done
from app.api.blueprint import Resource
from app.api.idempotency import done_once
from app.api.paging import PageQuery, cut, page_schema
from app.web.context import current_actor, current_office, reading_session
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.tokens import actions, queries
from tenants import clock

resource = Resource("tokens", about="Tokens for programs: listed and taken back here, made by people.")


class Token(Schema):
    """A token as it is known after it was made: without its text."""

    id = fields.UUID()
    account_id = fields.UUID()
    name = fields.Str()
    permissions = fields.List(fields.Str())
    made_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime()
    last_used_at = fields.AwareDateTime(allow_none=True)
    revoked_at = fields.AwareDateTime(allow_none=True)


@resource.route("")
@needs(Permission.TOKEN_MANAGE)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(Token))
def list_tokens(query: dict[str, Any]) -> dict[str, object]:
    """List all tokens of the office."""
    tokens = queries.list_tokens(reading_session(), by=current_actor())
    return cut(tokens, query, key=lambda token: str(token.id))


@resource.route("/<uuid:token_id>/revoke", methods=["POST"])
@needs(Permission.TOKEN_MANAGE)
@done_once
@resource.response(204)
def revoke(token_id: UUID) -> ResponseReturnValue:
    """Take a token back: it opens nothing from now on."""
    actions.revoke_token(office=current_office(), by=current_actor(), token_id=token_id, now=clock.now())
    return done()
