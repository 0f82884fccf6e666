"""``cydofal serve`` for real: one start, everything that may befall it, and nothing left behind."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from app.supervisor.running import Note, free_port, read_note
from tenants.embedded import EmbeddedServer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0
# The first page waits for the rooms, and other tests run beside us.
PATIENCE = 30.0


@dataclass
class Served:
    """A running ``cydofal serve``."""

    process: subprocess.Popen[bytes]
    state: Path
    note: Note
    log: Path

    def health(self) -> int:
        """Return the status of the health page, 0 when nobody answers."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.note.port}/healthz", timeout=5).status_code
        except httpx.TransportError:
            return 0

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, *words: str) -> psutil.Process:
        """Return the direct child whose command line holds all the words."""
        (found,) = self._found(words)
        return found

    def has_child(self, *words: str, other_than: int | None = None) -> bool:
        """Say, from one look, whether there is one such child, and not one that was there before."""
        found = self._found(words)
        return len(found) == 1 and found[0].pid != other_than

    def _found(self, words: tuple[str, ...]) -> list[psutil.Process]:
        found = []
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                line = " ".join(child.cmdline())
                found += [child] if all(word in line for word in words) else []
        return found


def environment_of(state: Path) -> dict[str, str]:
    said = {
        name: value for name, value in os.environ.items() if not name.startswith(("CYDOFAL_", "DATABASE_"))
    }
    ports = {"CYDOFAL_PORT": str(free_port("127.0.0.1", 18_600)), "CYDOFAL_METRICS_PORT": "19600"}
    return {**said, **ports, "CYDOFAL_STATE": str(state)}


def start(state: Path) -> Served:
    log = state.parent / "serve.log"
    with log.open("ab") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve"],
            cwd=ROOT,
            env=environment_of(state),
            stdout=written,
            stderr=written,
        )
    deadline = time.monotonic() + START_SECONDS
    while (note := read_note(state)) is None or note.pid != process.pid:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    return Served(process, state, note, log)


def wait_until(fact: Callable[[], bool], *, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def state() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="cydofal-serve-"))
    parent.chmod(0o711)
    yield parent / "state"
    EmbeddedServer(parent / "state").remove()
    shutil.rmtree(parent)


@pytest.fixture(scope="module")
def served(state: Path) -> Iterator[Served]:
    running = start(state)
    yield running
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=60) == 0


def test_it_is_up(served: Served) -> None:
    answer = httpx.get(f"http://127.0.0.1:{served.note.port}/healthz", headers={"Host": "anything.example"})

    assert answer.status_code == 200
    assert answer.text == "up\n"


def test_metrics_have_a_port_of_their_own(served: Served) -> None:
    on_the_web = httpx.get(f"http://127.0.0.1:{served.note.port}/metrics", timeout=PATIENCE)
    on_their_own = httpx.get(f"http://127.0.0.1:{served.note.metrics_port}/metrics")

    assert on_the_web.status_code == 404
    assert "cydofal_request_seconds" in on_their_own.text


def test_cookies_and_headers_hold_on_the_running_server(served: Served) -> None:
    address = f"http://127.0.0.1:{served.note.port}"
    page = httpx.get(f"{address}/sign-in", headers={"Host": "localhost"}, timeout=PATIENCE)
    lost = httpx.get(f"{address}/nothing", headers={"Host": "evil.example"}, timeout=PATIENCE)

    cookie = page.headers["Set-Cookie"]
    assert (page.status_code, lost.status_code) == (200, 404)
    assert cookie.startswith("__Host-cydofal=")
    assert set(cookie.split("; ")[1:]) == {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    for answer in (page, lost):
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Server"] == "gunicorn"


def test_the_web_holds_neither_the_owners_login_nor_the_superusers(served: Served) -> None:
    web = served.child("gunicorn")
    worker = served.child("app.cli", "worker")
    superuser = (served.state / "secrets" / "database-superuser").read_text().strip()
    owner = (served.state / "secrets" / "database-owner").read_text().strip()

    for process in (web, *web.children(), served.child("metrics_server")):
        held = "\n".join(process.environ().values())
        assert owner not in held
        assert superuser not in held
    assert owner in "\n".join(worker.environ().values())
    assert superuser not in "\n".join(worker.environ().values())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to drop")
def test_root_drops_its_rights_or_says_why_not(served: Served) -> None:
    web = served.child("gunicorn")
    users = {process.uids().real for process in (web, *web.children(), served.child("app.cli", "worker"))}
    says_why = "run as root" in served.log.read_text()

    assert (users == {0}) is says_why
    assert says_why or 0 not in users
    assert served.child("postgres", "pgdata").uids().real != 0


def test_secrets_are_private(served: Served) -> None:
    secrets = served.state / "secrets"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in secrets.iterdir()}

    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert modes == {"database-superuser": 0o600, "database-owner": 0o600, "installation-key": 0o600}


def test_a_second_serve_is_refused_in_one_line(served: Served) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "app.cli", "serve"],
        cwd=ROOT,
        env=environment_of(served.state),
        check=False,
        capture_output=True,
        text=True,
    )

    assert second.returncode == 1
    assert len(second.stderr.splitlines()) == 1
    assert f"already served by process {served.process.pid}" in second.stderr
    assert served.health() == 200


def test_a_killed_web_comes_back(served: Served) -> None:
    web = served.child("gunicorn")
    workers = web.children()

    web.kill()
    wait_until(lambda: served.has_child("gunicorn", other_than=web.pid))
    # Its workers notice that they have nobody above them, and let go of the port.
    wait_until(lambda: not any(worker.is_running() for worker in workers))
    wait_until(lambda: served.health() == 200 and served.has_child("gunicorn", other_than=web.pid))


def test_a_killed_database_comes_back_and_the_same_web_recovers(served: Served) -> None:
    wait_until(lambda: served.health() == 200)
    web = served.child("gunicorn").pid
    database = served.child("postgres", "pgdata")

    database.kill()
    wait_until(lambda: served.health() == 503)
    wait_until(lambda: served.health() == 200)

    assert served.child("gunicorn").pid == web


def test_a_stop_leaves_no_process_and_a_second_start_finds_everything(served: Served) -> None:
    secret = (served.state / "secrets" / "installation-key").read_text()
    left = served.children()

    served.process.send_signal(signal.SIGTERM)
    status = served.process.wait(timeout=60)
    gone, alive = psutil.wait_procs(left, timeout=5)
    note_left = read_note(served.state)
    said = served.log.read_text()
    again = start(served.state)
    served.process, served.note = again.process, again.note

    assert status == 0
    assert said.count("Stopping: SIGTERM came") == 1
    assert alive == []
    assert len(gone) == len(left)
    assert note_left is None
    assert served.health() == 200
    assert (served.state / "secrets" / "installation-key").read_text() == secret
