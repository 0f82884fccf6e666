# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guessing is slow, and nobody is locked out for good."""

from datetime import UTC, datetime, timedelta

from franchise_kit.access.rules.throttle import Tries, after_try, hold, is_too_many_accounts

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


def tried(times: int, *, every: timedelta = timedelta(seconds=1)) -> Tries:
    tries = None
    for number in range(times):
        tries = after_try(tries, now=START + number * every)
    assert tries is not None
    return tries


def test_ten_tries_are_allowed() -> None:
    assert not tried(10).is_held(START + timedelta(seconds=10))


def test_the_eleventh_is_held_for_fifteen_minutes() -> None:
    tries = tried(11)

    assert tries.held_until == START + timedelta(seconds=10, minutes=15)
    assert tries.is_held(START + timedelta(minutes=15, seconds=9))
    assert not tries.is_held(START + timedelta(minutes=15, seconds=10))


def test_tries_just_under_five_minutes_apart_add_up() -> None:
    assert tried(11, every=timedelta(minutes=4, seconds=59)).holds == 1


def test_five_quiet_minutes_start_over() -> None:
    assert tried(30, every=timedelta(minutes=5)).holds == 0


def test_knocking_on_while_held_does_not_make_the_wait_longer() -> None:
    tries = tried(11)

    assert after_try(tries, now=START + timedelta(minutes=10)) == tries


def test_after_a_hold_ten_tries_are_allowed_again() -> None:
    tries = tried(11)
    later = START + timedelta(minutes=16)
    for number in range(10):
        tries = after_try(tries, now=later + timedelta(seconds=number))

    assert not tries.is_held(later + timedelta(seconds=10))
    assert tries.holds == 1


def test_the_wait_grows_up_to_an_hour_and_no_further() -> None:
    assert [hold(earlier) // timedelta(minutes=1) for earlier in (0, 1, 2, 3, 100)] == [15, 30, 60, 60, 60]


def test_a_quiet_day_is_forgotten() -> None:
    assert after_try(tried(11), now=START + timedelta(days=1, minutes=1)).holds == 0


def test_fifty_accounts_from_one_address_are_too_many() -> None:
    assert not is_too_many_accounts(49)
    assert is_too_many_accounts(50)
