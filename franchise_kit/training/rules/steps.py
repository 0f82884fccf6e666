"""What a learner does next with a module: read, answer, wait, or nothing.

A sitting is one way through a module: its lessons, then as many attempts as it allows. It ends with a pass,
or when all attempts have failed; then the lessons are read anew.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from franchise_kit.training.rules.module import Module
from franchise_kit.training.rules.quiz import may_try
from tenants.refusal import Refusal

StepKind = Literal["lesson", "quiz", "open_quiz", "wait", "done"]


class LessonsUnread(Refusal):
    """The quiz comes after the lessons."""

    code = "training_lessons_unread"


class AttemptTooSoon(Refusal):
    """Between two attempts the module asks for some time."""

    code = "training_attempt_too_soon"


@dataclass(frozen=True, slots=True)
class Ended:
    """One attempt that was sent."""

    ended_at: datetime
    is_passed: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """Which way through a module this is, from 0, and when attempts failed in it.

    ``is_back`` says that it began because all attempts of the one before failed.
    """

    number: int
    failed_at: tuple[datetime, ...]
    is_back: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The one next thing."""

    kind: StepKind
    lesson_id: str | None = None
    attempt_id: UUID | None = None
    not_before: datetime | None = None


def sitting_of(ended: Sequence[Ended], *, attempts: int) -> Sitting:
    """Return the present sitting, from the attempts at one version in the order in which they ended.

    Source: module schema: ``attempts``; co-op rule: whoever used them up goes back to the lessons.
    """
    number, is_back = 0, False
    failed: list[datetime] = []
    for one in ended:
        if one.is_passed:
            number, failed, is_back = number + 1, [], False
            continue
        failed.append(one.ended_at)
        if len(failed) == attempts:
            number, failed, is_back = number + 1, [], True
    return Sitting(number, tuple(failed), is_back)


def check_may_start(module: Module, sitting: Sitting, read: Collection[str], *, now: datetime) -> None:
    """Refuse an attempt before the lessons of this sitting are read, or too soon after the last one.

    Source: module schema: lessons come before the quiz; ``wait_minutes_between_attempts``.
    """
    if _unread(module, read) is not None:
        raise LessonsUnread
    if not may_try(sitting.failed_at, module=module, now=now).is_allowed:
        raise AttemptTooSoon


def step_after(
    module: Module, sitting: Sitting, read: Collection[str], *, is_held: bool, now: datetime
) -> Step:
    """Return what comes next when no attempt is open.

    ``read``: the lessons read in this sitting. ``is_held``: a completion holds and is not due soon.
    Source: module schema: lessons, quiz, ``wait_minutes_between_attempts``.
    """
    if is_held and not read:
        return Step("done")
    unread = _unread(module, read)
    if unread is not None:
        return Step("lesson", lesson_id=unread)
    allowed = may_try(sitting.failed_at, module=module, now=now)
    if not allowed.is_allowed:
        return Step("wait", not_before=allowed.not_before)
    return Step("quiz")


def _unread(module: Module, read: Collection[str]) -> str | None:
    return next((lesson.id for lesson in module.lessons if lesson.id not in read), None)
