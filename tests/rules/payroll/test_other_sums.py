# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sums of sick, family and holiday pay in a run: by days, in whole pence, with how they came about."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest

from franchise_kit.payroll.rules.average_earnings import (
    TooFewPayDays,
    average_by_contract,
    average_of_days,
)
from franchise_kit.payroll.rules.family_pay import DecidingWeek, Kind, deciding_week_of
from franchise_kit.payroll.rules.family_sums import Leave, family_sums, weeks_of, why_unpaid
from franchise_kit.payroll.rules.holiday import PaidWeek
from franchise_kit.payroll.rules.holiday_sums import (
    Holiday,
    LeaveHour,
    holiday_sums,
    leave_hour,
    leave_owed_pence,
    leave_owed_sums,
    paid_weeks,
    rolled_up_on_leave_sums,
    rolled_up_sums,
)
from franchise_kit.payroll.rules.other_pay import LEAVE_OWED, ROLLED_UP, SICK, OtherPay
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.run_days import RunDays
from franchise_kit.payroll.rules.sick_sums import Average, Sickness, SpellOfWorker, sick_sums
from franchise_kit.payroll.rules.ssp import Absence, spells
from franchise_kit.payroll.rules.tax_calendar import Frequency

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
Days = tuple[date, date]


def between(from_: date, until: date) -> Callable[[date], bool]:
    return lambda day: from_ <= day < until


def sick(average_pence: int, *absences: Days) -> list[SpellOfWorker]:
    told = tuple(Sickness(uuid4(), Absence(*one)) for one in absences)
    average = Average(Fraction(average_pence), "eight_weeks")
    return [SpellOfWorker(spell, average, told) for spell in spells(one.days for one in told)]


def paid(sums: Sequence[OtherPay]) -> list[tuple[int, bool]]:
    return [(one.pence, one.is_late) for one in sums]


@pytest.mark.parametrize(
    ("case", "average_pence", "absence", "run", "expected"),
    [
        ("a week", 400_00, (date(2026, 5, 4), date(2026, 5, 8)), (MAY, JUNE), [(123_25, False)]),
        (
            "one day of the first rules of April",
            400_00,
            (date(2026, 5, 4),) * 2,
            (MAY, JUNE),
            [(24_65, False)],
        ),
        ("80 % of the average", 100_00, (date(2026, 5, 4), date(2026, 5, 8)), (MAY, JUNE), [(80_00, False)]),
        ("a weekend has no qualifying day", 400_00, (date(2026, 5, 9), date(2026, 5, 10)), (MAY, JUNE), []),
        ("nothing earned", 0, (date(2026, 5, 4), date(2026, 5, 8)), (MAY, JUNE), []),
        ("one day of two in the run", 400_00, (date(2026, 5, 29), JUNE), (JUNE, JULY), [(24_65, False)]),
        ("told of late", 400_00, (date(2026, 5, 28), JUNE), (MAY, JULY), [(49_30, True), (24_65, False)]),
        (
            "waiting days before 6 April, then paid by the old rate and by the new one",
            300_00,
            (date(2026, 3, 30), date(2026, 4, 10)),
            (date(2026, 4, 1), MAY),
            # Thursday and Friday of a fifth of 118.75, then a week of 123.25.
            [(47_50 + 123_25, False)],
        ),
        (
            "all of March waits",
            300_00,
            (date(2026, 3, 30), date(2026, 4, 10)),
            (date(2026, 3, 1), date(2026, 4, 1)),
            [],
        ),
        (
            "below the lower limit there was none, and from 6 April 80 %",
            120_00,
            (date(2026, 3, 30), date(2026, 4, 10)),
            (date(2026, 4, 1), MAY),
            [(96_00, False)],
        ),
        (
            "who was paid before keeps the flat rate",
            130_00,
            (date(2026, 3, 30), date(2026, 4, 10)),
            (date(2026, 4, 1), MAY),
            [(47_50 + 123_25, False)],
        ),
    ],
)
def test_sick_pay_of_a_run(
    case: str, average_pence: int, absence: Days, run: Days, expected: list[tuple[int, bool]]
) -> None:
    period_from = JUNE if case == "told of late" else run[0]

    sums = sick_sums(sick(average_pence, absence), is_asked=between(*run), period_from=period_from)

    assert paid(sums) == expected, case


def test_the_days_of_a_sum_add_up_to_it() -> None:
    held = sick(100_01, (date(2026, 5, 4), date(2026, 5, 6)))

    (one,) = sick_sums(held, is_asked=between(MAY, JUNE), period_from=MAY)

    # A day is 16.0016: together 48.0048, and up.
    assert (one.kind, one.pence, [day.pence for day in one.days]) == (SICK, 48_01, [16_01, 16_00, 16_00])
    assert (one.from_on, one.until_on) == (date(2026, 5, 4), date(2026, 5, 7))


