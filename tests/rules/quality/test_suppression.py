# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small numbers: hidden across the wall, with what would give them away."""

import json
from pathlib import Path
from typing import Any

import pytest

from franchise_kit.quality.rules.suppression import cells, may_show_answers, may_show_network, may_show_rate

CASES = json.loads((Path(__file__).parent / "cases" / "suppression.json").read_text(encoding="utf-8"))[
    "cases"
]


def test_there_are_6_cases() -> None:
    assert len(CASES) == 6


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cells(case: dict[str, Any]) -> None:
    expected = case["expected"]
    found = cells(case["cells"], has_total=case["total_published"], smallest_shown=case["k"])

    assert found.shown == expected["shown"]
    assert list(found.small) == expected["primary"]
    assert list(found.companions) == expected["secondary"]
    assert found.total == expected["total"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_no_hidden_count_is_the_difference_to_the_total(case: dict[str, Any]) -> None:
    found = cells(case["cells"], has_total=True)
    hidden = [name for name, count in found.shown.items() if count is None]

    assert found.total is None or len(hidden) != 1
    assert found.total is None or not hidden or sum(case["cells"][name] for name in hidden) >= 5


def test_without_a_total_only_the_small_are_hidden() -> None:
    found = cells({"Afon": 12, "Bryn": 3}, has_total=False)

    assert found.shown == {"Afon": 12, "Bryn": None}
    assert (found.companions, found.total) == ((), None)


@pytest.mark.parametrize(
    ("case", "numerator", "denominator", "expected"),
    [
        ("a count of four is hidden", 4, 500, False),
        ("five is shown", 5, 500, True),
        ("nil is shown", 0, 500, True),
        ("the denominator is too small", 5, 199, False),
        ("and just large enough", 5, 200, True),
    ],
)
def test_a_rate(case: str, numerator: int, denominator: int, expected: bool) -> None:
    assert may_show_rate(numerator, denominator, fewest_in_denominator=200) == expected, case


def test_a_rate_over_nothing_is_never_shown() -> None:
    assert not may_show_rate(0, 0, fewest_in_denominator=0)


@pytest.mark.parametrize(
    ("case", "exposures", "expected"),
    [
        ("four co-ops", [100, 100, 100, 100], False),
        ("five co-ops", [100, 100, 100, 100, 100], True),
        ("five, one of which had no visit", [100, 100, 100, 100, 0], False),
        ("one with 60 per cent", [600, 100, 100, 100, 100], True),
        ("one with a little more", [601, 100, 100, 100, 99], False),
    ],
)
def test_a_network_figure(case: str, exposures: list[int], expected: bool) -> None:
    assert may_show_network(exposures) == expected, case


def test_a_survey_needs_five_answers() -> None:
    assert [may_show_answers(answers) for answers in (0, 4, 5)] == [False, False, True]
