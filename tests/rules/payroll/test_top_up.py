# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is missing to the minimum wage: a line of its own, by age, with travel, and without premiums."""

from datetime import date

import pytest

from franchise_kit.payroll.rules.minimum_wage import Lessened
from franchise_kit.payroll.rules.other_pay import TOP_UP, OtherPay
from franchise_kit.payroll.rules.payslip import NIGHT, Line
from franchise_kit.payroll.rules.steps import Step
from franchise_kit.payroll.rules.top_up import NOTHING_KNOWN, WageFacts, top_up

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
VISITS = Line("visit", 6000, 12_71)
TRAVEL = Line("travel", 1200, 10_00, rate_kind="travel")
NIGHTS = Line("sleep_in", 960, 50_00, rate_kind="sleep_in", unit=NIGHT, nights=2)
OF_20 = WageFacts(date(2005, 11, 2))
OF_21 = WageFacts(date(2005, 11, 1))


def short(
    *lines: Line, facts: WageFacts = NOTHING_KNOWN, period: tuple[date, date] = (NOVEMBER, DECEMBER)
) -> int:
    """Return the pence that are missing."""
    found = top_up(lines, facts=facts, period_from=period[0], period_until=period[1])
    return found.pence if found is not None else 0


def test_travel_at_a_low_rate_is_made_up_for_in_a_line_with_its_steps() -> None:
    # 100 hours at £12.71 and 20 at £10.00 are £1,471.00; 120 hours at £12.71 are £1,525.20.
    found = top_up([VISITS, TRAVEL, NIGHTS], facts=OF_21, period_from=NOVEMBER, period_until=DECEMBER)

    assert found == OtherPay(
        TOP_UP,
        54_20,
        NOVEMBER,
        DECEMBER,
        steps=(
            Step("wage_counted", {"minutes": 7200, "counted_pence": 1471_00}),
            Step("wage_needed", {"age": 21, "rate_pence": 12_71, "needed_pence": 1525_20}),
            Step("wage_short", {"short_pence": 54_20}),
        ),
    )


@pytest.mark.parametrize(
    ("case", "lines", "facts", "expected"),
    [
        ("enough for each hour", [VISITS], OF_21, 0),
        ("who is 21 a day after the period began has the lower rate", [VISITS, TRAVEL], OF_20, 0),
        ("without a birthday the adult rate holds", [VISITS, TRAVEL], NOTHING_KNOWN, 54_20),
        ("a weekend's premium is no pay for an hour", [Line("visit", 600, 14_00, rate_kind="weekend")],
         WageFacts(basic_pence_per_hour=12_00), 7_10),
        ("a rate that rose in the month is no premium", [Line("visit", 60, 12_42), Line("visit", 60, 13_00)],
         WageFacts(basic_pence_per_hour=12_42), 0),
        ("late hours are of another period", [VISITS, Line("visit", 600, 9_00, is_late=True)], OF_21, 0),
        ("time that is taken off is of another too", [VISITS, Line("visit", -60, 20_00)], OF_21, 0),
        ("sacrificed pay is none", [VISITS], WageFacts(less=Lessened(deducted_pence=63_55)), 63_55),
        ("sacrificed pay of late hours alone", [Line("visit", 60, 12_71, is_late=True)],
         WageFacts(less=Lessened(deducted_pence=1_00)), 0),
        ("nights asleep alone", [NIGHTS], NOTHING_KNOWN, 0),
        ("standing by at the hour's rate", [VISITS, Line("standby", 600, 1_00)], OF_21, 0),
        ("a waking night counts in full", [Line("waking_night", 480, 12_00, rate_kind="waking_night")],
         NOTHING_KNOWN, 5_68),
        ("of 12.9218 pounds a part goes up", [Line("visit", 61, 12_70)], NOTHING_KNOWN, 2),
        ("no lines", [], NOTHING_KNOWN, 0),
    ],
)  # fmt: skip
def test_what_is_missing(case: str, lines: list[Line], facts: WageFacts, expected: int) -> None:
    assert short(*lines, facts=facts) == expected, case


def test_the_rate_of_the_first_day_holds_for_the_period() -> None:
    line = Line("visit", 600, 12_21)

    assert short(line, period=(date(2026, 3, 28), date(2026, 4, 28))) == 0
    assert short(line, period=(date(2026, 4, 1), date(2026, 5, 1))) == 5_00


def test_nothing_is_missing_where_we_have_no_figures() -> None:
    assert short(VISITS, period=(date(2025, 3, 31), date(2025, 4, 30))) == 0
