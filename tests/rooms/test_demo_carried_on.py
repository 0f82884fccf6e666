# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo's weeks go on to the day on which it lives, and what somebody changed stays as it is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.demo.people import coops, people_of
from app.demo.staff import people_supported_of, staff_of
from app.demo.weeks import entries_of, visits_of
from franchise_kit.care.actions.seeding import SeedVisit, carry_on_care, seed_care
from franchise_kit.care.models import PersonSupported, Visit
from franchise_kit.people.actions.seeding import seed_workers
from franchise_kit.time.actions.seeding import SeedEntry, seed_entries
from franchise_kit.time.models import TimeEntry
from tenants.credentials import InstallationKey
from tenants.journal.models import JournalLine
from tenants.office import Coop
from tenants.transaction import reading, upkeep

KEY = InstallationKey(b"k" * 32)
FIRST = datetime(2026, 11, 22, 13, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 10, tzinfo=UTC)
DEMO = next(one for one in coops() if one.slug == "hafren-ganol")
STAFFED = staff_of(DEMO, people_of(DEMO, KEY))
PEOPLE = people_supported_of(DEMO)
APPROVER = uuid4()


def as_of(now: datetime) -> list[SeedVisit]:
    return list(visits_of(DEMO, STAFFED, PEOPLE, now=now, from_=FIRST.date()))


def time_of(visits: list[SeedVisit], now: datetime) -> list[SeedEntry]:
    return list(entries_of(STAFFED, PEOPLE, visits, from_=FIRST.date(), until=now.date() + timedelta(days=1)))


def carried(coop: Coop, now: datetime) -> list[SeedVisit]:
    standing = carry_on_care(coop=coop, visits=as_of(now), now=now)
    seed_entries(
        coop=coop,
        entries=time_of(standing, now),
        approved_until=now.replace(hour=0),
        approved_by_person=APPROVER,
        now=now,
    )
    return standing


def facts_of(coop: Coop) -> dict[UUID, tuple[object, ...]]:
    with reading(coop) as session:
        rows = session.scalars(select(Visit)).all()
        return {
            row.id: (row.worker_id, row.planned_from, row.checked_in_at, row.checked_out_at, row.cancelled_at)
            for row in rows
        }


def wanted(visits: list[SeedVisit]) -> dict[UUID, tuple[object, ...]]:
    return {
        one.id: (one.worker_id, one.planned_from, one.checked_in_at, one.checked_out_at, one.cancelled_at)
        for one in visits
    }


@pytest.fixture
def loaded(aber: Coop) -> Coop:
    """A co-op with the demo's people and visits as they stand on its first day."""
    seed_workers(coop=aber, workers=STAFFED.workers, now=FIRST)
    seed_care(coop=aber, people=PEOPLE, visits=as_of(FIRST), now=FIRST)
    return aber


def test_a_day_moved_on_has_the_visits_of_a_demo_that_was_made_there(loaded: Coop) -> None:
    ended = {one.id: wanted([one])[one.id] for one in as_of(FIRST) if one.checked_out_at or one.cancelled_at}

    standing = carried(loaded, LATER)

    # What was over on the first day stays; all else stands as if the demo had been made on the later day.
    assert facts_of(loaded) == wanted(as_of(LATER)) | ended
    assert {one.id for one in as_of(LATER)} - {one.id for one in standing} <= set(ended)


def test_time_waits_on_its_own_day_and_is_approved_later(loaded: Coop) -> None:
    carried(loaded, FIRST)
    with reading(loaded) as session:
        first_states = set(session.scalars(select(TimeEntry.state)))

    carried(loaded, LATER)

    assert first_states == {"recorded"}
    with reading(loaded) as session:
        waiting = session.scalars(select(TimeEntry.starts_at).where(TimeEntry.state == "recorded")).all()
        approved = session.scalars(select(TimeEntry.starts_at).where(TimeEntry.state == "approved")).all()
    assert {one.date() for one in waiting} == {LATER.date()}
    assert min(approved).date() == FIRST.date()
    assert max(approved).date() == LATER.date() - timedelta(days=1)


def test_carried_on_twice_nothing_is_written(loaded: Coop) -> None:
    carried(loaded, LATER)
    before = (facts_of(loaded), lines_of(loaded))

    carried(loaded, LATER)

    assert (facts_of(loaded), lines_of(loaded)) == before


def test_a_visit_that_somebody_changed_stays_and_makes_no_time(loaded: Coop) -> None:
    changed = next(one for one in as_of(LATER) if one.checked_out_at and one.planned_from.day == 24)
    with upkeep(loaded) as session:
        row = session.get_one(Visit, changed.id)
        row.worker_id, row.version = None, 2

    standing = carried(loaded, LATER)

    assert facts_of(loaded)[changed.id] == (None, changed.planned_from, None, None, None)
    assert changed.id not in {one.id for one in standing}
    with reading(loaded) as session:
        assert session.scalars(select(TimeEntry).where(TimeEntry.visit_id == changed.id)).all() == []


def test_who_is_no_longer_supported_gets_no_more_visits(loaded: Coop) -> None:
    person = PEOPLE[0]
    before = facts_of(loaded)
    with upkeep(loaded) as session:
        session.get_one(PersonSupported, person.id).ended_on = FIRST.date()

    carried(loaded, LATER)

    theirs = {one.id for one in as_of(LATER) if one.person_supported_id == person.id}
    assert {one: facts for one, facts in facts_of(loaded).items() if one in theirs} == {
        one: facts for one, facts in before.items() if one in theirs
    }


def lines_of(coop: Coop) -> int:
    with reading(coop) as session:
        return len(session.scalars(select(JournalLine)).all())
