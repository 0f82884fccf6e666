"""Deliveries: what the hub tells one co-op. Its answers come back as disclosures."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants import clock, jobs
from tenants.office import Hub
from tenants.openings.disclosures import WrongSide
from tenants.openings.handlers import on_delivery
from tenants.openings.kinds import DELIVERIES, delivery_kind
from tenants.openings.models import Delivery, DeliveryPending
from tenants.openings.relay import CARRY
from tenants.registry.models import CoopRow

__all__ = ["deliver", "delivery_kind", "on_delivery"]


def deliver(session: Session, coop_id: UUID, fact: object) -> UUID:
    """Tell one co-op a fact, in the hub's own transaction; return the delivery's id."""
    if not isinstance(session.info["office"], Hub):
        raise WrongSide
    kind = DELIVERIES.of(fact)
    row = Delivery(
        coop_id=coop_id,
        kind=kind.name,
        version=kind.version,
        payload=kind.payload_of(fact),
        made_at=clock.now(),
    )
    session.add(row)
    session.flush()
    # A synthetic co-op has no wall and no inbox: what is said to it is written, and goes nowhere.
    if not session.scalars(select(CoopRow.is_synthetic).where(CoopRow.id == coop_id)).one():
        session.add(DeliveryPending(delivery_id=row.id, coop_id=coop_id))
        jobs.enqueue(session, CARRY, coop_id=coop_id)
    return row.id
