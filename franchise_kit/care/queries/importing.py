"""What would come of rows about visits that come back, and by which names a row calls people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from franchise_kit.access import Permission, within
from franchise_kit.care.models import PersonSupported, VisitPattern
from franchise_kit.care.rules import patterns as rules
from franchise_kit.care.rules.visits import check_supported
from franchise_kit.kernel.sheets import NEW, Verdict, judged, kept_or_new
from tenants.actor import Actor
from tenants.refusal import NotFound


@dataclass(frozen=True, slots=True)
class SheetPattern:
    """A row about visits that come back: ``fields`` are those of ``NewPattern``, ``said`` those written."""

    fields: Mapping[str, Any]
    said: frozenset[str]

    @property
    def key(self) -> tuple[UUID, UUID, int, date]:
        """What visits that come back are known by."""
        one = self.fields
        return one["person_supported_id"], one["visit_kind_id"], one["starts_minute"], one["valid_from"]


@dataclass(frozen=True, slots=True)
class PersonNames:
    """By which names somebody supported goes, and since when they are."""

    id: UUID
    given_name: str = field(repr=False)
    known_as: str = field(repr=False)
    family_name: str = field(repr=False)
    started_on: date


def names_of_supported(session: Session, *, by: Actor) -> list[PersonNames]:
    """Return the names of all whom the co-op supports, or did; raise ``NotFound`` for who keeps no rota."""
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="care_plan")
    wanted = select(
        PersonSupported.id,
        PersonSupported.given_name,
        PersonSupported.known_as,
        PersonSupported.family_name,
        PersonSupported.started_on,
    )
    return [PersonNames(*row) for row in session.execute(wanted)]


def weigh_patterns(session: Session, rows: Sequence[SheetPattern], *, by: Actor) -> list[Verdict]:
    """Return what would come of each row; raise ``NotFound`` for who keeps no rota."""
    if not within(by, Permission.ROTA_MANAGE).is_whole:
        raise NotFound(record_kind="visit_pattern")
    kept = {_key(row): row for row in session.scalars(select(VisitPattern))}
    days = session.execute(select(PersonSupported.id, PersonSupported.started_on, PersonSupported.ended_on))
    supported = {person_id: (first, last) for person_id, first, last in days}
    return [_weighed(row, kept.get(row.key), supported) for row in rows]


def _key(row: VisitPattern) -> tuple[UUID, UUID, int, date]:
    return row.person_supported_id, row.visit_kind_id, row.starts_minute, row.valid_from


def _weighed(
    row: SheetPattern, kept: VisitPattern | None, supported: Mapping[UUID, tuple[date, date | None]]
) -> Verdict:
    said = {name: row.fields[name] for name in row.said}
    columns = {name: getattr(kept, name) for name in said} if kept is not None else None
    verdict = kept_or_new(said, columns)
    return judged(verdict, _checks(row.fields, supported)) if verdict.outcome == NEW else verdict


def _checks(
    fields: Mapping[str, Any], supported: Mapping[UUID, tuple[date, date | None]]
) -> Iterable[tuple[str | None, Callable[[], None]]]:
    names = ("weekdays", "every_weeks", "starts_minute", "minutes", "valid_from", "valid_until")
    recurring = rules.Recurring(*(fields[name] for name in names))
    reason, carers = fields["short_reason"], fields["carers"]
    yield None, lambda: rules.check_recurring(recurring, short_reason=reason, carers=carers)
    first, last = supported[fields["person_supported_id"]]
    yield "valid_from", lambda: check_supported(first, last, recurring.valid_from)
