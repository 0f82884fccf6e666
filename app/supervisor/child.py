"""One child: how it is started, when it is ready, how long it may take to stop, what it says."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Final, Protocol

from app.supervisor.lifeline import SUPERVISED
from tenants.embedded.system_user import RunAs

WORD: Final = b"\n"
READY_POLL_SECONDS: Final = 0.02
PRINTABLE: Final = dict.fromkeys((*range(9), *range(10, 32), 127, *range(128, 160), 0x2028, 0x2029), " ")


class Part(Protocol):
    """Something that the supervisor keeps running: a child, or our database server."""

    @property
    def name(self) -> str:
        """What people call it."""

    def start(self) -> None:
        """Start it and return when it is ready; raise ``NotReady`` if it does not become so."""

    def is_running(self) -> bool:
        """Say whether it runs now."""

    def stop(self, *, is_hurried: Callable[[], bool]) -> None:
        """Stop it: gently first; at once when ``is_hurried`` begins to say so."""


class NotReady(Exception):
    """A part ended, or took too long, before it was ready."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} did not become ready; what it said is above.")


@dataclass(slots=True)
class Child:
    """A process of ours. ``is_ready`` is asked until it says yes."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    stop_seconds: float
    say: Callable[[str, str], None]
    is_ready: Callable[[], bool] = lambda: True
    is_stopping: Callable[[], bool] = lambda: False
    ready_seconds: float = 60.0
    run_as: RunAs = field(default_factory=RunAs)
    cwd: str | None = None
    _process: subprocess.Popen[bytes] | None = None
    _pump: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        """The process's number, while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> None:
        """Start the process and wait until it is ready."""
        self.spawn()
        self.release()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Return when the process is ready; raise ``NotReady`` if it ends or takes too long."""
        deadline = time.monotonic() + self.ready_seconds
        while not self.is_ready():
            if not self.is_running() or self.is_stopping() or time.monotonic() > deadline:
                raise NotReady(self.name)
            time.sleep(READY_POLL_SECONDS)

    def run(self) -> int:
        """Start the process, wait for its end and return its status; stop it early when asked to."""
        self.spawn()
        while self.is_running():
            if self.is_stopping():
                self.stop(is_hurried=lambda: False)
            time.sleep(READY_POLL_SECONDS)
        self._drain()
        return self._process.returncode if self._process is not None else 1

    def is_running(self) -> bool:
        """Say whether the process runs now."""
        return self.pid is not None

    def stop(self, *, is_hurried: Callable[[], bool]) -> None:
        """Ask the process to end; end it when it takes longer than it may."""
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            deadline = time.monotonic() + self.stop_seconds
            while process.poll() is None and time.monotonic() < deadline and not is_hurried():
                time.sleep(READY_POLL_SECONDS)
        if process.poll() is None:
            self.say(self.name, f"did not stop in {self.stop_seconds:.0f} s and is ended")
            process.kill()
            process.wait()
        self._drain()

    def spawn(self) -> None:
        """Start the process and do not wait; what is left of an earlier one is let go."""
        self._drain()
        # A session of its own, so that Ctrl-C reaches us alone and the order of stopping is ours.
        # Its standard input is the lifeline: that end closes when we are gone, however we went.
        self._process = subprocess.Popen(
            self.command,
            env={**self.environment, SUPERVISED: "yes"},
            cwd=self.cwd,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **self.run_as,
        )
        self._pump = threading.Thread(target=self._pass_on, args=(self._process.stdout,), daemon=True)
        self._pump.start()

    def release(self) -> None:
        """Let a process go on that loads itself first and then awaits our word."""
        if self._process is not None and self._process.stdin is not None:
            # One that is gone already is met by whoever waits for it to be ready.
            with suppress(BrokenPipeError):
                self._process.stdin.write(WORD)
                self._process.stdin.flush()

    def _pass_on(self, output: IO[bytes] | None) -> None:
        if output is None:
            return
        with output:
            for raw in output:
                # A control character could begin a line that nobody wrote, or repaint a terminal.
                self.say(self.name, raw.decode("utf-8", "replace").rstrip("\n").translate(PRINTABLE).rstrip())

    def _drain(self) -> None:
        if self._pump is not None:
            self._pump.join(timeout=2)
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()


def answers_up(host: str, port: int, name: str) -> Callable[[], bool]:
    """Return a question for the web's health page, asked without an HTTP library."""

    def ask() -> bool:
        try:
            with socket.create_connection((host, port), timeout=2) as connection:
                connection.sendall(f"GET /healthz HTTP/1.0\r\nHost: {name}\r\n\r\n".encode())
                first_line = connection.makefile("rb").readline()
        except OSError:
            return False
        return b" 200 " in first_line

    return ask


def listens(host: str, port: int) -> Callable[[], bool]:
    """Return the question whether somebody takes connections there."""

    def ask() -> bool:
        try:
            socket.create_connection((host, port), timeout=2).close()
        except OSError:
            return False
        return True

    return ask


def own_environment() -> dict[str, str]:
    """Return our environment without what would lead libpq somewhere else than we say."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
