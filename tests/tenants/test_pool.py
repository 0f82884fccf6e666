# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keyed pool: no connection ever serves two offices, and the count of connections never drifts."""

import gc
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from tenants import scope
from tenants.actor import SYSTEM
from tenants.database import Place
from tenants.office import HUB, Coop, Office
from tenants.pool import KeyedPool, PoolBusy
from tenants.transaction import reading, transaction
from tests.support.world import World, create_engine_of


@contextmanager
def engine_with(place: Place, **settings: float) -> Iterator[tuple[Engine, KeyedPool]]:
    engine = create_engine_of(place, cap=int(settings.pop("cap", 20)), **settings)
    assert isinstance(engine.pool, KeyedPool)
    try:
        yield engine, engine.pool
    finally:
        engine.dispose()


def schema_seen(connection: Connection) -> str:
    return str(connection.execute(text("SELECT current_schema() || ' ' || session_user")).scalar_one())


def as_office(engine: Engine, office: Office) -> str:
    with scope.bind(office), engine.connect() as connection:
        return schema_seen(connection)


def expected(place: Place, office: Office) -> str:
    return f"{office.schema} {place.login_of(office)}"


def fail_in_sql(connection: Connection) -> None:
    connection.execute(text("SELECT 1 / 0"))


def fail_by_timeout(connection: Connection) -> None:
    connection.execute(text("SET LOCAL statement_timeout = 5"))
    connection.execute(text("SELECT pg_sleep(5)"))


def fail_in_python(connection: Connection) -> None:
    connection.execute(text("UPDATE mail SET kind = 'lost'"))
    raise LookupError


def leave_settings(connection: Connection) -> None:
    connection.execute(text("SET search_path TO library"))
    raise LookupError


def be_cancelled(connection: Connection) -> None:
    raw: Any = connection.connection.dbapi_connection

    def cancel_once_it_runs() -> None:
        while raw.pgconn.transaction_status != TransactionStatus.ACTIVE:
            time.sleep(0.001)
        # Sent is not yet begun: on a busy machine the first cancel may come too early.
        while raw.pgconn.transaction_status == TransactionStatus.ACTIVE:
            time.sleep(0.03)
            if raw.pgconn.transaction_status == TransactionStatus.ACTIVE:
                raw.cancel_safe()

    canceller = threading.Thread(target=cancel_once_it_runs)
    connection.execute(text("SELECT 1"))
    canceller.start()
    try:
        connection.execute(text("SELECT pg_sleep(20)"))
    finally:
        canceller.join()


FAULTS: list[Callable[[Connection], None]] = [
    fail_in_sql, fail_by_timeout, fail_in_python, leave_settings, be_cancelled,
]  # fmt: skip


@pytest.mark.parametrize("cap", [1, 2, 5])
@pytest.mark.parametrize("fault", FAULTS)
def test_alternating_co_ops_never_see_each_other_also_after_faults(
    world: World, aber: Coop, bryn: Coop, fault: Callable[[Connection], None], cap: int
) -> None:
    offices: list[Office] = [aber, bryn, HUB]
    with engine_with(world.place, cap=cap) as (engine, pool):
        for turn in range(12):
            office = offices[turn % 3]
            with (
                pytest.raises((DBAPIError, LookupError)),
                scope.bind(offices[(turn + 1) % 3]),
                engine.connect() as connection,
            ):
                fault(connection)
            with scope.bind(office), engine.connect() as connection:
                seen = str(connection.execute(text("SELECT session_user")).scalar_one())
            assert seen == world.place.login_of(office)
            assert pool.counts()["open"] <= cap


def test_a_row_written_between_two_faults_is_where_it_belongs(world: World, aber: Coop, bryn: Coop) -> None:
    for turn in range(10):
        office = (aber, bryn)[turn % 2]
        with pytest.raises(DBAPIError), transaction(office, by=SYSTEM, doing="test.fails") as session:
            session.execute(text("SELECT 1 / 0"))
        with transaction(office, by=SYSTEM, doing=f"test.of_{office.slug}"):
            pass

    for office in (aber, bryn):
        with reading(office) as session:
            lines = session.execute(text("SELECT doing, count(*) FROM journal_line GROUP BY doing")).all()
        assert lines == [(f"test.of_{office.slug}", 5)]


