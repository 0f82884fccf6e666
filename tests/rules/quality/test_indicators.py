# SPDX-License-Identifier: AGPL-3.0-or-later
"""The figures that co-ops keep: exact values, and what size may leave."""

from dataclasses import replace
from fractions import Fraction

import pytest

from franchise_kit.quality.rules.indicators import catalogue, may_leave, value_of
from franchise_kit.quality.rules.standards import library

MISSED = catalogue()["visits_missed"]
TRAINING = catalogue()["training_in_date"]


@pytest.mark.parametrize(
    ("case", "indicator", "numerator", "denominator", "expected"),
    [
        ("missed visits are by the thousand", MISSED, 1, 3000, Fraction(1, 3)),
        ("training is a percentage", TRAINING, 2, 3, Fraction(200, 3)),
        ("nil of some is nil", MISSED, 0, 10, Fraction(0)),
        ("nothing to count from is no value", TRAINING, 0, 0, None),
    ],
)
def test_a_value_is_exact(
    case: str, indicator: object, numerator: int, denominator: int, expected: Fraction | None
) -> None:
    assert value_of(indicator, numerator, denominator) == expected, case  # type: ignore[arg-type]


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 5), (1, -5), (6, 5)])
def test_a_count_that_cannot_be_is_our_fault(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="Counts"):
        value_of(TRAINING, numerator, denominator)


@pytest.mark.parametrize(
    ("case", "numerator", "denominator", "expected"),
    [
        ("four missed visits are too few to show", 4, 1000, False),
        ("five are not", 5, 1000, True),
        ("none is shown", 0, 1000, True),
        ("too few visits", 5, 199, False),
    ],
)
def test_what_may_leave(case: str, numerator: int, denominator: int, expected: bool) -> None:
    assert may_leave(MISSED, numerator, denominator) == expected, case


def test_a_survey_may_leave_from_five_answers() -> None:
    survey = replace(TRAINING, suppression="min_respondents_5", fewest_in_denominator=5)

    assert [may_leave(survey, 3, answers) for answers in (4, 5)] == [False, True]


def test_own_days_may_always_leave() -> None:
    assert may_leave(replace(MISSED, suppression="none_own_deadline"), 1, 0)


def test_a_definition_reads_as_written() -> None:
    assert (MISSED.direction, MISSED.compare, MISSED.multiplier, MISSED.fewest_in_denominator) == (
        "lower",
        "funnel_SR",
        1000,
        200,
    )
    assert (TRAINING.suggested_target, TRAINING.name.said("cy")) == (95, "Hyfforddiant craidd cyfredol")


def test_reports_of_harm_alone_carry_a_direction() -> None:
    """Counting all reports as good or bad would punish those who report."""
    counted = {"falls_all", "medicine_errors", "safeguarding_concerns", "complaints"} & catalogue().keys()

    assert {catalogue()[name].direction for name in counted} <= {"neutral"}


def test_a_standard_names_only_indicators_that_there_are_or_will_be() -> None:
    named = {name for standard in library().standards.values() for name in standard.indicators}

    assert all(name == name.lower() and name.replace("_", "").isalpha() for name in named)