def test_a_linked_spell_waits_no_more_and_says_since_when_it_is() -> None:
    held = sick(300_00, (date(2026, 2, 2), date(2026, 2, 6)), (date(2026, 3, 9), date(2026, 3, 13)))

    (one,) = sick_sums(
        held, is_asked=between(date(2026, 3, 1), date(2026, 4, 1)), period_from=date(2026, 3, 1)
    )

    assert one.pence == 118_75
    assert [(step.code, dict(step.values)) for step in one.steps] == [
        ("sick_average", {"average_pence": 300_00, "basis": "eight_weeks"}),
        ("sick_since", {"since": "2026-02-02", "absences": 2}),
        ("sick_days", {"days": 5, "week_days": 5, "weekly_pence": 118_75}),
    ]


def test_what_waits_is_said() -> None:
    held = sick(300_00, (date(2026, 3, 2), date(2026, 3, 6)))

    (one,) = sick_sums(
        held, is_asked=between(date(2026, 3, 1), date(2026, 4, 1)), period_from=date(2026, 3, 1)
    )

    assert (one.pence, one.from_on) == (47_50, date(2026, 3, 5))
    assert one.steps[1].values == {"why": "waiting", "days": 3}


def test_an_average_of_less_than_eight_weeks() -> None:
    assert average_of_days(900_00, from_=MAY, until=JUNE) == Fraction(900_00 * 7, 31)
    assert average_by_contract(30 * 60, 13_45) == 403_50
    with pytest.raises(TooFewPayDays):
        average_of_days(900_00, from_=MAY, until=MAY)


# A child due on 2 September 2026: the week of Sunday 30 August, and 15 before it that of 17 May.
DUE = date(2026, 9, 2)
BEGINS = date(2026, 8, 10)


def leave(
    average_pence: int, *, kind: Kind = Kind.MATERNITY, weeks: int = 39, started_on: date = date(2020, 1, 6)
) -> Leave:
    average = Average(Fraction(average_pence), "eight_weeks")
    return Leave(uuid4(), kind, DUE, BEGINS, BEGINS + timedelta(weeks=weeks), average, started_on)


@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        (Kind.MATERNITY, DUE, DecidingWeek(date(2026, 5, 17), date(2026, 5, 23), date(2025, 11, 29))),
        (
            Kind.ADOPTION,
            date(2026, 5, 20),
            DecidingWeek(date(2026, 5, 17), date(2026, 5, 23), date(2025, 11, 29)),
        ),
        (
            Kind.NEONATAL,
            date(2026, 5, 26),
            DecidingWeek(date(2026, 5, 17), date(2026, 5, 23), date(2025, 11, 29)),
        ),
    ],
)
def test_the_week_that_decides(kind: Kind, on: date, expected: DecidingWeek) -> None:
    assert deciding_week_of(kind, on) == expected


@pytest.mark.parametrize(
    ("case", "what", "weeks", "expected"),
    [
        ("six weeks at 90 %", leave(300_00), slice(0, 3), [810_00]),
        ("the sixth and the seventh", leave(300_00), slice(5, 7), [270_00 + 194_32]),
        ("90 % is less than the flat rate", leave(200_00), slice(5, 7), [360_00]),
        ("two weeks for a father", leave(300_00, kind=Kind.PATERNITY, weeks=2), slice(0, 2), [388_64]),
        ("below the lower earnings limit", leave(128_99), slice(0, 3), []),
        ("employed too short", leave(300_00, started_on=date(2025, 11, 30)), slice(0, 3), []),
        ("employed since the last day", leave(300_00, started_on=date(2025, 11, 29)), slice(0, 1), [270_00]),
    ],
)
def test_family_pay_of_a_run(case: str, what: Leave, weeks: slice, expected: list[int]) -> None:
    sums = family_sums(what, weeks_of(what)[weeks], period_from=date(2026, 8, 1))

    assert [one.pence for one in sums] == expected, case


def test_family_pay_says_why() -> None:
    (one,) = family_sums(leave(300_00), weeks_of(leave(300_00))[4:8], period_from=date(2026, 8, 1))

    assert [step.values for step in one.steps[1:]] == [
        {"first": 5, "last": 6, "week_pence": 270_00, "by": "share"},
        {"first": 7, "last": 8, "week_pence": 194_32, "by": "flat"},
    ]
    assert why_unpaid(leave(128_99)) == "average_too_low"
    assert why_unpaid(leave(300_00, started_on=date(2026, 1, 1))) == "employed_too_short"
    assert len(weeks_of(leave(1, weeks=39))) == 39


