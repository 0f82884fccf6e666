# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo's older weeks are what the product's own actions would have written, row by row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlalchemy import select

from app.demo.life import kind_at, kinds_of
from app.demo.past_load import crew_of
from app.demo.past_rows import (
    ENTRY_COLUMNS,
    MILES_COLUMNS,
    VISIT_COLUMNS,
    Office,
    Worked,
    visit_lines,
)
from app.demo.past_weeks import MINUTES, Crew, Day, Done, days_of
from app.demo.people import NAMESPACE, coops, people_of
from app.demo.staff import people_supported_of, staff_of
from franchise_kit.care.actions.planning import Cancelling, NewVisit, cancel_visit, plan_visit
from franchise_kit.care.actions.seeding import seed_care
from franchise_kit.care.actions.seeding_life import SeedKinds
from franchise_kit.care.actions.seeding_past import seed_past_visits
from franchise_kit.care.models import Visit
from franchise_kit.kernel.days import london_instant, london_midnight
from franchise_kit.people.actions.seeding import seed_workers
from franchise_kit.time.actions.approving import approve_entries
from franchise_kit.time.actions.driving import decide_miles
from franchise_kit.time.actions.paying import gather, gather_miles, mark_paid
from franchise_kit.time.actions.seeding_past import Lines, seed_past_time
from franchise_kit.time.actions.visiting import check_in, check_out
from franchise_kit.time.models import MileageClaim, TimeEntry
from tenants.actor import Actor
from tenants.bases import CoopBase
from tenants.credentials import InstallationKey
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.people import actor_of, make_person

KEY = InstallationKey(b"k" * 32)
# The young co-op's first whole month, in which the clocks go back.
FIRST, UNTIL = date(2025, 10, 1), date(2025, 11, 1)
DEMO = next(one for one in coops() if one.slug == "hafren-ganol")
STAFFED = staff_of(DEMO, people_of(DEMO, KEY))
PEOPLE = people_supported_of(DEMO)
CREW = crew_of(DEMO, STAFFED, PEOPLE, 10)
OFFICE = Office(plans=uuid5(NAMESPACE, "who plans"), approves=uuid5(NAMESPACE, "who approves"))
WEEK, DAY = timedelta(days=7), timedelta(days=1)
OF_WRITING = {"told_at", "entered_at", "recorded_at", "approved_at"}


def a_month() -> list[Day]:
    return [(day, done) for day, done in days_of(CREW) if FIRST <= day < UNTIL]


@pytest.fixture
def two(aber: Coop, bryn: Coop) -> tuple[Coop, Coop]:
    """Two co-ops with the same people and workers, and nothing planned."""
    before = datetime(2025, 9, 1, tzinfo=UTC)
    kinds = kinds_of(DEMO, PEOPLE, [], before).kinds
    for coop in (aber, bryn):
        seed_workers(coop=coop, workers=STAFFED.workers, now=before)
        seed_care(coop=coop, people=PEOPLE, visits=[], now=before, kinds=SeedKinds(kinds, (), (), {}))
    return aber, bryn


def test_a_month_is_what_the_actions_would_have_written(two: tuple[Coop, Coop]) -> None:
    by_hand, copied = two
    days = a_month()

    Month(by_hand).live(days)
    copy(copied, days)

    visits, entries, miles = rows_of(by_hand)
    assert (len(visits), len(entries) > len(visits), len(miles) > 0) == (
        sum(len(done) for _, done in days),
        True,
        True,
    )
    assert rows_of(copied) == (visits, entries, miles)
    kinds, states = ({entry[name] for entry in entries.values()} for name in ("kind", "state"))
    assert (kinds, states) == ({"visit", "travel", "waiting"}, {"paid"})


def test_a_second_copy_writes_nothing(two: tuple[Coop, Coop]) -> None:
    coop, _ = two

    assert copy(coop, a_month()) == (True, True)
    before = rows_of(coop)

    assert copy(coop, a_month()) == (False, False)
    assert rows_of(coop) == before


