# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a pay schedule needs next: the oldest run that is not closed, or the next period."""

from datetime import date

import pytest

from franchise_kit.payroll.rules.due import STEPS, Due, RunStanding, due_of

OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 30), date(2026, 11, 30), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (RunStanding(NOVEMBER, "draft"), "send"),
        (RunStanding(NOVEMBER, "submitted"), "approve"),
        (RunStanding(NOVEMBER, "approved"), "pay"),
        (RunStanding(NOVEMBER, "approved", is_paid=True), "file"),
        (RunStanding(NOVEMBER, "approved", is_paid=True, is_filed=True), "close"),
    ],
)
def test_a_run_goes_its_way_step_by_step(standing: RunStanding, step: str) -> None:
    assert due_of([standing], DECEMBER) == Due(step, NOVEMBER)
    assert step in STEPS


def test_the_oldest_that_is_not_closed_comes_first() -> None:
    runs = [RunStanding(NOVEMBER, "draft"), RunStanding(OCTOBER, "approved")]

    assert due_of(runs, DECEMBER) == Due("pay", OCTOBER)


def test_when_all_are_closed_the_next_period_is_prepared() -> None:
    closed = RunStanding(NOVEMBER, "approved", is_paid=True, is_filed=True, is_closed=True)

    assert due_of([closed], DECEMBER) == Due("prepare", DECEMBER)


def test_without_any_run_the_first_period_is_prepared() -> None:
    assert due_of([], NOVEMBER) == Due("prepare", NOVEMBER)
