"""What was planned and not told yet: the same visits for whoever looks at them and for publishing them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import Visit
from franchise_kit.care.queries.facts import spoken_names
from franchise_kit.care.rules.patterns import WEEK, check_monday
from franchise_kit.kernel.days import london_midnight
from franchise_kit.people.queries.facts import names_of
from tenants.actor import Actor
from tenants.refusal import NotFound

_COLUMNS: Final[tuple[Any, ...]] = (
    Visit.id, Visit.person_supported_id, Visit.worker_id, Visit.planned_from, Visit.planned_until,
    Visit.told_worker_id, Visit.told_from, Visit.told_until, Visit.version,
)  # fmt: skip
_VISIT: Final = Visit.__table__.c
# What was told of a visit is not what is planned; of a draft nothing was.
DIFFERS: Final[ColumnElement[bool]] = or_(
    _VISIT.told_from != _VISIT.planned_from,
    _VISIT.told_until != _VISIT.planned_until,
    _VISIT.told_worker_id.is_distinct_from(_VISIT.worker_id),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is planned: visits by id, or a week by its Monday; of one worker or one person."""

    monday: date | None = None
    worker_id: UUID | None = None
    person_supported_id: UUID | None = None
    visit_ids: Collection[UUID] = ()


class Untold(NamedTuple):
    """A visit as it is planned, and as it was told so far: nothing for a draft. Instants are aware.

    Names are empty where nobody has it; ``told_worker_name`` is whose it was.
    """

    id: UUID
    person_supported_id: UUID
    worker_id: UUID | None
    planned_from: datetime
    planned_until: datetime
    told_worker_id: UUID | None
    told_from: datetime | None
    told_until: datetime | None
    version: int
    person_name: str
    worker_name: str
    told_worker_name: str

    def __repr__(self) -> str:
        """Say which visit it is, and nobody's name."""
        return f"Untold(id={self.id!r}, version={self.version!r})"


def list_untold(session: Session, part: Part, *, by: Actor, now: datetime) -> list[Untold]:
    """Return what of a part would be told, by its beginning, for whoever keeps the rota.

    Raise ``NotFound`` for others, and ``NotAMonday``.
    """
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="visit")
    wanted = select(*_COLUMNS).where(*is_to_tell(now), *is_part(part))
    rows = session.execute(wanted.order_by(Visit.planned_from, Visit.id)).all()
    people = spoken_names(session, {row.person_supported_id for row in rows})
    both = {row.worker_id for row in rows} | {row.told_worker_id for row in rows}
    workers = names_of(session, both - {None})
    return [
        Untold._make(
            (
                *row,
                people[row.person_supported_id],
                workers.get(row.worker_id, ""),
                workers.get(row.told_worker_id, ""),
            )
        )
        for row in rows
    ]


def is_to_tell(now: datetime) -> list[ColumnElement[bool]]:
    """Return the conditions that a visit is untold and can still be told: it asks nobody.

    What was told for a time that is over was missed there, and stays as it was told.
    """
    return [
        or_(Visit.told_at.is_(None), DIFFERS),
        Visit.cancelled_at.is_(None),
        Visit.checked_in_at.is_(None),
        Visit.planned_until > now,
        or_(Visit.told_until.is_(None), Visit.told_until > now),
    ]


def is_part(part: Part) -> list[ColumnElement[bool]]:
    """Return the conditions that a visit is of a part; raise ``NotAMonday``."""
    conditions: list[ColumnElement[bool]] = []
    if part.visit_ids:
        conditions.append(Visit.id.in_(set(part.visit_ids)))
    if part.monday is not None:
        check_monday(part.monday)
        begins, ends = london_midnight(part.monday), london_midnight(part.monday + WEEK)
        conditions += [Visit.planned_from >= begins, Visit.planned_from < ends]
    if part.worker_id is not None:
        conditions.append(or_(Visit.worker_id == part.worker_id, Visit.told_worker_id == part.worker_id))
    if part.person_supported_id is not None:
        conditions.append(Visit.person_supported_id == part.person_supported_id)
    return conditions
