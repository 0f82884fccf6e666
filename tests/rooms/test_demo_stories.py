# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the demo tells of its co-ops is in their figures: each story by the product's own queries."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.demo.former import LAST_YEAR, people_ended, workers_left
from app.demo.life import kinds_of
from app.demo.past import first_day, past_of
from app.demo.past_load import crew_of
from app.demo.past_rows import (
    ENTRY_COLUMNS,
    MILES_COLUMNS,
    VISIT_COLUMNS,
    Office,
    Worked,
    visit_lines,
)
from app.demo.past_weeks import days_of
from app.demo.people import DemoCoop, coops, people_of
from app.demo.staff import Staffed, people_supported_of, staff_of
from app.settings import FIRST_DEMO_DAY
from franchise_kit.care.actions.seeding import seed_care
from franchise_kit.care.actions.seeding_life import SeedKinds
from franchise_kit.care.actions.seeding_past import seed_past_visits
from franchise_kit.care.queries.facts import visit_counts
from franchise_kit.kernel.days import london_midnight
from franchise_kit.people.actions.seeding import seed_workers
from franchise_kit.people.queries.facts import workers_on
from franchise_kit.time.actions.seeding_past import Lines, seed_past_time
from franchise_kit.time.models import TimeEntry
from franchise_kit.time.queries.punctual import punctuality
from tenants.credentials import InstallationKey
from tenants.office import Coop
from tenants.transaction import reading

KEY = InstallationKey(b"k" * 32)
NOW = datetime(2026, 11, 22, 13, tzinfo=UTC)
CLOSELY = date(2026, 7, 27)
DEMO = {one.slug: one for one in coops()}


def staffed_of(slug: str) -> tuple[DemoCoop, Staffed]:
    return DEMO[slug], staff_of(DEMO[slug], people_of(DEMO[slug], KEY))


def live(coop: Coop, slug: str, *, tenths: int = 1) -> None:
    """Load the past of one of the demo's co-ops; a tenth of it shows its stories as well."""
    demo, staffed = staffed_of(slug)
    people = people_supported_of(demo)
    crew = crew_of(demo, staffed, people, tenths)
    kinds = SeedKinds(kinds_of(demo, people, [], NOW).kinds, (), (), {})
    seed_workers(coop=coop, workers=[*staffed.workers, *workers_left(demo)], now=NOW)
    seed_care(coop=coop, people=[*people, *people_ended(demo)], visits=[], now=NOW, kinds=kinds)
    office = Office(plans=staffed.at_desks[0].person_id, approves=uuid4())
    days, worked = list(days_of(crew)), Worked(crew, office)
    seed_past_visits(
        coop=coop,
        worker_ids=[one.id for one in crew.carers],
        columns=VISIT_COLUMNS,
        lines_of=lambda numbers: visit_lines(crew, days, office, numbers),
        until=london_midnight(CLOSELY),
    )
    seed_past_time(
        coop=coop,
        entries=Lines(ENTRY_COLUMNS, worked.lines(days)),
        miles=Lines(MILES_COLUMNS, worked.miles),
        until=london_midnight(CLOSELY),
    )


@pytest.mark.parametrize(
    ("slug", "left", "percent"),
    [("glan-wysg", 10, 13), ("glannau-teifi", 3, 10), ("bryn-eithin", 17, 32), ("bro-moelwyn", 0, 0)],
)
def test_so_many_left_in_the_last_year(aber: Coop, slug: str, left: int, percent: int) -> None:
    demo, staffed = staffed_of(slug)
    seed_workers(coop=aber, workers=[*staffed.workers, *workers_left(demo)], now=NOW)

    with reading(aber) as session:
        before, now = workers_on(session, LAST_YEAR), workers_on(session, FIRST_DEMO_DAY)

    assert {one.id for one in now} == {one.facts.id for one in staffed.workers}
    gone = [one for one in workers_left(demo) if (one.facts.ended_on or NOW.date()) >= LAST_YEAR]
    assert (len(gone), round(200 * len(gone) / (len(before) + len(now)))) == (left, percent)


def test_where_it_grew_fast_more_are_late_than_elsewhere(aber: Coop, bryn: Coop) -> None:
    live(aber, "bryn-eithin")
    live(bryn, "glan-wysg")

    shares = []
    for coop in (aber, bryn):
        with reading(coop) as session:
            counts = punctuality(session, date(2026, 1, 1), CLOSELY)
        shares.append(round(1000 * counts.late / counts.told))
    assert shares == [82, 22]


def test_38_percent_more_visits_than_a_year_ago() -> None:
    crew = crew_of(*staffed_of("bryn-eithin"), people_supported_of(DEMO["bryn-eithin"]), 10)
    per_day = {day: len(done) for day, done in days_of(crew)}

    assert (per_day[LAST_YEAR], per_day[date(2026, 7, 26)]) == (125, 172)


def test_a_bad_winter_keeps_workers_from_doors(aber: Coop) -> None:
    live(aber, "bro-moelwyn", tenths=10)

    winter = past_of("bro-moelwyn").winter
    assert winter is not None
    with reading(aber) as session:
        snowed = visit_counts(session, winter.from_, winter.until)
        year_before = visit_counts(session, date(2025, 1, 1), date(2026, 1, 1))
        late = punctuality(session, winter.from_, winter.until)
    assert [round(1000 * one.missed / one.planned) for one in (snowed, year_before)] == [70, 3]
    assert round(100 * late.late / late.told) == 20


def test_a_young_coop_grows_from_nothing(aber: Coop) -> None:
    live(aber, "hafren-ganol", tenths=10)

    with reading(aber) as session:
        months = [
            visit_counts(session, date(year, month, 1), date(year, month, 28)).planned
            for year, month in ((2025, 8), (2025, 10), (2026, 1), (2026, 4), (2026, 6))
        ]
    assert months == [0, 90, 168, 270, 316]


def test_long_drives_weigh_in_the_hills(aber: Coop, bryn: Coop) -> None:
    live(aber, "bro-moelwyn")
    live(bryn, "glan-wysg")

    assert [metres_of_a_way(coop) for coop in (aber, bryn)] == [11145, 4006]


def test_the_past_has_24_months_and_nobody_is_in_two_places() -> None:
    visits = 0
    for slug in ("glan-wysg", "glannau-teifi", "bryn-eithin", "bro-moelwyn", "hafren-ganol"):
        crew = crew_of(*staffed_of(slug), people_supported_of(DEMO[slug]), 10)
        for day, done in days_of(crew):
            visits += len(done)
            busy_until: dict[int, int] = {}
            for one in sorted(done, key=lambda one: (one.worker, one.came or 0)):
                worker, person = crew.carers[one.worker], crew.people[one.person]
                assert worker.started_on <= day <= (worker.ended_on or day)
                assert person.started_on <= day <= (person.ended_on or day)
                if one.came is not None:
                    assert busy_until.get(one.worker, 0) < one.came < one.left < 24 * 60
                    busy_until[one.worker] = one.left
            assert len({(one.worker, one.starts) for one in done}) == len(done)
            assert len({(one.person, one.starts) for one in done}) == len(done)
            assert first_day() <= day < CLOSELY
    assert visits == 339957


def metres_of_a_way(coop: Coop) -> int:
    with reading(coop) as session:
        travel = select(func.avg(TimeEntry.metres)).where(TimeEntry.kind == "travel")
        return round(session.scalar(travel) or 0)
