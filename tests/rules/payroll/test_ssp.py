# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sick pay: the rate of a week, days by the rules of their own day, and spells that hang together."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.payroll.rules.rates import NoFiguresForTaxYear
from franchise_kit.payroll.rules.ssp import (
    Absence,
    AbsencesNotPossible,
    AverageBelowNothing,
    QualifyingDaysNotPossible,
    SickDay,
    Spell,
    sick_days,
    spells,
    ssp_figures,
    ssp_for_days,
    total_pence,
    week_begins,
    weekdays_between,
    weekly_rate,
)

OLD, NEW = ssp_figures(date(2026, 4, 5)), ssp_figures(date(2026, 4, 6))
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


def paid(average_pence: int, *absences: Absence) -> list[SickDay]:
    """Return the days of the one spell that some absences make, for weeks from Monday to Friday."""
    (spell,) = spells(absences)
    first_on, last_on = spell.absences[0].first_on, spell.absences[-1].last_on
    qualifying = weekdays_between(MONDAY_TO_FRIDAY, first_on, last_on)
    return list(sick_days(spell, average=Fraction(average_pence), qualifying=qualifying))


@pytest.mark.parametrize(
    ("case", "average_pence", "expected"),
    [
        ("the flat rate is less", 300_00, Fraction(123_25)),
        ("80 % is less", 100_00, Fraction(80_00)),
        ("80 % is not rounded", 100_01, Fraction(400_04, 5)),
        ("the first pound at which the flat rate is less", 154_07, Fraction(123_25)),
        ("nothing earned", 0, Fraction(0)),
    ],
)
def test_the_rate_of_a_week_from_april_2026(case: str, average_pence: int, expected: Fraction) -> None:
    assert weekly_rate(Fraction(average_pence), NEW) == expected, case


@pytest.mark.parametrize(("average_pence", "expected"), [(125_00, 118_75), (124_99, 0), (900_00, 118_75)])
def test_the_rate_before_it(average_pence: int, expected: int) -> None:
    assert weekly_rate(Fraction(average_pence), OLD) == expected


@pytest.mark.parametrize(
    ("case", "average_pence", "days", "days_a_week", "expected_pence"),
    [
        ("the published case: five days of five", 300_00, 5, 5, 123_25),
        ("one day of five", 300_00, 1, 5, 24_65),
        ("one day of six goes up", 300_00, 1, 6, 20_55),
        ("two days of six go up once", 300_00, 2, 6, 41_09),
        ("one day of seven", 300_00, 1, 7, 17_61),
        ("80 % of a small average, three days of four", 90_01, 3, 4, 54_01),
        ("two weeks", 300_00, 10, 5, 246_50),
        ("none", 300_00, 0, 5, 0),
        ("28 weeks and no more", 300_00, 200, 5, 28 * 123_25),
    ],
)
def test_sick_pay_for_some_days(
    case: str, average_pence: int, days: int, days_a_week: int, expected_pence: int
) -> None:
    found = ssp_for_days(Fraction(average_pence), days=days, days_a_week=days_a_week, figures=NEW)

    assert found == expected_pence, case


@given(st.integers(0, 1000_00), st.integers(0, 150), st.integers(1, 7))
def test_sick_pay_is_never_above_the_flat_rate_or_the_share(
    average_pence: int, days: int, a_week: int
) -> None:
    found = ssp_for_days(Fraction(average_pence), days=days, days_a_week=a_week, figures=NEW)

    assert 0 <= found <= 28 * 123_25
    assert found * a_week <= days * average_pence * 8 // 10 + a_week


@pytest.mark.parametrize(("days", "days_a_week"), [(1, 0), (1, 8), (-1, 5)])
def test_weeks_that_cannot_be_are_refused(days: int, days_a_week: int) -> None:
    with pytest.raises(QualifyingDaysNotPossible):
        ssp_for_days(Fraction(300_00), days=days, days_a_week=days_a_week, figures=NEW)


def test_an_average_below_nothing_is_refused() -> None:
    with pytest.raises(AverageBelowNothing):
        weekly_rate(Fraction(-1), NEW)
    with pytest.raises(AverageBelowNothing):
        paid(-1, Absence(date(2026, 6, 1), date(2026, 6, 1)))


def test_from_april_2026_the_first_day_is_paid() -> None:
    (day,) = paid(300_00, Absence(date(2026, 6, 3), date(2026, 6, 3)))

    assert day == SickDay(date(2026, 6, 3), Fraction(123_25, 5), None)


def test_before_that_three_days_wait() -> None:
    days = paid(300_00, Absence(date(2025, 6, 2), date(2025, 6, 6)))

    assert [day.why_unpaid for day in days] == ["waiting", "waiting", "waiting", None, None]
    assert total_pence(days) == 47_50


