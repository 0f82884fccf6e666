# SPDX-License-Identifier: AGPL-3.0-or-later
"""A run that breaks off in the middle has stored nothing, and can be made again."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from franchise_kit.payroll import actions
from tenants import clock
from tenants.office import Coop
from tests.support.pay import approve, draft, everything, make_paid, preparer, submit, treasurer
from tests.support.rows import rows


class ProcessEnded(Exception):
    """Stands for a process that is killed before its transaction ends."""


@contextmanager
def ended_at(table: str) -> Iterator[None]:
    """Let the process end when it is about to write into a table."""

    def end(*said: object) -> None:
        if f"INSERT INTO {table} " in str(said[2]):
            raise ProcessEnded

    event.listen(Engine, "before_cursor_execute", end)
    try:
        with pytest.raises(ProcessEnded):
            yield
    finally:
        event.remove(Engine, "before_cursor_execute", end)


@pytest.mark.parametrize("table", ["payslip_line", "payslip_other", "pay_correction_taken", "journal_line"])
def test_a_draft_that_breaks_off_leaves_nothing(aber: Coop, table: str) -> None:
    nia = make_paid(aber, minutes=600)
    by = preparer(aber)
    correction = actions.NewCorrection(nia.worker_id, 10_00, "one_off")
    actions.correct_pay(coop=aber, correction=correction, by=by, now=clock.now())
    before = everything(aber)

    with ended_at(table):
        draft(aber, by)
    left = everything(aber)
    draft(aber, by)

    assert left == before
    assert [row["gross_pence"] for row in rows(aber, "payslip")] == [144_50]


def test_an_approval_that_breaks_off_leaves_nothing(aber: Coop) -> None:
    make_paid(aber, minutes=600)
    by, officer = preparer(aber), treasurer(aber)
    run = submit(aber, draft(aber, by), by)
    before = everything(aber)

    with ended_at("mail"):
        approve(aber, run, officer)
    left = everything(aber)
    approve(aber, run, officer)

    assert left == before
    assert [len(rows(aber, table)) for table in ("ledger_entry", "disclosure", "mail")] == [1, 1, 1]
