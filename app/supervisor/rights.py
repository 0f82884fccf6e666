"""Which system user the web and the worker run as: never root, where that can be helped."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tenants.embedded.system_user import RunAs, SystemUser, unprivileged_user

# Below the state directory, what web and worker write themselves.
OWN_DIRECTORIES: Final = ("files", "mail", "metrics")
PROBE: Final = "import app.settings, click"


def drop_rights(state_dir: Path, checkout: Path, notices: list[str]) -> RunAs:
    """Return how children run, and give them the directories that they write to.

    Root's children become the unprivileged user if that one can read Python, the checkout and the state
    directory; if not, they stay as they are and a notice says why, since no parent is ever opened for it.
    """
    user = unprivileged_user(notices)
    run_as = user.run_as
    if user.is_other and not _can_serve(user, state_dir, checkout):
        notices.append(why_root(user, (state_dir, checkout, Path(sys.executable).resolve())))
        run_as = RunAs()
    for name in OWN_DIRECTORIES:
        directory = state_dir / name
        directory.mkdir(mode=0o700, exist_ok=True)
        if run_as:
            _give(directory, user)
    return run_as


def _can_serve(user: SystemUser, state_dir: Path, checkout: Path) -> bool:
    if not user.may_enter(state_dir) or not user.may_enter(checkout):
        return False
    try:
        probe = subprocess.run(
            [sys.executable, "-c", PROBE],
            check=False,
            cwd=checkout,
            env={},
            capture_output=True,
            **user.run_as,
        )
    except OSError:
        return False
    return probe.returncode == 0


def why_root(user: SystemUser, paths: Sequence[Path]) -> str:
    """Return in one line what keeps the user out, and what to do."""
    shut: dict[Path, list[str]] = {}
    for path in paths:
        directory = _first_shut(user, path)
        if directory is not None:
            shut.setdefault(directory, []).append(str(path))
    said = "; ".join(
        f"it may not enter {directory}, and so not read {' and '.join(below)}"
        for directory, below in shut.items()
    )
    if not said:
        said = f"a file below {' or '.join(str(path) for path in paths[1:])} is not for it to read"
    return (
        f"The web and the worker run as root, since the user {user.name!r} cannot run them: {said}. "
        "Put these where every user may enter, such as /srv and /var/lib, or start as a user of your own "
        "(docs/operating.md, Which user it runs as)."
    )


def _first_shut(user: SystemUser, path: Path) -> Path | None:
    """Return the topmost directory on the way to a path that the user may not enter."""
    on_the_way = [*reversed(path.parents), *([path] if path.is_dir() else [])]
    return next((directory for directory in on_the_way if not user.may_enter(directory)), None)


def hand_over(state_dir: Path) -> None:
    """After a command that root ran by hand: give what it wrote to whoever the web runs as."""
    if os.geteuid() != 0:
        return
    for name in OWN_DIRECTORIES:
        directory = state_dir / name
        if directory.is_dir() and directory.stat().st_uid != 0:
            found = directory.stat()
            _give_below(directory, found.st_uid, found.st_gid)


def _give(directory: Path, user: SystemUser) -> None:
    """Give a directory of ours, and what an earlier start as root left in it, to the user."""
    if directory.stat().st_uid != user.uid:
        user.own(directory)
        _give_below(directory, user.uid, user.gid)


def _give_below(directory: Path, uid: int, gid: int) -> None:
    for parent, directories, files in os.walk(directory):
        for path in (Path(parent, name) for name in (*directories, *files)):
            if path.lstat().st_uid == 0:
                os.chown(path, uid, gid, follow_symlinks=False)