def copy(coop: Coop, days: list[Day]) -> tuple[bool, bool]:
    """Copy some days as a load does, without those at desks."""
    crew = Crew(CREW.coop, CREW.carers, CREW.people)
    worked = Worked(crew, OFFICE)
    visits = seed_past_visits(
        coop=coop,
        worker_ids=[one.id for one in crew.carers],
        columns=VISIT_COLUMNS,
        lines_of=lambda numbers: visit_lines(crew, days, OFFICE, numbers),
        until=london_midnight(UNTIL),
    )
    time_ = seed_past_time(
        coop=coop,
        entries=Lines(ENTRY_COLUMNS, worked.lines(days)),
        miles=Lines(MILES_COLUMNS, worked.miles),
        until=london_midnight(UNTIL),
    )
    return visits, time_


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is done at an instant."""

    at: datetime
    do: Callable[[datetime], object]


class Month:
    """A month that is lived through the product's actions, in the order of its instants."""

    def __init__(self, coop: Coop) -> None:
        self.coop = coop
        self.plans = self._actor("care_coordinator", OFFICE.plans)
        self.approves = self._actor("registered_manager", OFFICE.approves)
        self.workers = [self._actor("care_worker", one.person_id) for one in CREW.carers]

    def live(self, days: list[Day]) -> None:
        """Plan, tell, go, approve and pay."""
        ids: dict[str, UUID] = {}
        events = [event for day, done in days for one in done for event in self._of(day, one, ids)]
        for event in sorted(events, key=lambda event: event.at):
            event.do(event.at)
        self._approve()
        for month, until in (("2025-10", date(2025, 10, 23)), ("2025-11", date(2025, 11, 23))):
            self._pay(uuid5(NAMESPACE, f"paid before {DEMO.slug} {month}"), until)

    def _of(self, day: date, one: Done, ids: dict[str, UUID]) -> list[Event]:
        starts, coop, worker = at(day, one.starts), self.coop, self.workers[one.worker]

        def plan(now: datetime) -> None:
            visit = NewVisit(
                person_supported_id=CREW.people[one.person].id,
                worker_id=CREW.carers[one.worker].id,
                planned_from=starts,
                planned_until=starts + timedelta(minutes=MINUTES),
                visit_kind_id=kind_at(DEMO, one.starts),
            )
            ids[one.id] = plan_visit(coop=self.coop, visit=visit, by=self.plans, now=now)

        events = [Event(london_instant(day - WEEK, time(9)), plan)]
        if one.came is not None:
            events += [
                Event(
                    at(day, one.came),
                    lambda now: check_in(coop=coop, visit_id=ids[one.id], by=worker, now=now),
                ),
                Event(
                    at(day, one.left),
                    lambda now: check_out(
                        coop=self.coop, visit_id=ids[one.id], note=None, by=worker, now=now
                    ),
                ),
            ]
        elif one.cancelled_by is not None:
            said, whose, by = Cancelling(reason=one.reason), one.cancelled_by, self.plans
            events.append(
                Event(
                    at(day - DAY, one.starts),
                    lambda now: cancel_visit(
                        coop=coop, visit_id=ids[one.id], cancelled_by=whose, by=by, now=now, saying=said
                    ),
                )
            )
        return events

    def _approve(self) -> None:
        now = london_midnight(UNTIL + WEEK)
        with reading(self.coop) as session:
            entries = list(session.scalars(select(TimeEntry.id)))
            seen = dict(session.execute(select(MileageClaim.id, MileageClaim.version)).all())
        approve_entries(coop=self.coop, entry_ids=entries, by=self.approves, now=now)
        decide_miles(coop=self.coop, seen=seen, is_approved=True, by=self.approves, now=now)

    def _pay(self, run_id: UUID, until: date) -> None:
        with upkeep(self.coop) as session:
            gather(session, pay_run_id=run_id, until=until)
            gather_miles(session, pay_run_id=run_id, worker_ids=[one.id for one in CREW.carers], until=until)
            mark_paid(session, run_id)

    def _actor(self, role: str, person_id: UUID) -> Actor:
        return actor_of(self.coop, make_person(self.coop, role, person_id=person_id))


def at(day: date, minute: int) -> datetime:
    """Return the instant of a minute of a London day."""
    return london_instant(day, time(minute // 60, minute % 60))


def rows_of(coop: Coop) -> tuple[Mapping[Any, dict[str, Any]], ...]:
    """Return visits, time and miles, but for ids and the times of writing, by what makes them one."""
    with reading(coop) as session:
        numbers: dict[UUID, Any] = {}
        visits = {}
        for row in session.scalars(select(Visit)):
            key = (row.worker_id, row.planned_from)
            numbers[row.id] = key
            visits[key] = _facts(row, {"id", "worker_number"}) | {"has_number": row.worker_number is not None}
        entries = {
            (row.worker_id, row.kind, row.starts_at): _facts(row, {"id", "visit_id"})
            | {"visit": numbers[row.visit_id] if row.visit_id else None}
            for row in session.scalars(select(TimeEntry))
        }
        miles = {
            (row.worker_id, row.day): _facts(row, {"id"}) for row in session.scalars(select(MileageClaim))
        }
    return visits, entries, miles


def _facts(row: CoopBase, without: set[str]) -> dict[str, Any]:
    columns = {column.key for column in row.__table__.columns} - without - OF_WRITING
    return {name: getattr(row, name) for name in sorted(columns)}
