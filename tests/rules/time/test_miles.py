# SPDX-License-Identifier: AGPL-3.0-or-later
"""Miles in tenths, kept as metres."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.time.rules.miles import MOST_METRES, metres_of, tenths_of


@pytest.mark.parametrize(("tenths", "metres"), [(0, 0), (1, 161), (10, 1609), (124, 19956), (6213, 999_885)])
def test_metres_of_tenths(tenths: int, metres: int) -> None:
    assert metres_of(tenths) == metres


@pytest.mark.parametrize(
    ("metres", "tenths"), [(0, 0), (80, 0), (81, 1), (1609, 10), (16_093, 100), (1_000_000, 6214)]
)
def test_tenths_of_metres(metres: int, tenths: int) -> None:
    assert tenths_of(metres) == tenths


@given(st.integers(0, MOST_METRES // 160))
def test_what_was_typed_is_shown_again(tenths: int) -> None:
    assert tenths_of(metres_of(tenths)) == tenths
