# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions rest for a while, and end."""

from datetime import UTC, datetime, timedelta

import pytest

from franchise_kit.access.rules.sessions import Times, is_alive, is_fresh, must_note_seen

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


def times(*, ended_at: datetime | None = None, seen: timedelta = timedelta(0)) -> Times:
    return Times(
        last_seen_at=START + seen, expires_at=START + timedelta(hours=20), ended_at=ended_at, proved_at=START
    )


@pytest.mark.parametrize(
    ("role", "minutes", "expected"),
    [
        ("care_worker", 12 * 60 - 1, True),
        ("care_worker", 12 * 60, False),
        ("treasurer", 29, True),
        ("treasurer", 30, False),
        ("billing_officer", 30, False),
    ],
)
def test_a_session_rests_as_long_as_its_roles_allow(role: str, minutes: int, expected: bool) -> None:
    assert is_alive(times(), role_ids=[role], now=START + timedelta(minutes=minutes)) is expected


def test_after_twenty_hours_it_ends_however_busy_it_was() -> None:
    busy = times(seen=timedelta(hours=19, minutes=59))

    assert is_alive(busy, role_ids=["care_worker"], now=START + timedelta(hours=19, minutes=59, seconds=59))
    assert not is_alive(busy, role_ids=["care_worker"], now=START + timedelta(hours=20))


def test_an_ended_session_is_dead() -> None:
    assert not is_alive(times(ended_at=START), role_ids=["care_worker"], now=START)


def test_a_proof_is_fresh_for_five_minutes() -> None:
    assert is_fresh(START, now=START + timedelta(minutes=4, seconds=59))
    assert not is_fresh(START, now=START + timedelta(minutes=5))


def test_being_seen_is_written_once_a_minute() -> None:
    assert not must_note_seen(START, now=START + timedelta(seconds=59))
    assert must_note_seen(START, now=START + timedelta(minutes=1))
