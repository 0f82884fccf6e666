"""Our own PostgreSQL: made, refused a second time, recovered after kill -9, closed to everybody else."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tenants.embedded import EmbeddedProblem, EmbeddedServer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
BIN_DIR = os.environ.get("CYDOFAL_POSTGRES_BIN")
IS_ROOT = os.geteuid() == 0
START_AND_WAIT = """
import sys, time
from tenants.embedded import EmbeddedServer
server = EmbeddedServer(sys.argv[1], bin_dir=sys.argv[2] or None, durable=False)
server.start()
print(server.pid, flush=True)
time.sleep(60)
"""


@contextmanager
def new_state() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="cydofal-test-"))
    parent.chmod(0o711)
    state = parent / "state"
    yield state
    EmbeddedServer(state).remove()
    subprocess.run(["rm", "-rf", str(parent)], check=True)


@pytest.fixture
def state_dir() -> Iterator[Path]:
    with new_state() as state:
        yield state


@pytest.fixture(scope="module")
def running() -> Iterator[EmbeddedServer]:
    """One server for the tests that only look at it."""
    with new_state() as state, server_of(state) as server:
        yield server


def server_of(state: Path) -> EmbeddedServer:
    return EmbeddedServer(state, bin_dir=BIN_DIR, durable=False)


def ask(server: EmbeddedServer, question: str) -> object:
    with psycopg.connect(server.superuser_url()) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def write_a_row(server: EmbeddedServer) -> None:
    with psycopg.connect(server.superuser_url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")


def start_elsewhere(state: Path) -> tuple[subprocess.Popen[str], int]:
    """Start the server in a process of its own; return that process and the server's number."""
    starter = subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(state), BIN_DIR or ""],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout is not None
    return starter, int(starter.stdout.readline())


def has_ended(pid: int) -> bool:
    """Say whether a process is gone, or only waits for a parent that never asks after it."""
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return said.stdout.strip()[:1] in {"", "Z"}


def end(starter: subprocess.Popen[str]) -> None:
    starter.kill()
    starter.communicate()


def test_rows_are_kept_over_a_stop_and_a_start(state_dir: Path) -> None:
    with server_of(state_dir) as server:
        write_a_row(server)
    with server_of(state_dir) as server:
        kept = ask(server, "SELECT count(*) FROM kept")

    assert kept == 1
    assert server.pid is None


def test_it_is_utf8_with_checksums_and_no_network(running: EmbeddedServer) -> None:
    facts = {
        name: ask(running, f"SELECT current_setting('{name}')")
        for name in ("server_encoding", "data_checksums", "listen_addresses", "password_encryption")
    }
    lowered = ask(running, "SELECT lower('ŴŶÂ')")

    assert facts == {
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "listen_addresses": "",
        "password_encryption": "scram-sha-256",
    }
    assert lowered == "ŵŷâ"


def test_a_wrong_password_is_refused_on_the_socket(running: EmbeddedServer) -> None:
    wrong = f"host={running.socket_dir} port={running.port} user=cydofal_super password=wrong dbname=postgres"

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_a_failed_statement_leaves_no_words_in_the_log(running: EmbeddedServer) -> None:
    with psycopg.connect(running.superuser_url()) as connection:
        connection.execute("CREATE TEMP TABLE people (name text PRIMARY KEY)")
        connection.execute("INSERT INTO people VALUES ('Marged Planted-Marker')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES ('Marged Planted-Marker')")
    log = running.places.log.read_text()

    assert "duplicate key" in log
    assert "Planted-Marker" not in log


def test_a_second_start_is_refused_with_one_sentence(running: EmbeddedServer) -> None:
    with pytest.raises(EmbeddedProblem, match=f"already running, started by process {os.getpid()}"):
        server_of(running.state_dir).start()
    still_there = ask(running, "SELECT 1")

    assert still_there == 1


def test_a_killed_server_is_recovered(state_dir: Path) -> None:
    server = server_of(state_dir)
    server.start()
    write_a_row(server)
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    while server.pid is not None:
        time.sleep(0.01)

    server.start()
    kept = ask(server, "SELECT count(*) FROM kept")
    server.stop()

    assert kept == 1


