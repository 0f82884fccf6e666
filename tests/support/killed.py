# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts of a co-op in processes of their own, which are killed (-9) in the middle, or before they answer."""

import base64
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event

# What an approval asks to be done later is known once it is loaded.
import app.payroll.year_jobs  # noqa: F401 - loaded for what it registers
from tenants import database
from tenants.credentials import InstallationKey
from tenants.database import Address, Place
from tenants.names import Installation
from tests.support.openings import place_facts

ROOT = Path(__file__).parents[2]
# Everything was committed, and nobody was told.
UNHEARD = "the end"
Kill = Callable[..., None]


@contextmanager
def killing(place: Place) -> Iterator[Kill]:
    """Give what does an act with its facts elsewhere, and kills it once a table was written into."""
    source = "from tests.support.killed import serve; serve()"
    with subprocess.Popen(
        [sys.executable, "-c", source],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def kill(table: str, act: Callable[..., object], **facts: object) -> None:
            said = (place_facts(place), table, act, facts)
            stdin.write(base64.b64encode(pickle.dumps(said)).decode() + "\n")
            stdin.flush()
            ended = stdout.readline().strip()
            assert ended == str(-signal.SIGKILL), f"{act.__name__} at {table}: {ended or 'no answer'}"

        try:
            yield kill
        finally:
            stdin.close()
            process.wait()


def serve() -> None:
    """Do each act that is asked for in a child, and say how the child ended. It is loaded once for all."""
    for line in sys.stdin:
        facts, table, act, given = pickle.loads(base64.b64decode(line))  # noqa: S301 - from our own test
        child = os.fork()
        if child == 0:
            _act(facts, table, act, given)
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the test reads it


def _act(facts: dict[str, Any], table: str, act: Callable[..., object], given: dict[str, object]) -> None:
    key = InstallationKey(bytes.fromhex(facts["key"]))
    address = Address(facts["host"], facts["port"], facts["database"])
    place = Place(address, key, Installation(facts["installation"]))
    url, options = database.engine_arguments(place)
    engine = create_engine(url, **options)
    database.use(place, engine)

    def die(*said: object) -> None:
        if f"INSERT INTO {table} " in str(said[2]):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "after_cursor_execute", die)
    # A fault ends the child with its traceback, and no kill.
    act(**given)
    os.kill(os.getpid(), signal.SIGKILL if table == UNHEARD else signal.SIGTERM)
