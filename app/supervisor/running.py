"""The note that says who serves a state directory and where; its lock refuses a second one."""

import fcntl
import json
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

NOTE_NAME: Final = "serve.json"
LOCK_NAME: Final = "serve.lock"
MOST_PORTS_TRIED: Final = 100


class AlreadyServing(Exception):
    """This state directory is served by another process."""

    def __init__(self, state_dir: Path, note: "Note | None") -> None:
        who = f"process {note.pid} at http://{note.base_domain}" if note is not None else "another process"
        super().__init__(f"{state_dir} is already served by {who}: stop that first.")


class NoFreePort(Exception):
    """None of the ports that were tried could be taken."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(
            f"The ports from {first} to {last} are all taken: name a free one with CYDOFAL_PORT."
        )


@dataclass(frozen=True, slots=True)
class Note:
    """Who serves, and where."""

    pid: int
    port: int
    metrics_port: int
    base_domain: str
    mode: str


class ServeLock:
    """Held for as long as we serve; the system lets go of it when we die, however we die."""

    def __init__(self, state_dir: Path) -> None:
        self._state_dir = state_dir
        self._handle = os.open(state_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            raise AlreadyServing(state_dir, read_note(state_dir)) from None

    def write_note(self, note: Note) -> None:
        """Write who serves, whole or not at all."""
        path = self._state_dir / NOTE_NAME
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(note)) + "\n", encoding="utf-8")
        draft.replace(path)

    def release(self) -> None:
        """Take the note away and let go."""
        (self._state_dir / NOTE_NAME).unlink(missing_ok=True)
        os.close(self._handle)


def read_note(state_dir: Path) -> Note | None:
    """Return who serves, as far as a note says so."""
    try:
        return Note(**json.loads((state_dir / NOTE_NAME).read_text(encoding="utf-8")))
    except (FileNotFoundError, json.JSONDecodeError, TypeError):
        return None


def free_port(host: str, wanted: int, *, besides: int | None = None) -> int:
    """Return the wanted port or the next one that is free."""
    last = min(wanted + MOST_PORTS_TRIED, 65_535)
    for port in range(wanted, last + 1):
        if port != besides and _is_free(host, port):
            return port
    raise NoFreePort(wanted, last)


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
