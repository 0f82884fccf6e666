"""The tables of a co-op about who may come in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, UuidKey


class Asked:
    """What both sides of the wall keep of a request to read records."""

    asked_by_account: Mapped[UUID]
    asked_by_person: Mapped[UUID]
    asked_by_name: Mapped[str] = mapped_column(String(600))
    hub_role: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(String(80))
    record_kinds: Mapped[list[Any]]
    record_ids: Mapped[list[Any]]
    fields_hidden: Mapped[list[Any]]
    hours: Mapped[int]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(String(40))


class Offered:
    """What both sides of the wall keep of an offer to do a piece of a co-op's work."""

    kind: Mapped[str] = mapped_column(String(80))
    hub_role: Mapped[str] = mapped_column(String(80))
    permissions: Mapped[list[Any]]
    offered_by_account: Mapped[UUID]
    offered_by_person: Mapped[UUID]
    offered_by_name: Mapped[str] = mapped_column(String(600))
    offered_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(String(40))
    given_permissions: Mapped[list[Any]] = mapped_column(default=list)


class AccessGrant(Asked, CoopBase):
    """A request of the hub's to read records, and what became of it. Its id is the hub's request's."""

    __tablename__ = "access_grant"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'accepted', 'refused', 'revoked')", name="state"),
        CheckConstraint(
            "state NOT IN ('accepted', 'revoked')"
            " OR (ends_at > starts_at AND ends_at <= starts_at + INTERVAL '336 hours')",
            name="fourteen_days",
        ),
        CheckConstraint("(state = 'revoked') = (revoked_at IS NOT NULL)", name="revoked_when"),
        Index(None, "state", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    decided_at: Mapped[datetime | None]
    # What was given: narrowed to this, and never wider than what was asked.
    given_kinds: Mapped[list[Any]] = mapped_column(default=list)
    given_ids: Mapped[list[Any]] = mapped_column(default=list)
    given_fields_hidden: Mapped[list[Any]] = mapped_column(default=list)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_account: Mapped[UUID | None]


class GrantDecision(CoopBase):
    """One person's word on a request. A person has one, and never changes it."""

    __tablename__ = "grant_decision"
    __table_args__ = (
        CheckConstraint("decision IN ('accept', 'refuse')", name="decision"),
        Index("uq_grant_decision_person", "grant_id", "person_id", unique=True),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    grant_id: Mapped[UUID] = mapped_column(ForeignKey("access_grant.id"))
    account_id: Mapped[UUID]
    person_id: Mapped[UUID]
    # Those of the two deciding roles that this person held then.
    roles: Mapped[list[Any]]
    decision: Mapped[str] = mapped_column(String(6))
    record_kinds: Mapped[list[Any]]
    record_ids: Mapped[list[Any]]
    fields_hidden: Mapped[list[Any]]
    hours: Mapped[int]
    at: Mapped[datetime]


class ServiceAgreement(Offered, CoopBase):
    """An offer of the hub's to do a piece of work here, and what became of it."""

    __tablename__ = "service_agreement"
    __table_args__ = (
        CheckConstraint("state IN ('offered', 'accepted', 'refused', 'ended')", name="state"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended_when"),
        Index(
            "uq_service_agreement_in_force",
            "kind",
            unique=True,
            postgresql_where=text("state = 'accepted'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    decided_at: Mapped[datetime | None]
    decided_by_account: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    ended_by_account: Mapped[UUID | None]
