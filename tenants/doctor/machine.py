"""What the doctor looks at around the database: versions, disk, clock."""

import platform
import shutil
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import psycopg

from tenants.doctor import Finding, bad, good, warning
from tenants.provisioning.queue import queue_version

OLDEST_SERVER, NEWEST_SERVER = 15, 18
PACKAGES: Final = ("cydofal", "sqlalchemy", "psycopg", "procrastinate")
GIGABYTE: Final = 1024**3
LITTLE_GIGABYTES: Final = 2.0
TOO_LITTLE_GIGABYTES: Final = 0.5
NOTED_SKEW_SECONDS: Final = 5
BAD_SKEW_SECONDS: Final = 60


def check_versions(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """The server is one that we know, and the queue's tables are the queue's."""
    server = connection.info.server_version // 10_000
    told = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    yield good("versions", f"Python {platform.python_version()}, PostgreSQL {server}, {told}.")
    if server < OLDEST_SERVER:
        yield bad(
            "versions", f"PostgreSQL {server} is too old: {OLDEST_SERVER} to {NEWEST_SERVER} are known."
        )
    if server > NEWEST_SERVER:
        yield warning("versions", f"PostgreSQL {server} is newer than any that we know.")
    if (queue := queue_version(connection)) != version("procrastinate"):
        yield bad("versions", f"The queue's tables are of {queue or 'nothing'}: run `cydofal migrate`.")


def check_disk(state_dir: Path, data_dir: Path | None) -> Iterator[Finding]:
    """There is room where files and rows go."""
    for name, folder in (("files", state_dir), ("database", data_dir)):
        if folder is None or not folder.exists():
            continue
        try:
            free = shutil.disk_usage(folder).free / GIGABYTE
        except PermissionError:
            continue
        sentence = f"{free:.1f} GB are free for the {name}."
        if free < TOO_LITTLE_GIGABYTES:
            yield bad("disk", sentence)
        elif free < LITTLE_GIGABYTES:
            yield warning("disk", sentence)
        else:
            yield good("disk", sentence)


def check_clock(connection: psycopg.Connection[Any], *, now: datetime) -> Iterator[Finding]:
    """This machine and the database agree about the time."""
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    seconds = abs((row[0] - now).total_seconds()) if row else 0.0
    sentence = f"This machine and the database are {seconds:.0f} seconds apart."
    if seconds > BAD_SKEW_SECONDS:
        yield bad("clock", f"{sentence} Sessions and links would end at the wrong time.")
    elif seconds > NOTED_SKEW_SECONDS:
        yield warning("clock", sentence)
    else:
        yield good("clock", sentence)


def data_directory(connection: psycopg.Connection[Any]) -> Path | None:
    """Return where the database's files are, if this login may know."""
    try:
        row = connection.execute("SELECT current_setting('data_directory')").fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return None
    return Path(row[0]) if row else None
