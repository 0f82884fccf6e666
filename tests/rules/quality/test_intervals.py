# SPDX-License-Identifier: AGPL-3.0-or-later
"""Intervals against the cases: Wilson for a share, Byar for a rate, and the exact limits."""

import json
from pathlib import Path
from typing import Any

import pytest

from franchise_kit.quality.rules.intervals import byar, wilson
from franchise_kit.quality.rules.poisson import gamma_probability, gamma_quantile

CASES = json.loads((Path(__file__).parent / "cases" / "intervals.json").read_text(encoding="utf-8"))["cases"]
WILSON = [case for case in CASES if case["method"] == "wilson95"]
BYAR = [case for case in CASES if case["method"] == "byar95"]


def test_there_are_8_cases() -> None:
    assert (len(WILSON), len(BYAR), len(CASES)) == (5, 3, 8)


@pytest.mark.parametrize("case", WILSON, ids=lambda case: case["id"])
def test_wilson(case: dict[str, Any]) -> None:
    found = wilson(case["numerator"], case["denominator"])

    assert (found.lower, found.upper) == pytest.approx((case["lower"], case["upper"]), abs=1e-6)


@pytest.mark.parametrize("case", BYAR, ids=lambda case: case["id"])
def test_byar(case: dict[str, Any]) -> None:
    found = byar(case["observed"], case["expected"])

    assert (found.lower, found.upper) == pytest.approx((case["lower"], case["upper"]), abs=1e-6)


@pytest.mark.parametrize("case", BYAR, ids=lambda case: case["id"])
def test_the_exact_limits_that_byar_comes_near(case: dict[str, Any]) -> None:
    lower = gamma_quantile(0.025, case["observed"]) / case["expected"]
    upper = gamma_quantile(0.975, case["observed"] + 1) / case["expected"]

    assert (lower, upper) == pytest.approx((case["exact_lower"], case["exact_upper"]), abs=1e-6)


@pytest.mark.parametrize("shape", [0.0, 1e-6, 1e-3])
def test_of_next_to_nothing_the_lowest_is_nil(shape: float) -> None:
    assert gamma_quantile(0.001, shape) == 0.0


@pytest.mark.parametrize("shape", [0.05, 0.5, 1.0, 7.0, 250.0, 40_000.0])
@pytest.mark.parametrize("probability", [0.001, 0.025, 0.5, 0.975, 0.999])
def test_a_quantile_is_the_inverse_of_the_probability(shape: float, probability: float) -> None:
    assert gamma_probability(gamma_quantile(probability, shape), shape) == pytest.approx(
        probability, abs=1e-9
    )


@pytest.mark.parametrize(("n", "of"), [(-1, 5), (6, 5), (0, 0)])
def test_a_share_of_nothing_has_no_interval(n: int, of: int) -> None:
    with pytest.raises(ValueError, match="needs"):
        wilson(n, of)


@pytest.mark.parametrize(("count", "exposure"), [(-1, 5.0), (1, 0.0)])
def test_a_rate_over_nothing_has_no_interval(count: int, exposure: float) -> None:
    with pytest.raises(ValueError, match="needs"):
        byar(count, exposure)
