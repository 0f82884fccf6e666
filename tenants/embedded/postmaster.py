"""Whether a process number in ``postmaster.pid`` is the server of this data directory, and no other."""

import os
import signal
import subprocess
import time
from pathlib import Path

from tenants.embedded import problem

STATUS_LINE = 7
ORPHAN_STOP_SECONDS = 30.0
PROC = Path("/proc")


def recorded_pid(data: Path) -> int | None:
    """Return the process number that the data directory names, if it names one."""
    lines = _pid_file_lines(data)
    return int(lines[0]) if lines and lines[0].strip().isdigit() else None


def is_ready(data: Path, pid: int) -> bool:
    """Say whether the server with this number has written that it takes connections."""
    lines = _pid_file_lines(data)
    return len(lines) > STATUS_LINE and lines[0].strip() == str(pid) and lines[STATUS_LINE].strip() == "ready"


def stop_orphan(data: Path) -> bool:
    """Stop a server that outlived whoever started it; say whether there was one.

    The caller holds the lock, so nobody of ours runs this server. A number that now belongs to an
    unrelated process only loses its stale file: that process is never signalled.
    """
    pid = recorded_pid(data)
    if pid is None or not _is_alive(pid):
        return False
    if not _is_postmaster_of(pid, data):
        (data / "postmaster.pid").unlink(missing_ok=True)
        return False
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + ORPHAN_STOP_SECONDS
    while _is_alive(pid) and _is_postmaster_of(pid, data):
        if time.monotonic() > deadline:
            raise problem.orphan_stays(pid)
        time.sleep(0.02)
    return True


def _pid_file_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_postmaster_of(pid: int, data: Path) -> bool:
    """A server works inside its data directory; where there is no /proc, its command line names it."""
    if PROC.joinpath("self").exists():
        try:
            works_in = PROC.joinpath(str(pid), "cwd").readlink()
            name = PROC.joinpath(str(pid), "comm").read_text(encoding="utf-8")
        except OSError:
            return False
        return works_in == data and name.startswith("postgres")
    said = subprocess.run(
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True
    ).stdout
    return "postgres" in said and str(data) in said
