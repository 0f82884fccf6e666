"""Visits of some days as the rota reads them: only what is planned, told and begun, and no word on anybody.

For this room: it asks nobody who reads.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Uuid, and_, func, select
from sqlalchemy.orm import Session

from franchise_kit.care.models import Visit
from franchise_kit.care.queries.untold import DIFFERS
from franchise_kit.kernel.days import london_span


class Line(NamedTuple):
    """A visit's columns, by their names in the table; of what was told only what differs from the plan.

    ``told_*`` is None where it was told just so, or not at all: ``is_told`` says which, ``is_changed`` that
    something differs. Measured: a week looks a hundred thousand times at a column, and a row of the database
    takes ten times as long for it; and to read twice what is the same is a third of the reading.
    """

    id: UUID
    person_supported_id: UUID
    visit_kind_id: UUID | None
    worker_id: UUID | None
    planned_from: datetime
    planned_until: datetime
    window_minutes: int
    is_told: bool
    is_changed: bool
    told_worker_id: UUID | None
    told_from: datetime | None
    told_until: datetime | None
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    cancelled_by: str | None
    version: int


# Of the table and not of its class: a statement of these alone is no work for the mapper, row by row.
_VISIT: Final = Visit.__table__.c
_SAID: Final[Mapping[str, ColumnElement[Any]]] = {
    "is_told": _VISIT.told_at.is_not(None),
    "is_changed": and_(_VISIT.told_at.is_not(None), DIFFERS),
    "told_worker_id": func.nullif(_VISIT.told_worker_id, _VISIT.worker_id, type_=Uuid()),
    "told_from": func.nullif(_VISIT.told_from, _VISIT.planned_from, type_=DateTime(timezone=True)),
    "told_until": func.nullif(_VISIT.told_until, _VISIT.planned_until, type_=DateTime(timezone=True)),
}
_COLUMNS: Final = [_SAID[name] if name in _SAID else _VISIT[name] for name in Line._fields]


def planned_lines(session: Session, from_: date, until: date, *more: ColumnElement[bool]) -> list[Line]:
    """Return the visits planned for London days from ``from_`` to before ``until``, by their beginning."""
    # Columns, not records: two thousand of these take a third of the time, and no note is unsealed.
    begins, ends = london_span(from_, until)
    wanted = select(*_COLUMNS).where(_VISIT.planned_from >= begins, _VISIT.planned_from < ends, *more)
    # All at once: a result that is gone through asks the driver for row after row.
    return [Line._make(row) for row in session.execute(wanted.order_by(_VISIT.planned_from, _VISIT.id)).all()]


def by_worker(lines: Iterable[Line]) -> Iterator[tuple[UUID, list[Line]]]:
    """Return what is planned with each worker, in the order given; what was cancelled is left out."""
    # By the integers of the ids: a UUID's own hash is Python, and was a third of the time of a week.
    found: dict[int, tuple[UUID, list[Line]]] = {}
    for line in lines:
        worker_id = line.worker_id
        if worker_id is not None and line.cancelled_by is None:
            found.setdefault(worker_id.int, (worker_id, []))[1].append(line)
    return iter(found.values())
