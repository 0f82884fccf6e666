# SPDX-License-Identifier: AGPL-3.0-or-later
"""With no scope there is no connection; with one there is no second."""

import threading

import pytest
from sqlalchemy import text

from tenants import scope
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, Hub, Office
from tenants.refusal import Refusal
from tenants.transaction import reading, transaction, upkeep
from tests.support.world import World


class Said(Refusal):
    code = "said"


def sessions_of_the_application(world: World) -> int:
    with world.superuser() as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s",
            [world.place.installation.name],
        ).fetchone()
    assert row
    return int(row[0])


def test_a_query_without_a_scope_makes_no_connection(world: World) -> None:
    world.database.engine.dispose()

    with pytest.raises(scope.NoScope):
        world.database.engine.connect()
    with world.database.make_session() as session, pytest.raises(scope.NoScope):
        session.execute(text("SELECT 1"))

    assert world.database.pool.counts()["open"] == 0
    assert sessions_of_the_application(world) == 0


def test_there_is_no_default_office_in_a_new_thread(world: World, aber: Coop) -> None:
    bound: list[Office | None] = []
    with reading(aber):
        worker = threading.Thread(target=lambda: bound.append(scope.bound()))
        worker.start()
        worker.join()

    assert bound == [None]


@pytest.mark.parametrize("door", ["transaction", "upkeep", "reading"])
def test_a_second_door_does_not_open_inside_the_first(aber: Coop, bryn: Coop, hub: Hub, door: str) -> None:
    def open_door(office: Office) -> None:
        if door == "transaction":
            with transaction(office, by=SYSTEM, doing="test.nested"):
                pass
        elif door == "upkeep":
            with upkeep(office):
                pass
        else:
            with reading(office):
                pass

    with reading(aber):
        for office in (bryn, hub, aber):
            with pytest.raises(scope.NestedScope):
                open_door(office)
        assert scope.bound() == aber

    assert scope.bound() is None


def test_the_scope_is_let_go_after_every_kind_of_error(aber: Coop) -> None:
    for error in (Said, ValueError, KeyboardInterrupt):
        with pytest.raises(error), transaction(aber, by=SYSTEM, doing="test.error"):
            raise error
        assert scope.bound() is None


def test_reading_is_read_only_and_the_next_transaction_is_not(world: World, aber: Coop) -> None:
    with reading(aber) as session:
        assert session.execute(text("SHOW transaction_read_only")).scalar() == "on"
        reader = session.execute(text("SELECT pg_backend_pid()")).scalar()
    with upkeep(aber) as session:
        assert session.execute(text("SHOW transaction_read_only")).scalar() == "off"
        assert session.execute(text("SELECT pg_backend_pid()")).scalar() == reader


def test_each_office_finds_itself(aber: Coop, bryn: Coop) -> None:
    found = []
    for office in (aber, HUB, bryn):
        with reading(office) as session:
            found.append(session.execute(text("SELECT current_schema()")).scalar())

    assert found == [aber.schema, "hub", bryn.schema]
