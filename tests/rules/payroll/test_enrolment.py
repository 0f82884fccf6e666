# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is enrolled, when, until when they may opt out, and when they are enrolled again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.payroll.rules.enrolment import (
    Enrolment,
    Group,
    NotTimeToOptOut,
    PostponedTooLong,
    ReenrolmentOutsideWindow,
    Refund,
    Window,
    ages_of,
    check_reenrolment,
    enrolment,
    group_of,
    is_enrolled_again,
    last_day_to_opt_out,
    reenrolment_window,
    refund_for_opting_out,
)
from franchise_kit.payroll.rules.pensions import Contributions, pension_figures
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.state_pension_age import state_pension_age_on
from franchise_kit.payroll.rules.tax_calendar import Frequency

IN_MAY = date(2026, 5, 5)
AGES, LIMITS = ages_of(figures_for(IN_MAY)), pension_figures(IN_MAY)


@pytest.mark.parametrize(
    ("case", "born_on", "pay_pence", "expected"),
    [
        ("22 on the day, a penny above the trigger", date(2004, 5, 5), 833_01, Group.ELIGIBLE),
        ("22 tomorrow", date(2004, 5, 6), 833_01, Group.NON_ELIGIBLE),
        ("at the trigger itself", date(1990, 1, 1), 833_00, Group.NON_ELIGIBLE),
        ("a penny above the lower limit", date(1990, 1, 1), 520_01, Group.NON_ELIGIBLE),
        ("at the lower limit itself", date(1990, 1, 1), 520_00, Group.ENTITLED),
        ("nothing earned", date(1990, 1, 1), 0, Group.ENTITLED),
        ("State Pension age tomorrow", date(1960, 4, 6), 2000_00, Group.ELIGIBLE),
        ("State Pension age reached at 66", date(1960, 4, 5), 2000_00, Group.NON_ELIGIBLE),
        ("74 still", date(1951, 5, 6), 2000_00, Group.NON_ELIGIBLE),
        ("75 today", date(1951, 5, 5), 2000_00, Group.OUTSIDE),
        ("16 today", date(2010, 5, 5), 600_00, Group.NON_ELIGIBLE),
        ("16 tomorrow", date(2010, 5, 6), 600_00, Group.OUTSIDE),
        ("born on 29 February, 22 from 1 March", date(2004, 2, 29), 900_00, Group.ELIGIBLE),
    ],
)
def test_a_workers_group(case: str, born_on: date, pay_pence: int, expected: Group) -> None:
    found = group_of(
        born_on=born_on, on=IN_MAY, pay_pence=pay_pence, frequency=Frequency.M1, ages=AGES, figures=LIMITS
    )

    assert found is expected, case


@pytest.mark.parametrize(
    ("case", "born_on", "expected"),
    [
        ("66, the last day of them", date(1960, 4, 5), date(2026, 4, 5)),
        ("the Act's first example", date(1960, 4, 15), date(2026, 5, 15)),
        ("the Act's second", date(1960, 9, 10), date(2027, 3, 10)),
        ("the Act's third", date(1961, 1, 22), date(2027, 11, 22)),
        ("a month without a 31st", date(1960, 7, 31), date(2026, 11, 30)),
        ("67", date(1961, 3, 6), date(2028, 3, 6)),
        ("67, the last day of them", date(1977, 4, 5), date(2044, 4, 5)),
        ("a day that the law names", date(1977, 12, 31), date(2045, 9, 6)),
        ("68", date(1978, 4, 6), date(2046, 4, 6)),
    ],
)
def test_state_pension_age_is_worked_out(case: str, born_on: date, expected: date) -> None:
    assert state_pension_age_on(born_on) == expected, case


@given(st.dates(date(1954, 10, 6), date(2010, 1, 1)), st.integers(0, 2000))
def test_the_older_never_reach_it_later(born_on: date, days: int) -> None:
    younger = date.fromordinal(born_on.toordinal() + days)

    assert state_pension_age_on(born_on) <= state_pension_age_on(younger)


