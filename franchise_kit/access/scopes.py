"""How far a permission reaches: decided here, once, for every query and action that is given ``by``."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from franchise_kit.access.permissions import Permission
from franchise_kit.access.rules.roles import COOP, JOIN
from tenants.actor import Actor
from tenants.refusal import NotFound

AGGREGATE_KINDS: Final = frozenset({"agg", "deid"})


class PermissionLacking(NotFound):
    """What was asked for is not this actor's; to them it looks as if it were not there."""

    code = "permission_lacking"


@dataclass(frozen=True, slots=True)
class Scope:
    """How far somebody's permission reaches, and who they are."""

    kinds: frozenset[str]
    person_id: UUID | None
    entry_id: UUID | None = None

    @property
    def is_whole(self) -> bool:
        """Everything of this kind in the office."""
        return COOP in self.kinds

    @property
    def is_own(self) -> bool:
        """Nothing but what is about oneself."""
        return self.kinds == {"own"}

    @property
    def is_aggregate(self) -> bool:
        """Counts only, and no single record."""
        return self.kinds <= AGGREGATE_KINDS

    def reaches_person(self, person_id: UUID | None) -> bool:
        """Say whether records about a person are within reach, by being whole or by being one's own."""
        return self.is_whole or (
            "own" in self.kinds and person_id is not None and person_id == self.person_id
        )


def within(by: Actor, permission: Permission) -> Scope:
    """Return how far a permission reaches for an actor; raise ``PermissionLacking`` if they do not hold it.

    The system itself reaches everything: it acts by jobs and commands, never by a request.
    """
    if by.side == "system":
        return Scope(kinds=frozenset({COOP}), person_id=None)
    held = by.permissions.get(permission.value)
    if held is None:
        raise PermissionLacking(permission=permission.value)
    return Scope(kinds=frozenset(held.split(JOIN)), person_id=by.person_id, entry_id=by.entry_id)
