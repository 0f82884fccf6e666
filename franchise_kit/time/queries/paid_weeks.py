"""How much paid time lies in which week, for the average that holiday pay goes by. It asks nobody."""

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Date, Integer, cast, extract, func, select
from sqlalchemy.orm import Session

from franchise_kit.kernel.days import LONDON, london_span
from franchise_kit.time.models import TimeEntry
from tenants.bulk import is_one_of

# Rest is no work, and standby at home is none either; a night asleep at work is.
NOT_WORKED: Final = ("break", "standby")
_SATURDAY: Final = 6


def minutes_by_week(
    session: Session, worker_ids: Collection[UUID], *, from_: date, until: date
) -> dict[UUID, dict[UUID, dict[date, int]]]:
    """Return the minutes that were paid of each week, by its Saturday, for each worker by pay run.

    Of times that began on London days from ``from_`` to before ``until``; corrections take off.
    """
    if not worker_ids:
        return {}
    begins, ends = london_span(from_, until)
    day = cast(func.timezone(LONDON.key, TimeEntry.starts_at), Date)
    saturday = (day + (_SATURDAY - cast(extract("dow", day), Integer))).label("saturday")
    counted = (
        select(TimeEntry.worker_id, TimeEntry.pay_run_id, saturday, func.sum(TimeEntry.minutes))
        .where(
            is_one_of(TimeEntry.worker_id, worker_ids),
            TimeEntry.state == "paid",
            TimeEntry.kind.not_in(NOT_WORKED),
            TimeEntry.starts_at >= begins,
            TimeEntry.starts_at < ends,
        )
        .group_by(TimeEntry.worker_id, TimeEntry.pay_run_id, saturday)
    )
    found: dict[UUID, dict[UUID, dict[date, int]]] = {}
    for worker_id, run_id, week, minutes in session.execute(counted):
        if run_id is not None:
            found.setdefault(worker_id, {}).setdefault(run_id, {})[week] = int(minutes)
    return found
