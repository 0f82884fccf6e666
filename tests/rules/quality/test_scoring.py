# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a standard comes out: met of those that apply, with fresh evidence."""

from datetime import date

import pytest

from franchise_kit.quality.rules.scoring import Answer, score
from franchise_kit.quality.rules.standards import Criterion, Standard, library
from franchise_kit.quality.rules.words import Words, words_of

TODAY = date(2026, 11, 26)
FRESH = (date(2026, 6, 1),)
NOTHING = Words("-", "-")


def make_standard(*critical: str) -> Standard:
    return Standard(
        id="S0",
        title=NOTHING,
        promise=NOTHING,
        ciw_theme="Well-being",
        cqc_key_questions=(),
        criteria=tuple(Criterion(name, NOTHING, (), (), name in critical) for name in ("a", "b", "c")),
        indicators=(),
    )


def test_a_standard_is_so_many_met_of_those_that_apply() -> None:
    answers = [Answer("a", 2, FRESH), Answer("b", 1), Answer("c", None)]

    found = score(make_standard(), answers, TODAY)

    assert (found.met, found.applicable) == (1, 2)
    assert (found.points, found.points_possible) == (3, 4)
    assert not found.needs_attention
    assert found.unanswered == ()


def test_a_critical_gap_is_never_averaged_away() -> None:
    answers = [Answer("a", 3, FRESH), Answer("b", 3, FRESH), Answer("c", 1, FRESH)]

    found = score(make_standard("c"), answers, TODAY)

    assert found.needs_attention
    assert found.critical_below_met == ("c",)


def test_what_others_could_learn_from_counts_as_met_and_is_listed() -> None:
    found = score(
        make_standard(), [Answer("a", 3, FRESH), Answer("b", 2, FRESH), Answer("c", 2, FRESH)], TODAY
    )

    assert (found.met, found.points, found.points_possible) == (3, 6, 6)
    assert found.to_share == ("a",)


@pytest.mark.parametrize(
    ("case", "evidence_on", "met"),
    [
        ("a day under a year old", (date(2025, 11, 27),), 1),
        ("a year old", (date(2025, 11, 26),), 0),
        ("of today", (TODAY,), 1),
        ("of a day to come", (date(2026, 11, 27),), 0),
        ("none", (), 0),
        ("one old and one fresh", (date(2020, 1, 1), date(2026, 1, 1)), 1),
    ],
)
def test_met_needs_fresh_evidence(case: str, evidence_on: tuple[date, ...], met: int) -> None:
    answers = [Answer("a", 3, evidence_on), Answer("b", None), Answer("c", None)]

    found = score(make_standard("a"), answers, TODAY)

    assert found.met == met, case
    assert found.points == 1 + met
    assert found.without_evidence == (() if met else ("a",))
    assert found.to_share == (("a",) if met else ())
    assert found.needs_attention == (not met)


def test_a_year_from_the_leap_day_is_the_28th() -> None:
    standard, today = make_standard(), date(2028, 2, 29)

    assert score(standard, [Answer("a", 2, (date(2027, 2, 28),))], today).met == 0
    assert score(standard, [Answer("a", 2, (date(2027, 3, 1),))], today).met == 1


def test_what_does_not_apply_is_no_gap_even_if_critical() -> None:
    found = score(make_standard("a", "b", "c"), [Answer(name, None) for name in "abc"], TODAY)

    assert (found.met, found.applicable, found.points_possible) == (0, 0, 0)
    assert not found.needs_attention


def test_what_is_unanswered_applies_and_is_not_met() -> None:
    found = score(make_standard("b"), [Answer("a", 2, FRESH)], TODAY)

    assert (found.met, found.applicable) == (1, 3)
    assert found.unanswered == ("b", "c")
    assert found.critical_below_met == ("b",)


@pytest.mark.parametrize(
    "answers",
    [[Answer("z", 1)], [Answer("a", 1), Answer("a", 2)], [Answer("a", 4)], [Answer("a", -1)]],
)
def test_an_answer_that_cannot_be_is_our_fault(answers: list[Answer]) -> None:
    with pytest.raises(ValueError, match="answer"):
        score(make_standard(), answers, TODAY)


def test_the_first_standard_has_six_criteria_in_both_languages() -> None:
    standard = library().standards["S1"]

    assert [one.id for one in standard.criteria] == [f"S1.{number}" for number in range(1, 7)]
    assert (standard.title.said("en"), standard.title.said("cy")) == ("My life, my say", "Fy mywyd, fy llais")


def test_there_are_12_standards_with_69_criteria_of_which_15_are_critical() -> None:
    criteria = [one for each in library().standards.values() for one in each.criteria]

    assert list(library().standards) == [f"S{number}" for number in range(1, 13)]
    assert (len(criteria), len({one.id for one in criteria})) == (69, 69)
    assert sum(one.is_critical for one in criteria) == 15


def test_the_scale_has_five_steps() -> None:
    assert [step.value for step in library().scale] == [0, 1, 2, 3, None]


def test_every_criterion_can_be_shown_by_something() -> None:
    assert [
        one.id for each in library().standards.values() for one in each.criteria if not one.evidence
    ] == []


@pytest.mark.parametrize("raw", [{"en": "Met"}, {"en": "Met", "cy": " "}, {"cy": "Wedi'i gyflawni"}])
def test_no_text_is_in_one_language_only(raw: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="one language only"):
        words_of(raw)