def test_before_that_less_than_four_days_make_no_spell() -> None:
    assert spells([Absence(date(2025, 6, 2), date(2025, 6, 4))]) == ()


def test_before_that_a_small_average_gets_none() -> None:
    days = paid(124_99, Absence(date(2025, 6, 2), date(2025, 6, 6)))

    assert {day.why_unpaid for day in days} == {"average_too_low"}
    assert total_pence(days) == 0


@pytest.mark.parametrize(
    ("case", "second_on", "expected"),
    [("56 days between", date(2026, 7, 30), 1), ("57 days between", date(2026, 7, 31), 2)],
)
def test_absences_hang_together_over_eight_weeks(case: str, second_on: date, expected: int) -> None:
    found = spells([Absence(second_on, second_on), Absence(date(2026, 6, 1), date(2026, 6, 3))])

    assert len(found) == expected, case


def test_an_absence_that_follows_the_next_day_is_the_same() -> None:
    found = spells([Absence(date(2025, 6, 4), date(2025, 6, 5)), Absence(date(2025, 6, 2), date(2025, 6, 3))])

    assert found == (Spell((Absence(date(2025, 6, 2), date(2025, 6, 5)),)),)


def test_linked_absences_wait_only_once() -> None:
    first = Absence(date(2025, 6, 2), date(2025, 6, 6))
    second = Absence(date(2025, 7, 7), date(2025, 7, 11))

    assert [day.why_unpaid for day in paid(300_00, first, second)].count("waiting") == 3


def test_days_over_6_april_2026_go_each_by_its_own_rules() -> None:
    """Thursday 2 April to Wednesday 8 April: two days waited, and from Monday on nobody waits."""
    days = paid(100_00, Absence(date(2026, 4, 2), date(2026, 4, 8)))

    assert [day.why_unpaid for day in days] == ["average_too_low", "average_too_low", None, None, None]
    assert total_pence(days) == 48_00


def test_who_was_paid_before_6_april_2026_keeps_the_flat_rate_till_the_absence_ends() -> None:
    """An average of £130 would have come down to £104 a week."""
    through = Absence(date(2026, 3, 23), date(2026, 4, 10))
    again = Absence(date(2026, 4, 20), date(2026, 4, 24))

    days = paid(130_00, through, again)
    of_april = [day for day in days if date(2026, 4, 6) <= day.on <= date(2026, 4, 10)]
    of_the_next = [day for day in days if day.on >= date(2026, 4, 20)]

    assert total_pence(of_april) == 123_25
    assert total_pence(of_the_next) == 104_00


def test_nobody_is_paid_for_more_than_28_weeks() -> None:
    days = paid(300_00, Absence(date(2026, 4, 6), date(2026, 12, 31)))
    unpaid = [day for day in days if day.why_unpaid == "used_up"]

    assert total_pence(days) == 28 * 123_25
    assert unpaid[0].on == date(2026, 4, 6) + timedelta(weeks=28)


def test_a_week_with_other_qualifying_days_has_another_daily_rate() -> None:
    (spell,) = spells([Absence(date(2026, 6, 1), date(2026, 6, 8))])
    qualifying = {date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 8)}

    days = sick_days(spell, average=Fraction(300_00), qualifying=qualifying)

    assert [day.pence for day in days] == [Fraction(123_25, 2), Fraction(123_25, 2), Fraction(123_25)]


@pytest.mark.parametrize(
    "absences",
    [
        [Absence(date(2026, 6, 2), date(2026, 6, 1))],
        [Absence(date(2026, 6, 1), date(2026, 6, 5)), Absence(date(2026, 6, 5), date(2026, 6, 6))],
    ],
)
def test_absences_that_cannot_be_are_refused(absences: list[Absence]) -> None:
    with pytest.raises(AbsencesNotPossible):
        spells(absences)


@pytest.mark.parametrize("weekdays", [(), (7,), (-1, 2)])
def test_weekdays_that_cannot_be_are_refused(weekdays: tuple[int, ...]) -> None:
    with pytest.raises(QualifyingDaysNotPossible):
        weekdays_between(weekdays, date(2026, 6, 1), date(2026, 6, 2))


def test_a_year_without_figures_is_refused() -> None:
    with pytest.raises(NoFiguresForTaxYear):
        spells([Absence(date(2024, 6, 1), date(2024, 6, 5))])


def test_a_week_begins_on_sunday() -> None:
    assert week_begins(date(2026, 6, 7)) == date(2026, 6, 7)
    assert week_begins(date(2026, 6, 13)) == date(2026, 6, 7)
