"""The hub's tables about coming in: what was asked, what was offered, and who is on the way to a door."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from franchise_kit.visiting.models import Asked, Offered
from tenants.bases import HubBase, UuidKey


class GrantRequest(Asked, HubBase):
    """A request to read records in a co-op, and the co-op's answer as far as it told it."""

    __tablename__ = "grant_request"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'accepted', 'refused', 'revoked')", name="state"),
        CheckConstraint("hours BETWEEN 1 AND 336", name="fourteen_days"),
        Index(None, "coop_id", "asked_at"),
        Index(None, "asked_by_account"),
    )

    id: Mapped[UuidKey]
    coop_id: Mapped[UUID] = mapped_column(ForeignKey("coop.id"))
    given_kinds: Mapped[list[Any]] = mapped_column(default=list)
    records_given: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]


class AgreementOffer(Offered, HubBase):
    """An offer to do a piece of a co-op's work, and the co-op's answer."""

    __tablename__ = "agreement_offer"
    __table_args__ = (
        CheckConstraint("state IN ('offered', 'accepted', 'refused', 'ended')", name="state"),
        Index(None, "coop_id", "offered_at"),
    )

    id: Mapped[UuidKey]
    coop_id: Mapped[UUID] = mapped_column(ForeignKey("coop.id"))
    answered_at: Mapped[datetime | None]


class HandOver(HubBase):
    """Somebody on the way from the hub to a co-op's door: for a minute, and once."""

    __tablename__ = "hand_over"
    __table_args__ = (CheckConstraint("entry_kind IN ('agreement', 'grant')", name="entry_kind"),)

    id: Mapped[UuidKey]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    coop_id: Mapped[UUID] = mapped_column(ForeignKey("coop.id"))
    hub_account_id: Mapped[UUID]
    person_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(160))
    language: Mapped[str] = mapped_column(String(2))
    roles: Mapped[list[Any]]
    entry_kind: Mapped[str] = mapped_column(String(9))
    entry_id: Mapped[UUID]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    claimed_at: Mapped[datetime | None]
