"""Secrets that are made once for an installation and lie in files that only their owner reads."""

import os
import secrets
import stat
from pathlib import Path

from tenants.embedded import problem

SECRET_BYTES = 48
READ_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def read_or_make_secret(state_dir: Path, name: str) -> str:
    """Return the named secret of a state directory, making it when it is asked for the first time."""
    directory = state_dir / "secrets"
    directory.mkdir(mode=0o700, exist_ok=True)
    path = directory / name
    if not path.exists():
        _make(path)
    if path.stat().st_mode & READ_BY_OTHERS:
        raise problem.secret_is_open(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    """Write a fresh secret beside its place and link it in, so that two first starts agree on one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(SECRET_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()
