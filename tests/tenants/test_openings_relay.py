# SPDX-License-Identifier: AGPL-3.0-or-later
"""The relay carries each disclosure and each delivery once, whatever happens on the way."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb
from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants import clock, registry
from tenants.actor import SYSTEM
from tenants.jobs import OutboxRow
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, CoopState, Hub
from tenants.openings import handlers, relay
from tenants.openings.disclosures import disclose
from tenants.openings.handlers import HandlerRefused, Receipt
from tenants.openings.models import (
    DeliveryArrival,
    DeliveryPending,
    Disclosure,
    DisclosureArrival,
    DisclosurePending,
    DisclosureReceived,
    InboxItem,
)
from tenants.openings.queries import DisclosureFilter, list_disclosed, list_received
from tenants.refusal import Refusal
from tenants.transaction import reading, transaction
from tests.support.openings import CornSent, HensCounted, carry, carry_all, count, place_facts, send, tell
from tests.support.world import World

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).resolve().parents[2]


class KilledHere(RuntimeError):
    """Stands for a process that dies at this point."""


@pytest.fixture
def heard() -> Iterator[list[tuple[str, object]]]:
    """Everything that the handlers of the test's own kinds were told."""
    told: list[tuple[str, object]] = []

    def at_hub(_session: Session, receipt: Receipt, fact: object) -> None:
        told.append((receipt.coop.slug, fact))

    before = dict(handlers.AT_HUB._by_kind), dict(handlers.AT_COOP._by_kind)
    handlers.on_disclosure("test_hens_counted")(at_hub)
    handlers.on_delivery("test_corn_sent")(at_hub)
    yield told
    handlers.AT_HUB._by_kind, handlers.AT_COOP._by_kind = before


def hens(number: int) -> HensCounted:
    return HensCounted(hens=number, on=TODAY)


def corn(sacks: int) -> CornSent:
    return CornSent(sacks=sacks, sack_id=uuid4())


def received(coop: Coop) -> list[int]:
    with reading(HUB) as session:
        found = list_received(session, kind="test_hens_counted", coop_id=coop.id)
    return [one.fact.hens for one in reversed(found)]


def set_state(coop: Coop, state: CoopState) -> None:
    with transaction(HUB, by=SYSTEM, doing="test.set_state") as session:
        registry.set_state(session, coop_id=coop.id, state=state, now=clock.now())
    registry.forget()


def test_a_disclosure_reaches_the_hub_as_its_own_co_ops(
    hub: Hub, aber: Coop, bryn: Coop, heard: list[tuple[str, object]]
) -> None:
    tell(aber, hens(3))
    tell(bryn, hens(5))

    carry_all(aber, bryn)

    assert (received(aber), received(bryn)) == ([3], [5])
    assert sorted(heard, key=str) == [("aber", hens(3)), ("bryn", hens(5))]
    assert count(aber, DisclosurePending) == 0


def test_a_disclosure_that_is_rolled_back_was_never_made(hub: Hub, aber: Coop) -> None:
    def tell_and_die() -> None:
        with transaction(aber, by=SYSTEM, doing="test.tell") as session:
            disclose(session, hens(3))
            raise KilledHere

    with pytest.raises(KilledHere):
        tell_and_die()

    carry_all(aber)

    assert (count(aber, Disclosure), count(aber, DisclosurePending), received(aber)) == (0, 0, [])


def test_disclosures_arrive_in_the_order_in_which_they_were_made(hub: Hub, aber: Coop) -> None:
    for number in range(5):
        tell(aber, hens(number))

    carry(aber)

    assert received(aber) == [0, 1, 2, 3, 4]


def test_a_delivery_reaches_its_own_co_op_and_no_other(
    hub: Hub, aber: Coop, bryn: Coop, heard: list[tuple[str, object]]
) -> None:
    fact = corn(2)
    delivery_id = send(aber, fact)

    carry_all(aber, bryn)

    with reading(aber) as session:
        inbox = session.scalars(select(InboxItem)).all()
    assert [item.id for item in inbox] == [delivery_id]
    assert (count(bryn, InboxItem), heard) == (0, [("aber", fact)])
    assert (count(HUB, DeliveryPending), count(HUB, DeliveryArrival)) == (0, 1)


