# SPDX-License-Identifier: AGPL-3.0-or-later
"""Late, short and missed visits."""

from datetime import UTC, datetime, timedelta

import pytest

from franchise_kit.time.rules.punctuality import Told, judged

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def at(minutes: int | None) -> datetime | None:
    return None if minutes is None else NINE + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("case", "came", "left", "cancelled_by", "now", "expected"),
    [
        ("on time and whole", 0, 30, None, 60, set()),
        ("early is not late", -10, 25, None, 60, set()),
        ("fifteen minutes are allowed", 15, 45, None, 60, set()),
        ("sixteen are not", 16, 46, None, 60, {"late"}),
        ("nine tenths are whole", 0, 27, None, 60, set()),
        ("less is short", 0, 26, None, 60, {"short"}),
        ("late and short", 20, 30, None, 60, {"late", "short"}),
        ("still there is not short", 0, None, None, 10, set()),
        ("still to come", None, None, None, 29, set()),
        ("nobody came", None, None, None, 30, {"missed"}),
        ("came when it was over", 30, 60, None, 90, {"missed"}),
        ("the person cancelled", None, None, "person", 90, set()),
        ("the co-op cancelled", None, None, "co_op", -90, {"missed"}),
    ],
)
def test_a_visit_of_half_an_hour(
    case: str, came: int | None, left: int | None, cancelled_by: str | None, now: int, expected: set[str]
) -> None:
    told = Told(NINE, NINE + timedelta(minutes=30), at(came), at(left), cancelled_by)

    found = judged(told, late_after_minutes=15, now=NINE + timedelta(minutes=now))

    assert found == expected, case
