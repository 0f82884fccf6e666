"""One's own learning: what is to do, what was asked, and how it went. Nobody else's is found here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries.facts import WorkerFacts, worker_of_person
from franchise_kit.training.models import Attempt, Completion, LessonRead
from franchise_kit.training.queries.modules import FollowedModule, get_followed, get_version, list_followed
from franchise_kit.training.queries.requirements import RequirementFacts, requirements_on
from franchise_kit.training.queries.standings import CompletionsOf, completions_of, standing_of
from franchise_kit.training.rules import matrix as rules
from franchise_kit.training.rules.module import Module
from franchise_kit.training.rules.quiz import Asked, Judged, judge
from franchise_kit.training.rules.reading import Words
from franchise_kit.training.rules.steps import Ended, Sitting, Step, sitting_of, step_after
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class CompletionFacts:
    """One completion; ``valid_until`` is the first day on which it no longer holds."""

    id: UUID
    module_version: int
    language: str
    score_percent: int | None
    completed_on: date
    valid_until: date | None
    valid_because: str


@dataclass(frozen=True, slots=True)
class OwnModule:
    """A module as one learner sees it: ``standing`` is ``None`` if it is not required of them."""

    followed: FollowedModule
    standing: rules.Standing | None
    sitting: Sitting
    read: frozenset[str]
    step: Step

    @property
    def is_needed(self) -> bool:
        """Whether it is required of this learner."""
        return self.standing is not None and self.standing.status != "not_needed"


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One option; whether it is right is not in here."""

    id: str
    text: Words


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question as it is put; after it was judged also what was chosen and what is said about it."""

    id: str
    kind: str
    stem: Words
    options: tuple[ShownOption, ...]
    chosen: frozenset[str] = frozenset()
    is_right: bool | None = None
    feedback: Words | None = None


@dataclass(frozen=True, slots=True)
class OwnAttempt:
    """One's own attempt. What is right never stands in it; what was said does, once it was sent."""

    id: UUID
    key: str
    version: int
    title: Words
    pass_mark: int
    started_at: datetime
    submitted_at: datetime | None
    score_percent: int | None
    is_passed: bool | None
    questions: tuple[ShownQuestion, ...]
    completion: CompletionFacts | None

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(question.is_right is True for question in self.questions)


def learner_of(by: Actor) -> UUID:
    """Return who learns, or raise ``NotFound``: a person of this office who may take modules."""
    within(by, Permission.TRAINING_TAKE)
    if by.person_id is None:
        raise NotFound(record_kind="learner")
    return by.person_id


def list_own_modules(session: Session, *, by: Actor, now: datetime) -> list[OwnModule]:
    """Return all modules that the co-op follows: first what is required and what is most pressing."""
    learner = learner_of(by)
    required, worker = requirements_on(session, london_day(now)), worker_of_person(session, learner)
    done = completions_of(session, [learner])
    found = [
        _own_module(session, one, _Seen(learner, worker, required, done), now)
        for one in list_followed(session)
    ]
    return sorted(found, key=_pressing)


def get_own_module(session: Session, key: str, *, by: Actor, now: datetime) -> OwnModule:
    """Return one module that the co-op follows, or raise ``NotFound``."""
    learner = learner_of(by)
    seen = _Seen(
        learner,
        worker_of_person(session, learner),
        requirements_on(session, london_day(now)),
        completions_of(session, [learner]),
    )
    return _own_module(session, get_followed(session, key), seen, now)


def list_own_completions(session: Session, key: str, *, by: Actor) -> list[CompletionFacts]:
    """Return one's own completions of a module, the latest first."""
    rows = (
        select(Completion)
        .where(Completion.learner == learner_of(by), Completion.module_key == key)
        .order_by(Completion.completed_on.desc(), Completion.recorded_at.desc())
    )
    return [_completion(row) for row in session.scalars(rows)]


def get_own_attempt(session: Session, attempt_id: UUID, *, by: Actor) -> OwnAttempt:
    """Return one's own attempt, or raise ``NotFound``."""
    row = session.get(Attempt, attempt_id)
    if row is None or row.learner != learner_of(by):
        raise NotFound(record_kind="quiz_attempt")
    module = get_version(session, row.module_key, row.module_version, content_hash=row.content_hash).module
    asked = asked_of(row)
    answers = {name: frozenset(chosen) for name, chosen in (row.answers or {}).items()}
    judged = judge(module, asked, answers) if row.submitted_at is not None else None
    completion = session.scalars(select(Completion).where(Completion.attempt_id == row.id)).first()
    return OwnAttempt(
        id=row.id,
        key=row.module_key,
        version=row.module_version,
        title=module.title,
        pass_mark=module.pass_mark,
        started_at=row.started_at,
        submitted_at=row.submitted_at,
        score_percent=row.score_percent,
        is_passed=row.is_passed,
        questions=_shown(module, asked, answers, judged),
        completion=_completion(completion) if completion is not None else None,
    )


