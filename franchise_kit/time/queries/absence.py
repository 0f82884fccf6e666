"""Who is away, and when: one's own, or everybody's for those who decide. Words on health stay here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.access.queries.accounts import person_names
from franchise_kit.kernel.changes import ChangeFacts, list_changes
from franchise_kit.people.queries.facts import names_of
from franchise_kit.time.models import Absence, FitNote
from franchise_kit.time.rules.absence import (
    SELF,
    SICKNESS,
    PaperDue,
    SickDays,
    Spell,
    days_without_note,
    paper_due,
)
from franchise_kit.time.rules.absence import spells as spells_of
from franchise_kit.time.rules.leave_days import spread
from tenants.actor import Actor
from tenants.bulk import is_one_of
from tenants.refusal import NotFound

RECORD = "absence"


@dataclass(frozen=True, slots=True)
class FitNoteFacts:
    """A fit note for days, the last one included, and the day on which somebody here saw it."""

    id: UUID
    from_on: date
    last_on: date
    seen_on: date

    @property
    def days(self) -> SickDays:
        """Its days, as the rules of sickness take them."""
        return SickDays(self.from_on, self.last_on)


@dataclass(frozen=True, slots=True)
class AbsenceFacts:
    """Days away; ``last_on`` is the last of them, or ``None`` while sickness is open."""

    id: UUID
    worker_id: UUID
    worker_name: str = field(repr=False)
    kind: str
    from_on: date
    last_on: date | None
    leave_minutes: int
    certificate: str
    note: str | None = field(repr=False)
    state: str
    answer: str | None = field(repr=False)
    asked_at: datetime
    decided_at: datetime | None
    decided_by: str = field(repr=False)
    is_own: bool
    version: int
    # Those that stand, the earliest first.
    fit_notes: tuple[FitNoteFacts, ...] = ()

    @property
    def sick_days(self) -> SickDays:
        """Its days, as the rules of sickness take them."""
        return SickDays(self.from_on, self.last_on)

    def paper_due(self, today: date) -> PaperDue:
        """Return which paper the sickness lacks."""
        noted = [one.days for one in self.fit_notes]
        return paper_due(self.sick_days, noted, has_self=self.certificate == SELF, today=today)

    def days_without_note(self, today: date) -> tuple[SickDays, ...]:
        """Return the days of sickness that a fit note is lacking for; of other absence none.

        Nothing is lacking for what was refused or withdrawn.
        """
        if not (self.is_sickness and self.is_live):
            return ()
        return days_without_note(self.sick_days, [one.days for one in self.fit_notes], today=today)

    @property
    def waits(self) -> bool:
        """Whether nobody has said yes or no to it."""
        return self.state == "asked"

    @property
    def is_live(self) -> bool:
        """Whether it stands: asked for, or agreed."""
        return self.state in ("asked", "agreed")

    @property
    def is_sickness(self) -> bool:
        """Whether it is sickness, which is told and not asked for."""
        return self.kind == SICKNESS


@dataclass(frozen=True, slots=True)
class AwaySpan:
    """Days on which somebody does not work; ``last`` is of them, ``None`` while nobody knows."""

    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Say whether a day is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class AwayFacts:
    """Days away that stand, with what pay goes by; ``last_on`` is of them, ``None`` of open sickness."""

    id: UUID
    worker_id: UUID
    kind: str
    from_on: date
    last_on: date | None
    leave_minutes: int
    week_minutes: Sequence[int] | None

    def leave_by_day(self) -> dict[date, int]:
        """Return the minutes of leave that each day of a holiday takes; of other absence there are none."""
        if self.last_on is None:
            return {}
        return spread(self.leave_minutes, self.from_on, self.last_on, week=self.week_minutes)


def list_away(
    session: Session, worker_ids: Collection[UUID], kinds: Collection[str], *, from_: date, until: date
) -> dict[UUID, list[AwayFacts]]:
    """Return what workers are away for, on any day from ``from_`` to before ``until``, the earliest first.

    Leave once it is agreed, sickness once it is told; no words on health. It asks nobody: the room that calls
    has asked already.
    """
    if not worker_ids:
        return {}
    rows = session.execute(
        select(
            Absence.id,
            Absence.worker_id,
            Absence.kind,
            Absence.from_on,
            Absence.last_on,
            Absence.leave_minutes,
            Absence.week_minutes,
        )
        .where(
            is_one_of(Absence.worker_id, worker_ids),
            Absence.kind.in_(kinds),
            _is_away(),
            _touches(from_, until),
        )
        .order_by(Absence.from_on, Absence.id)
    )
    found: dict[UUID, list[AwayFacts]] = {}
    for row in rows:
        found.setdefault(row.worker_id, []).append(AwayFacts(*row))
    return found


def away_on(session: Session, from_: date, until: date) -> dict[UUID, list[AwaySpan]]:
    """Return who is away on any day from ``from_`` to before ``until``, by worker, the earliest first.

    Leave counts once it is agreed, sickness once it is told; not why. It asks nobody: the room that calls has
    asked already.
    """
    rows = session.execute(
        select(Absence.worker_id, Absence.from_on, Absence.last_on)
        .where(_is_away(), _touches(from_, until))
        .order_by(Absence.from_on, Absence.id)
    )
    found: dict[UUID, list[AwaySpan]] = {}
    for worker_id, first, last in rows:
        found.setdefault(worker_id, []).append(AwaySpan(first, last))
    return found


def spells(session: Session, worker_id: UUID) -> tuple[Spell, ...]:
    """Return a worker's spells of sickness, the earliest first, with how they are linked.

    Dates alone, for pay. It asks nobody: the room that calls has asked already.
    """
    rows = session.execute(
        select(Absence.from_on, Absence.last_on).where(
            Absence.worker_id == worker_id, Absence.kind == SICKNESS, Absence.state.in_(("asked", "agreed"))
        )
    )
    return spells_of(SickDays(first, last) for first, last in rows)


def get_absence(session: Session, absence_id: UUID, *, by: Actor) -> AbsenceFacts:
    """Return one's own absence, or anybody's for those who decide; or raise ``NotFound``."""
    row = session.get(Absence, absence_id)
    if row is None or not _reads(by, row.worker_person):
        raise NotFound(record_kind=RECORD)
    return _facts(session, [row], by)[0]


def list_absence_changes(session: Session, absence_id: UUID, *, by: Actor) -> list[ChangeFacts]:
    """Return what an absence said before, the newest first, for whoever reads it."""
    get_absence(session, absence_id, by=by)
    return list_changes(session, RECORD, absence_id)


def list_notes_taken_away(session: Session, absence_id: UUID, *, by: Actor) -> list[FitNoteFacts]:
    """Return the fit notes that were taken away, the newest first, for whoever reads the absence."""
    get_absence(session, absence_id, by=by)
    gone = select(FitNote).where(FitNote.absence_id == absence_id, FitNote.taken_away_at.is_not(None))
    return [_note(row) for row in session.scalars(gone.order_by(FitNote.taken_away_at.desc()))]


def list_own_absences(session: Session, *, by: Actor, from_: date, until: date) -> list[AbsenceFacts]:
    """Return one's own of the days from ``from_`` to before ``until``, the latest first."""
    within(by, Permission.TIMESHEET_SUBMIT)
    return _listed(session, by, _touches(from_, until) & (Absence.worker_person == by.person_id))[::-1]


