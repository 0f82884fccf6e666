# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nights when the clocks change, visits over midnight, the leap day, contracts that change mid-week."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from franchise_kit.care import actions as care
from franchise_kit.care.queries import schedule_of, suggest
from franchise_kit.kernel.days import london_day, london_instant
from franchise_kit.people import actions as people
from franchise_kit.time import queries
from franchise_kit.time.actions import check_in, check_out
from franchise_kit.time.queries.leave import suggest_leave
from tenants.actor import SYSTEM, Actor
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.absence import decider
from tests.support.people import actor_of, make_person
from tests.support.rota import EVERY_DAY, generate, make_kind, make_pattern, visits_of
from tests.support.rows import rows
from tests.support.thread import BEGAN, make_supported, make_visit, make_worker

SATURDAY = 0b0100000


def carer(coop: Coop) -> tuple[Actor, UUID]:
    """Take on somebody who can sign in."""
    person = make_person(coop, "care_worker", name="Nia Prys")
    worker_id = make_worker(coop, person.full_name, account_id=person.id, pence_per_hour=1345)
    return actor_of(coop, person), worker_id


def planned_night(coop: Coop, worker_id: UUID, monday: date) -> UUID:
    """Make the drafts of a week with a sleep-in from 23:00 to 07:00 on Saturday, give it and publish it."""
    kind_id = make_kind(coop, "Night", pays_as="sleep_in", minutes=480)
    make_pattern(coop, make_supported(coop), kind_id, starts_minute=23 * 60, minutes=480, weekdays=SATURDAY)
    before = datetime(monday.year, monday.month, monday.day, 9, 0, tzinfo=UTC)
    generate(coop, monday, now=before)
    (night,) = visits_of(coop)
    at_once = care.Change(publish=True)
    care.assign_visit(
        coop=coop, visit_id=night.id, worker_id=worker_id, by=SYSTEM, now=before, change=at_once
    )
    return night.id


def entries(coop: Coop) -> list[dict[str, Any]]:
    return rows(coop, "time_entry", "starts_at")


@pytest.mark.parametrize(
    ("case", "monday", "begins", "ends", "minutes"),
    [
        (
            "the clocks go forward",
            date(2027, 3, 22),
            datetime(2027, 3, 27, 23, 0, tzinfo=UTC),
            datetime(2027, 3, 28, 6, 0, tzinfo=UTC),
            7 * 60,
        ),
        (
            "the clocks go back",
            date(2027, 10, 25),
            datetime(2027, 10, 30, 22, 0, tzinfo=UTC),
            datetime(2027, 10, 31, 7, 0, tzinfo=UTC),
            9 * 60,
        ),
    ],
)
def test_a_sleep_in_is_as_long_as_the_night_when_the_clocks_change(
    aber: Coop, case: str, monday: date, begins: datetime, ends: datetime, minutes: int
) -> None:
    by, worker_id = carer(aber)
    visit_id = planned_night(aber, worker_id, monday)

    check_in(coop=aber, visit_id=visit_id, by=by, now=begins)
    check_out(coop=aber, visit_id=visit_id, note="", by=by, now=ends)

    (entry,) = entries(aber)
    assert (entry["kind"], entry["minutes"]) == ("sleep_in", minutes), case
    with reading(aber) as session:
        day = london_day(begins)
        record = queries.work_record(session, worker_id, by=SYSTEM, from_=day, until=day + timedelta(days=2))
    (line,) = (one for of_day in record.days for one in of_day.lines if one.kind == "sleep_in")
    assert (line.planned, line.planned_minutes) == ((begins, ends), minutes), case
    assert (line.actual, line.actual_minutes) == ((begins, ends), minutes), case


@pytest.mark.parametrize(
    ("case", "monday", "night", "rest"),
    [
        ("the clocks go forward", date(2027, 3, 22), 7 * 60, 11 * 60),
        ("the clocks go back", date(2027, 10, 25), 9 * 60, 11 * 60),
        ("any other week", date(2027, 11, 1), 8 * 60, 11 * 60),
    ],
)
def test_a_week_on_paper_has_the_night_as_long_as_it_was(
    aber: Coop, case: str, monday: date, night: int, rest: int
) -> None:
    _by, worker_id = carer(aber)
    planned_night(aber, worker_id, monday)
    sunday, before = (
        monday + timedelta(days=6),
        datetime(monday.year, monday.month, monday.day, 9, tzinfo=UTC),
    )
    person_id = make_supported(aber, "Tom Rees")
    for on, at in ((sunday, time(18)), (sunday + timedelta(days=1), time(8))):
        begins = london_instant(on, at)
        visit = care.NewVisit(person_id, begins, begins + timedelta(hours=1), worker_id)
        care.plan_visit(coop=aber, visit=visit, by=SYSTEM, now=before)

    with reading(aber) as session:
        this_week, next_week = (
            schedule_of(session, worker_id, by=SYSTEM, monday=one, now=before)
            for one in (monday, monday + timedelta(days=7))
        )

    assert [one.minutes_of("visit") for one in this_week.days[5:]] == [night, 60], case
    assert this_week.days[6].rest_before_minutes == rest, case
    # Monday's rest began on the Sunday of the week before.
    assert next_week.days[0].rest_before_minutes == 13 * 60, case


