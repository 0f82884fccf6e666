"""The supervisor: parts in order, restarted with pauses, stopped in reverse, and none of them left behind."""

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.supervisor.child import Child, NotReady
from app.supervisor.keeper import STOP_SIGNALS, Keeper, Signals
from app.supervisor.lifeline import SUPERVISED
from app.supervisor.rights import why_root
from app.supervisor.running import AlreadyServing, Note, ServeLock, free_port, read_note
from tenants.embedded.system_user import SystemUser

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
STAYS = "import time; print('here', flush=True); time.sleep(60)"
SAYS_WHEN_STOPPED = """
import signal, sys, time
def stop(*_):
    print('stopped', flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print('here', flush=True)
time.sleep(60)
"""
NEVER_STOPS = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('here', flush=True)
time.sleep(60)
"""
KEEPS_A_CHILD = """
import sys, time
from app.supervisor.child import Child, own_environment
child = Child("inner", [sys.executable, "-c", sys.argv[1]], own_environment(), 5, lambda name, line: None)
child.start()
print(child.pid, flush=True)
time.sleep(60)
"""
ENDS_WITH_PARENT = """
import os, time
from app.supervisor.lifeline import end_with_parent
end_with_parent(os.environ)
time.sleep(60)
"""

AWAITS_THE_WORD = """
import os, time
from app.supervisor.lifeline import await_word
print('loaded', flush=True)
await_word(os.environ)
print('here', flush=True)
time.sleep(60)
"""


class Heard:
    """What the parts said."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def __call__(self, name: str, line: str) -> None:
        self.lines.append((name, line))

    def has(self, name: str, line: str) -> bool:
        return (name, line) in self.lines


class TestSignals(Signals):
    """Signals that a test gives itself."""

    __test__ = False

    def tell(self) -> None:
        self._count += 1


def make_child(heard: Heard, program: str, *, name: str = "child", stop_seconds: float = 5.0) -> Child:
    return Child(
        name=name,
        command=[sys.executable, "-c", textwrap.dedent(program)],
        environment={**os.environ, "PYTHONPATH": str(ROOT)},
        stop_seconds=stop_seconds,
        say=heard,
        is_ready=lambda: heard.has(name, "here"),
    )


def wait_until(fact: Callable[[], bool], *, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def watch_in_background(keeper: Keeper) -> tuple[threading.Thread, list[int]]:
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(keeper.watch()))
    thread.start()
    return thread, statuses


def has_ended(pid: int) -> bool:
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return said.stdout.strip()[:1] in {"", "Z"}


def test_a_killed_child_is_started_again() -> None:
    heard, signals = Heard(), TestSignals()
    keeper = Keeper(signals, heard, first_pause_seconds=0.05)
    child = make_child(heard, STAYS)
    keeper.start(child)
    thread, statuses = watch_in_background(keeper)
    first = child.pid
    assert first is not None

    os.kill(first, signal.SIGKILL)
    wait_until(lambda: child.pid not in {None, first})
    second = child.pid
    signals.tell()
    thread.join(timeout=10)
    keeper.stop()

    assert statuses == [0]
    assert second is not None
    assert has_ended(first)
    assert has_ended(second)


