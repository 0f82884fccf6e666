# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pay that needs a second look, particulars that are missing, the minimum wage, and how two runs differ."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from franchise_kit.payroll.rules.comparing import Difference, Reason, differences
from franchise_kit.payroll.rules.concerns import (
    WORST_FIRST,
    Account,
    Found,
    Known,
    Paid,
    of_difference,
    of_last_day,
    of_late_hours,
    of_particulars,
    of_pay,
    of_wage,
    why_look_at_pay,
)
from franchise_kit.payroll.rules.minimum_wage import Measured
from franchise_kit.payroll.rules.payslip import Line

NIA, ALYS = UUID(int=1), UUID(int=2)
PAY_ON = date(2026, 11, 30)
USUAL = Paid(1345_00, 100_00, 1221_24)
HELD = Account(date(2026, 1, 5), is_first=True, is_changing=False)
KNOWN = Known(HELD, date(1990, 2, 3), has_number=True, told_letter="A", letter="A")


@pytest.mark.parametrize(
    ("paid", "why"),
    [
        (Paid(1345_00, 100_00, 1221_24), None),
        (Paid(1345_00, -20_00, 1341_24), None),
        (Paid(1345_00, -53_00, 1374_24), "net_above_gross"),
        (Paid(1345_00, -500_00, 1821_24), "net_above_gross"),
        (Paid(1345_00, -500_01, 1821_25), "large_refund"),
        (Paid(9000_00, -600_00, 8900_00), "large_refund"),
        (Paid(300_00, 0, 0), "nothing_left"),
        (Paid(0, 0, 0), None),
    ],
)
def test_pay_that_needs_a_second_look(paid: Paid, why: str | None) -> None:
    assert why_look_at_pay(paid) == why
    assert [one.code for one in of_pay(paid)] == ([why] if why is not None else [])


@pytest.mark.parametrize(
    ("case", "known", "found"),
    [
        ("all is there", KNOWN, []),
        (
            "nothing is there",
            Known(Account(None, is_first=True, is_changing=False), None, False, "A", "A"),
            [
                Found("account_missing", {"net_pence": 1221_24}),
                Found("birth_missing"),
                Found("number_missing"),
            ],
        ),
        (
            "the first account is no change",
            replace(KNOWN, account=Account(PAY_ON, is_first=True, is_changing=False)),
            [],
        ),
        (
            "a change thirteen days before",
            replace(KNOWN, account=Account(date(2026, 11, 17), is_first=False, is_changing=False)),
            [Found("account_changed", {"since_on": date(2026, 11, 17)})],
        ),
        (
            "a change fourteen days before",
            replace(KNOWN, account=Account(date(2026, 11, 16), is_first=False, is_changing=False)),
            [],
        ),
        (
            "another account waits",
            replace(KNOWN, account=Account(date(2026, 1, 5), is_first=True, is_changing=True)),
            [Found("account_changing")],
        ),
        (
            "another letter than was told",
            replace(KNOWN, letter="M"),
            [Found("letter_other", {"told": "A", "used": "M"})],
        ),
    ],
)
def test_particulars_that_are_missing_or_have_changed(case: str, known: Known, found: list[Found]) -> None:
    assert list(of_particulars(known, paid=USUAL, pay_on=PAY_ON)) == found, case


def test_who_is_paid_nothing_needs_no_account() -> None:
    known = replace(KNOWN, account=Account(None, is_first=True, is_changing=False))

    assert list(of_particulars(known, paid=Paid(0, 0, 0), pay_on=PAY_ON)) == []


@pytest.mark.parametrize(
    ("case", "measured", "added_pence", "found"),
    [
        ("enough", Measured(600, 127_10, 12_71, 127_10), 0, []),
        (
            "added",
            Measured(600, 120_00, 12_71, 127_10),
            7_10,
            [Found("wage_topped_up", {"short_pence": 7_10, "hourly_pence": 12_00, "rate_pence": 12_71})],
        ),
        (
            "not added",
            Measured(600, 120_00, 12_71, 127_10),
            7_09,
            [Found("wage_below", {"short_pence": 7_10, "hourly_pence": 12_00, "rate_pence": 12_71})],
        ),
        ("no hours that count", Measured(0, -10_00, 12_71, 0), 0, []),
    ],
)
def test_the_minimum_wage(case: str, measured: Measured, added_pence: int, found: list[Found]) -> None:
    assert list(of_wage(measured, added_pence=added_pence)) == found, case


@pytest.mark.parametrize(
    ("case", "line", "born_on", "period_from", "found"),
    [
        ("enough", Line("visit", 60, 12_71, is_late=True), None, date(2026, 11, 1), None),
        ("too low", Line("visit", 60, 12_70, is_late=True), None, date(2026, 11, 1), 12_71),
        ("for who was 20", Line("visit", 60, 12_70, is_late=True), date(2006, 1, 1), date(2026, 11, 1), None),
        ("of March", Line("visit", 60, 12_21, is_late=True), None, date(2026, 4, 1), None),
        ("not late", Line("visit", 60, 9_00), None, date(2026, 11, 1), None),
        ("taken off", Line("visit", -60, 9_00, is_late=True), None, date(2026, 11, 1), None),
        ("a night", Line("sleep_in", 480, 5_00, is_late=True), None, date(2026, 11, 1), None),
        ("before any figure", Line("visit", 60, 1, is_late=True), None, date(2024, 4, 1), None),
    ],
)
def test_late_hours_below_the_minimum_wage_of_then(
    case: str, line: Line, born_on: date | None, period_from: date, found: int | None
) -> None:
    said = list(of_late_hours([line], born_on=born_on, period_from=period_from))

    assert [one.values["least_pence"] for one in said] == ([found] if found else []), case


@pytest.mark.parametrize(
    ("before_pence", "now_pence", "is_far"),
    [
        (700_00, 899_99, False),
        (700_00, 900_00, True),
        (800_00, 1000_00, False),
        (799_99, 1000_00, True),
        (1000_00, 0, True),
    ],
)
def test_a_difference_is_far_by_its_pounds_and_its_part(
    before_pence: int, now_pence: int, is_far: bool
) -> None:
    found = list(of_difference(Difference(NIA, before_pence, now_pence, ())))

    expected = Found("far_from_last", {"before_pence": before_pence, "now_pence": now_pence})
    assert found == ([expected] if is_far else [])


def test_every_code_has_its_place() -> None:
    lines = [Line("visit", 60, 1, is_late=True)]
    nothing = Known(Account(None, is_first=False, is_changing=True), None, False, "A", "M")
    found = [
        *of_pay(Paid(1, -501_00, 600_00)),
        *of_particulars(nothing, paid=USUAL, pay_on=PAY_ON),
        *of_late_hours(lines, born_on=None, period_from=date(2026, 11, 1)),
    ]

    assert [one.code for one in found if one.code not in WORST_FIRST] == []
    assert len(found) == 7


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


@pytest.mark.parametrize(
    ("case", "ended_on", "started_on", "codes"),
    [
        ("as it was told", date(2026, 11, 13), date(2026, 4, 6), []),
        ("moved", date(2026, 12, 31), date(2026, 4, 6), ["last_day_moved"]),
        ("none any more", None, date(2026, 4, 6), ["last_day_moved"]),
        ("another job began since", None, date(2026, 11, 20), []),
    ],
)
def test_a_last_day_that_was_told_and_moved_is_named(
    case: str, ended_on: date | None, started_on: date, codes: list[str]
) -> None:
    found = of_last_day(told_on=date(2026, 11, 13), started_on=started_on, ended_on=ended_on)

    assert [one.code for one in found] == codes, case
