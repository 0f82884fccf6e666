"""Facts about visits for the rooms above, inside their own readings and transactions.

Nothing here asks who reads: the room that calls has asked already, by its own permission.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.care.rules.visits import Planned, is_counted, is_missed, notice_minutes, state_of
from franchise_kit.kernel.days import london_midnight
from franchise_kit.people.queries.facts import names_of
from tenants.bulk import is_one_of


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit with the names that it is spoken of by; ``worker_name`` is empty where nobody has it.

    ``planned_*`` and ``worker_id`` are what is worked on; ``told_*`` is what was published, and what the
    worker goes by. ``as_told`` has the second in place of the first.
    """

    id: UUID
    person_supported_id: UUID
    person_name: str = field(repr=False)
    worker_id: UUID | None
    worker_name: str = field(repr=False)
    planned_from: datetime
    planned_until: datetime
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    note: str | None = field(repr=False)
    cancelled_by: str | None
    cancelled_at: datetime | None
    version: int
    visit_kind_id: UUID | None = None
    carer: int = 1
    together_id: UUID | None = None
    window_minutes: int = 0
    short_reason: str | None = None
    cancel_reason: str | None = None
    told_at: datetime | None = None
    told_worker_id: UUID | None = None
    told_from: datetime | None = None
    told_until: datetime | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it was told to nobody yet."""
        return self.told_at is None

    @property
    def is_changed(self) -> bool:
        """Whether it is planned otherwise than it was told."""
        planned = (self.worker_id, self.planned_from, self.planned_until)
        return self.told_at is not None and planned != (self.told_worker_id, self.told_from, self.told_until)

    @property
    def notice_minutes(self) -> int | None:
        """How long before its beginning it was cancelled, if it was; less than nought for afterwards."""
        return notice_minutes(self.planned_from, self.cancelled_at) if self.cancelled_at is not None else None

    @property
    def planned_minutes(self) -> int:
        """How long it is planned to take."""
        return int((self.planned_until - self.planned_from).total_seconds()) // 60

    def state(self, now: datetime) -> str:
        """Return how it stands: cancelled, done, under_way, missed, open or planned."""
        planned = Planned(
            self.told_from or self.planned_from,
            self.told_until or self.planned_until,
            self.checked_in_at,
            self.cancelled_by,
        )
        return state_of(planned, self.checked_out_at, self.worker_id, now)


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """How many visits were planned, and how many of them were missed."""

    planned: int
    missed: int


def visit_counts(session: Session, from_: date, until: date, *, now: datetime | None = None) -> VisitCounts:
    """Count the visits that were to begin on the London days from ``from_`` to before ``until``.

    They count as they were told: a draft never counts. Planned leaves out what the person or a professional
    cancelled. Without ``now`` the days are taken to be over. It asks nobody: see the module.
    """
    rows = session.execute(
        select(Visit.told_from, Visit.told_until, Visit.checked_in_at, Visit.cancelled_by).where(
            begins_within(from_, until), Visit.told_at.is_not(None)
        )
    )
    told = (
        Planned(begins, ends, checked_in_at, cancelled_by)
        for begins, ends, checked_in_at, cancelled_by in rows
        if begins is not None and ends is not None
    )
    counted = [visit for visit in told if is_counted(visit)]
    return VisitCounts(planned=len(counted), missed=sum(is_missed(visit, now) for visit in counted))


def begins_within(from_: date, until: date) -> ColumnElement[bool]:
    """Return the condition that a visit begins on London days from ``from_`` to before ``until``."""
    return (Visit.planned_from >= london_midnight(from_)) & (Visit.planned_from < london_midnight(until))


def visit_facts(session: Session, rows: Iterable[Visit]) -> list[VisitFacts]:
    """Return rows as plain values, with names. It asks nobody: see the module."""
    listed = list(rows)
    wanted = {row.person_supported_id for row in listed}
    persons = spoken_names(session, wanted)
    workers = names_of(session, {row.worker_id for row in listed if row.worker_id is not None})
    return [
        VisitFacts(
            id=row.id,
            person_supported_id=row.person_supported_id,
            person_name=persons[row.person_supported_id],
            worker_id=row.worker_id,
            worker_name=workers.get(row.worker_id, "") if row.worker_id is not None else "",
            planned_from=row.planned_from,
            planned_until=row.planned_until,
            checked_in_at=row.checked_in_at,
            checked_out_at=row.checked_out_at,
            note=row.note,
            cancelled_by=row.cancelled_by,
            cancelled_at=row.cancelled_at,
            version=row.version,
            visit_kind_id=row.visit_kind_id,
            carer=row.carer,
            together_id=row.together_id,
            window_minutes=row.window_minutes,
            short_reason=row.short_reason,
            cancel_reason=row.cancel_reason,
            told_at=row.told_at,
            told_worker_id=row.told_worker_id,
            told_from=row.told_from,
            told_until=row.told_until,
        )
        for row in listed
    ]


def as_told(visit: VisitFacts, worker_name: str) -> VisitFacts:
    """Return a visit as it was told to its worker, with their name; it asks nobody."""
    if visit.told_from is None or visit.told_until is None:
        return visit
    return replace(
        visit,
        worker_id=visit.told_worker_id,
        worker_name=worker_name,
        planned_from=visit.told_from,
        planned_until=visit.told_until,
    )


def spoken_name(person: PersonSupported) -> str:
    """Return the name that somebody is called by, with their family name."""
    return spoken(person.known_as, person.given_name, person.family_name)


def spoken_names(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names that people are called by, with their family names. It asks nobody: see the module."""
    if not ids:
        return {}
    # Not whole rows: much in them is sealed, and would be opened for nothing.
    names = (PersonSupported.known_as, PersonSupported.given_name, PersonSupported.family_name)
    found = session.execute(select(PersonSupported.id, *names).where(is_one_of(PersonSupported.id, ids)))
    return {person_id: spoken(known_as, given, family) for person_id, known_as, given, family in found}


def spoken(known_as: str, given_name: str, family_name: str) -> str:
    """Return the name that somebody is called by, of its parts, with their family name."""
    return f"{known_as or given_name} {family_name}"
