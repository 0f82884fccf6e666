# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days of the week are kept as bits, Monday's the least, and come back in their order."""

import pytest

from franchise_kit.kernel.weekdays import bits_of, days_in


@pytest.mark.parametrize(
    ("days", "bits", "back"),
    [
        ((), 0, ()),
        ((0,), 1, (0,)),
        ((6, 5, 5), 96, (5, 6)),
        (range(7), 127, (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_days_are_kept_once_and_come_back_from_monday_on(
    days: tuple[int, ...], bits: int, back: tuple[int, ...]
) -> None:
    assert (bits_of(days), days_in(bits)) == (bits, back)
