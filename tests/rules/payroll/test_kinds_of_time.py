# SPDX-License-Identifier: AGPL-3.0-or-later
"""A kind of time is paid by its own rate, or else by that of the day; nights that are flat are counted."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from franchise_kit.payroll.rules.bank_holidays import is_bank_holiday
from franchise_kit.payroll.rules.comparing import Difference, Reason, differences
from franchise_kit.payroll.rules.concerns import rest_without_rate
from franchise_kit.payroll.rules.kinds_of_time import is_without_own_rate, rate_kind_of
from franchise_kit.payroll.rules.other_pay import MILEAGE, SICK, OtherPay
from franchise_kit.payroll.rules.payslip import Line, merged, takes_too_much

TUESDAY, SATURDAY, SUNDAY = date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 29)
NEW_YEARS_DAY = date(2027, 1, 1)
ALL = {"ordinary", "weekend", "bank_holiday", "travel", "sleep_in"}


@pytest.mark.parametrize(
    ("case", "kind", "day", "agreed", "expected"),
    [
        ("a weekday", "visit", TUESDAY, ALL, "ordinary"),
        ("a Saturday", "visit", SATURDAY, ALL, "weekend"),
        ("a Sunday", "supervision", SUNDAY, ALL, "weekend"),
        ("a weekend without a rate of its own", "visit", SUNDAY, {"ordinary"}, "ordinary"),
        ("a bank holiday", "visit", NEW_YEARS_DAY, ALL, "bank_holiday"),
        ("a bank holiday without a rate of its own", "visit", NEW_YEARS_DAY, {"ordinary"}, "ordinary"),
        ("the kind's own rate, whatever the day", "travel", SUNDAY, ALL, "travel"),
        ("a kind without a rate is paid as ordinary time", "training", TUESDAY, ALL, "ordinary"),
        ("and so at a weekend by the weekend's", "training", SUNDAY, ALL, "weekend"),
        ("a night asleep", "sleep_in", NEW_YEARS_DAY, ALL, "sleep_in"),
        ("no contract", "visit", TUESDAY, set(), None),
        ("a contract that names the weekend alone", "visit", TUESDAY, {"weekend"}, None),
    ],
)
def test_which_rate_pays(case: str, kind: str, day: date, agreed: set[str], expected: str | None) -> None:
    assert rate_kind_of(kind, day, agreed) == expected, case


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2025, ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"]),
        (2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        (2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2028, ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"]),
    ],
)
def test_bank_holidays_are_those_that_were_announced(year: int, expected: list[str]) -> None:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))

    assert [day.isoformat()[5:] for day in days if is_bank_holiday(day)] == expected


def test_a_kind_that_has_no_rate_of_its_own_is_said() -> None:
    said = [
        is_without_own_rate("travel", "ordinary"),
        is_without_own_rate("travel", "travel"),
        is_without_own_rate("visit", "ordinary"),
        is_without_own_rate("sleep_in", "weekend"),
    ]

    assert said == [True, False, False, True]


def night(nights: int, minutes: int, pence: int = 6000) -> Line:
    return Line("sleep_in", minutes, pence, rate_kind="sleep_in", unit="night", nights=nights)


def test_nights_are_paid_by_the_night_and_stand_in_one_line() -> None:
    (line,) = merged([night(1, 480), night(2, 900)])

    assert (line.nights, line.minutes, line.quantity, line.amount_pence) == (3, 1380, 3, 180_00)


def test_the_same_kind_at_two_rates_is_two_lines() -> None:
    ordinary, weekend = Line("visit", 60, 1345), Line("visit", 30, 1345, rate_kind="weekend")

    assert merged([weekend, ordinary, ordinary]) == [Line("visit", 120, 1345), weekend]


@pytest.mark.parametrize(
    ("case", "lines", "expected"),
    [
        ("more work than is taken off", [Line("visit", 60, 1345), Line("visit", -20, 1345)], False),
        ("more of one kind than there is", [Line("visit", 600, 1345), Line("travel", -20, 1345)], True),
        ("a night that was shorter is paid all the same", [night(0, -20), Line("visit", 60, 1345)], False),
        ("more pay than there is", [Line("visit", 60, 1345), night(-1, -480)], True),
    ],
)
def test_whether_corrections_take_too_much(case: str, lines: list[Line], expected: bool) -> None:
    assert takes_too_much(lines) is expected, case


def test_rest_that_is_paid_like_work_is_said() -> None:
    lines = [
        Line("sleep_in", 480, 1345),
        Line("travel", 30, 1345),
        Line("standby", 60, 300, rate_kind="standby"),
    ]

    assert rest_without_rate(lines) == ("sleep_in",)


def test_a_difference_says_what_was_paid_besides_time() -> None:
    nia, alys = UUID(int=1), UUID(int=2)
    days = (date(2026, 11, 1), date(2026, 12, 1))
    sick, miles = OtherPay(SICK, 49_30, *days), OtherPay(MILEAGE, 12_00, *days)
    lines = [Line("visit", 600, 1345)]

    found = differences(
        {nia: lines}, {nia: lines, alys: lines}, other_now={alys: (sick,)}, other_before={nia: (miles,)}
    )

    assert found == [
        Difference(
            alys,
            134_50,
            49_30,
            (Reason("minutes", 600, 0, "ordinary"), Reason("other", 0, 49_30, SICK)),
        )
    ]


def test_a_difference_says_by_which_rate_there_was_more() -> None:
    nia = uuid4()
    now = [Line("visit", 600, 1345), Line("visit", 120, 1500, rate_kind="weekend"), night(3, 1440)]

    (who,) = differences({nia: now}, {nia: [Line("visit", 600, 1300), night(2, 960)]})

    assert who.reasons == (
        Reason("rate", 1300, 1345, "ordinary"),
        Reason("nights", 2, 3, "sleep_in"),
        Reason("minutes", 0, 120, "weekend"),
    )
