"""Reading lessons and answering quizzes, each learner for themselves. Answers are judged here alone."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_day
from franchise_kit.training.models import Attempt, Completion, LessonRead
from franchise_kit.training.queries.learning import asked_of, learner_of, open_attempt_id, read_in, sitting_in
from franchise_kit.training.queries.modules import get_followed, get_version
from franchise_kit.training.queries.requirements import requirements_on
from franchise_kit.training.rules.module import Module
from franchise_kit.training.rules.quiz import Judged, draw, judge
from franchise_kit.training.rules.requiring import basis_of, renewal_of, usual_terms
from franchise_kit.training.rules.steps import check_may_start
from franchise_kit.training.rules.validity import valid_until
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.transaction import transaction

SEED_BITS: Final = 62
Answers = Mapping[str, frozenset[str]]


class AttemptSentAlready(Refusal):
    """An attempt is judged once."""

    code = "training_attempt_sent_already"


@dataclass(frozen=True, slots=True)
class Sent:
    """How an attempt went, and the completion it made if it passed."""

    judged: Judged
    completion_id: UUID | None


def read_lesson(*, coop: Coop, key: str, lesson_id: str, by: Actor, now: datetime) -> None:
    """Mark a lesson of the followed version as read in this sitting; a second time changes nothing."""
    with transaction(coop, by=by, doing="training.read_lesson") as session:
        learner = learner_of(by)
        followed = get_followed(session, key)
        if lesson_id not in {lesson.id for lesson in followed.module.lessons}:
            raise NotFound(record_kind="lesson")
        read = insert(LessonRead).values(
            learner=learner,
            module_key=key,
            module_version=followed.version,
            lesson_id=lesson_id,
            sitting=sitting_in(session, learner, followed).number,
            read_at=now,
        )
        session.execute(read.on_conflict_do_nothing())
        journal.note(session, record_kind="lesson", module=followed.module.code, lesson=lesson_id)


def start_attempt(*, coop: Coop, key: str, language: str, by: Actor, now: datetime) -> UUID:
    """Draw the questions of an attempt and keep them; one that is open is gone on with, whatever its version.

    ``language`` is ``en`` or ``cy``. Raises ``NotFound``, ``LessonsUnread`` or ``AttemptTooSoon``.
    """
    with transaction(coop, by=by, doing="training.start_attempt") as session:
        learner = learner_of(by)
        followed = get_followed(session, key)
        journal.note(session, record_kind="quiz_attempt", module=followed.module.code)
        open_id = open_attempt_id(session, learner, key)
        if open_id is not None:
            return open_id
        sitting = sitting_in(session, learner, followed)
        check_may_start(followed.module, sitting, read_in(session, learner, followed, sitting), now=now)
        seed = secrets.randbits(SEED_BITS)
        started = insert(Attempt).values(
            id=uuid4(),
            learner=learner,
            module_key=key,
            module_version=followed.version,
            content_hash=followed.published.content_hash,
            language=language,
            seed=seed,
            asked=[[one.question_id, list(one.option_ids)] for one in draw(followed.module, seed=seed)],
            started_at=now,
        )
        # Of two that start at once the second finds the first one's attempt.
        once = started.on_conflict_do_nothing(
            index_elements=["learner", "module_key"], index_where=text("submitted_at IS NULL")
        )
        made = session.scalar(once.returning(Attempt.id)) or open_attempt_id(session, learner, key)
        if made is None:
            # The other one was sent within the same instant.
            raise AttemptSentAlready
        return made


def submit_attempt(
    *, coop: Coop, attempt_id: UUID, answers: Answers, language: str, by: Actor, now: datetime
) -> Sent:
    """Judge one's own attempt by the version that it began with, once; a pass makes a completion.

    ``language`` is the one in which it was answered. Raises ``NotFound``, ``AttemptSentAlready`` or
    ``AnswersDoNotFit``.
    """
    with transaction(coop, by=by, doing="training.submit_attempt") as session:
        learner = learner_of(by)
        row = session.get(Attempt, attempt_id, with_for_update=True)
        if row is None or row.learner != learner:
            raise NotFound(record_kind="quiz_attempt")
        if row.submitted_at is not None:
            raise AttemptSentAlready(attempt_id=row.id)
        module = get_version(
            session, row.module_key, row.module_version, content_hash=row.content_hash
        ).module
        judged = judge(module, asked_of(row), answers)
        row.answers = {question_id: sorted(chosen) for question_id, chosen in answers.items()}
        row.submitted_at, row.language = now, language
        row.score_percent, row.is_passed = judged.score_percent, judged.is_passed
        session.flush()
        completion_id = _complete(session, row, module, now=now) if judged.is_passed else None
        journal.note(
            session,
            record_kind="quiz_attempt",
            record_id=row.id,
            module=module.code,
            version=row.module_version,
            is_passed=judged.is_passed,
        )
        return Sent(judged, completion_id)


def _complete(session: Session, attempt: Attempt, module: Module, *, now: datetime) -> UUID:
    """Write the completion of an attempt that passed, and until when it holds and why."""
    today = london_day(now)
    required = requirements_on(session, today).get(attempt.module_key)
    terms = required.terms if required is not None else usual_terms(module)
    rule = renewal_of(module, terms)
    earlier = session.scalar(
        select(func.max(Completion.valid_until)).where(
            Completion.learner == attempt.learner, Completion.module_key == attempt.module_key
        )
    )
    until = valid_until(today, rule, previous_valid_until=earlier)
    is_from_before = until != valid_until(today, rule)
    counted = "never" if until is None else "previous_due" if is_from_before else "completion"
    row = Completion(
        id=uuid4(),
        learner=attempt.learner,
        module_key=attempt.module_key,
        module_version=attempt.module_version,
        how="quiz",
        language=attempt.language,
        minutes=module.minutes,
        score_percent=attempt.score_percent,
        attempt_id=attempt.id,
        completed_on=today,
        valid_until=until,
        valid_because=f"{basis_of(module, terms)}.{counted}",
        recorded_by_person=attempt.learner,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row.id
