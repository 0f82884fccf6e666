# SPDX-License-Identifier: AGPL-3.0-or-later
"""A quiz is drawn evenly and the same for a seed; answers are judged exactly; tries are counted."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from franchise_kit.training.rules.catalogue import SHIPPED
from franchise_kit.training.rules.module import Module
from franchise_kit.training.rules.quiz import AnswersDoNotFit, Asked, MayTry, draw, judge, may_try
from tests.rules.training.documents import make_module

SAFEGUARDING = make_module("SAF-A")
MODULES = tuple(make_module(code) for code in SHIPPED)
SHORT = make_module("SAF-A", draw=4)
SIX = make_module("SAF-A", draw=6)
ALL_RIGHT = {question.id: question.right_ids for question in SAFEGUARDING.quiz.questions}
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SEEDS = st.integers(min_value=-(2**63), max_value=2**63)


def objectives_of(module: Module, asked: Sequence[Asked]) -> Counter[str]:
    return Counter(module.question(one.question_id).objective_id for one in asked)


def test_a_seed_means_the_same_for_ever() -> None:
    """Worked out once: a stored attempt is drawn again years later, and must be the same."""
    assert draw(SHORT, seed=20261122) == (
        Asked("SAF-Q2", ("b", "a", "c")),
        Asked("SAF-Q3", ("c", "b", "a")),
        Asked("SAF-Q8", ("c", "b", "a")),
        Asked("SAF-Q6", ("b", "a", "c")),
    )


@given(module=st.sampled_from(MODULES), seed=SEEDS)
def test_a_draw_is_repeated_by_its_seed(module: Module, seed: int) -> None:
    assert draw(module, seed=seed) == draw(module, seed=seed)


@given(module=st.sampled_from((*MODULES, SHORT, SIX)), seed=SEEDS)
def test_a_draw_has_its_number_of_questions_each_once_with_all_options(module: Module, seed: int) -> None:
    asked = draw(module, seed=seed)

    assert len(asked) == module.quiz.draw
    assert len({one.question_id for one in asked}) == module.quiz.draw
    for one in asked:
        options = module.question(one.question_id).options
        assert sorted(one.option_ids) == sorted(option.id for option in options)


@given(seed=SEEDS)
def test_every_objective_is_asked_about(seed: int) -> None:
    assert objectives_of(SHORT, draw(SHORT, seed=seed)) == {"O1": 1, "O2": 1, "O3": 1, "O4": 1}


@given(seed=SEEDS)
def test_a_draw_is_even_as_far_as_the_bank_allows(seed: int) -> None:
    """The bank has two, two, three and one: six are the one, and of the others one or two."""
    drawn = objectives_of(SIX, draw(SIX, seed=seed))

    assert drawn["O4"] == 1
    assert sorted(drawn[objective] for objective in ("O1", "O2", "O3")) == [1, 2, 2]


def test_seeds_draw_different_questions_orders_and_options() -> None:
    drawn = [draw(SHORT, seed=seed) for seed in range(200)]

    assert {one.question_id for asked in drawn for one in asked} == set(ALL_RIGHT)
    assert len({tuple(one.question_id for one in asked) for asked in drawn}) > 100
    assert {one.option_ids[0] for asked in drawn for one in asked if one.question_id == "SAF-Q8"} == set(
        "abc"
    )


def test_the_right_option_stands_in_every_place_about_as_often() -> None:
    """Authors put the right option second too often; 600 draws of one question, each place 200 ± 50."""
    places = Counter(
        one.option_ids.index("b")
        for seed in range(600)
        for one in draw(SHORT, seed=seed)
        if one.question_id == "SAF-Q8"
    )

    assert sorted(places) == [0, 1, 2]
    assert all(150 <= count <= 250 for count in places.values())


def test_a_module_that_shuffles_nothing_keeps_its_order() -> None:
    module = make_module("SAF-A", shuffle_questions=False, shuffle_options=False)

    asked = draw(module, seed=7)

    assert [one.question_id for one in asked] == [question.id for question in module.quiz.questions]
    assert [one.option_ids for one in asked] == [
        tuple(option.id for option in question.options) for question in module.quiz.questions
    ]


def test_what_is_asked_does_not_say_what_is_right() -> None:
    assert set(Asked.__slots__) == {"question_id", "option_ids"}


@pytest.mark.parametrize(
    ("wrong", "score_percent", "is_passed"),
    [(0, 100, True), (1, 87, True), (2, 75, False), (7, 12, False), (8, 0, False)],
)
def test_the_score_is_whole_percent_rounded_down(wrong: int, score_percent: int, is_passed: bool) -> None:
    asked = draw(SAFEGUARDING, seed=1)
    answers = ALL_RIGHT | {one.question_id: frozenset[str]() for one in asked[:wrong]}

    judged = judge(SAFEGUARDING, asked, answers)

    assert (judged.score_percent, judged.is_passed) == (score_percent, is_passed)
    assert (judged.right, judged.asked) == (8 - wrong, 8)


def test_the_pass_mark_itself_passes() -> None:
    board = make_module("BRD-1")
    asked = draw(board, seed=1)
    answers = {one.question_id: board.question(one.question_id).right_ids for one in asked[:6]}

    judged = judge(board, asked, answers)

    assert (judged.score_percent, board.pass_mark, judged.is_passed) == (75, 75, True)


@pytest.mark.parametrize(
    ("case", "question_id", "chosen", "is_right"),
    [
        ("the right one", "SAF-Q1", "c", True),
        ("a wrong one", "SAF-Q1", "a", False),
        ("the right one and another", "SAF-Q1", "ac", False),
        ("none", "SAF-Q1", "", False),
        ("all the right ones", "SAF-Q3", "ab", True),
        ("one of two right ones", "SAF-Q3", "a", False),
        ("all there are", "SAF-Q3", "abc", False),
    ],
)
def test_a_question_is_right_only_whole(case: str, question_id: str, chosen: str, is_right: bool) -> None:
    asked = draw(SAFEGUARDING, seed=1)

    judged = judge(SAFEGUARDING, asked, ALL_RIGHT | {question_id: frozenset(chosen)})

    marked = {one.question_id: one for one in judged.questions}[question_id]
    assert (marked.is_right, marked.feedback) == (is_right, "right" if is_right else "wrong"), case
    assert marked.is_answered == bool(chosen), case
    assert judged.right == 7 + is_right, case


def test_marks_stand_in_the_order_in_which_was_asked() -> None:
    asked = draw(SAFEGUARDING, seed=5)

    judged = judge(SAFEGUARDING, asked, {})

    assert [one.question_id for one in judged.questions] == [one.question_id for one in asked]
    assert {(one.is_answered, one.is_right) for one in judged.questions} == {(False, False)}


def test_an_answer_to_what_was_not_asked_is_refused() -> None:
    asked = draw(SHORT, seed=1)
    other = next(
        question_id for question_id in ALL_RIGHT if question_id not in {one.question_id for one in asked}
    )

    for answers in ({other: frozenset("a")}, {other: frozenset[str]()}, {"SAF-Q99": frozenset("a")}):
        with pytest.raises(AnswersDoNotFit):
            judge(SHORT, asked, answers)


def test_an_option_that_there_is_not_is_refused() -> None:
    asked = draw(SAFEGUARDING, seed=1)

    with pytest.raises(AnswersDoNotFit):
        judge(SAFEGUARDING, asked, {asked[0].question_id: frozenset({"a", "z"})})


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        question.id: st.frozensets(st.sampled_from([option.id for option in question.options]))
        for question in SAFEGUARDING.quiz.questions
    },
)


@given(seed=SEEDS, answers=CHOICES)
def test_the_score_does_not_depend_on_the_order(seed: int, answers: dict[str, frozenset[str]]) -> None:
    judged = judge(SAFEGUARDING, draw(SAFEGUARDING, seed=seed), answers)
    right = sum(answers.get(question_id) == right_ids for question_id, right_ids in ALL_RIGHT.items())

    assert (judged.right, judged.score_percent) == (right, right * 100 // 8)
    assert judged.is_passed == (right >= 7)


def ago(*minutes: int) -> list[datetime]:
    return [NOON - timedelta(minutes=one) for one in minutes]


@pytest.mark.parametrize(
    ("case", "attempts", "expected"),
    [
        ("the first", ago(), MayTry(is_allowed=True, not_before=None, left=3)),
        ("too soon", ago(4), MayTry(is_allowed=False, not_before=NOON + timedelta(minutes=6), left=2)),
        ("to the minute", ago(10), MayTry(is_allowed=True, not_before=None, left=2)),
        ("the last counts, in any order", ago(1, 90),
         MayTry(is_allowed=False, not_before=NOON + timedelta(minutes=9), left=1)),
        ("a third", ago(90, 30), MayTry(is_allowed=True, not_before=None, left=1)),
        ("none left, however long ago", ago(9000, 8000, 7000),
         MayTry(is_allowed=False, not_before=None, left=0)),
        ("more than there are", ago(4, 3, 2, 1), MayTry(is_allowed=False, not_before=None, left=0)),
    ],
)  # fmt: skip
def test_who_may_try(case: str, attempts: list[datetime], expected: MayTry) -> None:
    assert may_try(attempts, module=SAFEGUARDING, now=NOON) == expected, case


def test_without_a_wait_the_next_try_is_at_once() -> None:
    assert may_try([NOON], module=make_module("BRD-1"), now=NOON) == MayTry(
        is_allowed=True, not_before=None, left=4
    )
