"""Where the database of a state directory lies: its files, its socket, its log and its lock."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tenants.embedded import problem
from tenants.embedded.binaries import SHARED_HOME
from tenants.embedded.system_user import SystemUser

# sun_path has 108 bytes on Linux and 104 on macOS, the closing zero included.
SOCKET_PATH_LIMIT = 103
SOCKET_NAME = ".s.PGSQL.5432.lock"


@dataclass(frozen=True, slots=True)
class Places:
    """The paths of one database; ``home`` is ours, ``data`` and ``socket_dir`` are its user's."""

    home: Path
    data: Path
    socket_dir: Path
    log: Path
    lock: Path


def prepare_state_dir(state_dir: Path) -> Path:
    """Return the state directory's true path; made when missing, and left as it is when not."""
    path = state_dir.expanduser().absolute()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Root's children run as another user, who must pass through but need not look around.
        path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
    return path.resolve()


def find_places(state_dir: Path, user: SystemUser, secret: str) -> Places:
    """Return where this state's database lies; nothing is made yet.

    A state directory in a closed home keeps its database elsewhere, under a name that its own
    secret gives: it is found again when the state directory is moved, and never by a new one.
    """
    name = hashlib.sha256(f"cydofal database home {secret}".encode()).hexdigest()[:12]
    home = state_dir
    if not user.may_enter(state_dir):
        home = SHARED_HOME / name
    return Places(
        home=home,
        data=home / "pgdata",
        socket_dir=_socket_dir(home, name),
        log=home / "postgresql.log",
        lock=home / "database.lock",
    )


def make_home(places: Places, state_dir: Path, user: SystemUser) -> None:
    """Make the directory that holds the database, where that is not the state directory itself."""
    if places.home == state_dir:
        return
    SHARED_HOME.mkdir(mode=0o755, exist_ok=True)
    places.home.mkdir(mode=0o711, exist_ok=True)
    if not user.may_enter(places.home):
        raise problem.no_reachable_home(state_dir, places.home, user.name)


def _socket_dir(home: Path, name: str) -> Path:
    beside = home / "socket"
    if len(os.fsencode(beside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return beside
    return Path(tempfile.gettempdir()) / f"cydofal-{name}"


def make_private(path: Path, user: SystemUser) -> None:
    """Make a directory that only the given user can use, and trust none that somebody else made."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.uid or found.st_mode & 0o077:
            raise problem.not_private(path, user.name) from None
        return
    user.own(path)
