# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paid days that no longer stand, and who is ill without sick pay."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest

from franchise_kit.payroll.rules.concerns import Found
from franchise_kit.payroll.rules.gone_days import PaidAway, Standing, gone_days
from franchise_kit.payroll.rules.other_pay import HOLIDAY, SICK
from franchise_kit.payroll.rules.sick_sums import (
    Average,
    Sickness,
    SpellOfWorker,
    WithoutSickPay,
    without,
)
from franchise_kit.payroll.rules.ssp import Absence, spells

MAY, JUNE = UUID(int=5), UUID(int=6)
MONDAY = date(2026, 5, 4)
WEEK = [PaidAway(MAY, SICK, MONDAY + timedelta(days=count), 24_65) for count in range(5)]
NEXT = PaidAway(JUNE, SICK, date(2026, 6, 1), 24_65)


def gone(back_pence: int, first: int, last: int, run: UUID = MAY) -> Found:
    days = {"first_on": date(2026, run.int, first), "last_on": date(2026, run.int, last)}
    return Found("days_gone", {"back_pence": back_pence, **days, "of_run_id": str(run)})


@pytest.mark.parametrize(
    ("case", "paid", "standing", "taken_back", "found"),
    [
        ("all of it stands", WEEK, [Standing(SICK, MONDAY, date(2026, 5, 8))], {}, []),
        ("open sickness stands", WEEK, [Standing(SICK, MONDAY, None)], {}, []),
        ("it is withdrawn", WEEK, [], {}, [gone(123_25, 4, 8)]),
        ("it is shortened", WEEK, [Standing(SICK, MONDAY, date(2026, 5, 6))], {}, [gone(49_30, 7, 8)]),
        ("it began later", WEEK, [Standing(SICK, date(2026, 5, 5), None)], {}, [gone(24_65, 4, 4)]),
        ("it is a holiday now", WEEK, [Standing(HOLIDAY, MONDAY, None)], {}, [gone(123_25, 4, 8)]),
        ("a part is taken back", WEEK, [], {MAY: 100_00}, [gone(23_25, 4, 8)]),
        ("all is taken back", WEEK, [], {MAY: 123_25}, []),
        ("two runs have paid it", [NEXT, *WEEK], [], {MAY: 123_25}, [gone(24_65, 1, 1, JUNE)]),
    ],
)
def test_days_that_were_paid_and_no_longer_stand(
    case: str,
    paid: Sequence[PaidAway],
    standing: Sequence[Standing],
    taken_back: dict[UUID, int],
    found: list[Found],
) -> None:
    assert list(gone_days(paid, standing, taken_back=taken_back)) == found, case


@pytest.mark.parametrize(
    ("case", "average_pence", "days", "run", "found"),
    [
        ("paid", 400_00, (MONDAY, date(2026, 5, 8)), 5, None),
        ("nothing earned", 0, (MONDAY, date(2026, 5, 8)), 5, WithoutSickPay(MONDAY, "refused")),
        ("not in this run", 0, (MONDAY, date(2026, 5, 8)), 6, None),
        (
            "too little before April",
            100_00,
            (date(2026, 3, 2), date(2026, 3, 8)),
            3,
            WithoutSickPay(date(2026, 3, 2), "refused"),
        ),
        ("days that wait are nothing to tell", 400_00, (date(2026, 3, 2), date(2026, 3, 4)), 3, None),
        (
            "28 weeks are over",
            400_00,
            (date(2026, 4, 6), date(2026, 11, 30)),
            10,
            WithoutSickPay(date(2026, 10, 19), "ended"),
        ),
    ],
)
def test_who_is_ill_without_sick_pay(
    case: str, average_pence: int, days: tuple[date, date], run: int, found: WithoutSickPay | None
) -> None:
    told = Sickness(uuid4(), Absence(*days))
    average = Average(Fraction(average_pence), "eight_weeks")
    held = [SpellOfWorker(spell, average, (told,)) for spell in spells([told.days])]

    assert next(without(held, is_asked=lambda day: day.month == run), None) == found, case
