"""The roles that this office may give, and what each lets somebody do."""

from typing import Any

from marshmallow import fields

from app.api.blueprint import Resource
from app.api.paging import PageQuery, cut, page_schema
from app.web.context import current_office
from app.web.forms import Schema
from app.web.guards import needs
from franchise_kit.access import Permission
from franchise_kit.access.rules.roles import roles_of_side
from tenants.office import Hub

resource = Resource("roles", about="The roles that this office may give.")


class RoleFacts(Schema):
    """One role, in both languages."""

    id = fields.Str()
    name_en = fields.Str()
    name_cy = fields.Str()
    description = fields.Str()
    permissions = fields.Dict(keys=fields.Str(), values=fields.Str())
    needs_second_factor = fields.Bool()
    needs_second_approver = fields.Bool()


@resource.route("")
@needs(Permission.OWN_ACCOUNT_USE)
@resource.arguments(PageQuery, location="query")
@resource.response(200, page_schema(RoleFacts))
def list_roles(query: dict[str, Any]) -> dict[str, object]:
    """List the roles."""
    roles = roles_of_side(is_hub=isinstance(current_office(), Hub))
    return cut(roles, query, key=lambda role: role.id)
