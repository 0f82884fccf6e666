"""What stands around a demo's visits: kinds, patterns, plans, those around a person, and concerns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, insert, select, update
from sqlalchemy.orm import Session

from franchise_kit.care.models import (
    CarePlan,
    Concern,
    ConsentToShare,
    KindTask,
    OutcomeReading,
    PersonalOutcome,
    PersonContact,
    PlanReview,
    Representative,
    Visit,
    VisitKind,
    VisitPattern,
    WorkerWish,
)
from tenants import journal
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import transaction

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class VisitMade:
    """Which kind a visit is, and the pattern and its London day that it comes from, if any."""

    kind_id: UUID
    pattern_id: UUID | None
    pattern_day: date | None


@dataclass(frozen=True, slots=True)
class SeedKinds:
    """Rows that visits hang on, by the names of their columns."""

    kinds: Rows
    tasks: Rows
    patterns: Rows
    made: Mapping[UUID, VisitMade]


@dataclass(frozen=True, slots=True)
class SeedLife:
    """Rows that hang on people and on visits, by the names of their columns; ``moved`` are ids of visits."""

    contacts: Rows
    representatives: Rows
    consents: Rows
    wishes: Rows
    outcomes: Rows
    readings: Rows
    plans: Rows
    reviews: Rows
    concerns: Rows
    drafts: Rows
    moved: Sequence[UUID]


# In the order in which one hangs on another.
_TABLES: Final = (
    (PersonContact, "contacts"),
    (Representative, "representatives"),
    (ConsentToShare, "consents"),
    (WorkerWish, "wishes"),
    (PersonalOutcome, "outcomes"),
    (OutcomeReading, "readings"),
    (CarePlan, "plans"),
    (PlanReview, "reviews"),
    (Concern, "concerns"),
    (Visit, "drafts"),
)
LATER: Final = timedelta(minutes=30)


def enter_kinds(session: Session, seed: SeedKinds) -> None:
    """Enter kinds of visit, their tasks and the patterns."""
    for table, rows in ((VisitKind, seed.kinds), (KindTask, seed.tasks), (VisitPattern, seed.patterns)):
        if rows:
            session.execute(insert(table), list(rows))


def seed_life(*, coop: Coop, life: SeedLife, now: datetime) -> bool:
    """Enter it all; say whether it was done, for one load after another does nothing.

    A visit that is moved is planned half an hour later than its worker was told.
    """
    with transaction(coop, by=SYSTEM, doing="care.seed_care") as session:
        if session.scalar(select(exists().where(CarePlan.id.in_([row["id"] for row in life.plans])))):
            return False
        for table, name in _TABLES:
            rows = getattr(life, name)
            if rows:
                entered = {} if table is Concern else {"entered_at": now}
                session.execute(insert(table), [entered | dict(row) for row in rows])
        session.execute(
            update(Visit)
            .where(Visit.id.in_(life.moved), Visit.checked_in_at.is_(None), Visit.cancelled_at.is_(None))
            .values(
                planned_from=Visit.planned_from + LATER, planned_until=Visit.planned_until + LATER, version=2
            )
        )
        journal.note(session, record_kind="care_plan", count=len(life.plans))
        return True
