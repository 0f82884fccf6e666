"""What HMRC is told of workers: whole for the room that files pay, and on a worker's own page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission
from franchise_kit.people.models import BirthEntry, Contract, ReportedParticulars, TaxParticulars, Worker
from franchise_kit.people.queries.bank import may_read_whole
from franchise_kit.people.queries.workers import get_worker, reaches
from franchise_kit.people.rules.particulars import letter_declared
from tenants.actor import Actor
from tenants.refusal import NotFound

_AGREED: Final = "agreed"


@dataclass(frozen=True, slots=True)
class Reported:
    """What stands of one worker, or nothing; ``lines`` are those of the address."""

    sex: str | None = field(default=None, repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    postcode: str | None = field(default=None, repr=False)
    country: str | None = field(default=None, repr=False)
    declaration: str | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """All that a payment's report says of who was paid: never shown, logged or journalled."""

    worker_id: UUID
    number: int
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    started_on: date
    born_on: date | None = field(repr=False)
    ni_number: str | None = field(repr=False)
    weekly_minutes: int | None
    reported: Reported

    @property
    def full_name(self) -> str:
        """Both names as they are said."""
        return f"{self.given_name} {self.family_name}"


def told_of(session: Session, worker_ids: Collection[UUID], *, on: date, as_of: datetime) -> dict[UUID, Told]:
    """Return what is told of workers who are paid on a day, as it was known at an instant.

    Names and the last day are those of now. It asks nobody: the room that calls has asked already.
    """
    if not worker_ids:
        return {}
    ids = set(worker_ids)
    births, numbers = _births(session, ids, as_of), _ni_numbers(session, ids, as_of)
    minutes, reported = _weekly_minutes(session, ids, on), _reported(session, ids, as_of)
    return {
        row.id: Told(
            worker_id=row.id,
            number=row.number,
            given_name=row.given_name,
            family_name=row.family_name,
            started_on=row.started_on,
            born_on=births.get(row.id),
            ni_number=numbers.get(row.id),
            weekly_minutes=minutes.get(row.id),
            reported=reported.get(row.id, Reported()),
        )
        for row in session.scalars(select(Worker).where(Worker.id.in_(ids)))
    }


def ids_by_ni_number(session: Session) -> dict[str, UUID]:
    """Return who has which agreed National Insurance number, of all workers. It asks nobody: see above."""
    rows = session.execute(
        select(TaxParticulars.worker_id, TaxParticulars.national_insurance_number)
        .where(
            TaxParticulars.state == _AGREED,
            TaxParticulars.national_insurance_number.is_not(None),
        )
        .order_by(TaxParticulars.entered_at)
    )
    newest = {worker_id: number for worker_id, number in rows if number}
    return {number: worker_id for worker_id, number in newest.items()}


def list_reported(session: Session, worker_id: UUID, *, by: Actor) -> list[Reported]:
    """Return what was entered of a worker, the newest first, or raise ``NotFound``.

    The address is left out for whoever is shown no number whole: the network's bureau.
    """
    worker = get_worker(session, worker_id, by=by)
    if not reaches(worker, Permission.EMPLOYMENT_READ, by=by):
        raise NotFound(record_kind="employment")
    rows = session.scalars(
        select(ReportedParticulars)
        .where(ReportedParticulars.worker_id == worker_id)
        .order_by(ReportedParticulars.entered_at.desc())
    )
    found = [_facts(row) for row in rows]
    if may_read_whole(worker, by=by):
        return found
    return [Reported(declaration=one.declaration, entered_at=one.entered_at) for one in found]


def _reported(session: Session, ids: Collection[UUID], as_of: datetime) -> Mapping[UUID, Reported]:
    rows = session.scalars(
        select(ReportedParticulars)
        .where(ReportedParticulars.worker_id.in_(ids), ReportedParticulars.entered_at <= as_of)
        .order_by(ReportedParticulars.entered_at)
    )
    # In order of time, so the newest is the one that stays.
    entered = {row.worker_id: _facts(row) for row in rows}
    declared = _declared(session, {one for one in ids if one not in entered or not entered[one].declaration})
    for worker_id, letter in declared.items():
        kept = entered.get(worker_id, Reported())
        entered[worker_id] = Reported(
            kept.sex, kept.lines, kept.postcode, kept.country, letter, kept.entered_at
        )
    return entered


def _declared(session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the letters that follow from tax particulars which a starter's declaration gave."""
    rows = session.execute(
        select(TaxParticulars.worker_id, TaxParticulars.tax_code)
        .where(
            TaxParticulars.worker_id.in_(ids),
            TaxParticulars.source == "starter_declaration",
            TaxParticulars.state == _AGREED,
        )
        .order_by(TaxParticulars.entered_at)
    )
    found = {worker_id: letter_declared(code) for worker_id, code in rows}
    return {worker_id: letter for worker_id, letter in found.items() if letter is not None}


def _facts(row: ReportedParticulars) -> Reported:
    return Reported(
        sex=row.sex,
        lines=tuple((row.address or "").splitlines()),
        postcode=row.postcode,
        country=row.country,
        declaration=row.declaration,
        entered_at=row.entered_at,
    )


def _births(session: Session, ids: Collection[UUID], as_of: datetime) -> Mapping[UUID, date]:
    since = func.coalesce(BirthEntry.decided_at, BirthEntry.entered_at)
    rows = session.execute(
        select(BirthEntry.worker_id, BirthEntry.born_on)
        .where(BirthEntry.worker_id.in_(ids), BirthEntry.state == _AGREED, since <= as_of)
        .order_by(BirthEntry.entered_at)
    )
    return {worker_id: date.fromisoformat(born_on) for worker_id, born_on in rows}


def _ni_numbers(session: Session, ids: Collection[UUID], as_of: datetime) -> Mapping[UUID, str | None]:
    since = func.coalesce(TaxParticulars.decided_at, TaxParticulars.entered_at)
    rows = session.execute(
        select(TaxParticulars.worker_id, TaxParticulars.national_insurance_number)
        .where(
            TaxParticulars.worker_id.in_(ids),
            TaxParticulars.national_insurance_number.is_not(None),
            TaxParticulars.state == _AGREED,
            since <= as_of,
        )
        .order_by(TaxParticulars.entered_at)
    )
    return dict(rows.all())


def _weekly_minutes(session: Session, ids: Collection[UUID], on: date) -> Mapping[UUID, int | None]:
    """Return the agreed minutes a week of a day; None where hours are not guaranteed."""
    rows = session.execute(
        select(Contract.worker_id, Contract.kind, Contract.weekly_minutes).where(
            Contract.worker_id.in_(ids),
            Contract.valid_from <= on,
            or_(Contract.valid_until.is_(None), Contract.valid_until > on),
        )
    )
    return {worker_id: minutes if kind == "guaranteed_hours" else None for worker_id, kind, minutes in rows}
