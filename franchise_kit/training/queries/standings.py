"""Where everybody stands with what is required. It asks nobody: whoever calls has asked."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.people.queries.facts import WorkerFacts, workers_on
from franchise_kit.training.models import Completion
from franchise_kit.training.queries.modules import FollowedModule, list_followed
from franchise_kit.training.queries.requirements import RequirementFacts, requirements_on
from franchise_kit.training.rules import matrix as rules
from franchise_kit.training.rules.reading import Words
from franchise_kit.training.rules.requiring import audiences_of

CompletionsOf = Mapping[tuple[UUID, str], list[rules.Completion]]


@dataclass(frozen=True, slots=True)
class Column:
    """One required module, and how many stand where with it."""

    key: str
    title: Words
    requirement: RequirementFacts
    counts: rules.Counts


@dataclass(frozen=True, slots=True)
class Row:
    """One worker; the standings are in the order of the columns."""

    worker: WorkerFacts
    standings: tuple[rules.Standing, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Workers and required modules on a day, and how many stand where over all."""

    on: date
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    counts: rules.Counts


def matrix_on(session: Session, on: date) -> Matrix:
    """Return the matrix of all who work here on a day."""
    required = requirements_on(session, on)
    modules = [one for one in list_followed(session) if one.key in required]
    workers = workers_on(session, on)
    done = completions_of(session, [one.person_id for one in workers])
    rows = tuple(_row(worker, modules, required, done, on) for worker in workers)
    columns = tuple(
        Column(
            key=module.key,
            title=module.module.title,
            requirement=required[module.key],
            counts=rules.counts(row.standings[place] for row in rows),
        )
        for place, module in enumerate(modules)
    )
    return Matrix(on, columns, rows, rules.counts(one for row in rows for one in row.standings))


def completions_of(session: Session, learners: Collection[UUID]) -> CompletionsOf:
    """Return what people have completed, by who and which module."""
    found: dict[tuple[UUID, str], list[rules.Completion]] = defaultdict(list)
    if not learners:
        return found
    wanted = select(
        Completion.learner, Completion.module_key, Completion.completed_on, Completion.valid_until
    ).where(Completion.learner.in_(set(learners)))
    for learner, key, completed_on, valid_until in session.execute(wanted):
        found[learner, key].append(rules.Completion(completed_on, valid_until))
    return found


def standing_of(
    worker: WorkerFacts,
    module: FollowedModule,
    required: RequirementFacts,
    done: Collection[rules.Completion],
    *,
    on: date,
) -> rules.Standing:
    """Return where one worker stands with one required module on a day.

    Days count from the start, or from when the module was first required here, whichever is later.
    """
    requirement = rules.Requirement(
        module.module.code, frozenset(module.module.audience), required.terms.due_days
    )
    learner = rules.Learner(audiences_of(worker.staff_category), max(worker.started_on, required.from_on))
    return rules.standing(requirement, learner, done, today=on)


def _row(
    worker: WorkerFacts,
    modules: Collection[FollowedModule],
    required: Mapping[str, RequirementFacts],
    done: CompletionsOf,
    on: date,
) -> Row:
    return Row(
        worker,
        tuple(
            standing_of(
                worker, module, required[module.key], done.get((worker.person_id, module.key), []), on=on
            )
            for module in modules
        ),
    )
