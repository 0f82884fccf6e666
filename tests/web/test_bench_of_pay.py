# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bench of pay runs at its smallest: all that it measures is really done, and its limits stand beside."""

from flask import Flask

from app.bench import payroll_runs
from app.bench.payroll_world import PayWorld
from tenants.embedded import EmbeddedServer
from tenants.office import Coop
from tests.support.pay import states
from tests.support.rows import rows


def test_a_run_is_drafted_approved_and_put_on_paper(app: Flask, aber: Coop) -> None:
    world = PayWorld(aber, 2)
    world.build()

    figures = payroll_runs.one_run(world) | payroll_runs.papers(world, app, "no password")

    said = {name: value for name, value in figures.items() if name.endswith(("_count", "_limit_s"))}
    assert said == {
        "run_workers_count": 2,
        # Two visits on each of 21 weekdays, and for one of both a way between them.
        "run_entries_count": 105,
        "run_payslips_count": 2,
        "run_concerns_count": 2,
        "run_left_out_count": 0,
        "run_whole_limit_s": 2,
        "papers_count": 2,
        "papers_limit_s": 40,
    }
    assert sorted(states(aber)) == ["approved", "rolled_back", "rolled_back"]
    assert [row["state"] for row in rows(aber, "progress")] == ["done"]


def test_runs_of_co_ops_side_by_side_wait_for_nobody(
    app: Flask, aber: Coop, bryn: Coop, server: EmbeddedServer
) -> None:
    worlds = [PayWorld(coop, 1) for coop in (aber, bryn)]
    for world in worlds:
        world.build()

    figures = payroll_runs.side_by_side(worlds, server.superuser_url())

    assert figures["side_by_side_coops_count"] == len(worlds)
    assert figures["side_by_side_payslips_count"] == len(worlds)
    assert figures["side_by_side_lock_waits_count"] == 0
    assert [sorted(states(coop)) for coop in (aber, bryn)] == [["draft", "rolled_back"]] * 2
