# SPDX-License-Identifier: AGPL-3.0-or-later
"""On which days a run can pay, and for which days of work."""

from datetime import UTC, date, datetime

import pytest

from franchise_kit.payroll import actions
from franchise_kit.payroll.rules import runs as rules
from franchise_kit.payroll.rules.rates import NoFiguresForTaxYear
from tenants.office import Coop
from tenants.refusal import Refusal
from tests.support.pay import PAY_ON, PERIOD, draft, preparer
from tests.support.rows import rows


@pytest.mark.parametrize(
    ("pay_on", "period", "refusal"),
    [
        (PAY_ON, (date(2026, 11, 23), date(2026, 11, 23)), rules.PeriodNotPossible),
        (PAY_ON, (date(2026, 9, 1), date(2026, 11, 23)), rules.PeriodNotPossible),
        (date(2026, 10, 1), PERIOD, rules.PeriodNotPossible),
        (date(2027, 1, 24), PERIOD, rules.PayDayTooFar),
        (date(1, 1, 1), PERIOD, rules.PeriodNotPossible),
        (date(2031, 1, 31), (date(2031, 1, 1), date(2031, 1, 31)), rules.PayDayTooFar),
    ],
)
def test_days_that_cannot_be_are_refused(
    aber: Coop, pay_on: date, period: tuple[date, date], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        draft(aber, preparer(aber), pay_on=pay_on, period=period)

    assert rows(aber, "pay_run") == []


def test_a_tax_year_without_figures_is_refused(aber: Coop) -> None:
    with pytest.raises(NoFiguresForTaxYear):
        actions.draft_run(
            coop=aber,
            pay_on=date(2031, 1, 31),
            period_from=date(2031, 1, 1),
            period_until=date(2031, 1, 31),
            by=preparer(aber),
            now=datetime(2031, 1, 30, 9, 0, tzinfo=UTC),
        )

    assert rows(aber, "pay_run") == []
