# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lies in a table, read past all rules: for tests that look at what was written."""

from typing import Any

from sqlalchemy import text

from tenants.office import Coop
from tenants.transaction import reading


def rows(coop: Coop, table: str = "time_entry", order: str = "1") -> list[dict[str, Any]]:
    """Return all rows of a table, in an order; without one by the first column, which is the key."""
    with reading(coop) as session:
        found = session.execute(text(f"SELECT * FROM {table} ORDER BY {order}")).mappings()
        return [dict(row) for row in found]
