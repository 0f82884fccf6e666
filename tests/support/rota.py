# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of kinds, patterns and weeks, by the actions that the house itself uses."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select

from franchise_kit.care import actions as care
from franchise_kit.care import queries
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.care.queries import RotaWeek
from franchise_kit.people.models import Worker
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading, upkeep

# A Monday that is still to come at ``NOW``, and the one after.
MONDAY, NEXT = date(2027, 1, 4), date(2027, 1, 11)
NOW = datetime(2026, 12, 30, 9, 0, tzinfo=UTC)
EVERY_DAY = 127


def make_kind(coop: Coop, name: str = "Morning", *, pays_as: str = "visit", minutes: int = 45) -> UUID:
    """Add a kind of visit."""
    kind = care.KindSaid(name, f"{name} (cy)", minutes, pays_as)
    return care.add_kind(coop=coop, kind=kind, by=SYSTEM, now=NOW)


def make_pattern(coop: Coop, person_id: UUID, kind_id: UUID, **more: object) -> UUID:
    """Agree a visit each morning at nine from the first Monday of 2026, or otherwise as is said."""
    facts: dict[str, object] = {
        "weekdays": EVERY_DAY,
        "starts_minute": 540,
        "minutes": 45,
        "valid_from": date(2026, 1, 5),
    }
    pattern = care.NewPattern(person_id, kind_id, **(facts | more))  # type: ignore[arg-type] # what a test says
    return care.make_pattern(coop=coop, pattern=pattern, by=SYSTEM, now=NOW)


def generate(coop: Coop, monday: date = MONDAY, *, now: datetime = NOW) -> care.Generated:
    """Make a week's drafts."""
    return care.generate_week(coop=coop, monday=monday, by=SYSTEM, now=now)


def rota(coop: Coop, monday: date = MONDAY, *, now: datetime = NOW) -> RotaWeek:
    """Return a week as whoever keeps the rota sees it."""
    with reading(coop) as session:
        return queries.week_of_rota(session, by=SYSTEM, monday=monday, now=now)


def visits_of(coop: Coop) -> list[Visit]:
    """Return all visits as they are in the table, by time and carer."""
    with reading(coop) as session:
        return list(session.scalars(select(Visit).order_by(Visit.planned_from, Visit.carer, Visit.id)))


def set_place(coop: Coop, person_id: UUID, place: str) -> None:
    """Say where somebody's door is."""
    with upkeep(coop) as session:
        session.get_one(PersonSupported, person_id).place = place


def end_worker(coop: Coop, worker_id: UUID, ended_on: date) -> None:
    """Say which day is a worker's last, whatever is planned after it."""
    with upkeep(coop) as session:
        session.get_one(Worker, worker_id).ended_on = ended_on
