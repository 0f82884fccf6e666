# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which instant holds when a phone had no signal, and what a co-ordinator is told of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.care.rules.attending import (
    KEPT_FOR,
    NEAR,
    WHY_NOT,
    CheckOutTooLongAgo,
    Moment,
    Tap,
    answer_of,
    clock_doubt,
    days_of,
    moment_of,
    press_taking_back,
)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
TODAY = frozenset({date(2026, 11, 2)})
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("case", "tap", "not_before", "moment"),
    [
        ("no device", Tap(NOON), None, Moment(NOON)),
        ("near each other", Tap(NOON, NOON - 5 * MINUTE, True), None, Moment(NOON, NOON - 5 * MINUTE)),
        (
            "late, and the worker says so",
            Tap(NOON, NOON - 6 * MINUTE, True),
            None,
            Moment(NOON - 6 * MINUTE, NOON - 6 * MINUTE, NOON),
        ),
        ("late, and nobody says so", Tap(NOON, NOON - 60 * MINUTE), None, Moment(NOON, NOON - 60 * MINUTE)),
        ("a clock that is fast", Tap(NOON, NOON + 60 * MINUTE, True), None, Moment(NOON, NOON + 60 * MINUTE)),
        (
            "of another day",
            Tap(NOON, NOON - 13 * 60 * MINUTE, True),
            None,
            Moment(NOON, NOON - 13 * 60 * MINUTE),
        ),
        (
            "out before in",
            Tap(NOON, NOON - 60 * MINUTE, True),
            NOON - 30 * MINUTE,
            Moment(NOON, NOON - 60 * MINUTE),
        ),
    ],
)
def test_the_instant_that_holds(case: str, tap: Tap, not_before: datetime | None, moment: Moment) -> None:
    assert moment_of(tap, TODAY, not_before=not_before) == moment, case


@given(
    back=st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=3)),
    holds=st.booleans(),
)
def test_no_clock_moves_an_instant_into_the_future_or_to_another_day(back: timedelta, holds: bool) -> None:
    moment = moment_of(Tap(NOON, NOON - back, holds), TODAY)

    assert moment.at <= NOON
    assert moment.at == NOON or (holds and NEAR < NOON - moment.at <= KEPT_FOR)
    assert (moment.received_at is None) == (moment.at == NOON)


@pytest.mark.parametrize(
    ("case", "device_at", "received_at", "doubt"),
    [
        ("no device", None, None, None),
        ("five minutes", NOON - 5 * MINUTE, None, None),
        ("six minutes before", NOON - 6 * MINUTE, None, "apart"),
        ("six minutes after", NOON + 6 * MINUTE, None, "apart"),
        ("came late", NOON, NOON + 60 * MINUTE, "late"),
        ("came late, by a wrong clock", NOON - 60 * MINUTE, NOON + 60 * MINUTE, "late_apart"),
    ],
)
def test_what_a_coordinator_is_told(
    case: str, device_at: datetime | None, received_at: datetime | None, doubt: str | None
) -> None:
    assert clock_doubt(NOON, device_at, received_at) == doubt, case


def test_a_night_has_two_days() -> None:
    night = days_of(datetime(2026, 11, 2, 23, 0, tzinfo=UTC), datetime(2026, 11, 3, 7, 0, tzinfo=UTC))

    assert night == {date(2026, 11, 2), date(2026, 11, 3)}


def test_an_answer_says_whether_and_why_not() -> None:
    assert answer_of("done") == (True, None)
    assert [answer_of(why) for why in WHY_NOT] == [(False, why) for why in WHY_NOT]
    with pytest.raises(ValueError, match="No such answer"):
        answer_of("perhaps")


def pressed(minutes: int, arrived: int, *, holds: bool = True) -> Tap:
    """Return a press so many minutes after noon by the phone, which reached us so many after it."""
    return Tap(NOON + arrived * MINUTE, NOON + minutes * MINUTE, holds)


@pytest.mark.parametrize(
    ("case", "tap", "device_out_at", "moment"),
    [
        ("with signal", pressed(10, 10, holds=False), NOON, Moment(NOON + 10 * MINUTE, NOON + 10 * MINUTE)),
        (
            "without signal, hours later",
            pressed(10, 600),
            NOON,
            Moment(NOON + 10 * MINUTE, NOON + 10 * MINUTE, NOON + 600 * MINUTE),
        ),
        ("without signal, and soon", pressed(9, 14), NOON, Moment(NOON + 14 * MINUTE, NOON + 9 * MINUTE)),
        (
            "by a clock an hour behind at both",
            pressed(-58, 90),
            NOON - 60 * MINUTE,
            Moment(NOON + 2 * MINUTE, NOON - 58 * MINUTE, NOON + 90 * MINUTE),
        ),
        ("nobody knows the phone's clock", Tap(NOON + 3 * MINUTE), None, Moment(NOON + 3 * MINUTE)),
    ],
)
def test_a_press_that_takes_a_check_out_back_goes_by_the_phone_where_no_signal_was(
    case: str, tap: Tap, device_out_at: datetime | None, moment: Moment
) -> None:
    found = press_taking_back(tap, TODAY, checked_out_at=NOON, device_out_at=device_out_at)

    assert found == moment, case


@pytest.mark.parametrize(
    ("case", "tap", "device_out_at"),
    [
        ("eleven minutes later by the phone", pressed(11, 600), NOON),
        ("and though it came soon", pressed(11, 14), NOON),
        ("late, and the phone does not say that its time holds", pressed(1, 11, holds=False), NOON),
        ("a day and a minute later", pressed(1, 24 * 60 + 2), NOON),
        ("before the check-out by the same clock", pressed(-1, 90), NOON),
        ("by a clock whose error is not known", pressed(-58, 90), None),
    ],
)
def test_a_check_out_stands_after_ten_minutes_by_the_clock_that_counts(
    case: str, tap: Tap, device_out_at: datetime | None
) -> None:
    with pytest.raises(CheckOutTooLongAgo):
        press_taking_back(tap, TODAY, checked_out_at=NOON, device_out_at=device_out_at)
