# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydofal billing`` and ``cydofal ledger``, as processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from tenants.office import Coop
from tests.support.billing import be_long_with_us, told_all
from tests.support.openings import carry_all
from tests.support.world import World

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def cydofal(world: World, *arguments: str, with_owner: bool = False) -> subprocess.CompletedProcess[str]:
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
    command = [sys.executable, "-m", "app.cli", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=kept | said, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_month_is_billed_and_the_books_hold(world: World, aber: Coop, bryn: Coop) -> None:
    be_long_with_us()
    told_all(aber)

    none = cydofal(world, "billing", "run", "--month", "2026-10")
    plan = cydofal(world, "billing", "plan", "--json")
    first = cydofal(world, "billing", "run", "--month", "2026-10")
    again = cydofal(world, "billing", "run", "--month", "2026-10", "--json")
    carry_all(aber, bryn)
    books = cydofal(world, "ledger", "verify", "--json", with_owner=True)

    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr.startswith("cydofal: No published plan of fees is in force in 2026-10-01")
    assert (plan.returncode, json.loads(plan.stdout)) == (0, {"version": 1})
    assert (first.returncode, first.stdout) == (0, "aber: issued, £2,195.45\nbryn: issued, £144.00\n")
    assert [one["outcome"] for one in json.loads(again.stdout)] == ["month_billed_already"] * 2
    assert (books.returncode, books.stderr) == (0, "")
    assert [(one["office"], one["holds"], one["entries"]) for one in json.loads(books.stdout)] == [
        ("the hub", True, 2),
        ("co-op aber", True, 1),
        ("co-op bryn", True, 1),
    ]


def test_a_damaged_book_is_said_in_one_line(world: World, aber: Coop) -> None:
    be_long_with_us()
    told_all(aber)
    cydofal(world, "billing", "plan")
    cydofal(world, "billing", "run", "--month", "2026-10")
    carry_all(aber)
    with world.superuser() as connection:
        connection.execute(f"UPDATE {aber.schema}.ledger_posting SET amount_pence = 1 WHERE position = 1")

    done = cydofal(world, "ledger", "verify", "aber", with_owner=True)

    assert (done.returncode, done.stdout) == (1, "co-op aber: 1 do not balance, 1 entries\n")
    assert done.stderr == "cydofal: A book does not balance.\n"


@pytest.mark.parametrize("month", ["October", "2026-13", "2026"])
def test_a_month_that_is_none_is_wrong_usage(world: World, month: str) -> None:
    done = cydofal(world, "billing", "run", "--month", month)

    assert (done.returncode, done.stdout) == (2, "")
