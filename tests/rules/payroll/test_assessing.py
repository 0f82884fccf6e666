# SPDX-License-Identifier: AGPL-3.0-or-later
"""What automatic enrolment asks for by what somebody was paid: enrol, write, enrol again, and by when."""

from datetime import date

import pytest

from franchise_kit.payroll.rules.assessing import Assessed, Due, PaidPeriod, Stands, assessed
from franchise_kit.payroll.rules.enrolment import Group, Window, reenrolment_window
from franchise_kit.payroll.rules.tax_calendar import Frequency

TODAY = date(2026, 11, 26)
BORN = date(1990, 2, 3)
# Above the trigger of £833 a month, above the lower limit of £520, and at it.
ELIGIBLE, BETWEEN, LOW = 833_01, 833_00, 520_00


def month(number: int, pay_pence: int) -> PaidPeriod:
    """Return a month of 2026 that was paid on its 28th."""
    until = date(2026, number + 1, 1) if number < 12 else date(2027, 1, 1)
    return PaidPeriod(date(2026, number, 1), until, date(2026, number, 28), Frequency.M1, pay_pence)


def stand(
    *periods: PaidPeriod, stands: Stands | None = None, born_on: date = BORN, window: Window | None = None
) -> Assessed:
    return assessed(periods, born_on=born_on, stands=stands, window=window, today=TODAY)


@pytest.mark.parametrize(
    ("case", "pay_pence", "born_on", "group"),
    [
        ("above the trigger", ELIGIBLE, BORN, Group.ELIGIBLE),
        ("at the trigger", BETWEEN, BORN, Group.NON_ELIGIBLE),
        ("at the lower limit", LOW, BORN, Group.ENTITLED),
        ("21", ELIGIBLE, date(2004, 11, 2), Group.NON_ELIGIBLE),
        ("22 on the first day", ELIGIBLE, date(2004, 11, 1), Group.ELIGIBLE),
        ("15", ELIGIBLE, date(2011, 1, 1), Group.OUTSIDE),
    ],
)
def test_the_group_of_the_newest_period(case: str, pay_pence: int, born_on: date, group: Group) -> None:
    found = stand(month(10, LOW), month(11, pay_pence), born_on=born_on)

    assert found.group is group, case
    assert (found.due is not None) is (group is Group.ELIGIBLE), case


def test_who_is_eligible_is_enrolled_from_the_first_such_period_within_six_weeks() -> None:
    found = stand(month(9, LOW), month(10, ELIGIBLE), month(11, LOW))

    # Six weeks from 1 October are over with 11 November: fifteen days ago.
    assert found == Assessed(Group.ENTITLED, Due("enrol", date(2026, 10, 1), date(2026, 11, 11)))
    assert found.due is not None
    assert found.due.days_left(TODAY) == -15


@pytest.mark.parametrize(
    ("case", "until_on", "november_pence", "due"),
    [
        ("still put off", date(2026, 12, 5), ELIGIBLE, None),
        (
            "put off to a day of an eligible month",
            date(2026, 11, 5),
            ELIGIBLE,
            Due("enrol", date(2026, 11, 5), date(2026, 12, 16)),
        ),
        (
            "put off to the month before",
            date(2026, 10, 5),
            ELIGIBLE,
            Due("enrol", date(2026, 10, 5), date(2026, 11, 15)),
        ),
        ("not eligible any more", date(2026, 11, 5), LOW, None),
    ],
)
def test_enrolment_that_was_put_off(case: str, until_on: date, november_pence: int, due: Due | None) -> None:
    stands = Stands("postponed", date(2026, 9, 1), until_on)

    found = stand(month(9, ELIGIBLE), month(10, ELIGIBLE), month(11, november_pence), stands=stands)

    assert found.due == due, case


def test_a_new_member_is_written_to_and_may_opt_out_for_a_month() -> None:
    unwritten = Stands("enrolled", date(2026, 11, 1), None, date(2026, 11, 1), None)
    written = Stands("enrolled", date(2026, 11, 1), None, date(2026, 11, 1), date(2026, 11, 10))
    long_ago = Stands("enrolled", date(2026, 5, 1), None, date(2026, 5, 1), date(2026, 5, 10))

    assert stand(month(11, ELIGIBLE), stands=unwritten).due == Due(
        "letter", date(2026, 11, 1), date(2026, 12, 12)
    )
    assert stand(month(11, LOW), stands=written) == Assessed(Group.ENTITLED, None, date(2026, 12, 9))
    assert stand(month(11, ELIGIBLE), stands=long_ago) == Assessed(Group.ELIGIBLE)


def test_who_asked_to_join_gets_no_letter() -> None:
    joined = Stands("opted_in", date(2026, 11, 1), None, date(2026, 11, 1), None)

    assert stand(month(11, ELIGIBLE), stands=joined) == Assessed(Group.ELIGIBLE)


@pytest.mark.parametrize(
    ("case", "left_on", "enrolled_on", "pay_pence", "is_due"),
    [
        ("left long ago", date(2025, 1, 10), date(2023, 12, 1), ELIGIBLE, True),
        ("left within the year", date(2026, 1, 10), date(2023, 12, 1), ELIGIBLE, False),
        ("earns too little", date(2025, 1, 10), date(2023, 12, 1), LOW, False),
        ("it is not time yet", date(2025, 1, 10), date(2024, 12, 1), ELIGIBLE, False),
    ],
)
def test_who_left_is_enrolled_again_after_three_years(
    case: str, left_on: date, enrolled_on: date, pay_pence: int, is_due: bool
) -> None:
    window = reenrolment_window(enrolled_on)

    found = stand(month(11, pay_pence), stands=Stands("opted_out", left_on), window=window)

    again = Due("enrol_again", date(2026, 9, 1), date(2027, 2, 28))
    assert found.due == (again if is_due else None), case


def test_who_left_is_not_enrolled_before_anybody_was() -> None:
    assert stand(month(11, ELIGIBLE), stands=Stands("left", date(2025, 1, 1))).due is None
