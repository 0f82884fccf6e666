"""Facts about learning for the rooms above, inside their own readings and transactions.

Nothing here asks who reads: the room that calls has asked already, by its own permission.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select, union
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_span
from franchise_kit.training.models import Attempt, Completion, LessonRead
from franchise_kit.training.queries.modules import key_of
from franchise_kit.training.queries.standings import matrix_on
from franchise_kit.training.rules.matrix import training_in_date


def in_date_counts(session: Session, on: date) -> tuple[int, int]:
    """Return how many required trainings are in date on a day, and how many are required by then."""
    found = training_in_date(cell for row in matrix_on(session, on).rows for cell in row.standings)
    return found.numerator, found.denominator


def learners_in(session: Session, from_: date, until: date) -> int:
    """Return how many people learnt in some London days, ``until`` exclusive.

    Whoever read a lesson, sent an attempt or completed a module counts, once.
    """
    return len(learner_ids_in(session, from_, until))


def learner_ids_in(session: Session, from_: date, until: date) -> frozenset[UUID]:
    """Return who learnt in some London days, ``until`` exclusive."""
    begins, ends = london_span(from_, until)
    found = union(
        select(LessonRead.learner).where(LessonRead.read_at >= begins, LessonRead.read_at < ends),
        select(Attempt.learner).where(Attempt.submitted_at >= begins, Attempt.submitted_at < ends),
        select(Completion.learner).where(Completion.completed_on >= from_, Completion.completed_on < until),
    )
    return frozenset(session.scalars(found))


def in_date_of(
    session: Session, learners: Collection[UUID], codes: Collection[str], on: date
) -> dict[UUID, frozenset[str]]:
    """Return which of some modules, by code, people have completed and have in date on a day.

    Who has none of them in date is left out.
    """
    by_key = {key_of(code): code for code in codes}
    if not learners or not by_key:
        return {}
    rows = session.execute(
        select(Completion.learner, Completion.module_key).where(
            Completion.learner.in_(set(learners)),
            Completion.module_key.in_(by_key),
            Completion.completed_on <= on,
            or_(Completion.valid_until.is_(None), Completion.valid_until > on),
        )
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for learner, key in rows:
        found[learner].add(by_key[key])
    return {learner: frozenset(held) for learner, held in found.items()}