def test_rest_is_real_time_in_whatever_zone_the_database_answers(aber: Coop) -> None:
    worker_id, person_id = make_worker(aber), make_supported(aber)
    saturday = date(2027, 3, 27)
    make_visit(aber, person_id, saturday, "20:15", worker_id=worker_id)
    sunday = make_visit(aber, person_id, saturday + timedelta(days=1), "08:00", worker_id=worker_id)
    now = datetime(2027, 3, 22, 9, tzinfo=UTC)

    with reading(aber) as session:
        session.execute(text("SET LOCAL TIME ZONE 'Europe/London'"))
        week = schedule_of(session, worker_id, by=SYSTEM, monday=date(2027, 3, 22), now=now)
        (judged,) = suggest(session, sunday, by=SYSTEM, now=now).refused

    assert week.days[6].rest_before_minutes == 10 * 60
    assert [dict(one.figures) for one in judged.against] == [{"minutes": 10 * 60, "least": 11 * 60}]


def test_a_visit_over_midnight_is_one_time_of_the_day_on_which_somebody_came(aber: Coop) -> None:
    by, worker_id = carer(aber)
    person_id = make_supported(aber)
    begins = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    visit = care.NewVisit(person_id, begins, begins + timedelta(hours=1), worker_id)
    visit_id = care.plan_visit(coop=aber, visit=visit, by=SYSTEM, now=begins - timedelta(days=1))

    # Nobody was there before midnight, and the second day is a day of the visit too.
    check_in(coop=aber, visit_id=visit_id, by=by, now=begins + timedelta(minutes=35))
    check_out(coop=aber, visit_id=visit_id, note="", by=by, now=begins + timedelta(minutes=65))

    (entry,) = entries(aber)
    assert (london_day(entry["starts_at"]), entry["minutes"]) == (date(2026, 12, 1), 30)
    with reading(aber) as session:
        december = queries.list_entries(session, by=SYSTEM, from_=date(2026, 12, 1), until=date(2027, 1, 1))
        november = queries.list_entries(session, by=SYSTEM, from_=date(2026, 11, 1), until=date(2026, 12, 1))
    assert ([one.id for one in december], november) == ([entry["id"]], [])


def test_the_leap_day_has_its_visits_and_its_time(aber: Coop) -> None:
    by, worker_id = carer(aber)
    make_pattern(aber, make_supported(aber), make_kind(aber), weekdays=EVERY_DAY)
    monday, nine = date(2028, 2, 28), datetime(2028, 2, 29, 9, 0, tzinfo=UTC)
    generate(aber, monday, now=nine - timedelta(days=7))
    days = [london_day(one.planned_from) for one in visits_of(aber)]
    leap = visits_of(aber)[1]
    care.assign_visit(coop=aber, visit_id=leap.id, worker_id=worker_id, by=SYSTEM, now=nine)

    check_in(coop=aber, visit_id=leap.id, by=by, now=nine)
    check_out(coop=aber, visit_id=leap.id, note="", by=by, now=nine + timedelta(minutes=45))

    assert days[:3] == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]
    with reading(aber) as session:
        day = date(2028, 2, 29)
        found = queries.list_entries(session, by=SYSTEM, from_=day, until=day + timedelta(days=1))
    assert [(one.day, one.minutes) for one in found] == [(day, 45)]


def test_a_contract_that_changes_mid_week_counts_from_its_day(aber: Coop) -> None:
    by, worker_id = decider(aber), carer(aber)[1]
    wednesday = date(2026, 11, 18)
    changed = people.NewContract("guaranteed_hours", 30 * 60, wednesday, 1345)
    people.make_contract(
        coop=aber,
        worker_id=worker_id,
        contract=changed,
        by=SYSTEM,
        now=datetime(2026, 11, 17, 9, 0, tzinfo=UTC),
    )

    with reading(aber) as session:
        week = suggest_leave(
            session, worker_id, date(2026, 11, 16), date(2026, 11, 20), by=by, today=wednesday
        )
        before = suggest_leave(session, worker_id, BEGAN, BEGAN + timedelta(days=4), by=by, today=wednesday)

    # Two days of a week of 20 hours, and three of one of 30.
    assert (week.minutes, before.minutes) == (2 * 240 + 3 * 360, 5 * 240)