def list_absences(
    session: Session, *, by: Actor, from_: date, until: date, worker_id: UUID | None = None
) -> list[AbsenceFacts]:
    """Return everybody's, or a worker's, of days from ``from_`` to before ``until``, the earliest first."""
    within(by, Permission.TIMESHEET_APPROVE)
    which = _touches(from_, until)
    return _listed(session, by, which if worker_id is None else which & (Absence.worker_id == worker_id))


def list_waiting_absences(session: Session, *, by: Actor) -> list[AbsenceFacts]:
    """Return all that nobody has decided on: sickness first, then by the first day."""
    within(by, Permission.TIMESHEET_APPROVE)
    found = _listed(session, by, Absence.state == "asked")
    return sorted(found, key=lambda one: (not one.is_sickness, one.from_on))


def list_open_sickness(session: Session, *, by: Actor) -> list[AbsenceFacts]:
    """Return the sickness that nobody has told the last day of, the earliest first."""
    within(by, Permission.TIMESHEET_APPROVE)
    which = and_(Absence.kind == SICKNESS, Absence.last_on.is_(None), Absence.state.in_(("asked", "agreed")))
    return _listed(session, by, which)


def reads_absences_of(person_id: UUID, *, by: Actor) -> bool:
    """Say whether somebody reads when a person is away: that person, and those who decide."""
    return _reads(by, person_id)


def _is_away() -> ColumnElement[bool]:
    return or_(Absence.state == "agreed", and_(Absence.state == "asked", Absence.kind == SICKNESS))


def _touches(from_: date, until: date) -> ColumnElement[bool]:
    return and_(Absence.from_on < until, or_(Absence.last_on.is_(None), Absence.last_on >= from_))


def _reads(by: Actor, person_id: UUID) -> bool:
    if by.may(Permission.TIMESHEET_APPROVE) and within(by, Permission.TIMESHEET_APPROVE).is_whole:
        return True
    return by.may(Permission.TIMESHEET_SUBMIT) and by.person_id is not None and by.person_id == person_id


def _listed(session: Session, by: Actor, which: ColumnElement[bool]) -> list[AbsenceFacts]:
    rows = session.scalars(select(Absence).where(which).order_by(Absence.from_on, Absence.id)).all()
    return _facts(session, rows, by)


def _facts(session: Session, rows: Collection[Absence], by: Actor) -> list[AbsenceFacts]:
    names = names_of(session, {row.worker_id for row in rows})
    deciders = person_names(session, [row.decided_by_person for row in rows])
    notes = _notes_of(session, [row.id for row in rows if row.kind == SICKNESS])
    return [
        AbsenceFacts(
            id=row.id,
            worker_id=row.worker_id,
            worker_name=names.get(row.worker_id, ""),
            kind=row.kind,
            from_on=row.from_on,
            last_on=row.last_on,
            leave_minutes=row.leave_minutes,
            certificate=row.certificate,
            note=row.note,
            state=row.state,
            answer=row.answer,
            asked_at=row.asked_at,
            decided_at=row.decided_at,
            decided_by=deciders.get(row.decided_by_person, "") if row.decided_by_person else "",
            is_own=by.person_id is not None and row.worker_person == by.person_id,
            version=row.version,
            fit_notes=tuple(notes.get(row.id, ())),
        )
        for row in rows
    ]


def _notes_of(session: Session, absence_ids: Collection[UUID]) -> dict[UUID, list[FitNoteFacts]]:
    if not absence_ids:
        return {}
    found: dict[UUID, list[FitNoteFacts]] = {}
    stands = select(FitNote).where(
        is_one_of(FitNote.absence_id, absence_ids), FitNote.taken_away_at.is_(None)
    )
    for row in session.scalars(stands.order_by(FitNote.from_on, FitNote.last_on)):
        found.setdefault(row.absence_id, []).append(_note(row))
    return found


def _note(row: FitNote) -> FitNoteFacts:
    return FitNoteFacts(row.id, row.from_on, row.last_on, row.seen_on)
