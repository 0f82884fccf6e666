# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydofal`` in a process of its own, forked from one that has loaded already what all commands load.

A command takes a second to load and a tenth of one to run; what it is told, and what it leaves, is the same.
"""

import atexit
import gc
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote

from tests.support.world import World

ROOT: Final = Path(__file__).parents[2]
LOADED: Final = (
    "app.api",
    "app.cli.local",
    "app.cli.migrate",
    "app.factory",
    "app.local_state",
    "franchise_kit.billing.actions.running",
    "tenants.doctor",
    "tenants.export",
    "tenants.migrating",
    "tenants.provisioning.queue",
    "tenants.restore",
)


def run_command(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with nothing on its standard input and with this environment alone."""
    forker = _forker()
    assert forker.stdin is not None
    assert forker.stdout is not None
    with tempfile.NamedTemporaryFile("r") as out, tempfile.NamedTemporaryFile("r") as err:
        asked = {"environment": dict(environment), "arguments": arguments, "files": [out.name, err.name]}
        forker.stdin.write(json.dumps(asked) + "\n")
        forker.stdin.flush()
        status = int(forker.stdout.readline())
        return subprocess.CompletedProcess(arguments, status, out.read(), err.read())


def cydofal(world: World, *arguments: str, with_owner: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command on the tests' installation, as an operator who has the owner's login or has not."""
    address = world.place.address
    where = f"postgresql:///{address.database}?host={quote(address.host, safe='')}&port={address.port}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CYDOFAL_", "PG"))}
    said = {
        "CYDOFAL_STATE": str(world.state / "operator"),
        "CYDOFAL_SECRET_KEY": world.place.key.secret.decode(),
        "CYDOFAL_INSTALLATION": world.place.installation.name,
        "DATABASE_URL": where,
    }
    if with_owner:
        said["CYDOFAL_OWNER_URL"] = world.owner.url
    return run_command(kept | said, *arguments)


@cache
def _forker() -> subprocess.Popen[str]:
    """Return the process that commands are forked from; it ends with this one, whose pipe it reads."""
    forker = subprocess.Popen(
        [sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(forker.communicate)
    return forker


def _fork_commands(asked: IO[str], answers: IO[str]) -> None:
    for name in LOADED:
        importlib.import_module(name)
    # Else each child's collector would look through it all, and copy it by doing so.
    gc.freeze()
    for line in asked:
        child = os.fork()
        if child == 0:
            _become(**json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=answers, flush=True)


def _become(*, environment: dict[str, str], arguments: list[str], files: list[str]) -> None:
    from app.cli import main

    for number, path in enumerate([os.devnull, *files]):
        os.dup2(os.open(path, os.O_RDWR), number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["cydofal", *arguments]
    status: object = 0
    try:
        main()
    except SystemExit as ended:
        status = ended.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # To take a thousand modules apart takes longer than most commands.
        os._exit(status if isinstance(status, int) else 1)


if __name__ == "__main__":
    _fork_commands(sys.stdin, sys.stdout)
