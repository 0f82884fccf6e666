# SPDX-License-Identifier: AGPL-3.0-or-later
"""The minimum wage over a period: travel and waiting count, nights asleep and premiums do not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.payroll.rules.living_wage import Gap, LivingWage, gap, living_wages, wage_due
from franchise_kit.payroll.rules.minimum_wage import (
    Lessened,
    Measured,
    NoMinimumWageKnown,
    TimeBelowNothing,
    Worked,
    measured,
    rate_for,
    years_between,
)
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.people.rules.minimum_wage import wages

FIGURES = figures_for(date(2026, 6, 26))
HOUR = 60


def result(*worked: Worked, less: Lessened = Lessened(), basic: int = 12_71) -> Measured:  # noqa: B008 - frozen
    return measured(worked, basic_pence_per_hour=basic, rate_pence=12_71, less=less, figures=FIGURES)


@pytest.mark.parametrize(
    ("case", "born_on", "period_from", "apprentice_since", "expected"),
    [
        ("21 on the first day", date(2005, 4, 1), date(2026, 4, 1), None, 12_71),
        ("21 on the second day", date(2005, 4, 2), date(2026, 4, 1), None, 10_85),
        ("a period that began in March keeps its rate", date(1990, 1, 1), date(2026, 3, 31), None, 12_21),
        ("17", date(2008, 4, 2), date(2026, 4, 1), None, 8_00),
        ("18", date(2008, 4, 1), date(2026, 4, 1), None, 10_85),
        ("an apprentice of 30 in the first year", date(1996, 1, 1), date(2026, 4, 1), date(2025, 9, 1), 8_00),
        ("and in the second", date(1996, 1, 1), date(2026, 9, 1), date(2025, 9, 1), 12_71),
        ("an apprentice of 18 in the second", date(2008, 1, 1), date(2026, 4, 1), date(2025, 4, 1), 8_00),
        ("not yet an apprentice", date(1996, 1, 1), date(2026, 4, 1), date(2026, 4, 2), 12_71),
    ],
)
def test_the_rate_of_a_period(
    case: str, born_on: date, period_from: date, apprentice_since: date | None, expected: int
) -> None:
    found = rate_for(born_on=born_on, period_from=period_from, apprentice_since=apprentice_since)

    assert found == expected, case


def test_a_period_before_our_first_figure_is_refused() -> None:
    with pytest.raises(NoMinimumWageKnown) as refused:
        rate_for(born_on=date(1990, 1, 1), period_from=date(2024, 3, 31))

    assert refused.value.facts == {"period_from": "2024-03-31"}


@pytest.mark.parametrize(
    ("case", "worked", "minutes", "counted_pence", "short_pence"),
    [
        ("at the rate", [Worked("visit", 10 * HOUR, 12_71)], 600, 127_10, 0),
        (
            "travel that is paid with less makes the period short",
            [Worked("visit", 10 * HOUR, 12_71), Worked("travel", 2 * HOUR, 8_00)],
            720,
            143_10,
            9_42,
        ),
        (
            "what is above the basic rate makes nothing good",
            [Worked("visit", 10 * HOUR, 14_00), Worked("travel", 2 * HOUR, 7_00)],
            720,
            141_10,
            11_42,
        ),
        ("waiting counts", [Worked("visit", HOUR, 12_71), Worked("waiting", HOUR, 0)], 120, 12_71, 12_71),
        ("training counts", [Worked("training", HOUR, 0)], 60, 0, 12_71),
        ("a waking night counts", [Worked("waking_night", 8 * HOUR, 12_71)], 480, 101_68, 0),
        ("a night asleep does not, nor its pay", [Worked("sleep_in", 8 * HOUR, 6_00)], 0, 0, 0),
        (
            "but the minutes awake do",
            [Worked("sleep_in", 8 * HOUR, 6_00, awake_minutes=60, awake_pence=5_00)],
            60,
            5_00,
            7_71,
        ),
        ("standing by at home does not", [Worked("standby", 8 * HOUR, 1_00)], 0, 0, 0),
        ("of a weekend's rate the basic part counts", [Worked("weekend", HOUR, 20_00)], 60, 12_71, 0),
        ("a part of a penny is asked for", [Worked("visit", 1, 12_71)], 1, 21, 1),
        ("nothing worked", [], 0, 0, 0),
    ],
)
def test_the_hours_and_the_pay_that_count(
    case: str, worked: list[Worked], minutes: int, counted_pence: int, short_pence: int
) -> None:
    found = result(*worked)

    assert (found.minutes, found.counted_pence, found.short_pence) == (minutes, counted_pence, short_pence), (
        case
    )


def test_better_basic_pay_makes_good_for_travel() -> None:
    found = result(Worked("visit", 10 * HOUR, 14_00), Worked("travel", 2 * HOUR, 7_00), basic=14_00)

    assert (found.counted_pence, found.short_pence, found.hourly_pence) == (154_00, 0, 12_83)


@pytest.mark.parametrize(
    ("case", "less", "counted_pence"),
    [
        ("a uniform", Lessened(deducted_pence=10_00), 117_10),
        ("fuel that nobody pays back", Lessened(costs_pence=4_50), 122_60),
        ("lodging for nothing adds the offset", Lessened(lodged_days=2), 149_30),
        ("lodging at the offset changes nothing", Lessened(lodged_days=2, lodging_pence=11_10), 127_10),
        ("what is above the offset takes away", Lessened(lodged_days=2, lodging_pence=12_10), 125_10),
    ],
)
def test_what_pay_is_lessened_by(case: str, less: Lessened, counted_pence: int) -> None:
    assert result(Worked("visit", 10 * HOUR, 12_71), less=less).counted_pence == counted_pence, case


@pytest.mark.parametrize(
    "worked", [Worked("visit", -1, 1), Worked("visit", 1, -1), Worked("sleep_in", 1, 1, awake_minutes=-1)]
)
def test_less_than_nothing_is_refused(worked: Worked) -> None:
    with pytest.raises(TimeBelowNothing):
        result(worked)


@given(st.integers(0, 10_000), st.integers(0, 30_00), st.integers(0, 3_000))
def test_a_top_up_always_reaches_the_minimum(minutes: int, pence_per_hour: int, travel: int) -> None:
    found = result(Worked("visit", minutes, pence_per_hour), Worked("travel", travel, 0), basic=30_00)
    paid_pence = found.counted_pence + found.short_pence

    assert paid_pence * HOUR >= found.minutes * 12_71


def test_years_are_whole() -> None:
    assert years_between(date(2004, 2, 29), date(2026, 2, 28)) == 21
    assert years_between(date(2004, 2, 29), date(2026, 3, 1)) == 22


def test_people_and_pay_have_the_same_figures() -> None:
    for year in (date(2025, 4, 6), date(2026, 4, 6)):
        said = figures_for(year).book.wholes("minimum_wage.hourly", on=year)
        wage = max((one for one in wages() if one.from_on <= year), key=lambda one: one.from_on)

        assert dict(said) == {
            "age_21_and_over": wage.pence,
            "age_18_to_20": wage.pence_18_to_20,
            "under_18": wage.pence_under_18,
            "apprentice": wage.pence_apprentice,
        }


@pytest.mark.parametrize(
    ("on", "expected_pence"),
    [(date(2026, 4, 6), 12_60), (date(2026, 4, 30), 12_60), (date(2026, 5, 1), 13_45)],
)
def test_a_living_wage_is_due_from_may(on: date, expected_pence: int) -> None:
    wage = wage_due(living_wages(on), on)

    assert wage is not None
    assert wage.pence == expected_pence


def test_the_gap_to_the_living_wage() -> None:
    known = living_wages(date(2026, 4, 6))
    old, new = known

    in_april = gap(known, minutes=100 * HOUR, pay_pence=1250_00, on=date(2026, 4, 20))
    in_may = gap(known, minutes=100 * HOUR, pay_pence=1250_00, on=date(2026, 5, 20))

    assert in_april == Gap(old, 10, 10_00, announced=new)
    assert in_may == Gap(new, 95, 95_00, announced=None)
    assert gap(known, minutes=0, pay_pence=0, on=date(2026, 5, 20)) == Gap(new, 0, 0, None)


def test_a_wage_that_was_announced_since_is_a_setting() -> None:
    announced = LivingWage(date(2026, 10, 21), date(2027, 5, 1), 14_00)
    known = [*living_wages(date(2026, 4, 6)), announced]

    found = gap(known, minutes=HOUR, pay_pence=13_45, on=date(2026, 11, 26))

    assert found is not None
    assert (found.short_pence, found.announced) == (0, announced)


def test_before_the_first_wage_there_is_no_gap() -> None:
    assert gap([], minutes=HOUR, pay_pence=1, on=date(2026, 5, 1)) is None
