# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of time worked, and of the workers and visits behind it, as rows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.care.actions.telling import tell
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.people.models import Worker
from franchise_kit.time.models import TimeEntry
from tenants.actor import Actor
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.people import actor_of, make_person

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def make_entry(coop: Coop, **said: Any) -> UUID:  # noqa: ANN401 - as ``entry`` has them
    """Make an entry of a visit, see ``entry``."""
    with upkeep(coop) as session:
        row = entry(**said)
        session.add(row)
        session.flush()
        return row.id


def make_entries(coop: Coop, worker_id: UUID, many: int) -> None:
    """Make many entries of a worker, each half an hour before the other."""
    half_an_hour = timedelta(minutes=30)
    with upkeep(coop) as session:
        session.add_all(
            entry(worker_id=worker_id, starts_at=NINE - number * half_an_hour) for number in range(many)
        )


def entry(
    *,
    person_id: UUID | None = None,
    worker_id: UUID | None = None,
    starts_at: datetime = NINE,
    minutes: int = 30,
    state: str = "recorded",
) -> TimeEntry:
    """Return an entry of a visit; an approved one was approved by somebody else."""
    is_approved = state != "recorded"
    return TimeEntry(
        worker_id=worker_id or uuid4(),
        worker_person=person_id or uuid4(),
        kind="visit",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        minutes=minutes,
        visit_id=uuid4(),
        state=state,
        recorded_at=starts_at,
        approved_by_person=uuid4() if is_approved else None,
        approved_at=starts_at + timedelta(hours=1) if is_approved else None,
        pay_run_id=uuid4() if state == "paid" else None,
    )


def make_carer(coop: Coop, *roles: str) -> tuple[Actor, UUID]:
    """Make somebody who visits, with an account and a record as a worker; return both."""
    person = make_person(coop, *(roles or ("care_worker",)))
    return actor_of(coop, person), make_worker(coop, person)


def make_worker(coop: Coop, person: SeedAccount) -> UUID:
    """Make the record as a worker of somebody with an account."""
    given_name, _, family_name = person.full_name.partition(" ")
    with upkeep(coop) as session:
        row = Worker(
            person_id=person.person_id,
            account_id=person.id,
            given_name=given_name,
            family_name=family_name,
            language=person.language,
            staff_category="other_social_care",
            started_on=date(2026, 1, 1),
            entered_at=NINE,
        )
        session.add(row)
        session.flush()
        return row.id


def make_visit(
    coop: Coop,
    worker_id: UUID | None,
    *,
    planned_from: datetime = NINE,
    minutes: int = 30,
    name: str = "Eluned Price",
    what_matters: str = "Tea before anything else.",
    place: str | None = None,
) -> UUID:
    """Make a visit to somebody supported of their own."""
    given_name, _, family_name = name.partition(" ")
    with upkeep(coop) as session:
        person = PersonSupported(
            person_id=uuid4(),
            given_name=given_name,
            family_name=family_name,
            language="cy",
            address="2 Test Terrace, Nowhere",
            what_matters=what_matters,
            place=place,
            started_on=date(2026, 1, 1),
            entered_at=NINE,
        )
        session.add(person)
        session.flush()
        row = Visit(
            person_supported_id=person.id,
            worker_id=worker_id,
            planned_from=planned_from,
            planned_until=planned_from + timedelta(minutes=minutes),
            entered_at=NINE,
        )
        session.add(row)
        tell(session, [row], at=NINE)
        session.flush()
        return row.id
