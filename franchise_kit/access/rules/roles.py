"""Roles as data: which permissions each gives, what each asks of its holder, and who may give it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal

from franchise_kit.access.permissions import Permission

Side = Literal["coop", "outside", "network"]

COOP: Final = "coop"
SHORT_IDLE: Final = timedelta(minutes=30)
LONG_IDLE: Final = timedelta(hours=12)
JOIN: Final = "+"


@dataclass(frozen=True, slots=True)
class Role:
    """One role: its names, its side of the wall, the group it is shown in, and what it gives."""

    id: str
    side: Side
    group: str
    name_en: str
    name_cy: str
    description_en: str
    description_cy: str
    permissions: Mapping[Permission, str]
    needs_second_factor: bool
    has_short_idle: bool
    needs_second_approver: bool
    is_approver: bool

    def name(self, language: str) -> str:
        """Return the role's name in a language."""
        return self.name_cy if language == "cy" else self.name_en

    def description(self, language: str) -> str:
        """Return in one line what the role is for, in a language."""
        return self.description_cy if language == "cy" else self.description_en


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """Roles that are shown together, by what they are for."""

    id: str
    name_en: str
    name_cy: str
    roles: tuple[Role, ...]

    def name(self, language: str) -> str:
        """Return the group's name in a language."""
        return self.name_cy if language == "cy" else self.name_en


@cache
def catalogue() -> Mapping[str, Role]:
    """Return all roles by id, read once from the data and checked against ``Permission``.

    Source: DESIGN section 5; ``roles.json`` beside this room.
    """
    data = _data()
    return MappingProxyType({raw["id"]: _role(raw, data) for raw in data["roles"]})


def _data() -> dict[str, Any]:
    text = files("franchise_kit.access").joinpath("roles.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def _role(raw: Mapping[str, Any], data: Mapping[str, Any]) -> Role:
    permissions = {Permission(name): str(scope) for name, scope in raw["permissions"].items()}
    approvers = data["second_approver"]["approvers"]
    return Role(
        id=raw["id"],
        side=raw["side"],
        group=raw["group"],
        name_en=raw["name_en"],
        name_cy=raw["name_cy"],
        description_en=raw["description_en"],
        description_cy=raw["description_cy"],
        permissions=MappingProxyType(permissions),
        needs_second_factor=_is_named(raw, data["second_factor"]),
        has_short_idle=_is_named(raw, data["short_idle"]),
        needs_second_approver=_reaches_sensitive(permissions, data),
        is_approver=any(raw["id"] in listed for listed in approvers.values()),
    )


def _is_named(raw: Mapping[str, Any], listed: Mapping[str, Any]) -> bool:
    return raw["side"] in listed["sides"] or raw["id"] in listed["roles"]


def _reaches_sensitive(permissions: Mapping[Permission, str], data: Mapping[str, Any]) -> bool:
    rule = data["second_approver"]
    groups = {one["id"]: one["group"] for one in data["permissions"]}
    sensitive = {name for name, group in groups.items() if group in rule["groups"]} | set(rule["permissions"])
    return any(name in sensitive and scope in rule["scopes"] for name, scope in permissions.items())


@cache
def never_grantable() -> frozenset[Permission]:
    """Return what no grant may open to the hub.

    Source: DESIGN 1, opening 4: approving pay, secret ballots, the full register, voting.
    """
    return frozenset(Permission(name) for name in _data()["never_grantable"])


def permissions_of(role_ids: Iterable[str]) -> Mapping[str, str]:
    """Return the permissions that several roles give together, each with its scope.

    ``coop`` swallows every other scope; two that cover different things are joined: ``agg+own``.
    Source: DESIGN 5: a person holds several roles; rights add up.
    """
    scopes: dict[str, set[str]] = {}
    for role_id in role_ids:
        for permission, scope in catalogue()[role_id].permissions.items():
            scopes.setdefault(permission.value, set()).add(scope)
    return MappingProxyType({name: joined_scope(held) for name, held in scopes.items()})


def joined_scope(scopes: Iterable[str]) -> str:
    """Return several scopes as one text.

    Source: DESIGN 5: rights add up.
    """
    held = set(scopes)
    return COOP if COOP in held else JOIN.join(sorted(held))


def roles_of_side(*, is_hub: bool) -> tuple[Role, ...]:
    """Return the roles that an office may give: the network's at the hub, the others in co-ops.

    Source: DESIGN 5: co-op accounts live in the co-op's schema, hub accounts in the hub's.
    """
    return tuple(role for role in catalogue().values() if (role.side == "network") is is_hub)


@cache
def groups_of_side(*, is_hub: bool) -> tuple[RoleGroup, ...]:
    """Return the roles that an office may give, by what they are for; no group is empty.

    Source: ours: 24 roles in one list are read by nobody.
    """
    listed = roles_of_side(is_hub=is_hub)
    groups = (
        RoleGroup(raw["id"], raw["name_en"], raw["name_cy"], _in_group(listed, raw["id"]))
        for raw in _data()["role_groups"]
    )
    return tuple(group for group in groups if group.roles)


def _in_group(listed: Iterable[Role], group_id: str) -> tuple[Role, ...]:
    return tuple(role for role in listed if role.group == group_id)


def need_second_factor(role_ids: Iterable[str]) -> bool:
    """Say whether somebody with these roles cannot work without a second factor.

    Source: SECURITY_CHECKLIST 22: payroll, billing, hub and administrator roles.
    """
    return any(catalogue()[role_id].needs_second_factor for role_id in role_ids)


def idle_limit(role_ids: Iterable[str]) -> timedelta:
    """Return how long a session of somebody with these roles may rest.

    Source: SECURITY_CHECKLIST 33: 30 minutes for payroll, billing and network roles, 12 hours for others.
    """
    return SHORT_IDLE if any(catalogue()[role_id].has_short_idle for role_id in role_ids) else LONG_IDLE
