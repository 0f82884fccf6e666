# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small numbers: hidden across the wall, with what would give them away."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.kernel.suppression import (
    cells,
    is_small_share,
    may_show_answers,
    may_show_network,
    may_show_rate,
)

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


TABLES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6).map(
    lambda pairs: {f"coop-{number}": (part, part + rest) for number, (part, rest) in enumerate(pairs)}
)


@given(part=st.integers(0, 400), rest=st.integers(0, 400))
def test_a_share_is_small_on_either_side_alike(part: int, rest: int) -> None:
    whole = part + rest

    assert is_small_share(part, whole) == is_small_share(rest, whole)
    assert is_small_share(part, whole) == (part in range(1, 5) or rest in range(1, 5))


@given(shown=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=12))
def test_no_sum_or_difference_of_shown_shares_is_small(shown: list[tuple[int, int]]) -> None:
    kept = [(part, part + rest) for part, rest in shown if not is_small_share(part, part + rest)]
    sums = [
        (sum(one[0] for one in kept[:end]), sum(one[1] for one in kept[:end])) for end in range(len(kept))
    ]

    total = (sum(part for part, _ in kept), sum(whole for _, whole in kept))
    assert not any(is_small_share(total[0] - part, total[1] - whole) for part, whole in sums)


@given(table=TABLES, has_wholes=st.booleans())
def test_no_hidden_count_can_be_worked_out_from_a_total(
    table: dict[str, tuple[int, int]], has_wholes: bool
) -> None:
    counts = {name: part for name, (part, _) in table.items()}
    wholes = {name: whole for name, (_, whole) in table.items()} if has_wholes else None

    found = cells(counts, has_total=True, wholes=wholes)

    hidden = [name for name, count in found.shown.items() if count is None]
    assert set(hidden) == {*found.small, *found.companions}
    if found.total is None or not hidden:
        return
    left = found.total - sum(count for count in found.shown.values() if count is not None)
    most = {name: left if wholes is None else wholes[name] for name in hidden}
    for name in hidden:
        others = sum(most[other] for other in hidden if other != name)
        assert min(most[name], left) > max(0, left - others)


@given(table=TABLES, has_total=st.booleans())
def test_what_is_shown_is_as_it_was_and_never_small(
    table: dict[str, tuple[int, int]], has_total: bool
) -> None:
    counts = {name: part for name, (part, _) in table.items()}
    wholes = {name: whole for name, (_, whole) in table.items()}

    found = cells(counts, has_total=has_total, wholes=wholes)

    for name, count in found.shown.items():
        assert count is None or (count == counts[name] and not is_small_share(count, wholes[name]))
    assert found.total in {None, sum(counts.values())}
    assert has_total or (found.total, found.companions) == (None, ())


def test_what_is_left_of_a_whole_is_hidden_with_a_companion() -> None:
    found = cells(
        {"Afon": 57, "Bryn": 40, "Cwm": 300}, wholes={"Afon": 60, "Bryn": 80, "Cwm": 400}, has_total=True
    )

    assert found.shown == {"Afon": None, "Bryn": None, "Cwm": 300}
    assert (found.small, found.companions, found.total) == (("Afon",), ("Bryn",), 397)


@pytest.mark.parametrize(
    ("case", "numerator", "expected"),
    [
        ("three are missing", 57, False),
        ("one is missing", 59, False),
        ("nobody is missing", 60, True),
        ("five are missing", 55, True),
        ("one alone", 1, False),
    ],
)
def test_a_share_hides_those_who_are_missing(case: str, numerator: int, expected: bool) -> None:
    assert may_show_rate(numerator, 60, fewest_in_denominator=20, is_share=True) == expected, case
    assert may_show_rate(60 - numerator, 60, fewest_in_denominator=20, is_share=True) == expected, case


def test_a_rate_over_days_has_nobody_left_over() -> None:
    assert may_show_rate(298, 300, fewest_in_denominator=300, is_share=False)
