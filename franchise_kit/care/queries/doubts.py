"""Visits whose times somebody should look at: no signal was there, or the phone's clock was wrong."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, load_only

from franchise_kit.access import Permission, within
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.care.queries.facts import spoken
from franchise_kit.care.rules.attending import NEAR, clock_doubt
from franchise_kit.kernel.days import london_span
from franchise_kit.people.queries.facts import names_of
from tenants.actor import Actor

# What is sealed of a visit stays sealed.
_TIMES: Final = (
    Visit.worker_id,
    Visit.planned_from,
    Visit.planned_until,
    Visit.told_from,
    Visit.told_until,
    Visit.checked_in_at,
    Visit.checked_out_at,
    Visit.device_in_at,
    Visit.device_out_at,
    Visit.received_in_at,
    Visit.received_out_at,
    Visit.taken_back_at,
    Visit.device_back_at,
    Visit.received_back_at,
)


@dataclass(frozen=True, slots=True)
class Doubts:
    """What a co-ordinator should know of a visit's times, by the words of ``clock_doubt``."""

    at_in: str | None
    device_in_at: datetime | None
    received_in_at: datetime | None
    at_out: str | None
    device_out_at: datetime | None
    received_out_at: datetime | None
    at_back: str | None
    device_back_at: datetime | None
    received_back_at: datetime | None

    @property
    def is_any(self) -> bool:
        """Whether there is anything to say."""
        return (self.at_in, self.at_out, self.at_back) != (None, None, None)


@dataclass(frozen=True, slots=True)
class DoubtfulVisit:
    """A visit as it was told, with what is doubtful of its times; instants are aware."""

    id: UUID
    person_name: str = field(repr=False)
    worker_name: str = field(repr=False)
    told_from: datetime
    told_until: datetime
    doubts: Doubts


def list_doubtful(session: Session, *, by: Actor, from_: date, until: date) -> list[DoubtfulVisit]:
    """Return the visits told for London days, ``until`` exclusive, whose times are doubtful, in order.

    None for those who may not read everybody's visits.
    """
    if not within(by, Permission.VISIT_READ).is_whole:
        return []
    begins, ends = london_span(from_, until)
    rows = session.execute(
        select(Visit, PersonSupported.given_name, PersonSupported.known_as, PersonSupported.family_name)
        .join(PersonSupported, PersonSupported.id == Visit.person_supported_id)
        .options(load_only(*_TIMES))
        .where(Visit.told_from >= begins, Visit.told_from < ends, _is_doubtful())
        .order_by(Visit.told_from, Visit.id)
    ).all()
    names = names_of(session, {row.worker_id for row, *_name in rows if row.worker_id is not None})
    return [
        DoubtfulVisit(
            row.id,
            spoken(known_as, given, family),
            names.get(row.worker_id, "") if row.worker_id is not None else "",
            row.told_from or row.planned_from,
            row.told_until or row.planned_until,
            doubts_of(row),
        )
        for row, given, known_as, family in rows
    ]


def doubts_of(row: Visit) -> Doubts:
    """Return what is doubtful of a visit's times. For this room: it asks nobody who reads."""
    return Doubts(
        at_in=clock_doubt(row.checked_in_at, row.device_in_at, row.received_in_at),
        device_in_at=row.device_in_at,
        received_in_at=row.received_in_at,
        at_out=clock_doubt(row.checked_out_at, row.device_out_at, row.received_out_at),
        device_out_at=row.device_out_at,
        received_out_at=row.received_out_at,
        at_back=clock_doubt(row.taken_back_at, row.device_back_at, row.received_back_at),
        device_back_at=row.device_back_at,
        received_back_at=row.received_back_at,
    )


def _is_doubtful() -> ColumnElement[bool]:
    """Return what ``clock_doubt`` says, for the database to choose by."""
    return or_(
        Visit.received_in_at.is_not(None),
        Visit.received_out_at.is_not(None),
        Visit.received_back_at.is_not(None),
        Visit.checked_in_at - Visit.device_in_at > NEAR,
        Visit.device_in_at - Visit.checked_in_at > NEAR,
        Visit.checked_out_at - Visit.device_out_at > NEAR,
        Visit.device_out_at - Visit.checked_out_at > NEAR,
        Visit.taken_back_at - Visit.device_back_at > NEAR,
        Visit.device_back_at - Visit.taken_back_at > NEAR,
    )
