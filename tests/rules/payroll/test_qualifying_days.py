# SPDX-License-Identifier: AGPL-3.0-or-later
"""The weekdays on which sickness is paid: a worker's own, everybody's, or Monday to Friday."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from franchise_kit.payroll.rules.qualifying_days import (
    Agreed,
    AgreedDays,
    QualifyingDaysPaidAlready,
    check_qualifying,
)
from franchise_kit.payroll.rules.sick_sums import Average, Sickness, SpellOfWorker, sick_sums
from franchise_kit.payroll.rules.ssp import Absence, QualifyingDaysNotPossible, spells

# Sundays.
FIRST, SECOND, THIRD = date(2026, 11, 1), date(2026, 11, 8), date(2026, 11, 15)
WEEKEND, MIDWEEK = Agreed(SECOND, (5, 6)), Agreed(date(2026, 11, 9), (1, 2, 3))


@pytest.mark.parametrize(
    ("case", "agreed", "weekdays"),
    [
        ("nothing agreed", AgreedDays(), ["01234", "01234", "01234"]),
        ("for everybody", AgreedDays([WEEKEND]), ["01234", "56", "56"]),
        ("in mid week from the next Sunday on", AgreedDays([MIDWEEK]), ["01234", "01234", "123"]),
        ("one's own before everybody's", AgreedDays([WEEKEND], [MIDWEEK]), ["01234", "56", "123"]),
        ("the latest holds", AgreedDays([WEEKEND, MIDWEEK]), ["01234", "56", "123"]),
    ],
)
def test_a_week_has_the_days_that_were_agreed_by_its_sunday(
    case: str, agreed: AgreedDays, weekdays: list[str]
) -> None:
    found = ["".join(map(str, agreed.weekdays(sunday))) for sunday in (FIRST, SECOND, THIRD)]

    assert found == weekdays, case


def test_days_of_several_weeks_go_by_each_weeks_own() -> None:
    found = AgreedDays([WEEKEND]).between(date(2026, 11, 6), date(2026, 11, 9))

    assert sorted(found) == [
        *(date(2026, 11, day) for day in range(2, 7)),
        date(2026, 11, 8),
        date(2026, 11, 14),
    ]


@pytest.mark.parametrize(
    ("agreed", "pence", "of"),
    [
        (AgreedDays(), 123_25, 5),
        (AgreedDays([WEEKEND]), 61_63, 2),
        (AgreedDays([Agreed(FIRST, (0,))]), 123_25, 1),
    ],
)
def test_a_week_of_sick_pay_is_shared_among_its_days(agreed: AgreedDays, pence: int, of: int) -> None:
    # From Sunday to Friday: of a weekend the Sunday is one of two days.
    told = Sickness(UUID(int=1), Absence(SECOND, date(2026, 11, 13)))
    (spell,) = spells([told.days])
    held = SpellOfWorker(spell, Average(Fraction(500_00), "contract"), (told,), agreed)

    (paid,) = sick_sums([held], is_asked=lambda _day: True, period_from=FIRST)

    assert paid.pence == pence
    assert [step.values["week_days"] for step in paid.steps if step.code == "sick_days"] == [of]
    assert [step.values["weekly_pence"] for step in paid.steps if step.code == "sick_days"] == [123_25]


def test_no_week_is_without_a_day_and_nothing_that_was_paid_changes() -> None:
    for weekdays in ((), (7,), (-1, 2)):
        with pytest.raises(QualifyingDaysNotPossible):
            check_qualifying(weekdays, from_on=SECOND, paid_on=None)
    with pytest.raises(QualifyingDaysPaidAlready) as refused:
        check_qualifying((5,), from_on=date(2026, 11, 11), paid_on=date(2026, 11, 11))

    assert refused.value.facts == {"earliest_on": "2026-11-15"}
    check_qualifying((5,), from_on=date(2026, 11, 12), paid_on=date(2026, 11, 11))
