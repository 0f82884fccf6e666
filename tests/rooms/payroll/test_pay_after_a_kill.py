# SPDX-License-Identifier: AGPL-3.0-or-later
"""A process that is killed while it pays or tells has done all of it or nothing: nobody is paid twice."""

from collections.abc import Callable

import pytest

from franchise_kit.payroll import actions
from franchise_kit.payroll.actions.filing import FiledAlready, make_fps
from franchise_kit.payroll.actions.paying import FileOrder, PaidAlready, make_bank_file
from franchise_kit.payroll.rules.runs import PayRunExists
from tenants import clock
from tenants.office import Coop
from tenants.refusal import Refusal
from tests.support.filing import NI_NUMBERS, give_references, tell_of
from tests.support.killed import UNHEARD, killing
from tests.support.pay import PAY_ON, PERIOD, everything, make_paid, preparer, submit, treasurer
from tests.support.paying import give_account
from tests.support.rows import rows
from tests.support.world import World

ORDER = FileOrder("table", "Cwmni Aber", "20-00-00", "12345678")


def stored(coop: Coop) -> list[object]:
    tables = ("bank_file", "filing", "other_pay_day", "journal_line")
    return [*everything(coop), *(rows(coop, table, "1") for table in tables)]


def address(path: str) -> str:
    return f"https://here.example.invalid{path}"


@pytest.mark.slow
def test_who_is_killed_while_paying_pays_once(world: World, aber: Coop) -> None:
    nia = make_paid(aber, minutes=600)
    give_account(aber, nia.worker_id, "87654321", name="Nia Prys")
    tell_of(aber, nia, ni_number=NI_NUMBERS[0])
    give_references(aber)
    by, officer, now = preparer(aber), treasurer(aber), clock.now()
    given = {"coop": aber, "now": now}
    drafted = given | {"by": by, "pay_on": PAY_ON, "period_from": PERIOD[0], "period_until": PERIOD[1]}

    with killing(world.place) as kill:

        def all_or_nothing(
            tables: tuple[str, ...], act: Callable[..., object], again: type[Refusal], **facts: object
        ) -> None:
            """Kill an act at each table, and once it is done; then it is refused a second time."""
            before = stored(aber)
            for table in tables:
                kill(table, act, **facts)
                assert stored(aber) == before, table
            kill(UNHEARD, act, **facts)
            done = stored(aber)
            assert done != before
            with pytest.raises(again):
                act(**facts)

        all_or_nothing(("payslip", "journal_line"), actions.draft_run, PayRunExists, **drafted)
        (run,) = [row["id"] for row in rows(aber, "pay_run")]
        submit(aber, run, by)
        of_run = given | {"pay_run_id": run}
        approval = of_run | {"by": officer, "address": address}
        all_or_nothing(
            ("ledger_entry", "journal_line"), actions.approve_run, actions.PayRunApprovedAlready, **approval
        )
        order = of_run | {"by": officer, "order": ORDER}
        all_or_nothing(("bank_file", "journal_line"), make_bank_file, PaidAlready, **order)
        told = of_run | {"by": by, "late_reason": "none"}
        all_or_nothing(("filing", "journal_line"), make_fps, FiledAlready, **told)

    counted = ("payslip", "ledger_entry", "bank_file", "filing", "disclosure")
    assert {table: len(rows(aber, table, "1")) for table in counted} == dict.fromkeys(counted, 1)
    assert {row["state"] for row in rows(aber, "time_entry")} == {"paid"}
