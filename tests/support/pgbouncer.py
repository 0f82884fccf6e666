# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real PgBouncer in transaction mode in front of a server of ours."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tenants.database import Place
from tenants.embedded.system_user import unprivileged_user

PORT = 6432
REQUIRE = "CYDOFAL_REQUIRE_TOOLS"


def program() -> str:
    """Return where pgbouncer is; without it the test is left out, or fails where every tool is required."""
    found = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if found is None:
        if os.environ.get(REQUIRE) == "1":
            pytest.fail("pgbouncer is required here and is not installed")
        pytest.skip("pgbouncer is not installed here")
    return found


def configuration(place: Place, folder: Path, pool_size: int) -> str:
    """Return what docs/security.md advises, on a socket: one pool for each login, no login listed."""
    pooler = place.installation.pooler
    database = place.address.database
    return f"""
[databases]
{database} = host={place.address.host} port={place.address.port} dbname={database} auth_user={pooler}

[pgbouncer]
listen_addr =
listen_port = {PORT}
unix_socket_dir = {folder}
auth_type = scram-sha-256
auth_file = {folder}/users.txt
auth_query = SELECT username, verifier FROM pooler.verifier_of($1)
pool_mode = transaction
default_pool_size = {pool_size}
max_client_conn = 200
server_reset_query =
logfile = {folder}/log.txt
pidfile = {folder}/pid
"""


@contextmanager
def pgbouncer(place: Place, *, pool_size: int = 1) -> Iterator[Place]:
    """Run PgBouncer and give the place as it is reached through it."""
    path = program()
    user = unprivileged_user([])
    folder = Path(tempfile.mkdtemp(prefix="cydofal-pool-"))
    try:
        (folder / "ini").write_text(configuration(place, folder, pool_size))
        pooler = place.installation.pooler
        (folder / "users.txt").write_text(f'"{pooler}" "{place.key.password_of(pooler)}"\n')
        for name in ("ini", "users.txt", "."):
            user.own(folder / name)
        process = subprocess.Popen([path, "-q", str(folder / "ini")], cwd="/", **user.run_as)
        try:
            address = replace(place.address, host=str(folder), port=PORT)
            outside = replace(place, address=address, is_pooled_outside=True)
            _wait(outside, folder)
            yield outside
        finally:
            process.terminate()
            process.wait(10)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(place: Place, folder: Path) -> None:
    for _ in range(200):
        if (folder / f".s.PGSQL.{PORT}").exists():
            try:
                place.connect(place.installation.hub).close()
            except psycopg.OperationalError as error:
                last = str(error)
            else:
                return
        else:
            last = "no socket yet"
        time.sleep(0.02)
    pytest.fail(f"PgBouncer did not become ready: {last}\n{(folder / 'log.txt').read_text()}")
