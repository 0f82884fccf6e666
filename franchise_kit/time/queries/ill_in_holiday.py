"""Holidays in which somebody was ill, and the leave that they can have back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.time.models import Absence
from franchise_kit.time.rules.absence import HOLIDAY
from franchise_kit.time.rules.leave_days import KeptHoliday, without_sick_days


@dataclass(frozen=True, slots=True)
class IllInHoliday:
    """An agreed holiday, what is left of it without the days of sickness, and the minutes given back."""

    holiday_id: UUID
    first: date
    last: date
    kept: tuple[KeptHoliday, ...]
    minutes: int


def list_ill_in_holidays(
    session: Session, worker_id: UUID, first: date, last: date | None
) -> list[IllInHoliday]:
    """Return the agreed holidays that have days of an ended sickness, the earliest first; while open none.

    It asks nobody: the room that calls has asked already.
    """
    if last is None:
        return []
    rows = session.execute(
        select(Absence.id, Absence.from_on, Absence.last_on, Absence.leave_minutes, Absence.week_minutes)
        .where(
            Absence.worker_id == worker_id,
            Absence.kind == HOLIDAY,
            Absence.state == "agreed",
            Absence.from_on <= last,
            Absence.last_on >= first,
        )
        .order_by(Absence.from_on)
    )
    found = []
    for holiday_id, from_on, ends_on, minutes, week in rows:
        last_on = ends_on or from_on
        kept = without_sick_days(KeptHoliday(from_on, last_on, minutes), first, last, week=week)
        back = minutes - sum(part.minutes for part in kept)
        found.append(IllInHoliday(holiday_id, from_on, last_on, kept, back))
    return found
