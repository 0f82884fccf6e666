# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pay that needs a second look, rates below the minimum wage, and how two runs differ."""

from datetime import date
from uuid import UUID

import pytest

from franchise_kit.payroll.rules.comparing import Difference, Reason, differences
from franchise_kit.payroll.rules.concerns import Paid, adult_minimum_pence, rate_below, why_look_at_pay
from franchise_kit.payroll.rules.payslip import Line

NIA, ALYS = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("paid", "why"),
    [
        (Paid(1345_00, 100_00, 1221_24), None),
        (Paid(1345_00, -20_00, 1341_24), None),
        (Paid(1345_00, -53_00, 1374_24), "net_above_gross"),
        (Paid(1345_00, -500_00, 1821_24), "net_above_gross"),
        (Paid(1345_00, -500_01, 1821_25), "large_refund"),
        (Paid(9000_00, -600_00, 8900_00), "large_refund"),
    ],
)
def test_pay_that_needs_a_second_look(paid: Paid, why: str | None) -> None:
    assert why_look_at_pay(paid) == why


@pytest.mark.parametrize(
    ("period_from", "minimum_pence"),
    [
        (date(2026, 10, 23), 12_71),
        (date(2026, 4, 1), 12_71),
        (date(2026, 3, 31), 12_21),
        (date(2025, 4, 6), 12_21),
        (date(2031, 1, 1), None),
    ],
)
def test_the_minimum_wage_of_a_period_is_that_of_its_first_day(
    period_from: date, minimum_pence: int | None
) -> None:
    assert adult_minimum_pence(period_from) == minimum_pence


@pytest.mark.parametrize(
    ("lines", "minimum_pence", "below"),
    [
        ([Line("visit", 60, 1345)], 1271, None),
        ([Line("visit", 60, 1271)], 1271, None),
        ([Line("visit", 60, 1345), Line("training", 60, 1270)], 1271, 1270),
        ([Line("visit", 60, 1200, is_late=True)], 1271, None),
        ([Line("visit", 60, 1)], None, None),
    ],
)
def test_a_rate_below_the_minimum(lines: list[Line], minimum_pence: int | None, below: int | None) -> None:
    assert rate_below(lines, minimum_pence) == below


def test_who_differs_most_stands_first_with_the_reasons() -> None:
    before = {NIA: [Line("visit", 600, 1300)], ALYS: [Line("visit", 600, 1300)], UUID(int=3): []}
    now = {
        NIA: [Line("visit", 660, 1300), Line("visit", 60, 1300, is_late=True)],
        ALYS: [Line("visit", 600, 1400)],
        UUID(int=4): [Line("visit", 60, 1300)],
    }

    assert differences(now, before) == [
        Difference(NIA, 130_00, 156_00, (Reason("late", 0, 60), Reason("minutes", 600, 660, "ordinary"))),
        Difference(ALYS, 130_00, 140_00, (Reason("rate", 1300, 1400, "ordinary"),)),
    ]
    assert [one.pence for one in differences(before, now)] == [-26_00, -10_00]


def test_who_is_paid_the_same_is_not_named() -> None:
    assert differences({NIA: [Line("visit", 60, 1300)]}, {NIA: [Line("training", 60, 1300)]}) == []
