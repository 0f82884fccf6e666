"""A command on a machine of its own: it finds the database, running or not, and the secrets made for it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.local_state import command_environment, for_owner, for_web
from app.settings import Mode, Settings
from app.supervisor.running import Note, ServeLock
from tenants.embedded import EmbeddedServer

pytestmark = pytest.mark.slow


@pytest.fixture
def state() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="cydofal-local-"))
    parent.chmod(0o711)
    yield parent / "state"
    EmbeddedServer(parent / "state").remove()
    shutil.rmtree(parent)


def test_a_command_has_the_database_for_as_long_as_it_runs(state: Path) -> None:
    with command_environment({"CYDOFAL_STATE": str(state)}) as environment:
        settings = Settings.from_env(environment)
        with psycopg.connect(environment["CYDOFAL_SUPERUSER_URL"]) as connection:
            answer = connection.execute("SELECT 1").fetchone()
        with command_environment({"CYDOFAL_STATE": str(state)}) as second:
            is_same = second == environment
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(environment["CYDOFAL_SUPERUSER_URL"])

    assert answer == (1,)
    assert is_same
    assert settings.owner_url is not None
    assert settings.state_dir == state


def test_a_command_beside_serve_knows_where_it_serves(state: Path) -> None:
    with EmbeddedServer(state, durable=False) as server:
        lock = ServeLock(server.state_dir)
        lock.write_note(Note(1, port=8123, metrics_port=9400, base_domain="localhost:8123", mode="demo"))
        with command_environment({"CYDOFAL_STATE": str(state)}) as environment:
            settings = Settings.from_env(environment)
        still_runs = server.pid is not None
        lock.release()

    assert settings.base_domain == "localhost:8123"
    assert settings.mode is Mode.DEMO
    assert still_runs


def test_an_outside_server_is_left_alone_and_production_brings_its_own_key(state: Path) -> None:
    said = {
        "CYDOFAL_STATE": str(state),
        "DATABASE_URL": "postgresql://db.test/d",
        "CYDOFAL_MODE": "production",
    }
    with command_environment(said) as environment:
        kept = dict(environment)

    assert kept == said
    assert not state.exists()


def test_each_process_gets_no_more_than_it_needs() -> None:
    full = {"A": "1", "CYDOFAL_OWNER_URL": "o", "CYDOFAL_SUPERUSER_URL": "s"}

    assert for_web(full) == {"A": "1"}
    assert for_owner(full) == {"A": "1", "CYDOFAL_OWNER_URL": "o"}
