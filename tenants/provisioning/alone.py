"""One at a time at one office's wall: whoever builds, shuts, mends or re-keys it takes this lock first.

A co-op's login cannot take it.
"""

from typing import Any

import psycopg


def hold_wall(connection: psycopg.Connection[Any], schema: str) -> None:
    """Wait for, and then hold, the lock of an office's wall until this connection ends."""
    connection.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [schema])


def hold_wall_within(connection: psycopg.Connection[Any], schema: str) -> None:
    """Wait for, and then hold, the lock of an office's wall until the transaction ends."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [schema])
