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
from franchise_kit.time.models import Absence
from franchise_kit.time.rules import absence as rules
from franchise_kit.time.rules.absence import FIT_NOTE, SICKNESS, SickDays
from tenants import journal
from tenants.actor import Actor
from tenants.office import Coop
from tenants.refusal import NotFound
from tenants.transaction import transaction


@dataclass(frozen=True, slots=True)
class Paper:
    """Which paper there is for sickness; a fit note says for which days, the last one included."""

    certificate: str
    fit_from_on: date | None = None
    fit_last_on: date | None = None


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


def keep_paper(*, coop: Coop, absence_id: UUID, paper: Paper, version: int, by: Actor, now: datetime) -> None:
    """Write down which paper there is for sickness: oneself certifies, a desk has seen the fit note.

    Raises ``NotFound``, ``AbsenceChangedMeanwhile``, ``AbsenceDecidedAlready``, ``OwnAbsenceRefused``, or
    the rules' ``FitNoteDaysNotPossible``.
    """
    with transaction(coop, by=by, doing="time.keep_certificate") as session:
        row, is_own = _sick(session, absence_id, version, by)
        is_fit_note = paper.certificate == FIT_NOTE
        # A fit note that a desk has seen is the desk's to change, too.
        is_others = is_own and FIT_NOTE in (paper.certificate, row.certificate)
        if paper.certificate not in rules.CERTIFICATES or is_others:
            raise OwnAbsenceRefused(absence_id=row.id)
        if is_fit_note:
            if paper.fit_from_on is None:
                raise rules.FitNoteDaysNotPossible
            rules.check_fit_note(
                SickDays(row.from_on, row.last_on), SickDays(paper.fit_from_on, paper.fit_last_on)
            )
        changes = {
            "certificate": paper.certificate,
            "fit_from_on": paper.fit_from_on if is_fit_note else None,
            "fit_last_on": paper.fit_last_on if is_fit_note else None,
        }
        change_absence(session, row, changes, by=by, now=now)
        journal.note(session, record_kind=RECORD, record_id=row.id)


def _sick(session: Session, absence_id: UUID, version: int, by: Actor) -> tuple[Absence, bool]:
    """Return sickness that stands, locked, and whether it is the actor's own."""
    row = locked_absence(session, absence_id, version)
    is_own = check_theirs(row, by)
    if row.kind != SICKNESS or row.state not in LIVE:
        raise AbsenceDecidedAlready(absence_id=row.id)
    return row, is_own
