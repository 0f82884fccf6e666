"""Completions of a demo, all at once: people learnt in a class before the co-op came here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select

from franchise_kit.training.models import Completion
from tenants import journal
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class SeedCompletion:
    """Somebody completed a module in a class on a day; ``valid_until`` is exclusive."""

    learner: UUID
    language: str
    minutes: int
    completed_on: date
    valid_until: date


def seed_completions(
    *, coop: Coop, key: str, version: int, completions: Sequence[SeedCompletion], now: datetime
) -> bool:
    """Record completions; say whether it was done, for one load after another does nothing."""
    with transaction(coop, by=SYSTEM, doing="training.seed_completions") as session:
        learners = [one.learner for one in completions]
        done = exists().where(Completion.learner.in_(learners), Completion.module_key == key)
        if not completions or session.scalar(select(done)):
            return False
        session.add_all(_row(one, key, version, now) for one in completions)
        journal.note(session, record_kind="completion", key=key, count=len(completions))
        return True


def _row(one: SeedCompletion, key: str, version: int, now: datetime) -> Completion:
    return Completion(
        learner=one.learner,
        module_key=key,
        module_version=version,
        how="class",
        language=one.language,
        minutes=one.minutes,
        completed_on=one.completed_on,
        valid_until=one.valid_until,
        valid_because="completion",
        recorded_at=now,
    )
