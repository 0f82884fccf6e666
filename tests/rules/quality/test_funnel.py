# SPDX-License-Identifier: AGPL-3.0-or-later
"""Funnels against the cases that were reckoned twice, and where the packages go wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from franchise_kit.quality.rules.funnel import Funnel, FunnelUnit, Unit, expected_of, proportions, ratios
from franchise_kit.quality.rules.funnel_limits import Limits, Scale, log_scale, proportion_scale, root_scale
from franchise_kit.quality.rules.poisson import exact_limits

CASES = json.loads((Path(__file__).parent / "cases" / "funnel.json").read_text(encoding="utf-8"))["cases"]
UNADJUSTED = ("ll95", "ul95", "ll998", "ul998")
OVERDISPERSED = ("odll95", "odul95", "odll998", "odul998")
ENOUGH = 2
"""The cases were reckoned without the floor of ten co-ops."""


def units_of(case: dict[str, Any]) -> list[Unit]:
    given = case["input"]
    return [Unit(*row) for row in zip(given["group"], given["num"], given["den"], strict=True)]


def read(case: dict[str, Any], units: list[Unit], fewest_units: int = ENOUGH) -> Funnel:
    if case["input"]["data_type"] == "PR":
        return proportions(units, fewest_units=fewest_units)
    method = "root" if case["input"]["sr_method"] == "CQC" else "log"
    return ratios(units, method=method, fewest_units=fewest_units)


def scale_of(case: dict[str, Any]) -> Scale:
    if case["input"]["data_type"] == "PR":
        return proportion_scale(case["expected"]["target"])
    return root_scale() if case["input"]["sr_method"] == "CQC" else log_scale()


def figures(limits: Limits) -> tuple[float, ...]:
    return limits.lower_95, limits.upper_95, limits.lower_998, limits.upper_998


def flags(unit: FunnelUnit) -> tuple[int, int]:
    """Return the case's way of saying where a unit stands: by 95 and by 99.8 per cent."""
    sign = {"high": 1, "low": -1, None: 0}[unit.side]
    return sign, sign if unit.position == "beyond_998" else 0


def test_there_are_8_cases() -> None:
    assert len(CASES) == 8


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_spread_of_a_case(case: dict[str, Any]) -> None:
    expected = case["expected"]
    found = read(case, units_of(case))

    assert found.centre == pytest.approx(expected["target"], abs=1e-6)
    assert (found.phi, found.tau2) == pytest.approx((expected["phi"], expected["tau2"]), abs=1e-6)
    assert found.is_adjusted == (expected["limits_used"] == "overdispersed")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_limits_and_positions_of_a_case(case: dict[str, Any]) -> None:
    rows = {row["group"]: row for row in case["expected"]["rows"]}
    found = read(case, units_of(case))
    names, suffix = (OVERDISPERSED, "od") if found.is_adjusted else (UNADJUSTED, "unadj")

    assert {unit.key for unit in found.units} == set(rows)
    for unit in found.units:
        row = rows[unit.key]
        assert unit.value == pytest.approx(row["ratio"], abs=1e-6)
        assert figures(unit.limits) == pytest.approx(tuple(row[name] for name in names), abs=1e-6)
        assert flags(unit) == (row[f"flag95_{suffix}"], row[f"flag998_{suffix}"])
        assert flags(unit)[1] == row["flag"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_both_kinds_of_limits_of_a_case(case: dict[str, Any]) -> None:
    scale = scale_of(case)

    for row in case["expected"]["rows"]:
        plain = scale.limits(row["den"], None)
        wide = scale.limits(row["den"], case["expected"]["tau2"])
        assert figures(plain) == pytest.approx(tuple(row[name] for name in UNADJUSTED), abs=1e-6)
        assert figures(wide) == pytest.approx(tuple(row[name] for name in OVERDISPERSED), abs=1e-6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_neither_order_nor_splitting_of_rows_changes_anything(case: dict[str, Any]) -> None:
    units = units_of(case)
    first = units[0]
    halves = [
        Unit(first.key, first.numerator // 2, first.denominator / 2),
        Unit(first.key, first.numerator - first.numerator // 2, first.denominator / 2),
    ]

    assert read(case, [*reversed(units[1:]), *halves]) == read(case, units)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_name_does_not_move_a_co_op(case: dict[str, Any]) -> None:
    units = units_of(case)
    renamed = [
        Unit(f"z{9999 - number}", unit.numerator, unit.denominator) for number, unit in enumerate(units)
    ]
    before = {
        (unit.numerator, unit.denominator): (unit.position, unit.side) for unit in read(case, units).units
    }

    after = {
        (unit.numerator, unit.denominator): (unit.position, unit.side) for unit in read(case, renamed).units
    }

    assert after == before


@pytest.mark.parametrize(("coops", "note"), [(9, "too_few_units"), (10, "adjusted")])
def test_under_ten_co_ops_the_limits_are_those_of_chance_and_say_so(coops: int, note: str) -> None:
    units = [Unit(f"coop-{number}", 60 if number % 2 else 140, 100.0) for number in range(coops)]

    found = ratios(units)

    assert found.note == note
    assert found.is_adjusted == (note == "adjusted")
    assert found.phi > 1


def test_a_count_of_nil_is_reckoned_by_the_root() -> None:
    units = [Unit(f"coop-{number}", number % 5, 2.0 + number % 3) for number in range(12)]

    assert ratios(units) == ratios(units, method="root")


def test_limits_of_a_share_never_fold_back() -> None:
    found = proportions(
        [Unit(f"coop-{number}", 1 if number == 0 else 0, 6.0 + number) for number in range(12)]
    )

    assert {unit.limits.lower_998 for unit in found.units} == {0.0}
    assert {point.limits.lower_998 for point in found.curve} == {0.0}


def test_without_units_there_is_no_centre() -> None:
    assert proportions([Unit("coop-1", 0, 0)]).centre is None
    assert ratios([]).note == "no_units"


def test_what_is_expected_is_the_networks_rate_times_the_own_exposure() -> None:
    units = expected_of([Unit("a", 3, 1000), Unit("b", 1, 3000)])

    assert units == (Unit("a", 3, 1.0), Unit("b", 1, 3.0))
    assert expected_of([Unit("a", 0, 1000)]) == ()


@pytest.mark.parametrize("unit", [Unit("a", -1, 5), Unit("a", 1, -5), Unit("a", 6, 5)])
def test_a_share_that_cannot_be_is_our_fault(unit: Unit) -> None:
    with pytest.raises(ValueError, match=r"A share|Counts"):
        proportions([unit])


@pytest.mark.parametrize(
    ("expected", "limits_95", "limits_998"),
    [
        (15, (0.5596924, 1.649348), (0.386265, 2.082907)),
        (20, (0.610826, 1.544419), (0.4479107, 1.902094)),
        (30, (0.6746958, 1.427562), (0.5289724, 1.702771)),
    ],
)
def test_exact_limits_are_those_of_the_packages_own_tests(
    expected: int, limits_95: tuple[float, float], limits_998: tuple[float, float]
) -> None:
    assert exact_limits(expected, 0.95) == pytest.approx(limits_95, abs=1e-6)
    assert exact_limits(expected, 0.998) == pytest.approx(limits_998, abs=1e-6)
