"""Made-up kinds of fact, and what it takes to carry and count them."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import DeclarativeBase

from tenants import database, registry
from tenants.actor import SYSTEM
from tenants.credentials import InstallationKey
from tenants.database import Address, Place
from tenants.jobs.runner import run_pending
from tenants.names import Installation
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


def place_facts(place: Place) -> dict[str, object]:
    """Return what another process needs to open the same installation."""
    address = place.address
    return {
        "host": address.host,
        "port": address.port,
        "database": address.database,
        "key": place.key.secret.hex(),
        "installation": place.installation.name,
    }


def relay_process() -> None:
    """Carry for one co-op in a process of its own, saying each step, until it is killed."""
    told = json.loads(sys.stdin.read())
    address = Address(told["host"], told["port"], told["database"])
    key = InstallationKey(bytes.fromhex(told["key"]))
    place = Place(address, key, Installation(told["installation"]))
    url, options = database.engine_arguments(place)
    database.use(place, create_engine(url, **options))
    for name in ("_give_to_hub", "_forget_disclosures", "_give_to_coop", "_forget_deliveries"):
        setattr(relay, name, _saying_so(getattr(relay, name)))
    relay.carry(registry.get(told["slug"]))


def _saying_so(step: Callable[..., object]) -> Callable[..., object]:
    def taken(*arguments: object) -> object:
        result = step(*arguments)
        sys.stdout.write("step\n")
        sys.stdout.flush()
        return result

    return taken
