"""Sickness after it was told: its days, also when somebody is not back after all, and the papers for it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from franchise_kit.kernel.days import london_day
from franchise_kit.people.queries.facts import hold_worker
from franchise_kit.time.actions.absence import (
    LIVE,
    RECORD,
    AbsenceDecidedAlready,
    AbsenceUnderWay,
    NewAbsence,
    OwnAbsenceRefused,
    change_absence,
    check_employed,
    check_free,
    check_theirs,
    locked_absence,
    tell_deciders,
    was_seen,
)
from franchise_kit.time.models import Absence, FitNote
from franchise_kit.time.rules import absence as rules
from franchise_kit.time.rules.absence import SICKNESS, SickDays
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound, Refusal
from tenants.taken import refused_if_taken
from tenants.transaction import transaction


class FitNoteThereAlready(Refusal):
    """A fit note for the same days is written down already."""

    code = "fit_note_there_already"


@dataclass(frozen=True, slots=True)
class NewFitNote:
    """The days that a fit note is for, the last one included, and the day on which it was seen."""

    from_on: date
    last_on: date
    seen_on: date


def set_sickness_days(
    *, coop: Coop, absence_id: UUID, days: SickDays, version: int, by: Actor, now: datetime
) -> None:
    """Say the days of sickness, one's own or somebody else's: its end, that it goes on, or other days.

    Once somebody has seen one's own, its first day is for others to change, and days that it grows by are
    looked at again. Raises ``NotFound``,
    ``AbsenceChangedMeanwhile``, ``AbsenceDecidedAlready``, ``AbsenceUnderWay``, ``AbsenceThereAlready``,
    ``NotEmployedThen``, or what the rules of absence refuse.
    """
    with transaction(coop, by=by, doing="time.set_sickness_days") as session:
        row, is_own = _sick(session, absence_id, version, by)
        before = SickDays(row.from_on, row.last_on)
        if is_own and days.first != before.first and was_seen(session, row):
            raise AbsenceUnderWay(absence_id=row.id)
        rules.check_sick_days(before, days, today=london_day(now))
        held = hold_worker(session, row.worker_id)
        if held is None:
            raise NotFound(record_kind="worker")
        check_employed(held, days.first, days.last or days.first)
        check_free(session, row.worker_id, NewAbsence(row.kind, days.first, days.last), but=row.id)
        changes: dict[str, Any] = {"from_on": days.first, "last_on": days.last}
        if is_own and row.state == "agreed" and rules.days_grow(before, days, today=london_day(now)):
            changes |= {"state": "asked", "decided_at": None, "decided_by_person": None}
        changed = change_absence(session, row, changes, by=by, now=now)
        if is_own and changed:
            tell_deciders(session, row.id, by)
        journal.note(session, record_kind=RECORD, record_id=row.id)


def keep_certificate(
    *, coop: Coop, absence_id: UUID, certificate: str, version: int, by: Actor, now: datetime
) -> None:
    """Write down whether somebody has certified their sickness themself, one's own or somebody else's.

    Raises ``NotFound``, ``AbsenceChangedMeanwhile`` or ``AbsenceDecidedAlready``.
    """
    with transaction(coop, by=by, doing="time.keep_certificate") as session:
        row, _is_own = _sick(session, absence_id, version, by)
        if certificate not in rules.CERTIFICATES:
            raise NotFound(record_kind=RECORD)
        change_absence(session, row, {"certificate": certificate}, by=by, now=now)
        journal.note(session, record_kind=RECORD, record_id=row.id)


def add_fit_note(
    *, coop: Coop, absence_id: UUID, fit_note: NewFitNote, version: int, by: Actor, now: datetime
) -> UUID:
    """Write down a fit note for somebody else's sickness, and when it was seen; return it.

    Raises ``NotFound``, ``AbsenceChangedMeanwhile``, ``AbsenceDecidedAlready``, ``OwnAbsenceRefused``,
    ``FitNoteThereAlready``, or the rules' ``FitNoteDaysNotPossible`` or ``FitNoteSeenThenNotPossible``.
    """
    with transaction(coop, by=by, doing="time.add_fit_note") as session:
        row = _others_sick(session, absence_id, version, by)
        sick, days = SickDays(row.from_on, row.last_on), SickDays(fit_note.from_on, fit_note.last_on)
        rules.check_fit_note(sick, days)
        rules.check_fit_note_seen(sick, fit_note.seen_on, today=london_day(now))
        made = FitNote(
            absence_id=row.id,
            worker_person=row.worker_person,
            from_on=fit_note.from_on,
            last_on=fit_note.last_on,
            seen_on=fit_note.seen_on,
            entered_by_person=by.person_id,
            entered_at=now,
        )
        session.add(made)
        row.version += 1
        with refused_if_taken("ix_fit_note_stands", FitNoteThereAlready):
            session.flush()
        journal.note(session, record_kind=RECORD, record_id=row.id)
        return made.id


def take_fit_note_away(
    *, coop: Coop, absence_id: UUID, fit_note_id: UUID, version: int, by: Actor, now: datetime
) -> None:
    """Take a fit note away that was entered wrongly; that it was there stays known.

    Raises ``NotFound``, ``AbsenceChangedMeanwhile``, ``AbsenceDecidedAlready`` or ``OwnAbsenceRefused``.
    """
    with transaction(coop, by=by, doing="time.take_fit_note_away") as session:
        row = _others_sick(session, absence_id, version, by)
        fit_note = session.get(FitNote, fit_note_id)
        if fit_note is None or fit_note.absence_id != row.id or fit_note.taken_away_at is not None:
            raise NotFound(record_kind=RECORD)
        fit_note.taken_away_at, fit_note.taken_away_by_person = now, by.person_id
        row.version += 1
        journal.note(session, record_kind=RECORD, record_id=row.id)


def _others_sick(session: Session, absence_id: UUID, version: int, by: Actor) -> Absence:
    """Return somebody else's sickness that stands, locked: a fit note is written down by who has seen it."""
    row, is_own = _sick(session, absence_id, version, by)
    if is_own:
        raise OwnAbsenceRefused(absence_id=row.id)
    return row


def _sick(session: Session, absence_id: UUID, version: int, by: Actor) -> tuple[Absence, bool]:
    """Return sickness that stands, locked, and whether it is the actor's own."""
    row = locked_absence(session, absence_id, version)
    is_own = check_theirs(row, by)
    if row.kind != SICKNESS or row.state not in LIVE:
        raise AbsenceDecidedAlready(absence_id=row.id)
    return row, is_own
