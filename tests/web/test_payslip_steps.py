# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a figure was worked out is said alike on payslips and on the open page, by the week as by the month."""

import pytest
from flask import Flask
from flask_babel import force_locale

from app.payroll.steps import said_of
from app.web.language import Language, locale_of
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.tax_calendar import Frequency

FREE_PAY = Step("free_pay_to_date", {"periods": 2, "code": "1257L", "amount_pence": 484_00})
TOGETHER = Step(
    "earnings_together",
    {"before_pence": 100_00, "pay_pence": 50_00, "total_pence": 150_00, "category": "A"},
)


@pytest.mark.parametrize(
    ("frequency", "language", "free", "together"),
    [
        (Frequency.M1, "en", "for 2 months of the tax year", "all pay of the tax month: £100.00 before"),
        (Frequency.W2, "en", "for 2 weeks of the tax year", "all pay of the same days: £100.00 before"),
        (Frequency.W1, "cy", "am 2 wythnos o'r flwyddyn dreth", "holl gyflog yr un dyddiau: £100.00 cynt"),
    ],
)
def test_weeks_are_not_called_months(
    app: Flask, frequency: Frequency, language: Language, free: str, together: str
) -> None:
    with app.test_request_context(), force_locale(locale_of(language)):
        said = said_of([FREE_PAY, TOGETHER], frequency)

    assert [part in one for part, one in zip((free, together), said, strict=True)] == [True, True], said


def test_pay_in_the_left_over_days_stands_alone(app: Flask) -> None:
    step = Step("pay_alone", {"pay_pence": 100_00, "periods": 1})
    with app.test_request_context():
        usual = said_of([step], Frequency.W1)
        left_over = said_of([step], Frequency.W1, is_left_over=True)

    assert (usual[0][:18], left_over[0][:18]) == ("With this tax code", "The tax year has a")
