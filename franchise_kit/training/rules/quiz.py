"""A quiz: which questions are asked in which order, what the answers are worth, and when one may try again.

What is asked is ids only, so that a right answer never leaves the server before it is judged.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from franchise_kit.training.rules.module import Module, Question
from tenants.refusal import Refusal


class AnswersDoNotFit(Refusal):
    """An answer names a question that was not asked, or an option that it does not have."""

    code = "quiz_answers_do_not_fit"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is put: its options in the order in which they are shown."""

    question_id: str
    option_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """One question after it was judged; ``feedback`` is the key of what is said about it."""

    question_id: str
    is_answered: bool
    is_right: bool
    feedback: Literal["right", "wrong"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A whole attempt after it was judged. The score is whole percent, rounded down."""

    score_percent: int
    is_passed: bool
    right: int
    asked: int
    questions: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class MayTry:
    """Whether somebody may try now; ``not_before`` if only time is wanting, ``left`` counts attempts."""

    is_allowed: bool
    not_before: datetime | None
    left: int


def draw(module: Module, *, seed: int) -> tuple[Asked, ...]:
    """Return the questions of one attempt: even over the objectives, and the same for the same seed.

    The order comes from hashes and not from a generator: no version of Python changes what a seed means.
    Source: module schema: ``draw`` questions from the bank by objective, shuffled as the module says.
    """
    quiz = module.quiz
    drawn = frozenset(question.id for question in _drawn(module, seed))
    questions: Iterable[Question] = (question for question in quiz.questions if question.id in drawn)
    if quiz.shuffles_questions:
        questions = sorted(questions, key=lambda question: _place(seed, "order", question.id))
    return tuple(
        Asked(question.id, _options(question, seed=seed, is_shuffled=quiz.shuffles_options))
        for question in questions
    )


def judge(module: Module, asked: Sequence[Asked], answers: Mapping[str, frozenset[str]]) -> Judged:
    """Return what answers are worth: a question counts if all its right options were chosen and no other.

    A question without an answer counts as wrong. Percent are rounded down, so that nobody reads the pass mark
    as their score and has not passed.
    Source: module schema: ``correct`` for each option, ``pass_mark`` in percent.
    """
    _check_answers(asked, answers)
    marked = tuple(_mark(module.question(one.question_id), answers.get(one.question_id)) for one in asked)
    right = sum(one.is_right for one in marked)
    score_percent = 100 * right // len(marked)
    return Judged(
        score_percent=score_percent,
        is_passed=score_percent >= module.pass_mark,
        right=right,
        asked=len(marked),
        questions=marked,
    )


def may_try(attempts: Sequence[datetime], *, module: Module, now: datetime) -> MayTry:
    """Say whether somebody may try the quiz now.

    ``attempts``: when each attempt that failed ended, aware UTC, in any order. Whoever is back at the lessons
    after the last one starts with none: leave the earlier ones out.
    Source: module schema: ``attempts`` and ``wait_minutes_between_attempts``.
    """
    left = max(0, module.quiz.attempts - len(attempts))
    if left == 0:
        return MayTry(is_allowed=False, not_before=None, left=0)
    if attempts:
        not_before = max(attempts) + timedelta(minutes=module.quiz.wait_minutes)
        if now < not_before:
            return MayTry(is_allowed=False, not_before=not_before, left=left)
    return MayTry(is_allowed=True, not_before=None, left=left)


def _drawn(module: Module, seed: int) -> tuple[Question, ...]:
    """Return the first question of every objective, then the second of every objective, and so on."""
    banks: dict[str, list[Question]] = {}
    for question in sorted(module.quiz.questions, key=lambda one: _place(seed, "bank", one.id)):
        banks.setdefault(question.objective_id, []).append(question)
    in_turn = [
        (turn, _place(seed, "objective", objective_id), question)
        for objective_id, bank in banks.items()
        for turn, question in enumerate(bank)
    ]
    in_turn.sort(key=lambda entry: entry[:2])
    return tuple(question for _, _, question in in_turn[: module.quiz.draw])


def _options(question: Question, *, seed: int, is_shuffled: bool) -> tuple[str, ...]:
    option_ids = [option.id for option in question.options]
    if is_shuffled:
        option_ids.sort(key=lambda option_id: _place(seed, question.id, option_id))
    return tuple(option_ids)


def _place(seed: int, purpose: str, name: str) -> bytes:
    return sha256(f"{seed}/{purpose}/{name}".encode()).digest()


def _check_answers(asked: Sequence[Asked], answers: Mapping[str, frozenset[str]]) -> None:
    shown = {one.question_id: frozenset(one.option_ids) for one in asked}
    for question_id, chosen in answers.items():
        if not chosen <= shown.get(question_id, frozenset()) or question_id not in shown:
            raise AnswersDoNotFit


def _mark(question: Question, chosen: frozenset[str] | None) -> Marked:
    is_right = chosen == question.right_ids
    return Marked(
        question_id=question.id,
        is_answered=bool(chosen),
        is_right=is_right,
        feedback="right" if is_right else "wrong",
    )
