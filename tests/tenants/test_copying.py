# SPDX-License-Identifier: AGPL-3.0-or-later
"""A copy of a whole database, mended, lets each co-op's login in to its own rows again, and nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from tenants.provisioning import Owner, mend_wall
from tenants.provisioning.copying import (
    copy_database,
    drop_databases_like,
    drop_lost_logins,
    has_database,
    list_walls,
)
from tenants.provisioning.installation import found_installation, prepare_roles
from tests.support.people import make_person
from tests.support.world import World

ENDING = "_as_it_was"


@pytest.fixture
def copied(world: World) -> Iterator[Owner]:
    """The installation's database with somebody in it, copied while nobody is in it."""
    make_person(world.aber, "care_worker", name="Nia Eynon")
    source = world.place.address.database
    world.let_go()
    copy_database(world.server_url, world.place, source=source, target=source + ENDING)
    place = replace(world.place, address=replace(world.place.address, database=source + ENDING))
    yield Owner(world.owner.url.replace(f"/{source}?", f"/{source}{ENDING}?"), place)
    drop_databases_like(world.server_url, source + ENDING)
    assert not has_database(world.server_url, source + ENDING)


def test_a_login_reads_its_rows_in_a_mended_copy(world: World, copied: Owner) -> None:
    login = world.place.login_of(world.aber)
    with pytest.raises(psycopg.OperationalError):
        copied.place.connect(login)

    found_installation(world.server_url, copied.place, unquote(urlsplit(world.owner.url).password or ""))
    prepare_roles(copied)
    for schema in list_walls(copied):
        mend_wall(copied, schema)

    with copied.place.connect(login) as connection:
        # Its search path is its own again: no schema is named.
        assert connection.execute("SELECT full_name FROM account").fetchall() == [("Nia Eynon",)]
        with pytest.raises(InsufficientPrivilege):
            connection.execute(f"SELECT * FROM {world.bryn.schema}.account")


def test_a_copy_has_the_walls_of_its_source(world: World, copied: Owner) -> None:
    assert list_walls(copied) == sorted([world.aber.schema, world.bryn.schema])


def test_only_logins_without_a_wall_are_dropped(world: World) -> None:
    lost = world.place.installation.coop("c_aaaaaaaaaaaa")
    with world.superuser() as connection:
        connection.execute(f"CREATE ROLE {lost} LOGIN")

    assert drop_lost_logins(world.server_url, world.place) == [lost]
    assert drop_lost_logins(world.server_url, world.place) == []
    with world.as_login_of(world.aber) as connection:
        assert connection.execute("SELECT count(*) FROM account").fetchone() == (0,)
