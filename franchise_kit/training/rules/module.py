"""A module as a document, schema ``training-module/1``: what it is made of, and whether it holds together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from franchise_kit.training.rules.reading import (
    BODY,
    LONG,
    ModuleNotUnderstood,
    Part,
    Words,
    as_part,
    check_once,
    check_whole,
)

__all__ = [
    "AUDIENCES", "SCHEMA", "FollowUp", "Lesson", "Module", "ModuleNotUnderstood", "Objective", "Option",
    "Question", "Quiz", "Words", "read_module",
]  # fmt: skip

SCHEMA: Final = "training-module/1"
EVERYONE: Final = "everyone"
AUDIENCES: Final = frozenset(
    {
        *(EVERYONE, "care-worker", "senior", "office", "manager", "responsible-individual", "volunteer"),
        *("board", "carer-member", "assessor"),
    }
)
CODE: Final = re.compile(r"[A-Z][A-Z0-9]{0,9}(?:-[A-Z0-9]{1,9}){0,3}")
MOST_MONTHS: Final = 120

_ID: Final = re.compile(r"(?=.{1,40}\Z)[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
_VERSION: Final = re.compile(r"(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4})){2}")
_STATUSES: Final = frozenset({"draft", "published"})
_KINDS: Final = frozenset({"single", "multiple"})
_DAY_MINUTES: Final = 24 * 60
_FIELDS: Final = (
    *("schema", "code", "version", "status", "title", "summary", "audience", "minutes", "pass_mark"),
    *("refresh_months", "objectives", "lessons", "quiz", "follow_up", "sign_off", "basis", "review"),
)


@dataclass(frozen=True, slots=True)
class Objective:
    """What somebody can do afterwards."""

    id: str
    text: Words


@dataclass(frozen=True, slots=True)
class Lesson:
    """One piece to read; the body is Markdown, see ``lesson_text``."""

    id: str
    minutes: int
    title: Words
    body_md: Words


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. Whether it is right never leaves the server before it is judged."""

    id: str
    text: Words
    is_right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the bank: exactly one right option if single, one or more if multiple."""

    id: str
    kind: Literal["single", "multiple"]
    objective_id: str
    stem: Words
    options: tuple[Option, ...]
    if_right: Words
    if_wrong: Words

    @property
    def right_ids(self) -> frozenset[str]:
        """The options that together are the answer."""
        return frozenset(option.id for option in self.options if option.is_right)

    def feedback(self, key: Literal["right", "wrong"]) -> Words:
        """Return what is said after the answer."""
        return self.if_right if key == "right" else self.if_wrong


@dataclass(frozen=True, slots=True)
class Quiz:
    """How many questions are drawn from the bank, and how often somebody may try."""

    draw: int
    shuffles_questions: bool
    shuffles_options: bool
    attempts: int
    wait_minutes: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One question that is asked again so many days after the completion."""

    after_days: int
    question_id: str


@dataclass(frozen=True, slots=True)
class Module:
    """One version of a module; the mark is in percent, ``refresh_months`` is ``None`` if learnt once."""

    code: str
    version: str
    status: Literal["draft", "published"]
    title: Words
    summary: Words
    audience: tuple[str, ...]
    minutes: int
    pass_mark: int
    refresh_months: int | None
    objectives: tuple[Objective, ...]
    lessons: tuple[Lesson, ...]
    quiz: Quiz
    follow_up: tuple[FollowUp, ...]
    needs_sign_off: bool
    basis: tuple[str, ...]
    reviewed_on: date
    review_due_on: date
    translation_note: str | None
    source: str | None

    def question(self, question_id: str) -> Question:
        """Return a question by its id."""
        return {question.id: question for question in self.quiz.questions}[question_id]


def read_module(document: Mapping[str, object]) -> Module:
    """Return a module from its document, as read from JSON; raise ``ModuleNotUnderstood`` at the first fault.

    Source: schema training-module/1: no unknown fields, both languages everywhere, codes unique, references
    resolved, every objective tested by every draw.
    """
    top = as_part("", document)
    if document.get("schema", SCHEMA) != SCHEMA:
        raise ModuleNotUnderstood(top.at("schema"), "module_schema_unknown")
    top.check_fields(_FIELDS, allowed=("translation", "source"))
    objectives = _objectives(top)
    quiz = _quiz(top.part("quiz"), objectives)
    reviewed_on, review_due_on = _review(top.part("review"))
    sign_off = top.part("sign_off")
    sign_off.check_fields(("required",))
    return Module(
        code=top.code("code", CODE),
        version=top.code("version", _VERSION),
        status="draft" if top.chosen("status", _STATUSES) == "draft" else "published",
        title=top.words("title"),
        summary=top.words("summary", most=LONG),
        audience=top.codes("audience", AUDIENCES),
        minutes=top.whole("minutes", least=1, most=_DAY_MINUTES),
        pass_mark=top.whole("pass_mark", least=1, most=100),
        refresh_months=top.whole_or_none("refresh_months", least=1, most=MOST_MONTHS),
        objectives=objectives,
        lessons=_lessons(top),
        quiz=quiz,
        follow_up=_follow_up(top.part("follow_up"), quiz),
        needs_sign_off=sign_off.truth("required"),
        basis=top.texts("basis"),
        reviewed_on=reviewed_on,
        review_due_on=review_due_on,
        translation_note=_translation_note(top),
        source=top.text("source", most=LONG) if top.has("source") else None,
    )


