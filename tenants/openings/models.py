"""The tables of the openings, on both sides of the walls."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.bases import APPEND_ONLY, CoopBase, HubBase, LibraryBase, Sequence, UuidKey


class Disclosure(CoopBase):
    """One thing that this co-op told the hub. It is never changed and never taken back."""

    __tablename__ = "disclosure"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("about_until IS NULL OR about_until > about_from", name="about"),
        Index(None, "kind", "seq"),
        APPEND_ONLY,
    )

    id: Mapped[UuidKey]
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    kind: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    payload: Mapped[dict[str, Any]]
    about_from: Mapped[date | None]
    about_until: Mapped[date | None]
    made_at: Mapped[datetime]


class DisclosurePending(CoopBase):
    """A disclosure that the hub has not got yet."""

    __tablename__ = "disclosure_pending"

    disclosure_id: Mapped[UUID] = mapped_column(ForeignKey("disclosure.id"), primary_key=True)


class DisclosureArrival(CoopBase):
    """When the hub got a disclosure."""

    __tablename__ = "disclosure_arrival"
    __table_args__ = (APPEND_ONLY,)

    disclosure_id: Mapped[UUID] = mapped_column(ForeignKey("disclosure.id"), primary_key=True)
    arrived_at: Mapped[datetime]


class InboxItem(CoopBase):
    """One thing that the hub told this co-op; its id is the delivery's."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "kind", "received_at"), APPEND_ONLY)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    payload: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    # Whether this program knew the kind; what it does not know is kept and does nothing.
    is_understood: Mapped[bool]


class AdoptedPublication(CoopBase):
    """The version of a publication that this co-op follows, and its own parts in the marked places."""

    __tablename__ = "adopted_publication"

    kind: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    local_parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    adopted_at: Mapped[datetime]
    adopted_by_account: Mapped[UUID | None]


class BroughtPublication(CoopBase):
    """A publication that the co-op had adopted elsewhere and brought with it.

    It lies behind the co-op's own wall: an archive says nothing to the other co-ops of the place it comes to.
    """

    __tablename__ = "brought_publication"

    kind: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    title_en: Mapped[str] = mapped_column(String(200))
    title_cy: Mapped[str] = mapped_column(String(200))
    body: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]


class DisclosureReceived(HubBase):
    """One disclosure as it came to the hub: exactly once."""

    __tablename__ = "disclosure_received"
    __table_args__ = (
        Index(None, "coop_id", "kind", "seq"),
        Index(None, "kind", "about_from"),
        APPEND_ONLY,
    )

    coop_id: Mapped[UUID] = mapped_column(ForeignKey("coop.id"), primary_key=True)
    disclosure_id: Mapped[UUID] = mapped_column(primary_key=True)
    # The hub's own order of arrival.
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    kind: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    payload: Mapped[dict[str, Any]]
    about_from: Mapped[date | None]
    about_until: Mapped[date | None]
    made_at: Mapped[datetime]
    received_at: Mapped[datetime]
    is_understood: Mapped[bool]


class Delivery(HubBase):
    """One thing that the hub told one co-op."""

    __tablename__ = "delivery"
    __table_args__ = (Index(None, "coop_id", "seq"), APPEND_ONLY)

    id: Mapped[UuidKey]
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    coop_id: Mapped[UUID] = mapped_column(ForeignKey("coop.id"))
    kind: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    payload: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class DeliveryPending(HubBase):
    """A delivery that its co-op has not got yet."""

    __tablename__ = "delivery_pending"

    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"), primary_key=True)
    coop_id: Mapped[UUID] = mapped_column(ForeignKey("coop.id"), index=True)


class DeliveryArrival(HubBase):
    """When a co-op got a delivery."""

    __tablename__ = "delivery_arrival"
    __table_args__ = (APPEND_ONLY,)

    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"), primary_key=True)
    arrived_at: Mapped[datetime]


class PublicationDraft(HubBase):
    """What the hub is still writing; a draft may change, and no co-op sees it."""

    __tablename__ = "publication_draft"

    kind: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    title_en: Mapped[str] = mapped_column(String(200))
    title_cy: Mapped[str] = mapped_column(String(200))
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    changed_at: Mapped[datetime]
    changed_by_account: Mapped[UUID | None]


class Publication(LibraryBase):
    """One version of what the hub says to all co-ops. Published, it is never changed."""

    __tablename__ = "publication"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        Index("uq_publication_version", "kind", "key", "version", unique=True),
        APPEND_ONLY,
    )

    id: Mapped[Sequence]
    kind: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    title_en: Mapped[str] = mapped_column(String(200))
    title_cy: Mapped[str] = mapped_column(String(200))
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    published_at: Mapped[datetime]