MONDAY, FRIDAY = date(2026, 5, 4), date(2026, 5, 8)
HOUR = LeaveHour(Fraction(13_45), "contract")


def weeks_at(hour_pence: int, number: int = 4) -> list[PaidWeek]:
    last = date(2026, 5, 2)
    return [PaidWeek(last - timedelta(weeks=one), 10 * hour_pence, 600) for one in range(number)]


@pytest.mark.parametrize(
    ("case", "weeks", "contract_pence", "is_guaranteed", "expected"),
    [
        (
            "irregular hours have the average",
            weeks_at(12_00),
            13_45,
            False,
            LeaveHour(Fraction(12_00), "average", 4),
        ),
        ("guaranteed hours never less than agreed", weeks_at(12_00), 13_45, True, HOUR),
        ("better weekends count", weeks_at(14_00), 13_45, True, LeaveHour(Fraction(14_00), "average", 4)),
        ("no week with pay yet", [], 13_45, False, HOUR),
        ("nothing says it", [], None, False, None),
    ],
)
def test_what_an_hour_of_leave_is_paid_with(
    case: str,
    weeks: list[PaidWeek],
    contract_pence: int | None,
    is_guaranteed: bool,
    expected: LeaveHour | None,
) -> None:
    found = leave_hour(weeks, before=MONDAY, contract_pence=contract_pence, is_guaranteed=is_guaranteed)

    assert found == expected, case


def test_a_run_is_paid_by_the_minutes_of_its_weeks() -> None:
    run, other = UUID(int=1), UUID(int=2)
    first, second = date(2026, 5, 2), date(2026, 5, 9)

    found = paid_weeks(
        {run: 100_01, other: 10_00},
        {run: {first: 600, second: 1400}, other: {second: 60}},
        away=[(date(2026, 5, 2), date(2026, 5, 3))],
    )

    # 100.01 × 600 / 2000 is 30.003; the rest is the second week's.
    assert found == [PaidWeek(first, 30_00, 600, is_on_leave=True), PaidWeek(second, 70_01 + 10_00, 1460)]


def test_a_holiday_in_two_runs_is_paid_by_its_days() -> None:
    days = (date(2026, 5, 28), date(2026, 5, 29), JUNE)
    holiday = Holiday(uuid4(), dict.fromkeys(days, 450), HOUR)

    (in_may,) = holiday_sums([holiday], is_asked=between(MAY, JUNE), period_from=MAY)
    (in_june,) = holiday_sums([holiday], is_asked=between(JUNE, JULY), period_from=JUNE)

    # Two days of 7.5 hours at 13.45 are 201.75; one is 100.875.
    assert (in_may.pence, in_may.minutes) == (201_75, 900)
    assert (in_june.pence, in_june.minutes, in_june.until_on) == (100_88, 450, date(2026, 6, 2))
    assert [dict(one.values) for one in in_june.steps] == [{"minutes": 450, "hour_pence": 13_45, "weeks": 0}]


def test_rolled_up_pay_is_a_line_of_its_own() -> None:
    days = RunDays(MAY, JUNE, date(2026, 5, 29), Frequency.M1)
    figures = figures_for(date(2026, 5, 29))

    (one,) = rolled_up_sums(1_000_00, days, figures)

    assert (one.kind, one.pence, one.days) == (ROLLED_UP, 120_70, ())
    assert one.steps[0].values == {"worked_pence": 1_000_00, "rate_bps": 1207, "pence": 120_70}
    assert rolled_up_sums(0, days, figures) == rolled_up_sums(-5, days, figures) == ()


def test_rolled_up_pay_goes_on_while_somebody_is_on_leave() -> None:
    days = RunDays(MAY, JUNE, date(2026, 5, 29), Frequency.M1)

    (one,) = rolled_up_on_leave_sums([100_00, 120_01], days, of=uuid4())

    # 220.01 of two runs is 110.005 a run.
    assert (one.kind, one.pence, [day.day for day in one.days]) == (ROLLED_UP, 110_01, [MAY])
    assert rolled_up_on_leave_sums([], days, of=uuid4()) == ()


def test_leave_that_a_leaver_did_not_take() -> None:
    (one,) = leave_owed_sums(450, HOUR, of=uuid4(), last_on=date(2026, 5, 15), period_from=MAY)

    assert (one.kind, one.pence, one.minutes, one.is_late) == (LEAVE_OWED, 100_88, 450, False)
    assert leave_owed_sums(0, HOUR, of=uuid4(), last_on=MAY, period_from=MAY) == ()
    assert leave_owed_pence(-450, HOUR) == -100_87
