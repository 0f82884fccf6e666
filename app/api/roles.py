"""The roles that this office may give, and what each lets somebody do."""

import dataclasses
from typing import Any, cast

from marshmallow import fields

from app.api.blueprint import Resource
from app.api.paging import PageQuery, cut, page_schema
from app.web.context import current_office
from app.web.forms import Schema
from app.web.guards import needs
from app.web.language import current_language
from franchise_kit.access import Permission
from franchise_kit.access.rules.roles import Role, roles_of_side
from tenants.office import Hub

resource = Resource("roles", about="The roles that this office may give.")


class RoleFacts(Schema):
    """One role. ``name`` and ``description`` are in the language of whoever asks."""

    id = fields.Str()
    name = fields.Str()
    description = fields.Str()
    name_en = fields.Str()
    name_cy = fields.Str()
    description_en = fields.Str()
    description_cy = fields.Str()
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
    page = cut(roles, query, key=lambda role: role.id)
    return {**page, "items": [_in_words(role) for role in cast("list[Role]", page["items"])]}


def _in_words(role: Role) -> dict[str, object]:
    """Return a role's facts; its name and description are asked for in a language."""
    language = current_language()
    facts = {field.name: getattr(role, field.name) for field in dataclasses.fields(role)}
    return {**facts, "name": role.name(language), "description": role.description(language)}