def test_a_server_that_outlived_its_starter_is_stopped_and_started_anew(state_dir: Path) -> None:
    starter, orphan = start_elsewhere(state_dir)
    end(starter)
    outlived = not has_ended(orphan)

    with server_of(state_dir) as server:
        answer = ask(server, "SELECT 1")
        mine = server.pid

    assert outlived
    assert answer == 1
    assert mine != orphan
    assert has_ended(orphan)


def test_a_stale_number_that_now_is_somebody_elses_is_never_signalled(state_dir: Path) -> None:
    with server_of(state_dir) as server:
        pid_file = server.places.data / "postmaster.pid"
        text = pid_file.read_text()
    # The bystander is of the server's user: that is when PostgreSQL itself would refuse to start.
    bystander = subprocess.Popen(["/bin/sleep", "60"], **server.user.run_as)
    pid_file.write_text("\n".join([str(bystander.pid), *text.splitlines()[1:]]) + "\n")
    pid_file.chmod(0o600)
    os.chown(pid_file, server.user.uid, server.user.gid)

    try:
        with server_of(state_dir) as again:
            answer = ask(again, "SELECT 1")
        is_alive = bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()

    assert answer == 1
    assert is_alive


def test_a_half_made_directory_is_made_again(state_dir: Path) -> None:
    server = server_of(state_dir)
    half = server.places.data.with_name("pgdata.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    with server:
        answer = ask(server, "SELECT 1")

    assert answer == 1
    assert not half.exists()


def test_a_long_state_path_gets_a_short_socket(state_dir: Path) -> None:
    long_state = state_dir / ("a" * 60) / ("b" * 60)
    with server_of(long_state) as server:
        answer = ask(server, "SELECT 1")
        socket_dir = server.socket_dir
        mode = stat.S_IMODE(socket_dir.stat().st_mode)
    server.remove()

    assert answer == 1
    assert socket_dir.parent == Path(tempfile.gettempdir())
    assert mode == 0o700


def test_a_socket_directory_made_by_somebody_else_is_not_trusted(state_dir: Path) -> None:
    server = server_of(state_dir)
    server.socket_dir.parent.mkdir(exist_ok=True)
    server.socket_dir.mkdir(mode=0o777)
    server.socket_dir.chmod(0o777)

    with pytest.raises(EmbeddedProblem, match="is not a private directory"):
        server.start()

    assert server.pid is None


def test_no_parent_changes_its_mode_and_the_secret_is_private(state_dir: Path) -> None:
    before = {parent: parent.stat().st_mode for parent in state_dir.parents}
    with server_of(state_dir) as server:
        secret = state_dir / "secrets" / "database-superuser"
        secret_mode = stat.S_IMODE(secret.stat().st_mode)
        data_mode = stat.S_IMODE(server.places.data.stat().st_mode)
    after = {parent: parent.stat().st_mode for parent in state_dir.parents}

    assert before == after
    assert secret_mode == 0o600
    assert data_mode == 0o700


def test_a_secret_that_others_can_read_stops_the_start(state_dir: Path) -> None:
    server_of(state_dir)
    (state_dir / "secrets" / "database-superuser").chmod(0o644)

    with pytest.raises(EmbeddedProblem, match="can be read by others"):
        server_of(state_dir)

    (state_dir / "secrets" / "database-superuser").chmod(0o600)


@pytest.mark.skipif(not IS_ROOT, reason="only root has rights to drop")
def test_root_runs_the_server_as_an_unprivileged_user(running: EmbeddedServer) -> None:
    assert running.pid is not None
    owner = Path(f"/proc/{running.pid}").stat().st_uid
    environment = Path(f"/proc/{running.pid}/environ").read_bytes()

    assert owner == running.user.uid != 0
    assert b"CYDOFAL" not in environment


@pytest.mark.skipif(not IS_ROOT, reason="only root's children are locked out of a closed home")
def test_a_closed_home_stays_closed_and_the_database_lies_elsewhere(state_dir: Path) -> None:
    state_dir.parent.chmod(0o700)
    with server_of(state_dir) as server:
        answer = ask(server, "SELECT 1")
        home = server.places.home
        closed_mode = stat.S_IMODE(state_dir.parent.stat().st_mode)
    with server_of(state_dir) as again:
        same_home = again.places.home
    again.remove()

    assert answer == 1
    assert closed_mode == 0o700
    assert home == same_home
    assert not home.is_relative_to(state_dir)
    assert not home.exists()
