# SPDX-License-Identifier: AGPL-3.0-or-later
"""The figures that co-ops keep: exact values, and what size may leave."""

from dataclasses import replace
from fractions import Fraction

import pytest

from franchise_kit.quality.rules.indicators import Indicator, catalogue, may_leave, value_of
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
    case: str, indicator: Indicator, numerator: int, denominator: int, expected: Fraction | None
) -> None:
    assert value_of(indicator, numerator, denominator) == expected, case


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


def test_there_are_29_of_which_20_are_the_core() -> None:
    assert len(catalogue()) == 29
    assert sum(indicator.is_core for indicator in catalogue().values()) == 20


def test_what_is_no_rate_is_its_count() -> None:
    assert value_of(catalogue()["short_visits_without_reason"], 2, 900) == 2
    assert value_of(catalogue()["ri_visit_due"], 61, 0) == 61


def test_counts_of_reports_have_no_direction() -> None:
    """Counting reports as good or bad would punish those who report."""
    neutral = {name for name, indicator in catalogue().items() if indicator.direction == "neutral"}

    assert neutral == {"falls_all", "medicine_errors", "safeguarding_concerns", "complaints"}


def test_what_members_say_is_theirs_to_share() -> None:
    theirs = {name for name, one in catalogue().items() if one.default_sharing == "members_decide"}

    assert theirs == {"lived_experience", "family_experience", "worker_experience"}


def test_a_standard_names_only_indicators_that_there_are() -> None:
    named = {name for standard in library().standards.values() for name in standard.indicators}

    assert named - catalogue().keys() == set()
