"""What somebody wants to reach or keep and how far it is, for whoever may read personal outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.care.models import OutcomeReading, PersonalOutcome, PersonSupported
from franchise_kit.care.queries.people import Reaching
from franchise_kit.care.rules.plans import Course, course_of
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """How far an outcome was on a day, from 1 (not at all) to 5 (fully)."""

    on_day: date
    score: int
    said_by: str
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What somebody wants, in their own words, with its readings in the order of their days."""

    id: UUID
    person_supported_id: UUID
    words: str = field(repr=False)
    started_on: date
    ended_on: date | None
    ending: str | None
    version: int
    readings: tuple[ReadingFacts, ...]

    @property
    def course(self) -> Course | None:
        """How the newest reading stands to the one before it."""
        return course_of([one.score for one in self.readings])


def list_outcomes(
    session: Session, person_supported_id: UUID, *, by: Actor, today: date
) -> list[OutcomeFacts]:
    """Return somebody's outcomes, those that hold first and then the newest, or raise ``NotFound``."""
    person = session.get(PersonSupported, person_supported_id)
    if person is None or not Reaching(session, by, today, Permission.OUTCOME_READ)(person):
        raise NotFound(record_kind="personal_outcome")
    rows = session.scalars(
        select(PersonalOutcome)
        .where(PersonalOutcome.person_supported_id == person.id)
        .order_by(
            PersonalOutcome.ended_on.is_not(None), PersonalOutcome.started_on.desc(), PersonalOutcome.id
        )
    ).all()
    return _facts(session, rows)


def get_outcome(session: Session, outcome_id: UUID, *, by: Actor, today: date) -> OutcomeFacts:
    """Return one outcome, or raise ``NotFound``."""
    row = session.get(PersonalOutcome, outcome_id)
    if row is None:
        raise NotFound(record_kind="personal_outcome")
    person = session.get_one(PersonSupported, row.person_supported_id)
    if not Reaching(session, by, today, Permission.OUTCOME_READ)(person):
        raise NotFound(record_kind="personal_outcome")
    return _facts(session, [row])[0]


def _facts(session: Session, rows: Sequence[PersonalOutcome]) -> list[OutcomeFacts]:
    readings = session.scalars(
        select(OutcomeReading)
        .where(OutcomeReading.outcome_id.in_([row.id for row in rows]))
        .order_by(OutcomeReading.on_day, OutcomeReading.entered_at)
    ).all()
    return [
        OutcomeFacts(
            id=row.id,
            person_supported_id=row.person_supported_id,
            words=row.words,
            started_on=row.started_on,
            ended_on=row.ended_on,
            ending=row.ending,
            version=row.version,
            readings=tuple(
                ReadingFacts(one.on_day, one.score, one.said_by, one.note or "")
                for one in readings
                if one.outcome_id == row.id
            ),
        )
        for row in rows
    ]
