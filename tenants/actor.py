"""Who acts: an account, the verified person behind it, and what they may do here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal
from uuid import UUID

Side = Literal["coop", "hub", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody signed in at one office, or the system itself.

    ``permissions`` maps a permission to its scope. ``entry_id`` is the agreement or grant
    through which a hub person is inside a co-op. ``person_id`` is the same person in every office.
    """

    account_id: UUID | None
    person_id: UUID | None
    side: Side
    permissions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    roles: frozenset[str] = frozenset()
    entry_id: UUID | None = None
    session_id: UUID | None = None
    request_id: str | None = None

    def may(self, permission: str) -> bool:
        """Say whether this actor holds a permission, in any scope."""
        return permission in self.permissions


SYSTEM = Actor(account_id=None, person_id=None, side="system")
