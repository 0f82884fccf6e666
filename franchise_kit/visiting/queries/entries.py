"""What lets a hub person be inside right now, and how far they may read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.access import Permission, PermissionLacking
from franchise_kit.visiting.models import AccessGrant, ServiceAgreement
from franchise_kit.visiting.rules.agreements import agreement_permissions
from franchise_kit.visiting.rules.grants import grant_permissions, grant_state
from franchise_kit.visiting.rules.kinds import RECORD_KINDS
from tenants.actor import Actor


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An agreement or a grant that is in force. ``purpose`` is a person's words, or an agreement's kind."""

    id: UUID
    kind: Literal["agreement", "grant"]
    purpose: str
    hub_role: str
    starts_at: datetime
    permissions: Mapping[str, str]
    record_kinds: frozenset[str]
    # A grant is for the one person who asked; an agreement for whoever has the role.
    person_id: UUID | None = None
    record_ids: frozenset[UUID] = field(default_factory=frozenset)
    fields_hidden: frozenset[str] = field(default_factory=frozenset)
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Which records of a kind somebody reaches, and which fields are kept from them."""

    is_whole: bool
    record_ids: frozenset[UUID]
    fields_hidden: frozenset[str]

    def covers(self, record_id: UUID) -> bool:
        """Say whether one record is within reach."""
        return self.is_whole or record_id in self.record_ids


def entry_in_force(session: Session, entry_id: UUID, now: datetime) -> EntryFacts | None:
    """Return the agreement or grant if it lets somebody in at this moment; else ``None``."""
    grant = session.get(AccessGrant, entry_id)
    if grant is not None:
        return _grant(grant, now)
    agreement = session.get(ServiceAgreement, entry_id)
    return _agreement(agreement) if agreement is not None else None


def _grant(row: AccessGrant, now: datetime) -> EntryFacts | None:
    is_open = grant_state(row.state, ends_at=row.ends_at, now=now) == "accepted"
    if not is_open or row.starts_at is None or now < row.starts_at:
        return None
    return EntryFacts(
        id=row.id,
        kind="grant",
        purpose=row.purpose,
        hub_role=row.hub_role,
        starts_at=row.starts_at,
        permissions=grant_permissions(row.given_kinds),
        record_kinds=frozenset(row.given_kinds),
        person_id=row.asked_by_person,
        record_ids=frozenset(UUID(one) for one in row.given_ids),
        fields_hidden=frozenset(row.given_fields_hidden),
        ends_at=row.ends_at,
    )


def _agreement(row: ServiceAgreement) -> EntryFacts | None:
    if row.state != "accepted" or row.decided_at is None:
        return None
    given = agreement_permissions(row.given_permissions)
    return EntryFacts(
        id=row.id,
        kind="agreement",
        purpose=row.kind,
        hub_role=row.hub_role,
        starts_at=row.decided_at,
        permissions=given,
        record_kinds=frozenset(kind for kind, needed in RECORD_KINDS.items() if needed.value in given),
    )


def reach(session: Session, *, by: Actor, permission: Permission, now: datetime) -> Reach:
    """Return how far a guest's permission reaches; raise ``PermissionLacking`` if it does not reach at all.

    Rooms whose records a guest may read ask this wherever the scope is ``grant`` or ``svc``.
    """
    entry = entry_in_force(session, by.entry_id, now) if by.entry_id is not None else None
    if entry is None or permission.value not in entry.permissions:
        raise PermissionLacking(permission=permission.value)
    return Reach(
        is_whole=not entry.record_ids, record_ids=entry.record_ids, fields_hidden=entry.fields_hidden
    )
