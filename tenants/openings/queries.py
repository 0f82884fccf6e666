"""Reading what crossed: all that a co-op ever told, what the hub holds of it, and what waits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.openings.kinds import DISCLOSURES, NotToldSo
from tenants.openings.models import (
    DeliveryPending,
    Disclosure,
    DisclosureArrival,
    DisclosurePending,
    DisclosureReceived,
    InboxItem,
)

__all__ = [
    "Disclosed",
    "DisclosureFilter",
    "count_waiting",
    "find_latest_disclosed",
    "find_latest_received",
    "list_disclosed",
    "list_inbox",
    "list_kinds_disclosed",
    "list_received",
]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One disclosure. ``fact`` is ``None`` when this program does not know its kind."""

    id: UUID
    seq: int
    kind: str
    version: int
    payload: dict[str, Any]
    about_from: date | None
    about_until: date | None
    made_at: datetime
    arrived_at: datetime | None
    fact: Any


@dataclass(frozen=True, slots=True)
class Received:
    """One disclosure as the hub holds it."""

    seq: int
    coop_id: UUID
    kind: str
    version: int
    fact: Any
    about_from: date | None
    about_until: date | None
    made_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """One delivery as the co-op holds it."""

    id: UUID
    kind: str
    made_at: datetime
    received_at: datetime
    is_understood: bool


@dataclass(frozen=True, slots=True)
class DisclosureFilter:
    """Which disclosures are wanted: of a kind, and older than one that was seen."""

    kind: str | None = None
    before_seq: int | None = None
    most: int = 25


def list_disclosed(session: Session, wanted: DisclosureFilter) -> list[Disclosed]:
    """Return what this co-op told, the newest first."""
    rows = (
        select(Disclosure, DisclosureArrival.arrived_at)
        .outerjoin(DisclosureArrival, DisclosureArrival.disclosure_id == Disclosure.id)
        .order_by(Disclosure.seq.desc())
        .limit(wanted.most)
    )
    if wanted.kind is not None:
        rows = rows.where(Disclosure.kind == wanted.kind)
    if wanted.before_seq is not None:
        rows = rows.where(Disclosure.seq < wanted.before_seq)
    return [_disclosed(row, arrived_at) for row, arrived_at in session.execute(rows)]


def find_latest_disclosed(session: Session, kind: str) -> Disclosed | None:
    """Return the last thing of a kind that this co-op told."""
    return next(iter(list_disclosed(session, DisclosureFilter(kind=kind, most=1))), None)


def list_kinds_disclosed(session: Session) -> dict[str, int]:
    """Return how often this co-op told each kind."""
    counts = select(Disclosure.kind, func.count()).group_by(Disclosure.kind).order_by(Disclosure.kind)
    return dict(session.execute(counts).all())


def count_waiting(session: Session) -> int:
    """Return how many disclosures have not reached the hub yet."""
    return session.scalar(select(func.count()).select_from(DisclosurePending)) or 0


def count_waiting_deliveries(session: Session, coop_id: UUID) -> int:
    """Return, in the hub, how many deliveries a co-op has not got yet."""
    waiting = select(func.count()).where(DeliveryPending.coop_id == coop_id)
    return session.scalar(waiting) or 0


def list_inbox(session: Session, *, most: int = 50) -> list[InboxEntry]:
    """Return what the hub told this co-op, the newest first."""
    rows = select(InboxItem).order_by(InboxItem.received_at.desc(), InboxItem.id).limit(most)
    return [
        InboxEntry(row.id, row.kind, row.made_at, row.received_at, row.is_understood)
        for row in session.scalars(rows)
    ]


def list_received(
    session: Session,
    *,
    kind: str,
    coop_id: UUID | None = None,
    before_seq: int | None = None,
    most: int = 100,
) -> list[Received]:
    """Return, in the hub, what co-ops told of a kind, the newest first."""
    rows = select(DisclosureReceived).where(DisclosureReceived.kind == kind)
    if coop_id is not None:
        rows = rows.where(DisclosureReceived.coop_id == coop_id)
    if before_seq is not None:
        rows = rows.where(DisclosureReceived.seq < before_seq)
    return [
        _received(row) for row in session.scalars(rows.order_by(DisclosureReceived.seq.desc()).limit(most))
    ]


def find_latest_received(session: Session, *, kind: str, coop_id: UUID) -> Received | None:
    """Return, in the hub, the last thing of a kind that a co-op told."""
    return next(iter(list_received(session, kind=kind, coop_id=coop_id, most=1)), None)


def _disclosed(row: Disclosure, arrived_at: datetime | None) -> Disclosed:
    return Disclosed(
        id=row.id,
        seq=row.seq,
        kind=row.kind,
        version=row.version,
        payload=row.payload,
        about_from=row.about_from,
        about_until=row.about_until,
        made_at=row.made_at,
        arrived_at=arrived_at,
        fact=_fact(row.kind, row.version, row.payload),
    )


def _received(row: DisclosureReceived) -> Received:
    return Received(
        seq=row.seq,
        coop_id=row.coop_id,
        kind=row.kind,
        version=row.version,
        fact=_fact(row.kind, row.version, row.payload),
        about_from=row.about_from,
        about_until=row.about_until,
        made_at=row.made_at,
        received_at=row.received_at,
    )


def _fact(name: str, version: int, payload: dict[str, Any]) -> object | None:
    kind = DISCLOSURES.find(name, version)
    try:
        return kind.read(payload) if kind is not None else None
    except NotToldSo:
        return None