def test_the_first_signal_is_the_one_that_is_named() -> None:
    signals, before = Signals(), {kind: signal.getsignal(kind) for kind in STOP_SIGNALS}
    signals.listen()
    try:
        for kind in (signal.SIGHUP, signal.SIGTERM):
            signal.raise_signal(kind)
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)

    assert (signals.first_name, signals.is_stopping(), signals.is_hurried()) == ("SIGHUP", True, True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to drop")
def test_what_keeps_rights_from_being_dropped_is_named() -> None:
    user = SystemUser(name="other", uid=65_500, gid=65_500, is_other=True)
    # pytest's own directory is shut to others.
    with tempfile.TemporaryDirectory() as folder:
        shut, state, checkout = Path(folder, "shut"), Path(folder, "state"), Path(folder, "shut", "checkout")
        for directory in (shut, state, checkout):
            directory.mkdir(mode=0o755)
        Path(folder).chmod(0o755)
        shut.chmod(0o700)

        said = why_root(user, (state, checkout))

    assert f"it may not enter {shut}, and so not read {checkout}" in said
    assert str(state) not in said


def test_five_quick_failures_end_it_with_a_status() -> None:
    heard = Heard()
    keeper = Keeper(TestSignals(), heard, first_pause_seconds=0.01)
    child = make_child(heard, "import time; print('here', flush=True); time.sleep(0.3)")
    keeper.start(child)

    status = keeper.watch()
    keeper.stop()

    assert status == 1
    assert heard.lines.count(("child", "here")) == 5
    assert heard.lines[-1] == ("serve", "child fails again and again: giving up")


def test_parts_stop_in_the_reverse_of_their_order() -> None:
    heard = Heard()
    keeper = Keeper(TestSignals(), heard)
    for name in ("first", "second", "third"):
        keeper.start(make_child(heard, SAYS_WHEN_STOPPED, name=name))

    keeper.stop()

    assert [name for name, line in heard.lines if line == "stopped"] == ["third", "second", "first"]


def test_a_child_that_does_not_stop_is_ended() -> None:
    heard = Heard()
    child = make_child(heard, NEVER_STOPS, stop_seconds=0.2)
    child.start()
    pid = child.pid
    assert pid is not None

    child.stop(is_hurried=lambda: False)

    assert has_ended(pid)
    assert heard.has("child", "did not stop in 0 s and is ended")


def test_a_second_signal_hurries_the_stop() -> None:
    heard = Heard()
    child = make_child(heard, NEVER_STOPS, stop_seconds=60)
    child.start()
    began = time.monotonic()

    child.stop(is_hurried=lambda: True)

    assert time.monotonic() - began < 5
    assert not child.is_running()


def test_a_child_that_ends_before_it_is_ready_is_said_to_have() -> None:
    heard = Heard()
    child = make_child(heard, "print('why not', flush=True); raise SystemExit(3)")

    with pytest.raises(NotReady, match="child did not become ready"):
        child.start()
    child.stop(is_hurried=lambda: False)

    assert heard.has("child", "why not")


def test_a_child_ends_when_its_supervisor_is_killed() -> None:
    outer = subprocess.Popen(
        [sys.executable, "-c", KEEPS_A_CHILD, ENDS_WITH_PARENT],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert outer.stdout is not None
    inner = int(outer.stdout.readline())
    was_there = not has_ended(inner)

    outer.kill()
    outer.communicate()
    wait_until(lambda: has_ended(inner))

    assert was_there


def test_a_child_that_loads_itself_goes_on_at_the_word() -> None:
    heard = Heard()
    child = make_child(heard, AWAITS_THE_WORD)
    child.spawn()
    wait_until(lambda: heard.has("child", "loaded"))

    went_on_before = heard.has("child", "here")
    child.release()
    child.wait_until_ready()
    child.stop(is_hurried=lambda: False)

    assert not went_on_before
    assert heard.has("child", "here")


def test_a_child_that_awaits_the_word_ends_when_nobody_can_say_it() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", AWAITS_THE_WORD],
        cwd=ROOT,
        env={**os.environ, SUPERVISED: "yes"},
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        text=True,
    )

    assert (ended.returncode, ended.stdout) == (1, "loaded\n")


def test_a_child_cannot_forge_a_line_of_another() -> None:
    heard = Heard()
    child = make_child(heard, r"print('a\rserve | forged\x1b[2J\x85b\u2028c here', flush=True)")
    child.run()

    assert heard.lines == [("child", "a serve | forged [2J b c here")]


def test_a_second_serve_is_refused_and_named(tmp_path: Path) -> None:
    lock = ServeLock(tmp_path)
    note = Note(pid=123, port=8001, metrics_port=9401, base_domain="localhost:8001", mode="local")
    lock.write_note(note)

    with pytest.raises(AlreadyServing, match="already served by process 123 at http://localhost:8001"):
        ServeLock(tmp_path)
    kept = read_note(tmp_path)
    lock.release()
    ServeLock(tmp_path).release()

    assert kept == note
    assert read_note(tmp_path) is None


def test_a_taken_port_gives_the_next() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        chosen = free_port("127.0.0.1", port)

    assert chosen > port