def test_the_cap_holds_under_many_threads(world: World, aber: Coop, bryn: Coop) -> None:
    offices: list[Office] = [aber, bryn, HUB]
    most = 0

    def work(number: int) -> bool:
        nonlocal most
        office = offices[number % 3]
        with scope.bind(office), engine.connect() as connection:
            most = max(most, pool.counts()["open"])
            connection.execute(text("SELECT pg_sleep(0.002)"))
            return schema_seen(connection) == expected(world.place, office)

    with engine_with(world.place, cap=4, wait_seconds=30.0) as (engine, pool):
        with ThreadPoolExecutor(32) as threads:
            results = list(threads.map(work, range(400)))
        counts = pool.counts()

    assert results == [True] * 400
    assert most == 4
    assert counts["open"] == counts["idle"] <= 4


def test_the_least_recently_used_makes_room(world: World, aber: Coop, bryn: Coop) -> None:
    def pid(office: Office) -> int:
        with scope.bind(office), engine.connect() as connection:
            return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())

    with engine_with(world.place, cap=2) as (engine, _):
        first_aber, first_bryn = pid(aber), pid(bryn)
        assert pid(aber) == first_aber
        pid(HUB)  # bryn was used longest ago
        assert pid(aber) == first_aber
        assert pid(bryn) != first_bryn


def test_a_visitor_is_told_when_every_connection_is_busy(world: World, aber: Coop, bryn: Coop) -> None:
    with engine_with(world.place, cap=1, wait_seconds=0.05) as (engine, pool):
        with scope.bind(aber), engine.connect() as held:
            held.execute(text("SELECT 1"))
            asked: list[float] = []

            def ask() -> None:
                started = time.monotonic()
                with scope.bind(bryn), pytest.raises(PoolBusy):
                    engine.connect()
                asked.append(time.monotonic() - started)

            other = threading.Thread(target=ask)
            other.start()
            other.join()
        assert 0.05 <= asked[0] < 2
        assert as_office(engine, bryn) == expected(world.place, bryn)
        assert pool.counts()["open"] == 1


def test_a_waiting_visitor_is_served_when_a_connection_comes_back(
    world: World, aber: Coop, bryn: Coop
) -> None:
    seen: list[str] = []
    with engine_with(world.place, cap=1, wait_seconds=30.0) as (engine, _):
        with scope.bind(aber), engine.connect() as held:
            held.execute(text("SELECT 1"))
            other = threading.Thread(target=lambda: seen.append(as_office(engine, bryn)))
            other.start()
            time.sleep(0.05)
            assert seen == []
        other.join()

    assert seen == [expected(world.place, bryn)]


def test_a_dead_connection_is_noticed_before_a_request_meets_it(world: World, aber: Coop) -> None:
    with engine_with(world.place) as (engine, pool):
        for _ in range(3):
            as_office(engine, aber)
            with world.superuser() as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE usename = %s",
                    [world.place.login_of(aber)],
                )
            assert as_office(engine, aber) == expected(world.place, aber)
            assert pool.counts() == {"open": 1, "idle": 1, "cap": 20}


def test_a_connection_that_dies_in_use_fails_one_request_alone(world: World, aber: Coop) -> None:
    with engine_with(world.place) as (engine, pool):
        with scope.bind(aber), engine.connect() as connection:
            pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with world.superuser() as outside:
                outside.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])
            with pytest.raises(OperationalError):
                connection.execute(text("SELECT 1"))
        assert pool.counts()["open"] == 0
        assert as_office(engine, aber) == expected(world.place, aber)


def test_idle_connections_are_let_go(world: World, aber: Coop, bryn: Coop) -> None:
    with engine_with(world.place, idle_seconds=0.05) as (engine, pool):
        as_office(engine, aber)
        time.sleep(0.1)
        as_office(engine, bryn)
        assert pool.counts() == {"open": 1, "idle": 1, "cap": 20}


def test_dropping_a_login_ends_its_connections_also_those_in_use(
    world: World, aber: Coop, bryn: Coop
) -> None:
    with engine_with(world.place) as (engine, pool):
        as_office(engine, aber)
        as_office(engine, bryn)
        with scope.bind(aber), engine.connect() as held:
            raw = held.connection.dbapi_connection
            pool.drop_login(world.place.login_of(aber))
            assert schema_seen(held) == expected(world.place, aber)
        assert raw is not None
        assert raw.closed
        assert pool.counts() == {"open": 1, "idle": 1, "cap": 20}
        # Opened anew after the drop, it is an ordinary connection again.
        as_office(engine, aber)
        assert pool.counts()["idle"] == 2


