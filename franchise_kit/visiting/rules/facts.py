"""What hub and co-op tell each other about coming in: two deliveries, and two disclosures in answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.openings.kinds import Code, ShortWords, delivery_kind, disclosure_kind


@delivery_kind("grant_requested")
@dataclass(frozen=True, slots=True)
class GrantRequested:
    """Somebody at the hub asks to read records here, for a purpose and a limited time."""

    grant_id: UUID
    asked_by_account: UUID
    asked_by_person: UUID
    asked_by_name: ShortWords
    hub_role: Code
    purpose: ShortWords
    basis: Code
    record_kinds: tuple[Code, ...]
    record_ids: tuple[UUID, ...]
    fields_hidden: tuple[Code, ...]
    hours: int
    asked_at: datetime


@delivery_kind("agreement_offered")
@dataclass(frozen=True, slots=True)
class AgreementOffered:
    """The hub offers to do a piece of the co-op's work, with the permissions that it needs for it."""

    agreement_id: UUID
    kind: Code
    hub_role: Code
    permissions: tuple[Code, ...]
    offered_by_account: UUID
    offered_by_person: UUID
    offered_by_name: ShortWords
    offered_at: datetime


@disclosure_kind("grant_answered")
@dataclass(frozen=True, slots=True)
class GrantAnswered:
    """The co-op's answer to a request: what may be read until when, or that nothing may."""

    grant_id: UUID
    answer: Code
    record_kinds: tuple[Code, ...]
    records_asked: int
    records_given: int
    ends_at: datetime | None = None
    reason: Code | None = None


@disclosure_kind("agreement_answered")
@dataclass(frozen=True, slots=True)
class AgreementAnswered:
    """The co-op's answer to an offer, or that an agreement has ended."""

    agreement_id: UUID
    kind: Code
    answer: Code
    permissions: tuple[Code, ...]
    reason: Code | None = None