def test_a_delivery_leaves_a_line_in_the_co_ops_own_journal(hub: Hub, aber: Coop, world: World) -> None:
    delivery_id = send(aber, corn(2))

    carry(aber)

    with world.superuser() as connection:
        lines = connection.execute(
            f"SELECT doing, record_id, codes->>'kind' FROM {aber.schema}.journal_line"
        ).fetchall()
    assert lines == [("inbox.receive", delivery_id, "test_corn_sent")]


def test_carrying_again_changes_nothing(hub: Hub, aber: Coop, heard: list[tuple[str, object]]) -> None:
    tell(aber, hens(3))
    send(aber, corn(2))
    carry(aber)

    carry(aber)
    relay.carry(HUB, coop_id=str(aber.id))

    assert len(heard) == 2
    assert (count(HUB, DisclosureReceived), count(aber, InboxItem)) == (1, 1)


@pytest.mark.parametrize(
    "step", ["_give_to_hub", "_forget_disclosures", "_give_to_coop", "_forget_deliveries"]
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_between_any_two_steps_nothing_is_lost_and_nothing_comes_twice(
    hub: Hub,
    aber: Coop,
    heard: list[tuple[str, object]],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    when: str,
) -> None:
    tell(aber, hens(3))
    tell(aber, hens(4))
    send(aber, corn(2))
    real = getattr(relay, step)

    def dies(*arguments: object) -> object:
        if when == "after":
            real(*arguments)
        raise KilledHere

    with monkeypatch.context() as patch:
        patch.setattr(relay, step, dies)
        with pytest.raises(KilledHere):
            carry(aber)
    carry(aber)

    assert received(aber) == [3, 4]
    assert len(heard) == 3
    assert (count(aber, DisclosurePending), count(aber, DisclosureArrival)) == (0, 2)
    assert (count(HUB, DeliveryPending), count(HUB, DeliveryArrival), count(aber, InboxItem)) == (0, 1, 1)


def test_two_relays_at_once_carry_each_thing_once(
    hub: Hub, aber: Coop, heard: list[tuple[str, object]]
) -> None:
    for number in range(20):
        tell(aber, hens(number))
        send(aber, corn(number))
    relays = [threading.Thread(target=carry, args=(aber,)) for _ in range(4)]

    for one in relays:
        one.start()
    for one in relays:
        one.join(timeout=60)

    assert received(aber) == list(range(20))
    assert (len(heard), count(aber, InboxItem)) == (40, 20)
    assert (count(aber, DisclosurePending), count(HUB, DeliveryPending)) == (0, 0)


def test_a_handlers_work_is_in_the_transaction_that_receives(
    hub: Hub, aber: Coop, heard: list[tuple[str, object]]
) -> None:
    def fails(_session: Session, _receipt: Receipt, _fact: object) -> None:
        raise KilledHere

    handlers.on_disclosure("test_hens_counted")(fails)
    tell(aber, hens(3))

    with pytest.raises(KilledHere):
        carry(aber)

    assert (count(HUB, DisclosureReceived), count(aber, DisclosurePending)) == (0, 1)


def test_a_handler_that_refuses_is_tried_again_and_not_given_up(
    hub: Hub, aber: Coop, heard: list[tuple[str, object]]
) -> None:
    def refuses(_session: Session, _receipt: Receipt, _fact: object) -> None:
        raise Refusal

    handlers.on_disclosure("test_hens_counted")(refuses)
    tell(aber, hens(3))

    run_pending(aber)

    with reading(aber) as session:
        row = session.scalars(select(OutboxRow)).one()
    assert (row.state, row.fault) == ("waiting", HandlerRefused.__name__)


def test_what_a_suspended_co_op_sends_and_gets_is_held_back_and_not_lost(
    hub: Hub, aber: Coop, bryn: Coop, heard: list[tuple[str, object]]
) -> None:
    tell(aber, hens(3))
    send(aber, corn(2))
    set_state(aber, CoopState.SUSPENDED)

    carry_all(registry.get("aber"), bryn)
    held = (list(heard), count(HUB, DeliveryPending), count(HUB, DisclosureReceived))
    set_state(aber, CoopState.ACTIVE)
    clock.set_fixed(clock.now() + timedelta(minutes=11))
    carry_all(registry.get("aber"), bryn)

    assert held == ([], 1, 0)
    assert (len(heard), count(HUB, DeliveryPending), received(aber)) == (2, 0, [3])


def test_a_co_op_held_back_for_long_is_looked_at_by_one_job(hub: Hub, aber: Coop) -> None:
    for number in range(3):
        send(aber, corn(number))
    set_state(aber, CoopState.SUSPENDED)

    run_pending(HUB)

    with reading(HUB) as session:
        waiting = session.scalars(select(OutboxRow.job).where(OutboxRow.state == "waiting")).all()
    assert list(waiting) == ["relay.look_again"]


def test_what_is_for_a_closed_co_op_stays_at_the_hub(hub: Hub, aber: Coop) -> None:
    send(aber, corn(2))
    set_state(aber, CoopState.CLOSED)

    run_pending(HUB)

    assert (count(HUB, DeliveryPending), count(aber, InboxItem)) == (1, 0)


def test_a_kind_that_the_hub_does_not_know_is_kept_and_does_nothing(
    hub: Hub, aber: Coop, world: World, heard: list[tuple[str, object]]
) -> None:
    forge(world, aber, "of_the_future", {"anything": 1})
    forge(world, aber, "test_hens_counted", {"hens": "<script>", "on": "2026-11-22"})
    tell(aber, hens(3))

    carry(aber)

    with reading(HUB) as session:
        kept = session.execute(
            select(DisclosureReceived.kind, DisclosureReceived.is_understood).order_by(DisclosureReceived.seq)
        ).all()
    assert [tuple(row) for row in kept] == [
        ("of_the_future", False),
        ("test_hens_counted", False),
        ("test_hens_counted", True),
    ]
    assert heard == [("aber", hens(3))]


def forge(world: World, coop: Coop, kind: str, payload: dict[str, object]) -> UUID:
    """Write a disclosure as somebody who has stolen the co-op's login would."""
    row_id = uuid4()
    with world.as_login_of(coop) as connection:
        connection.execute(
            "INSERT INTO disclosure (id, kind, version, payload, made_at) VALUES (%s, %s, 1, %s, now())",
            [row_id, kind, Jsonb(payload)],
        )
        connection.execute("INSERT INTO disclosure_pending (disclosure_id) VALUES (%s)", [row_id])
    return row_id


def test_the_registry_knows_when_a_co_op_last_disclosed(
    hub: Hub, aber: Coop, bryn: Coop, world: World
) -> None:
    clock.set_fixed(datetime(2026, 11, 22, 10, tzinfo=UTC))
    tell(aber, hens(3))

    carry_all(aber, bryn)

    with world.superuser() as connection:
        rows = dict(connection.execute("SELECT id, last_disclosure_at FROM hub.coop").fetchall())
    assert rows == {aber.id: datetime(2026, 11, 22, 10, tzinfo=UTC), bryn.id: None}


def test_the_co_op_sees_what_it_told_and_what_still_waits(hub: Hub, aber: Coop) -> None:
    tell(aber, hens(1))
    carry(aber)
    tell(aber, hens(2))

    with reading(aber) as session:
        found = list_disclosed(session, DisclosureFilter())
        of_other_kind = list_disclosed(session, DisclosureFilter(kind="other"))

    assert [(one.fact.hens, one.arrived_at is not None) for one in found] == [(2, False), (1, True)]
    assert of_other_kind == []


def test_a_relay_killed_for_real_is_finished_by_the_next_one(
    hub: Hub, aber: Coop, bryn: Coop, world: World, heard: list[tuple[str, object]]
) -> None:
    for number in range(40):
        tell(aber, hens(number))
        send(aber, corn(number))

    kill_relay_after(world, aber, steps=13)
    kill_relay_after(world, aber, steps=47)
    at_the_hub = count(HUB, DisclosureReceived)
    carry_all(aber, bryn)

    assert 0 < at_the_hub < 40
    assert received(aber) == list(range(40))
    assert (count(aber, InboxItem), count(bryn, InboxItem)) == (40, 0)
    assert (count(aber, DisclosurePending), count(HUB, DeliveryPending)) == (0, 0)


def kill_relay_after(world: World, coop: Coop, *, steps: int) -> None:
    """Start a relay in a process of its own and kill it in the middle of its work."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from tests.support.openings import relay_process; relay_process()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(place_facts(world.place) | {"slug": coop.slug}))
    process.stdin.close()
    for _step in range(steps):
        assert process.stdout.readline() == "step\n"
    process.kill()
    process.wait(timeout=30)
    process.stdout.close()