def _objectives(top: Part) -> tuple[Objective, ...]:
    parts = top.parts("objectives")
    for part in parts:
        part.check_fields(("id", "text"))
    _check_ids(parts)
    return tuple(Objective(id=part.code("id", _ID), text=part.words("text")) for part in parts)


def _lessons(top: Part) -> tuple[Lesson, ...]:
    parts = top.parts("lessons")
    for part in parts:
        part.check_fields(("id", "minutes", "title", "body_md"))
    _check_ids(parts)
    return tuple(
        Lesson(
            id=part.code("id", _ID),
            minutes=part.whole("minutes", least=1, most=_DAY_MINUTES),
            title=part.words("title"),
            body_md=part.words("body_md", most=BODY),
        )
        for part in parts
    )


def _quiz(part: Part, objectives: Sequence[Objective]) -> Quiz:
    part.check_fields(
        (
            "draw",
            "shuffle_questions",
            "shuffle_options",
            "attempts",
            "wait_minutes_between_attempts",
            "questions",
        )
    )
    question_parts = part.parts("questions")
    questions = tuple(_question(one, frozenset(each.id for each in objectives)) for one in question_parts)
    _check_ids(question_parts)
    tested = {question.objective_id for question in questions}
    for number, objective in enumerate(objectives):
        if objective.id not in tested:
            place = f"objectives[{number}]"
            raise ModuleNotUnderstood(place, "module_objective_untested")
    draw = part.whole("draw", least=1, most=100)
    if draw > len(questions):
        raise ModuleNotUnderstood(part.at("draw"), "module_draw_too_large")
    if draw < len(objectives):
        raise ModuleNotUnderstood(part.at("draw"), "module_draw_too_small")
    return Quiz(
        draw=draw,
        shuffles_questions=part.truth("shuffle_questions"),
        shuffles_options=part.truth("shuffle_options"),
        attempts=part.whole("attempts", least=1, most=20),
        wait_minutes=part.whole("wait_minutes_between_attempts", least=0, most=7 * _DAY_MINUTES),
        questions=questions,
    )


def _question(part: Part, objective_ids: frozenset[str]) -> Question:
    part.check_fields(("id", "kind", "objective", "stem", "options", "feedback"))
    feedback = part.part("feedback")
    feedback.check_fields(("right", "wrong"))
    question = Question(
        id=part.code("id", _ID),
        kind="single" if part.chosen("kind", _KINDS) == "single" else "multiple",
        objective_id=part.chosen("objective", objective_ids),
        stem=part.words("stem", most=LONG),
        options=_options(part),
        if_right=feedback.words("right", most=LONG),
        if_wrong=feedback.words("wrong", most=LONG),
    )
    if not question.right_ids:
        raise ModuleNotUnderstood(part.at("options"), "module_no_right_option")
    if question.kind == "single" and len(question.right_ids) > 1:
        raise ModuleNotUnderstood(part.at("options"), "module_two_right_options")
    return question


def _options(part: Part) -> tuple[Option, ...]:
    parts = part.parts("options")
    for one in parts:
        one.check_fields(("id", "text", "correct"))
    _check_ids(parts)
    check_whole(part.at("options"), len(parts), least=2, most=10)
    return tuple(
        Option(id=one.code("id", _ID), text=one.words("text"), is_right=one.truth("correct")) for one in parts
    )


def _follow_up(part: Part, quiz: Quiz) -> tuple[FollowUp, ...]:
    part.check_fields(("spaced_questions_days", "questions"))
    days = [
        check_whole(place, item, least=1, most=3660)
        for place, item in part.items("spaced_questions_days", may_be_empty=True)
    ]
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise ModuleNotUnderstood(part.at("spaced_questions_days"), "module_days_not_rising")
    known = frozenset(question.id for question in quiz.questions)
    question_ids = part.codes("questions", known, may_be_empty=True)
    if len(days) != len(question_ids):
        raise ModuleNotUnderstood(part.place, "module_follow_up_uneven")
    return tuple(FollowUp(*pair) for pair in zip(days, question_ids, strict=True))


def _review(part: Part) -> tuple[date, date]:
    part.check_fields(("last", "due"))
    last, due = part.day("last"), part.day("due")
    if due <= last:
        raise ModuleNotUnderstood(part.at("due"), "module_review_before_last")
    return last, due


def _translation_note(top: Part) -> str | None:
    if not top.has("translation"):
        return None
    part = top.part("translation")
    part.check_fields(("cy",))
    return part.text("cy", most=LONG)


def _check_ids(parts: Sequence[Part]) -> None:
    check_once((part.at("id"), part.code("id", _ID)) for part in parts)


def without_answers(document: Mapping[str, object]) -> dict[str, object]:
    """Return a module's document without what gives its quiz away: which options are right, and feedback.

    Source: co-op rule: whoever may learn a module may read it, and answers it before they see what is right.
    """
    quiz = document.get("quiz")
    if not isinstance(quiz, Mapping) or not isinstance(quiz.get("questions"), list):
        return dict(document)
    questions = [
        {
            **{name: value for name, value in question.items() if name not in {"feedback", "options"}},
            "options": [
                {name: value for name, value in option.items() if name != "correct"}
                for option in question.get("options", ())
            ],
        }
        for question in quiz["questions"]
    ]
    return {**document, "quiz": {**quiz, "questions": questions}}
