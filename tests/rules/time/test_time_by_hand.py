# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time that is written down by hand, and paid time that is put right."""

from datetime import UTC, datetime, timedelta

import pytest

from franchise_kit.kernel.days import LONDON
from franchise_kit.time.rules import entries
from tenants.refusal import Refusal

NOW = datetime(2028, 4, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("case", "begins", "ends", "minutes"),
    [
        ("a usual night", "2028-03-20T23:00", "2028-03-21T07:00", 480),
        ("the night that loses an hour", "2028-03-25T23:00", "2028-03-26T07:00", 420),
        ("the night that gains one", "2027-10-30T23:00", "2027-10-31T07:00", 540),
        ("over midnight into leap day", "2028-02-28T23:30", "2028-02-29T00:30", 60),
        ("over midnight out of it", "2028-02-29T23:30", "2028-03-01T00:30", 60),
    ],
)
def test_minutes_are_real_time(case: str, begins: str, ends: str, minutes: int) -> None:
    starts_at, ends_at = (datetime.fromisoformat(one).replace(tzinfo=LONDON) for one in (begins, ends))
    now = ends_at + timedelta(days=1)

    assert entries.check_by_hand(starts_at, ends_at, now=now) == minutes, case


@pytest.mark.parametrize(
    ("case", "begins", "minutes", "refusal"),
    [
        ("nothing", -60, 0, entries.TimeSpanNotPossible),
        ("backwards", -60, -5, entries.TimeSpanNotPossible),
        ("more than a day", -3000, 1441, entries.TimeSpanNotPossible),
        ("still to come", -10, 11, entries.TimeStillToCome),
        ("long ago", -93 * 1440, 60, entries.TimeTooOld),
    ],
)
def test_what_cannot_be_is_refused(case: str, begins: int, minutes: int, refusal: type[Refusal]) -> None:
    starts_at = NOW + timedelta(minutes=begins)

    with pytest.raises(refusal):
        entries.check_by_hand(starts_at, starts_at + timedelta(minutes=minutes), now=NOW)

    assert case


@pytest.mark.parametrize(("kind", "reason"), [("other", "not_on_rota"), ("training", "other")])
def test_what_is_other_needs_words(kind: str, reason: str) -> None:
    entries.check_words(kind, reason, "Moved the office")
    with pytest.raises(entries.NoteNeeded):
        entries.check_words(kind, reason, " ")


def test_paid_time_is_put_right_by_the_difference() -> None:
    assert entries.minutes_to_correct(60, 45) == -15
    assert entries.minutes_to_correct(45, 60) == 15
    with pytest.raises(entries.NothingToCorrect):
        entries.minutes_to_correct(60, 60)
