"""Claims of miles: one's own, or everybody's that wait; in bulk for pay, which has asked who reads."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, cast, func, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.people.queries.facts import names_of
from franchise_kit.time.models import MileageClaim
from franchise_kit.time.rules.miles import tenths_of
from tenants.actor import Actor
from tenants.bulk import is_one_of


@dataclass(frozen=True, slots=True)
class MilesFacts:
    """Metres driven on a day; ``state`` is recorded, approved, paid or refused."""

    id: UUID
    worker_id: UUID
    worker_name: str = field(repr=False)
    day: date
    purpose: str
    metres: int
    note: str | None = field(repr=False)
    state: str
    may_decide: bool
    version: int


@dataclass(frozen=True, slots=True)
class Driven:
    """Tenths of a mile of one claim on a London day, and the pay run that holds it, if one does."""

    worker_id: UUID
    day: date
    tenths: int
    pay_run_id: UUID | None


def list_own_miles(session: Session, *, by: Actor, from_: date, until: date) -> list[MilesFacts]:
    """Return one's own claims of London days, ``until`` exclusive, the earliest first."""
    within(by, Permission.TIMESHEET_SUBMIT)
    of_days = (MileageClaim.day >= from_) & (MileageClaim.day < until)
    return _listed(session, by, of_days & (MileageClaim.worker_person == by.person_id))


def list_miles(session: Session, *, by: Actor, from_: date, until: date) -> list[MilesFacts]:
    """Return everybody's claims of London days, ``until`` exclusive, the earliest first."""
    within(by, Permission.TIMESHEET_APPROVE)
    return _listed(session, by, (MileageClaim.day >= from_) & (MileageClaim.day < until))


def list_waiting_miles(session: Session, *, by: Actor) -> list[MilesFacts]:
    """Return all claims that nobody has decided on, the earliest first."""
    within(by, Permission.TIMESHEET_APPROVE)
    return _listed(session, by, MileageClaim.state == "recorded")


def miles_to_pay(
    session: Session, worker_ids: Collection[UUID], *, until: date, pay_run_id: UUID | None = None
) -> list[Driven]:
    """Return approved claims of some workers that no run holds, of days before one; or what a run holds.

    It asks nobody: see the module.
    """
    held = MileageClaim.pay_run_id == pay_run_id
    free = (MileageClaim.state == "approved") & MileageClaim.pay_run_id.is_(None) & (MileageClaim.day < until)
    return _driven(session, worker_ids, free if pay_run_id is None else held)


def miles_paid(session: Session, worker_ids: Collection[UUID], *, since: date) -> list[Driven]:
    """Return the claims of some workers that were paid, of a day or later. It asks nobody: see the module."""
    return _driven(session, worker_ids, (MileageClaim.state == "paid") & (MileageClaim.day >= since))


def tenths_taken(
    session: Session, worker_ids: Collection[UUID], *, since: date, until: date, pay_run_id: UUID | None
) -> dict[UUID, int]:
    """Return the tenths of miles of some days that were paid, or that other runs hold, by worker.

    ``until`` is exclusive; ``pay_run_id`` is the run that is left aside. It asks nobody: see the module.
    """
    taken = or_(MileageClaim.state == "paid", MileageClaim.pay_run_id.is_not(None))
    return _tenths(
        session,
        is_one_of(MileageClaim.worker_id, worker_ids),
        MileageClaim.day >= since,
        MileageClaim.day < until,
        taken,
        MileageClaim.pay_run_id.is_distinct_from(pay_run_id) if pay_run_id is not None else taken,
    )


def tenths_held(session: Session, pay_run_id: UUID) -> dict[UUID, int]:
    """Return the tenths of miles that a run holds, by worker. It asks nobody: see the module."""
    return _tenths(session, MileageClaim.pay_run_id == pay_run_id)


def _tenths(session: Session, *which: ColumnElement[bool]) -> dict[UUID, int]:
    # The database rounds by the same rule, whose whole numbers are its columns here.
    tenths = tenths_of(cast(MileageClaim.metres, BigInteger))  # type: ignore[arg-type] # see above
    counted = select(MileageClaim.worker_id, func.sum(tenths)).where(*which).group_by(MileageClaim.worker_id)
    return {worker_id: int(total) for worker_id, total in session.execute(counted)}


def _driven(session: Session, worker_ids: Collection[UUID], which: ColumnElement[bool]) -> list[Driven]:
    wanted = (
        select(MileageClaim.worker_id, MileageClaim.day, MileageClaim.metres, MileageClaim.pay_run_id)
        .where(which, is_one_of(MileageClaim.worker_id, worker_ids))
        .order_by(MileageClaim.worker_id, MileageClaim.day, MileageClaim.id)
    )
    return [
        Driven(worker_id, day, tenths_of(metres), run_id)
        for worker_id, day, metres, run_id in session.execute(wanted)
    ]


def _listed(session: Session, by: Actor, which: ColumnElement[bool]) -> list[MilesFacts]:
    wanted = select(MileageClaim).where(which).order_by(MileageClaim.day, MileageClaim.id)
    rows = session.scalars(wanted).all()
    names = names_of(session, {row.worker_id for row in rows})
    return [
        MilesFacts(
            id=row.id,
            worker_id=row.worker_id,
            worker_name=names.get(row.worker_id, ""),
            day=row.day,
            purpose=row.purpose,
            metres=row.metres,
            note=row.note,
            state=row.state,
            may_decide=row.state == "recorded"
            and by.person_id not in (None, row.worker_person, row.entered_by_person),
            version=row.version,
        )
        for row in rows
    ]
