"""Who the token acts for."""

from typing import Any

from marshmallow import fields

from app.api.blueprint import Resource
from app.web.context import current_actor, current_office
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from tenants.office import Coop

resource = Resource("me", about="Who the token acts for.")


class Me(Schema):
    """The account behind the token, the office that it is in, and what the token may do."""

    account_id = fields.UUID()
    office = fields.Str(metadata={"description": "``hub``, or the co-op's short name."})
    permissions = fields.Dict(
        keys=fields.Str(),
        values=fields.Str(),
        metadata={"description": "How far each permission reaches: ``coop``, ``own``, ``agg`` and others."},
    )


@resource.route("")
@needs(Permission.OWN_ACCOUNT_USE)
@resource.response(200, Me)
def show() -> dict[str, Any]:
    """Show whom the token acts for, and what it may do."""
    actor, office = current_actor(), current_office()
    return {
        "account_id": actor.account_id,
        "office": office.slug if isinstance(office, Coop) else office.key,
        "permissions": dict(actor.permissions),
    }
