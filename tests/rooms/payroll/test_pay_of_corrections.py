# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was paid too much is taken off by the next run, never more than there is; breaks pay nothing."""

from datetime import UTC, datetime

import pytest

from franchise_kit.payroll import queries
from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.pay import (
    FIRST_SHIFT,
    approve,
    draft,
    make_paid,
    make_time,
    preparer,
    submit,
    treasurer,
)
from tests.support.rows import rows


@pytest.fixture(autouse=True)
def _in_november() -> None:
    clock.set_fixed(datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


def lines(coop: Coop) -> list[tuple[str, bool, int, int]]:
    return [
        (row["kind"], row["is_late"], row["minutes"], row["amount_pence"])
        for row in rows(coop, "payslip_line", "position")
    ]


def test_minutes_that_were_too_many_are_taken_off(aber: Coop) -> None:
    paid = make_paid(aber, minutes=600)
    too_long = make_time(aber, paid, 60, is_paid=True)
    make_time(aber, paid, -20, corrects=too_long)
    by = preparer(aber)

    run = draft(aber, by)
    approve(aber, submit(aber, run, by), treasurer(aber))

    assert lines(aber) == [("visit", False, 600, 134_50), ("visit", True, -20, -4_48)]
    assert [row["gross_pence"] for row in rows(aber, "payslip")] == [130_02]


def test_who_has_more_taken_off_than_worked_is_left_out_and_named(aber: Coop) -> None:
    owing, other = make_paid(aber, minutes=10), make_paid(aber, "Gwen Rees", minutes=60)
    too_long = make_time(aber, owing, 60, is_paid=True)
    make_time(aber, owing, -20, corrects=too_long)
    by = preparer(aber)

    run = draft(aber, by)

    assert [row["worker_id"] for row in rows(aber, "payslip")] == [other.worker_id]
    with reading(aber) as session:
        (left,) = queries.list_left_out(session, run, by=by)
    assert (left.worker_id, left.reason) == (owing.worker_id, "overdrawn")
    assert [row["pay_run_id"] for row in rows(aber, "time_entry") if row["minutes"] == -20] == [None]


def test_a_correction_and_its_counter_correction_are_no_line(aber: Coop) -> None:
    paid = make_paid(aber, minutes=60)
    too_long = make_time(aber, paid, 60, is_paid=True)
    make_time(aber, paid, -20, corrects=too_long)
    make_time(aber, paid, 20, corrects=too_long)

    draft(aber, preparer(aber))

    assert lines(aber) == [("visit", False, 60, 13_45)]
    assert all(row["pay_run_id"] for row in rows(aber, "time_entry"))


def test_rest_breaks_have_an_owner_and_pay_nothing(aber: Coop) -> None:
    paid = make_paid(aber, minutes=60)
    rest = make_time(aber, paid, 30, kind="break", starts_at=FIRST_SHIFT)

    run = draft(aber, preparer(aber))

    assert lines(aber) == [("visit", False, 60, 13_45)]
    held = {row["id"]: row["pay_run_id"] for row in rows(aber, "time_entry")}
    assert held[rest] == run
