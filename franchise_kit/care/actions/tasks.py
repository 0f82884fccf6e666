"""What was done at a visit, and its note: written while somebody is there, and fixed when they leave."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import KindTask, TaskOutcome, Visit
from franchise_kit.care.rules import attending as rules
from franchise_kit.care.rules.visits import CheckedOutAlready, NotCheckedIn
from franchise_kit.people.queries.facts import worker_of_person
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

# Answers by the task's id: ``done``, or one of ``rules.WHY_NOT``.
Answers = Mapping[UUID, str]
NOTHING_SAID: Final[Answers] = MappingProxyType({})


def write_down(
    *, coop: Coop, visit_id: UUID, answers: Answers, note: str | None, by: Actor, now: datetime
) -> None:
    """Keep answers to a visit's tasks, and its note, while one is there; no note keeps the one there is.

    Raise ``NotFound`` for another worker's visit and for a task of another kind of visit; ``NotCheckedIn``
    or ``CheckedOutAlready``.
    """
    with transaction(coop, by=by, doing="care.write_down") as session:
        within(by, Permission.VISIT_RECORD)
        worker = worker_of_person(session, by.person_id) if by.person_id is not None else None
        row = session.get(Visit, visit_id, with_for_update=True)
        if row is None or worker is None or row.told_worker_id != worker.id:
            raise NotFound(record_kind="visit")
        if row.checked_in_at is None:
            raise NotCheckedIn
        if row.checked_out_at is not None:
            raise CheckedOutAlready
        keep_answers(session, row, answers, at=now)
        if note is not None:
            row.note = note.strip() or None
        row.version += 1
        journal.note(session, record_kind="visit", record_id=visit_id)


def keep_answers(session: Session, row: Visit, answers: Answers, *, at: datetime) -> None:
    """Write answers to tasks of a visit; the newest answer to a task stands. Raise ``NotFound``."""
    if not answers:
        return
    offered = {task.id for task in _tasks_of(session, row)}
    if not set(answers) <= offered:
        raise NotFound(record_kind="visit")
    before = {
        one.kind_task_id: one
        for one in session.scalars(select(TaskOutcome).where(TaskOutcome.visit_id == row.id))
    }
    for task_id, said in answers.items():
        outcome = before.get(task_id) or TaskOutcome(visit_id=row.id, kind_task_id=task_id)
        outcome.is_done, outcome.why_not = rules.answer_of(said)
        outcome.noted_at = at
        session.add(outcome)
    session.flush()


def check_answered(session: Session, row: Visit) -> None:
    """Raise ``TasksUnanswered`` while an essential task of a visit has no answer."""
    answered = set(session.scalars(select(TaskOutcome.kind_task_id).where(TaskOutcome.visit_id == row.id)))
    missing = [task.id for task in _tasks_of(session, row) if task.is_essential and task.id not in answered]
    if missing:
        raise rules.TasksUnanswered(visit_id=row.id, tasks=len(missing))


def _tasks_of(session: Session, row: Visit) -> list[KindTask]:
    if row.visit_kind_id is None:
        return []
    wanted = select(KindTask).where(KindTask.visit_kind_id == row.visit_kind_id, KindTask.is_offered)
    return list(session.scalars(wanted.order_by(KindTask.position)))
