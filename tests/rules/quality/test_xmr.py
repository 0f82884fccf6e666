# SPDX-License-Identifier: AGPL-3.0-or-later
"""XmR charts against the cases that were reckoned twice, and the product rules that hold beyond them."""

import json
from pathlib import Path
from typing import Any

import pytest

from franchise_kit.quality.rules.xmr import Direction, Point, XmrChart, chart

CASES = json.loads((Path(__file__).parent / "cases" / "xmr.json").read_text(encoding="utf-8"))["cases"]
DIRECTIONS: dict[str, Direction] = {"increase": "higher", "decrease": "lower", "neutral": "neutral"}
LABELS = {
    "Above UCL": ("outside", "high"),
    "Below LCL": ("outside", "low"),
    "7 Point Trend (Increasing)": ("trend", "high"),
    "7 Point Trend (Decreasing)": ("trend", "low"),
    "2 in 3 Above CL": ("two_of_three", "high"),
    "2 in 3 Below CL": ("two_of_three", "low"),
    "7 Points Above CL": ("shift", "high"),
    "7 Points Below CL": ("shift", "low"),
    "Common Cause": (None, None),
    None: (None, None),
}
ASSURANCES = {
    "consistent_pass": "pass",
    "consistent_fail": "fail",
    "inconsistent": "hit_and_miss",
    None: None,
}


def read(case: dict[str, Any]) -> XmrChart:
    given = case["input"]
    points = [Point(label, value) for label, value in zip(given["periods"], given["values"], strict=True)]
    return chart(
        points,
        direction=DIRECTIONS[given["direction"]],
        target=given["target"],
        rebase_at=[given["periods"].index(day) for day in given["rebase"]],
        baseline=given["fix_after"],
        is_screened=given["screen_outliers"],
    )


def months(*values: float | None) -> list[Point]:
    return [Point(str(number), value) for number, value in enumerate(values)]


def kind_of(judgement: str | None) -> str | None:
    """Return a case's word for one point: ``special_cause_improvement`` for ``improvement_high``."""
    if judgement is None or judgement == "common_cause":
        return judgement
    # Where nothing is better or worse the cases also say the side.
    return f"special_cause_{judgement if judgement.startswith('neutral') else judgement.partition('_')[0]}"


def test_there_are_31_cases() -> None:
    assert len(CASES) == 31


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_lines_of_a_case(case: dict[str, Any]) -> None:
    periods = case["input"]["periods"]
    found = read(case)

    assert len(found.segments) == len(case["expected"]["segments"])
    for segment, expected in zip(found.segments, case["expected"]["segments"], strict=True):
        assert (periods[segment.start], periods[segment.end - 1]) == (expected["start"], expected["end"])
        assert segment.count == expected["n"]
        assert segment.is_trial == expected["trial_limits"]
        assert segment.is_too_coarse == expected["too_coarse"]
        lines = (
            segment.mean,
            segment.average_range,
            segment.lower,
            segment.upper,
            segment.near_lower,
            segment.near_upper,
        )
        names = ("mean", "amr", "lpl", "upl", "nlpl", "nupl")
        assert lines == pytest.approx(tuple(expected[name] for name in names), abs=1e-6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_judgements_of_a_case(case: dict[str, Any]) -> None:
    expected = case["expected"]
    found = read(case)

    assert [(one.mark, one.side) for one in found.points] == [
        LABELS[label] for label in expected["special_cause"]
    ]
    assert [kind_of(one.variation) for one in found.points] == expected["point_type"]
    assert found.variation == expected["variation_icon"]
    assert found.assurance == ASSURANCES[expected["assurance"]]


@pytest.mark.parametrize(
    ("case", "points", "expected"),
    [
        ("no month at all", [], ("no_values",)),
        ("only gaps", months(None, None), ("no_values",)),
        ("one month", months(50.0), ("too_few_points", "too_much_alike", "no_limits")),
        ("no two months together", months(1.0, None, 2.0, None, 3.0), ("too_few_points", "no_limits")),
        ("eleven months", months(*range(11)), ("too_few_points",)),
        ("twelve months", months(*range(12)), ()),
        ("a year of one figure", months(*[0.0] * 12), ("too_much_alike",)),
    ],
)
def test_a_chart_says_why_it_does_not_judge(
    case: str, points: list[Point], expected: tuple[str, ...]
) -> None:
    found = chart(points, direction="lower")

    assert found.reasons == expected, case
    assert found.is_trial == ("too_few_points" in expected or "no_values" in expected)


def test_a_gap_at_the_end_leaves_the_judgement_to_the_month_before() -> None:
    steady = [5.0, 6.0, 5.0, 4.0, 5.0, 6.0, 4.0, 5.0, 6.0, 5.0, 4.0, 5.0]

    found = chart(months(*steady, 30.0, None), direction="lower", baseline=12)

    assert found.points[-1].variation is None
    assert found.variation == "concern_high"


def test_a_baseline_counts_months_that_have_a_value() -> None:
    known = [5.0, 6.0, 5.0, None, 4.0, 5.0, 6.0, 4.0, 5.0, 6.0, 5.0, 4.0, 5.0]

    found = chart(months(*known, 30.0), direction="lower", baseline=12)

    assert found.segments[0].mean == pytest.approx(5.0)
    assert not found.is_trial


@pytest.mark.parametrize(
    "case", [one for one in CASES if one["input"]["target"] is None], ids=lambda case: case["id"]
)
def test_adding_a_constant_moves_only_the_lines(case: dict[str, Any]) -> None:
    moved = json.loads(json.dumps(case))
    moved["input"]["values"] = [None if value is None else value + 7 for value in case["input"]["values"]]

    plain, shifted = read(case), read(moved)

    assert [one.mark for one in shifted.points] == [one.mark for one in plain.points]
    assert shifted.variation == plain.variation


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_turning_values_and_direction_round_keeps_the_judgement(case: dict[str, Any]) -> None:
    turned = json.loads(json.dumps(case))
    given = turned["input"]
    given["values"] = [None if value is None else -value for value in given["values"]]
    given["target"] = None if given["target"] is None else -given["target"]
    opposite = {"increase": "decrease", "decrease": "increase", "neutral": "neutral"}
    given["direction"] = opposite[given["direction"]]

    plain, round_about = read(case), read(turned)

    assert round_about.variation.partition("_")[0] == plain.variation.partition("_")[0]
    assert round_about.assurance == plain.assurance