def test_two_engines_in_threads_keep_apart(world: World, aber: Coop, bryn: Coop) -> None:
    with engine_with(world.place, cap=2) as (one, _), engine_with(world.place, cap=2) as (two, _):

        def work(number: int) -> bool:
            office = (aber, bryn)[number % 2]
            return as_office((one, two)[number // 2 % 2], office) == expected(world.place, office)

        with ThreadPoolExecutor(8) as threads:
            assert all(threads.map(work, range(120)))


def test_a_child_process_leaves_its_parents_connections_alone(world: World, aber: Coop) -> None:
    with engine_with(world.place) as (engine, pool):
        before = as_office(engine, aber)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = 0 if as_office(engine, aber) == before and pool.counts()["open"] == 1 else 2
            finally:
                os._exit(status)
        _, ended = os.waitpid(child, 0)
        assert ended == 0
        with scope.bind(aber), engine.connect() as connection:
            assert schema_seen(connection) == before


def close_underneath(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.close()


def replace(connection: Connection) -> None:
    connection.invalidate()
    connection.rollback()
    connection.execute(text("SELECT 1"))


# Every way in which SQLAlchemy takes a connection from its place in the pool, and some that leave it there.
MISUSES: list[Callable[[Connection], object]] = [
    Connection.invalidate,
    Connection.detach,
    lambda connection: connection.connection.invalidate(soft=True),
    close_underneath,
    replace,
    fail_in_sql,
    Connection.begin_nested,
    schema_seen,
    schema_seen,
]


@contextmanager
def busy_collector() -> Iterator[None]:
    """Collect garbage all the time from a thread of its own, and often in every other one."""
    stop = threading.Event()

    def collect() -> None:
        while not stop.wait(0.005):
            gc.collect()

    thresholds = gc.get_threshold()
    gc.freeze()  # what was there before needs no looking at
    gc.set_threshold(20, 5, 5)
    thread = threading.Thread(target=collect)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        gc.set_threshold(*thresholds)
        gc.collect()
        gc.unfreeze()


@pytest.mark.parametrize("seed", range(3))
def test_the_count_never_drifts(world: World, aber: Coop, bryn: Coop, seed: int) -> None:
    """Eight threads use connections well and badly; in the end what is counted is what is there."""
    offices: list[Office] = [aber, bryn, HUB]
    wrong: list[str] = []

    def use(chance: random.Random, office: Office) -> None:
        with scope.bind(office), engine.connect() as connection:
            if schema_seen(connection) != expected(world.place, office):
                wrong.append(office.schema)
            chance.choice(MISUSES)(connection)

    def lose(office: Office) -> None:
        """Leave a connection in a cycle: only the garbage collector gives it back."""
        with scope.bind(office):
            cycle: list[Any] = [engine.connect()]
            cycle.append(cycle)

    def work(number: int) -> None:
        chance = random.Random(seed * 1000 + number)  # noqa: S311 - which fault comes next is no secret
        for _ in range(30):
            office = chance.choice(offices)
            if chance.random() < 0.2:
                lose(office)
            else:
                with suppress(DBAPIError):
                    use(chance, office)
            if chance.random() < 0.05:
                pool.drop_login(world.place.login_of(office))

    with engine_with(world.place, cap=6, wait_seconds=30.0) as (engine, pool):
        with busy_collector(), ThreadPoolExecutor(8) as threads:
            list(threads.map(work, range(8)))
        counts = pool.counts()
        assert wrong == []
        assert counts["open"] == counts["idle"] <= 6
        engine.dispose()
        assert pool.counts()["open"] == 0


def test_a_login_that_cannot_connect_takes_no_place(world: World, aber: Coop, bryn: Coop) -> None:
    login = world.place.login_of(aber)
    with engine_with(world.place, cap=1) as (engine, pool):
        with world.superuser() as connection:
            connection.execute(f'ALTER ROLE "{login}" NOLOGIN')
        try:
            for _ in range(3):
                with scope.bind(aber), pytest.raises(OperationalError):
                    engine.connect()
            assert pool.counts()["open"] == 0
            assert as_office(engine, bryn) == expected(world.place, bryn)
        finally:
            with world.superuser() as connection:
                connection.execute(f'ALTER ROLE "{login}" LOGIN')
        assert as_office(engine, aber) == expected(world.place, aber)
