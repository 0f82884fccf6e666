# SPDX-License-Identifier: AGPL-3.0-or-later
"""PostgreSQL goes away under load and comes back: what fails, fails cleanly; nothing is lost or doubled."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tenants import scope
from tenants.database import Place
from tenants.embedded import EmbeddedServer
from tenants.office import HUB, Office
from tests.support.walls import Wall, found_walls, own_server
from tests.support.world import create_engine_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def own() -> Iterator[EmbeddedServer]:
    with own_server() as server:
        yield server


@pytest.fixture(scope="module")
def wall(own: EmbeddedServer) -> Wall:
    return found_walls(own, "restarted")


@dataclass
class Load:
    """Threads that write one row at a time, and remember which were answered."""

    place: Place
    engine: Engine
    stop: threading.Event = field(default_factory=threading.Event)
    tried: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    last_answer_at: float = 0.0

    def work(self) -> None:
        while not self.stop.is_set():
            row_id = str(uuid4())
            self.tried.append(row_id)
            try:
                with scope.bind(HUB), self.engine.begin() as connection:
                    connection.execute(
                        text(
                            "INSERT INTO bell (id, account_id, kind, facts, path, made_at)"
                            " VALUES (CAST(:id AS uuid), CAST(:id AS uuid), 'test', '{}', '/', now())"
                        ),
                        {"id": row_id},
                    )
            except DBAPIError as fault:
                self.failures[type(fault.orig).__name__] += 1
                time.sleep(0.01)
            except Exception as fault:  # noqa: BLE001 - anything else is what the test looks for
                self.wrong.append(repr(fault))
            else:
                self.answered.append(row_id)
                self.last_answer_at = time.monotonic()

    def waits_for_an_answer(self, after: float) -> bool:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.last_answer_at > after:
                return True
            time.sleep(0.01)
        return False


@pytest.fixture
def load(wall: Wall) -> Iterator[Load]:
    engine = create_engine_of(wall.place, cap=6, wait_seconds=5.0)
    made = Load(wall.place, engine)
    threads = [threading.Thread(target=made.work) for _ in range(6)]
    for thread in threads:
        thread.start()
    try:
        yield made
    finally:
        made.stop.set()
        for thread in threads:
            thread.join()
        engine.dispose()


def written(wall: Wall) -> set[str]:
    with wall.superuser() as connection:
        return {row[0] for row in connection.execute("SELECT id::text FROM hub.bell").fetchall()}


def stop_fast(own: EmbeddedServer) -> None:
    own.stop()


def kill(own: EmbeddedServer) -> None:
    assert own.pid
    os.kill(own.pid, signal.SIGKILL)
    time.sleep(0.05)
    own.stop()


@pytest.mark.parametrize("fall", [stop_fast, kill])
def test_requests_fail_cleanly_and_recover_by_themselves(
    own: EmbeddedServer, wall: Wall, load: Load, fall: Callable[[EmbeddedServer], None]
) -> None:
    assert load.waits_for_an_answer(0.0)
    for _ in range(2):
        fall(own)
        time.sleep(0.2)
        own.start()
        assert load.waits_for_an_answer(time.monotonic())
    load.stop.set()
    time.sleep(0.3)

    assert load.wrong == []
    assert set(load.failures) <= {"OperationalError", "AdminShutdown", "CannotConnectNow", "CrashShutdown"}
    assert load.failures.total() > 0
    rows = written(wall) & set(load.tried)
    assert set(load.answered) <= rows
    # A row may be committed whose answer was lost, at most one for each thread and fall.
    assert len(rows - set(load.answered)) <= 6 * 4
    counts = load.engine.pool.counts()  # type: ignore[attr-defined] # it is the keyed pool
    assert counts["open"] == counts["idle"] <= 6


def test_idle_connections_survive_a_restart_without_one_failed_request(
    own: EmbeddedServer, wall: Wall
) -> None:
    engine = create_engine_of(wall.place)

    def ask(office: Office) -> None:
        with scope.bind(office), engine.connect() as connection:
            assert connection.execute(text("SELECT current_schema()")).scalar_one() == office.schema

    ask(HUB)
    for _ in range(3):
        own.stop()
        own.start()
        ask(HUB)
    engine.dispose()
