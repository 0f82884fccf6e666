# SPDX-License-Identifier: AGPL-3.0-or-later
"""Behind PgBouncer in transaction mode a co-op's connection is still the co-op's alone."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tenants import scope
from tenants.actor import SYSTEM
from tenants.database import Place, use
from tenants.office import HUB, Coop, Office
from tenants.transaction import reading, transaction
from tests.support.pgbouncer import pgbouncer
from tests.support.world import World, create_engine_of

pytestmark = pytest.mark.pooler


@pytest.fixture
def pooled(world: World) -> Iterator[Place]:
    """The installation as PgBouncer shows it, one server connection for each login."""
    with pgbouncer(world.place) as place:
        yield place


@pytest.fixture
def engine(pooled: Place) -> Iterator[Engine]:
    made = create_engine_of(pooled, cap=12)
    yield made
    made.dispose()


def test_alternating_co_ops_over_one_server_connection_each_see_no_wrong_row(
    pooled: Place, engine: Engine, aber: Coop, bryn: Coop
) -> None:
    offices: list[Office] = [aber, bryn, HUB]
    backends: set[tuple[str, int]] = set()

    def work(number: int) -> bool:
        chance = random.Random(number)  # noqa: S311 - the order is no secret
        right = True
        for _ in range(40):
            office = chance.choice(offices)
            with scope.bind(office), engine.connect() as connection:
                if chance.random() < 0.2:
                    with pytest.raises(DBAPIError):
                        connection.execute(text("SELECT 1 / 0"))
                    connection.rollback()
                login, schema, echo, backend = connection.execute(
                    text("SELECT session_user, current_schema(), :number + 0, pg_backend_pid()"),
                    {"number": number},
                ).one()
                backends.add((login, backend))
                right = right and (login, schema, echo) == (pooled.login_of(office), office.schema, number)
        return right

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(work, range(8))) == [True] * 8
    assert sorted(login for login, _ in backends) == sorted(pooled.login_of(office) for office in offices)


def test_the_doors_work_behind_it(
    world: World, pooled: Place, engine: Engine, aber: Coop, bryn: Coop
) -> None:
    direct = world.database
    use(pooled, engine)
    try:
        for turn in range(20):
            office = (aber, bryn)[turn % 2]
            with transaction(office, by=SYSTEM, doing=f"test.of_{office.slug}"):
                pass
            with reading(office) as session:
                assert session.execute(text("SHOW transaction_read_only")).scalar() == "on"
                lines = session.execute(text("SELECT DISTINCT doing FROM journal_line")).scalars().all()
            assert lines == [f"test.of_{office.slug}"]
    finally:
        use(direct.place, direct.engine)


def test_nothing_is_prepared_behind_it(pooled: Place, engine: Engine, aber: Coop) -> None:
    for _ in range(12):
        with scope.bind(aber), engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM mail WHERE kind = :kind"), {"kind": "x"})
            prepared = connection.execute(text("SELECT count(*) FROM pg_prepared_statement()")).scalar()
            assert prepared == 0


def test_a_wrong_password_is_refused_by_the_pooler(pooled: Place, aber: Coop) -> None:
    arguments = pooled.connection_arguments(pooled.login_of(aber))
    psycopg.connect(**arguments).close()
    for wrong in ("", "guess", pooled.key.password_of(pooled.installation.hub)):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(**(arguments | {"password": wrong}))


def test_those_who_may_more_do_not_come_through_the_pooler(world: World, pooled: Place) -> None:
    for login in (pooled.installation.jobs, pooled.installation.owner, "cydofal_super"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(**pooled.connection_arguments(login))
