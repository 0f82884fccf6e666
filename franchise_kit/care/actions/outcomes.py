"""What somebody wants to reach or keep: said, looked at on a day, ended."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.care.models import OutcomeReading, PersonalOutcome, PersonSupported
from franchise_kit.care.queries.people import Reaching
from franchise_kit.care.rules.people import check_ends, check_has_been, check_version
from franchise_kit.care.rules.plans import OutcomeOver, check_reading
from franchise_kit.kernel.changes import apply_changes
from franchise_kit.kernel.days import london_day
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction

RECORD_KIND = "personal_outcome"


@dataclass(frozen=True, slots=True)
class NewOutcome:
    """What somebody wants, in their own words, from a day on."""

    words: str = field(repr=False)
    started_on: date


@dataclass(frozen=True, slots=True)
class NewReading:
    """How far an outcome is on a day, from 1 (not at all) to 5 (fully), and who said so."""

    on_day: date
    score: int
    said_by: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Ending:
    """How an outcome ended, and on which day."""

    ending: str
    ended_on: date


def begin_outcome(
    *, coop: Coop, person_supported_id: UUID, outcome: NewOutcome, by: Actor, now: datetime
) -> UUID:
    """Write down what somebody wants to reach or keep, and return the id; raise ``DayStillToCome``."""
    with transaction(coop, by=by, doing="care.begin_outcome") as session:
        person = _reached(session, person_supported_id, by, london_day(now))
        check_has_been(outcome.started_on, london_day(now))
        row = PersonalOutcome(
            id=uuid4(),
            person_supported_id=person.id,
            words=outcome.words,
            started_on=outcome.started_on,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(row)
        journal.note(session, record_kind=RECORD_KIND, record_id=row.id)
        return row.id


def read_outcome(*, coop: Coop, outcome_id: UUID, reading: NewReading, by: Actor, now: datetime) -> None:
    """Write how far an outcome is; raise ``DayStillToCome``, ``OutcomeNotBegun`` or ``OutcomeOver``."""
    with transaction(coop, by=by, doing="care.read_outcome") as session:
        row = _hold(session, outcome_id, by, london_day(now))
        check_has_been(reading.on_day, london_day(now))
        check_reading(row.started_on, row.ended_on, reading.on_day)
        session.add(
            OutcomeReading(
                id=uuid4(),
                outcome_id=row.id,
                on_day=reading.on_day,
                score=reading.score,
                said_by=reading.said_by,
                note=reading.note or None,
                entered_by_person=by.person_id,
                entered_at=now,
            )
        )
        journal.note(session, record_kind=RECORD_KIND, record_id=row.id)


def end_outcome(
    *, coop: Coop, outcome_id: UUID, ending: Ending, version: int, by: Actor, now: datetime
) -> None:
    """Write that an outcome was reached, or is no longer wanted.

    Raise ``RecordChangedMeanwhile``, ``OutcomeOver``, ``DayStillToCome`` or ``EndsBeforeItBegan``.
    """
    with transaction(coop, by=by, doing="care.end_outcome") as session:
        row = _hold(session, outcome_id, by, london_day(now))
        if row.ended_on is not None:
            raise OutcomeOver
        check_version(version, row.version)
        check_has_been(ending.ended_on, london_day(now))
        check_ends(row.started_on, ending.ended_on)
        changes = {"ending": ending.ending, "ended_on": ending.ended_on}
        apply_changes(session, row, changes, record_kind=RECORD_KIND, by=by, now=now)
        journal.note(session, record_kind=RECORD_KIND, record_id=row.id, ending=ending.ending)


def _hold(session: Session, outcome_id: UUID, by: Actor, today: date) -> PersonalOutcome:
    row = session.get(PersonalOutcome, outcome_id, with_for_update=True)
    if row is None:
        raise NotFound(record_kind=RECORD_KIND)
    _reached(session, row.person_supported_id, by, today)
    return row


def _reached(session: Session, person_supported_id: UUID, by: Actor, today: date) -> PersonSupported:
    row = session.get(PersonSupported, person_supported_id)
    if row is None or not Reaching(session, by, today, Permission.OUTCOME_RECORD)(row):
        raise NotFound(record_kind=RECORD_KIND)
    return row