def asked_of(row: Attempt) -> tuple[Asked, ...]:
    """Return what an attempt asks, as it was drawn."""
    return tuple(Asked(question_id, tuple(option_ids)) for question_id, option_ids in row.asked)


def sitting_in(session: Session, learner: UUID, followed: FollowedModule) -> Sitting:
    """Return which way through a version somebody is on."""
    rows = session.execute(
        select(Attempt.submitted_at, Attempt.is_passed)
        .where(
            Attempt.learner == learner,
            Attempt.module_key == followed.key,
            Attempt.module_version == followed.version,
            Attempt.submitted_at.is_not(None),
        )
        .order_by(Attempt.submitted_at, Attempt.id)
    )
    ended = [Ended(ended_at, bool(is_passed)) for ended_at, is_passed in rows if ended_at is not None]
    return sitting_of(ended, attempts=followed.module.quiz.attempts)


def read_in(session: Session, learner: UUID, followed: FollowedModule, sitting: Sitting) -> frozenset[str]:
    """Return which lessons of a version somebody has read in a sitting."""
    return frozenset(
        session.scalars(
            select(LessonRead.lesson_id).where(
                LessonRead.learner == learner,
                LessonRead.module_key == followed.key,
                LessonRead.module_version == followed.version,
                LessonRead.sitting == sitting.number,
            )
        )
    )


def open_attempt_id(session: Session, learner: UUID, key: str) -> UUID | None:
    """Return the attempt at a module that somebody has not sent, of whichever version."""
    return session.scalar(
        select(Attempt.id).where(
            Attempt.learner == learner, Attempt.module_key == key, Attempt.submitted_at.is_(None)
        )
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    learner: UUID
    worker: WorkerFacts | None
    required: Mapping[str, RequirementFacts]
    done: CompletionsOf


def _own_module(session: Session, followed: FollowedModule, seen: _Seen, now: datetime) -> OwnModule:
    today = london_day(now)
    done = seen.done.get((seen.learner, followed.key), [])
    required = seen.required.get(followed.key)
    standing = None
    if seen.worker is not None and required is not None:
        standing = standing_of(seen.worker, followed, required, done, on=today)
    sitting = sitting_in(session, seen.learner, followed)
    read = read_in(session, seen.learner, followed, sitting)
    open_id = open_attempt_id(session, seen.learner, followed.key)
    if open_id is not None:
        step = Step("open_quiz", attempt_id=open_id)
    else:
        step = step_after(followed.module, sitting, read, is_held=_is_held(standing, done, today), now=now)
    return OwnModule(followed, standing, sitting, read, step)


def _is_held(standing: rules.Standing | None, done: Collection[rules.Completion], today: date) -> bool:
    """Say whether a completion holds, and nothing asks for a renewal yet."""
    if standing is not None and standing.status != "not_needed":
        return standing.status == "done"
    return any(one.valid_until is None or today < one.valid_until for one in done)


def _pressing(one: OwnModule) -> tuple[int, date, str]:
    order = ("overdue", "due_soon", "not_started", "done", "not_needed")
    if one.standing is None:
        return len(order), date.max, one.followed.key
    return order.index(one.standing.status), one.standing.due_on or date.max, one.followed.key


def _shown(
    module: Module, asked: tuple[Asked, ...], answers: Mapping[str, frozenset[str]], judged: Judged | None
) -> tuple[ShownQuestion, ...]:
    marked = {one.question_id: one for one in judged.questions} if judged is not None else {}
    shown = []
    for one in asked:
        question, mark = module.question(one.question_id), marked.get(one.question_id)
        texts = {option.id: option.text for option in question.options}
        shown.append(
            ShownQuestion(
                id=question.id,
                kind=question.kind,
                stem=question.stem,
                options=tuple(ShownOption(option_id, texts[option_id]) for option_id in one.option_ids),
                chosen=answers.get(question.id, frozenset()),
                is_right=mark.is_right if mark is not None else None,
                feedback=question.feedback(mark.feedback) if mark is not None else None,
            )
        )
    return tuple(shown)


def _completion(row: Completion) -> CompletionFacts:
    return CompletionFacts(
        id=row.id,
        module_version=row.module_version,
        language=row.language,
        score_percent=row.score_percent,
        completed_on=row.completed_on,
        valid_until=row.valid_until,
        valid_because=row.valid_because,
    )
