# SPDX-License-Identifier: AGPL-3.0-or-later
"""What crossed a wall is changed by nobody, and each side writes only what is its own to say."""

from datetime import date
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import delete, update

from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, Hub
from tenants.openings.disclosures import WrongSide, disclose, receive_from_synthetic
from tenants.openings.models import Delivery, DisclosureReceived
from tenants.transaction import transaction, upkeep
from tests.support.openings import CornSent, HensCounted, carry, send, tell
from tests.support.world import World


def hens(number: int) -> HensCounted:
    return HensCounted(hens=number, on=date(2026, 11, 22))


def corn(sacks: int) -> CornSent:
    return CornSent(sacks=sacks, sack_id=uuid4())


def test_a_co_op_cannot_change_or_take_back_what_it_told(hub: Hub, aber: Coop, world: World) -> None:
    tell(aber, hens(3))

    for statement in ("UPDATE disclosure SET kind = 'other'", "DELETE FROM disclosure"):
        with world.as_login_of(aber) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def test_a_co_op_cannot_change_what_it_was_told(hub: Hub, aber: Coop, world: World) -> None:
    send(aber, corn(2))
    carry(aber)

    for statement in ("UPDATE inbox SET kind = 'other'", "DELETE FROM inbox"):
        with world.as_login_of(aber) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


@pytest.mark.parametrize("table", [Delivery, DisclosureReceived])
def test_the_hub_cannot_change_what_crossed(
    hub: Hub, aber: Coop, table: type[Delivery | DisclosureReceived]
) -> None:
    for statement in (update(table).values(kind="other"), delete(table)):
        with upkeep(HUB) as session, pytest.raises(Exception, match="permission denied"):
            session.execute(statement)


def test_only_a_co_op_discloses_and_only_a_synthetic_one_without_its_wall(hub: Hub, aber: Coop) -> None:
    with pytest.raises(WrongSide), transaction(HUB, by=SYSTEM, doing="test.tell") as session:
        disclose(session, hens(3))
    with pytest.raises(WrongSide), transaction(HUB, by=SYSTEM, doing="test.tell") as session:
        receive_from_synthetic(session, aber, hens(3), made_at=clock.now())
