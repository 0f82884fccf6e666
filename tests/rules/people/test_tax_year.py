# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tax year goes from 6 April to 5 April."""

from datetime import date

import pytest

from franchise_kit.people.rules.tax_year import first_day


@pytest.mark.parametrize(
    ("pay_date", "began"),
    [
        (date(2026, 4, 5), date(2025, 4, 6)),
        (date(2026, 4, 6), date(2026, 4, 6)),
        (date(2027, 1, 1), date(2026, 4, 6)),
        (date(2027, 4, 5), date(2026, 4, 6)),
    ],
)
def test_a_tax_year_begins_on_6_april(pay_date: date, began: date) -> None:
    assert first_day(pay_date) == began
