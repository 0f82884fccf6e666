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
    Moment,
    Tap,
    answer_of,
    clock_doubt,
    days_of,
    moment_of,
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
