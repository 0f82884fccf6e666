# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydofal billing`` and ``cydofal ledger``, as processes of their own."""

import json

import pytest

from tenants.office import Coop
from tests.support.billing import be_long_with_us, told_all
from tests.support.commands import cydofal
from tests.support.openings import carry_all
from tests.support.world import World

pytestmark = pytest.mark.slow


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