def test_somebody_is_enrolled_at_once_or_put_off_for_three_months() -> None:
    at_once, later = enrolment(date(2026, 6, 1)), enrolment(date(2026, 6, 1), postponed_to=date(2026, 9, 1))

    assert at_once == Enrolment(date(2026, 6, 1), told_by=date(2026, 7, 12), joined_by=date(2026, 7, 12))
    assert later == Enrolment(date(2026, 9, 1), told_by=date(2026, 7, 12), joined_by=date(2026, 10, 12))


@pytest.mark.parametrize("postponed_to", [date(2026, 9, 2), date(2026, 5, 31)])
def test_nobody_is_put_off_for_longer_or_into_the_past(postponed_to: date) -> None:
    with pytest.raises(PostponedTooLong) as refused:
        enrolment(date(2026, 6, 1), postponed_to=postponed_to)

    assert refused.value.facts == {"latest_on": "2026-09-01"}


@pytest.mark.parametrize(
    ("case", "member_on", "told_on", "expected"),
    [
        ("told on the day", date(2026, 6, 1), date(2026, 6, 1), date(2026, 6, 30)),
        ("told later", date(2026, 6, 1), date(2026, 6, 10), date(2026, 7, 9)),
        ("told before", date(2026, 6, 10), date(2026, 6, 1), date(2026, 7, 9)),
    ],
)
def test_the_month_for_opting_out(case: str, member_on: date, told_on: date, expected: date) -> None:
    assert last_day_to_opt_out(member_on=member_on, told_on=told_on) == expected, case


def test_opting_out_gives_everybody_their_own_back() -> None:
    taken = [
        Contributions(after_tax_pence=40_00, employer_pence=30_00, relief_pence=10_00),
        Contributions(before_tax_pence=50_00, employer_pence=30_00),
        Contributions(sacrificed_pence=50_00, employer_pence=80_00),
    ]
    refund = refund_for_opting_out(
        taken, member_on=date(2026, 6, 1), told_on=date(2026, 6, 10), on=date(2026, 7, 9)
    )

    assert refund == Refund(to_worker_pence=140_00, to_employer_pence=90_00, by=date(2026, 8, 8))


@pytest.mark.parametrize("on", [date(2026, 6, 9), date(2026, 7, 10)])
def test_outside_the_month_nobody_opts_out(on: date) -> None:
    with pytest.raises(NotTimeToOptOut):
        refund_for_opting_out([], member_on=date(2026, 6, 1), told_on=date(2026, 6, 10), on=on)


@pytest.mark.parametrize(
    ("last_on", "expected"),
    [
        (date(2014, 2, 1), Window(date(2016, 11, 1), date(2017, 4, 30), date(2017, 6, 30))),
        (date(2015, 10, 1), Window(date(2018, 7, 1), date(2018, 12, 31), date(2019, 2, 28))),
    ],
)
def test_the_window_for_enrolling_again(last_on: date, expected: Window) -> None:
    window = reenrolment_window(last_on)

    assert window == expected
    check_reenrolment(window.first_on, window)
    check_reenrolment(window.last_on, window)


@pytest.mark.parametrize("chosen_on", [date(2016, 10, 31), date(2017, 5, 1)])
def test_a_day_outside_the_window_is_refused(chosen_on: date) -> None:
    with pytest.raises(ReenrolmentOutsideWindow):
        check_reenrolment(chosen_on, reenrolment_window(date(2014, 2, 1)))


@pytest.mark.parametrize(
    ("case", "group", "left_on", "expected"),
    [
        ("left more than a year ago", Group.ELIGIBLE, date(2025, 6, 1), True),
        ("left within the year", Group.ELIGIBLE, date(2025, 6, 2), False),
        ("never left", Group.ELIGIBLE, None, False),
        ("not eligible now", Group.NON_ELIGIBLE, date(2020, 1, 1), False),
    ],
)
def test_who_is_enrolled_again(case: str, group: Group, left_on: date | None, *, expected: bool) -> None:
    assert is_enrolled_again(group, left_on=left_on, reenrolled_on=date(2026, 6, 1)) is expected, case
