"""The file that an export writes: whole and closed to others, or not there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tenants.refusal import Refusal


class ExportIsRunning(Refusal):
    """Another export writes to the same file just now."""

    code = "export_is_running"


class _Draft:
    """Writes without a buffer of its own: what could not be written is not tried again on closing."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def write(self, data: bytes, /) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._handle, rest) :]


@contextmanager
def whole_or_nothing(target: Path) -> Iterator[_Draft]:
    """Give something to write to beside the target, and move it into place when the block ends well.

    A draft that a kill left behind is written over by the next export to the same place. ``OSError`` (no
    space, no such folder) goes on to the caller, with nothing left.
    """
    path = target.with_name(f".{target.name}.part")
    # Readable for us alone from the first byte; a link that somebody laid there is not followed.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        _take(handle, path)
        try:
            os.fchmod(handle, 0o600)
            os.ftruncate(handle, 0)
            yield _Draft(handle)
            os.fsync(handle)
            path.replace(target)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    finally:
        os.close(handle)
    _sync_folder(target.parent)


def _take(handle: int, path: Path) -> None:
    """Hold the draft alone; it must still be the file that has its name."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_there = path.stat().st_ino == os.fstat(handle).st_ino
    except (BlockingIOError, FileNotFoundError) as fault:
        raise ExportIsRunning from fault
    if not is_there:
        raise ExportIsRunning


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
