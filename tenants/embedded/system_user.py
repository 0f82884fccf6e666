"""The unprivileged system user that the database (and, when root starts us, the web) runs as."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tenants.embedded import problem

USER_NAME = "cydofal"
FALLBACK_NAME = "nobody"
USER_TRIES = 5


class RunAs(TypedDict, total=False):
    """The part of ``subprocess`` arguments that drops rights."""

    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True, slots=True)
class SystemUser:
    """Who a process runs as; ``is_other`` when that is not whoever started us."""

    name: str
    uid: int
    gid: int
    is_other: bool

    @property
    def run_as(self) -> RunAs:
        """Return what to give to ``subprocess`` for a child of this user."""
        if not self.is_other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may_enter(self, directory: Path) -> bool:
        """Say whether this user can reach a directory, by asking the system rather than guessing."""
        if not self.is_other:
            return directory.is_dir()
        try:
            asked = subprocess.run(
                ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(directory)],
                check=False,
                cwd="/",
                capture_output=True,
                **self.run_as,
            )
        except PermissionError as error:
            raise problem.cannot_drop_rights(self.name) from error
        return asked.returncode == 0

    def own(self, path: Path) -> None:
        """Give one path of ours to this user; never a parent, never what lies below."""
        if self.is_other:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def unprivileged_user(notices: list[str]) -> SystemUser:
    """Return whoever we are, or, when we are root, a system user of our own, made if missing."""
    if os.geteuid() != 0:
        uid = os.geteuid()
        return SystemUser(name=str(uid), uid=uid, gid=os.getegid(), is_other=False)
    entry = _find(USER_NAME) or _make_user()
    if entry is None:
        entry = _find(FALLBACK_NAME)
        if entry is None:
            raise problem.no_user(USER_NAME)
        notices.append(
            f"The system user {USER_NAME!r} could not be made; the database runs as {FALLBACK_NAME!r}, "
            "which other services may share. Make the user by hand to set it apart."
        )
    return SystemUser(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, is_other=True)


def _find(name: str) -> pwd.struct_passwd | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return entry if entry.pw_uid != 0 else None


def _make_user() -> pwd.struct_passwd | None:
    """Make the system user with what this system has: shadow's useradd, or BusyBox's adduser."""
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    adduser = shutil.which("adduser", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is not None:
        command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", "/usr/sbin/nologin", USER_NAME]
    elif adduser is not None:
        command = [adduser, "-S", "-D", "-H", "-s", "/sbin/nologin", USER_NAME]
    else:
        return None
    for _try in range(USER_TRIES):
        subprocess.run(command, check=False, capture_output=True)
        found = _find(USER_NAME)
        if found is not None:
            return found
        # Another start may hold the lock of the user list, to make this very user.
        time.sleep(0.2)
    return None
