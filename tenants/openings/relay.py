"""The relay: copies each disclosure to the hub and each delivery to its co-op, exactly once.

A transaction is of one office. So: read what waits on one side, write it on the other, commit, and only then
forget it on the first. Killed anywhere, or run twice at once, it finds what is there already and goes on.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants import clock, jobs, journal, registry
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, CoopState, Hub, Office
from tenants.openings.handlers import AT_COOP, AT_HUB, Handlers, Receipt
from tenants.openings.kinds import DELIVERIES, DISCLOSURES, Kinds, NotToldSo
from tenants.openings.models import (
    Delivery,
    DeliveryArrival,
    DeliveryPending,
    Disclosure,
    DisclosureArrival,
    DisclosurePending,
    DisclosureReceived,
    InboxItem,
)
from tenants.transaction import reading, upkeep

__all__ = ["CARRY", "carry", "look_again", "take_in_disclosure"]

CARRY: Final = "relay.carry"
LOOK_AGAIN: Final = "relay.look_again"
AT_ONCE: Final = 100
LOOK_AGAIN_AFTER: Final = timedelta(minutes=10)


@jobs.job(CARRY)
def carry(office: Office, coop_id: str | None = None) -> None:
    """Carry what waits, in both directions, between the hub and one co-op.

    In the hub's outbox a row names the co-op; in a co-op's it is the co-op itself.
    """
    coop = _present_coop(office, coop_id)
    if coop.state in (CoopState.SUSPENDED, CoopState.PREPARING):
        # Held back, not lost: what waits stays where it is.
        _look_again_later()
    elif coop.state is CoopState.ACTIVE and not coop.is_synthetic:
        _carry_in(coop)
        _carry_out(coop)


@jobs.job(LOOK_AGAIN)
def look_again(office: Office) -> None:
    """Carry for every co-op that was held back and is open again; look again while any is not."""
    if not isinstance(office, Hub):
        return
    with reading(HUB) as session:
        waiting = set(session.scalars(select(DeliveryPending.coop_id).distinct()))
        coops = [coop for coop in registry.list_coops(session) if coop.id in waiting]
    for coop in coops:
        if coop.state is CoopState.ACTIVE:
            carry(HUB, coop_id=str(coop.id))
    if any(coop.state in (CoopState.SUSPENDED, CoopState.PREPARING) for coop in coops):
        with upkeep(HUB) as session:
            jobs.enqueue(session, LOOK_AGAIN, not_before=clock.now() + LOOK_AGAIN_AFTER)


def _present_coop(office: Office, coop_id: str | None) -> Coop:
    """Ask the registry itself: a worker's memory of a co-op's state may be some seconds old."""
    wanted = office.id if isinstance(office, Coop) else UUID(coop_id)
    with reading(HUB) as session:
        return registry.get_by_id(session, wanted)


def _look_again_later() -> None:
    with upkeep(HUB) as session:
        is_asked = exists().where(jobs.OutboxRow.job == LOOK_AGAIN, jobs.OutboxRow.state == "waiting")
        if not session.scalar(select(is_asked)):
            jobs.enqueue(session, LOOK_AGAIN, not_before=clock.now() + LOOK_AGAIN_AFTER)


def _carry_out(coop: Coop) -> None:
    while waiting := _waiting_disclosures(coop):
        arrived = [(row.id, _give_to_hub(coop, row)) for row in waiting]
        _forget_disclosures(coop, arrived)


def _waiting_disclosures(coop: Coop) -> list[Disclosure]:
    oldest = (
        select(Disclosure)
        .join(DisclosurePending, DisclosurePending.disclosure_id == Disclosure.id)
        .order_by(Disclosure.seq)
        .limit(AT_ONCE)
    )
    with reading(coop) as session:
        return list(session.scalars(oldest))


def _give_to_hub(coop: Coop, row: Disclosure) -> datetime:
    """Write one disclosure at the hub unless it is there; return when it arrived."""
    with upkeep(HUB) as session:
        return take_in_disclosure(session, coop, row)


def take_in_disclosure(session: Session, coop: Coop, row: Disclosure) -> datetime:
    """Receive one disclosure in a transaction of the hub; the co-op is the relay's word, not the row's."""
    now = clock.now()
    fact = _read(DISCLOSURES, row.kind, row.version, row.payload)
    made = (
        insert(DisclosureReceived)
        .values(
            coop_id=coop.id,
            disclosure_id=row.id,
            kind=row.kind,
            version=row.version,
            payload=row.payload,
            about_from=row.about_from,
            about_until=row.about_until,
            made_at=row.made_at,
            received_at=now,
            is_understood=fact is not None,
        )
        .on_conflict_do_nothing(index_elements=["coop_id", "disclosure_id"])
        .returning(DisclosureReceived.received_at)
    )
    if session.scalars(made).one_or_none() is None:
        return session.get_one(DisclosureReceived, (coop.id, row.id)).received_at
    registry.note_disclosure(session, coop_id=coop.id, at=row.made_at)
    receipt = Receipt(
        coop,
        row.id,
        row.kind,
        row.version,
        row.made_at,
        now,
        about_from=row.about_from,
        about_until=row.about_until,
    )
    _hand_on(AT_HUB, session, receipt, fact)
    return now


def _read(kinds: Kinds, name: str, version: int, payload: dict[str, object]) -> object | None:
    """Return the fact, or ``None`` for one that this program does not understand; it is kept all the same."""
    kind = kinds.find(name, version)
    try:
        return kind.read(payload) if kind is not None else None
    except NotToldSo:
        return None


def _hand_on(handlers: Handlers, session: Session, receipt: Receipt, fact: object | None) -> None:
    if fact is not None:
        handlers.call(session, receipt, fact)
        session.flush()


def _forget_disclosures(coop: Coop, arrived: list[tuple[UUID, datetime]]) -> None:
    with upkeep(coop) as session:
        rows = [{"disclosure_id": one, "arrived_at": at} for one, at in arrived]
        session.execute(insert(DisclosureArrival).values(rows).on_conflict_do_nothing())
        ids = [one for one, _at in arrived]
        session.execute(delete(DisclosurePending).where(DisclosurePending.disclosure_id.in_(ids)))


def _carry_in(coop: Coop) -> None:
    while waiting := _waiting_deliveries(coop):
        arrived = [(row.id, _give_to_coop(coop, row)) for row in waiting]
        _forget_deliveries(arrived)


def _waiting_deliveries(coop: Coop) -> list[Delivery]:
    oldest = (
        select(Delivery)
        .join(DeliveryPending, DeliveryPending.delivery_id == Delivery.id)
        .where(DeliveryPending.coop_id == coop.id, Delivery.coop_id == coop.id)
        .order_by(Delivery.seq)
        .limit(AT_ONCE)
    )
    with reading(HUB) as session:
        return list(session.scalars(oldest))


def _give_to_coop(coop: Coop, row: Delivery) -> datetime:
    """Write one delivery into the co-op's inbox, under its own login, unless it is there."""
    now = clock.now()
    fact = _read(DELIVERIES, row.kind, row.version, row.payload)
    made = (
        insert(InboxItem)
        .values(
            id=row.id,
            kind=row.kind,
            version=row.version,
            payload=row.payload,
            made_at=row.made_at,
            received_at=now,
            is_understood=fact is not None,
        )
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(InboxItem.received_at)
    )
    with upkeep(coop) as session:
        if session.scalars(made).one_or_none() is None:
            return session.get_one(InboxItem, row.id).received_at
        receipt = Receipt(coop, row.id, row.kind, row.version, row.made_at, now)
        _hand_on(AT_COOP, session, receipt, fact)
        journal.note(session, record_kind="delivery", record_id=row.id, kind=row.kind)
        journal.write_line(session, by=SYSTEM, doing="inbox.receive")
        return now


def _forget_deliveries(arrived: list[tuple[UUID, datetime]]) -> None:
    with upkeep(HUB) as session:
        rows = [{"delivery_id": one, "arrived_at": at} for one, at in arrived]
        session.execute(insert(DeliveryArrival).values(rows).on_conflict_do_nothing())
        ids = [one for one, _at in arrived]
        session.execute(delete(DeliveryPending).where(DeliveryPending.delivery_id.in_(ids)))
