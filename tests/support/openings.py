"""Made-up kinds of fact, and what it takes to carry and count them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase

from tenants.actor import SYSTEM
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Office
from tenants.openings import relay
from tenants.openings.deliveries import deliver, delivery_kind
from tenants.openings.disclosures import disclose, disclosure_kind
from tenants.transaction import reading, transaction


@disclosure_kind("test_hens_counted")
@dataclass(frozen=True, slots=True)
class HensCounted:
    """How many hens there are."""

    hens: int
    on: date


@delivery_kind("test_corn_sent")
@dataclass(frozen=True, slots=True)
class CornSent:
    """How much corn there is."""

    sacks: int
    sack_id: UUID


def tell(coop: Coop, fact: object) -> UUID:
    """Disclose a fact in a transaction of its own."""
    with transaction(coop, by=SYSTEM, doing="test.tell") as session:
        return disclose(session, fact)


def send(coop: Coop, fact: object) -> UUID:
    """Deliver a fact in a transaction of its own."""
    with transaction(HUB, by=SYSTEM, doing="test.send") as session:
        return deliver(session, coop.id, fact)


def count(office: Office, table: type[DeclarativeBase]) -> int:
    """Return how many rows an office has in a table."""
    with reading(office) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def carry_all(*coops: Coop) -> None:
    """Let every outbox be drained, the hub's first, until answers are back too."""
    for _turn in range(2):
        run_pending(HUB)
        for coop in coops:
            run_pending(coop)


def carry(coop: Coop) -> None:
    """Carry for one co-op, without any outbox."""
    relay.carry(coop)
