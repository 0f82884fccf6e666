# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record of time that regulation 41 asks for, and visits that were late, short or missed."""

import csv
import io
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.care.models import Visit
from franchise_kit.care.queries.facts import visit_facts
from franchise_kit.people.queries.facts import worker_of_id
from franchise_kit.time.actions import make_travel
from franchise_kit.time.models import TimeEntry
from tenants import clock
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.people import make_person
from tests.support.time import NINE, make_carer, make_visit, make_worker
from tests.support.web import Visitor

HERE, THERE = "52.08310,-4.66090", "52.08670,-4.65380"
DAYS = "since=2026-11-01&until=2026-11-03"


@pytest.fixture(autouse=True)
def _in_the_evening() -> None:
    clock.set_fixed(NINE + timedelta(hours=10))


def went(coop: Coop, visit_id: UUID, worker_id: UUID, came: datetime, left: datetime) -> None:
    """Let a visit have gone so, with the time and the travel that it makes."""
    with upkeep(coop) as session:
        row = session.get_one(Visit, visit_id)
        row.checked_in_at, row.checked_out_at = came, left
        worker = worker_of_id(session, worker_id)
        assert worker is not None
        minutes = int((left - came).total_seconds()) // 60
        session.add(
            TimeEntry(
                worker_id=worker_id,
                worker_person=worker.person_id,
                kind="visit",
                starts_at=came,
                ends_at=left,
                minutes=minutes,
                visit_id=visit_id,
                state="recorded",
                recorded_at=left,
            )
        )
        session.flush()
        (visit,) = visit_facts(session, [row])
        make_travel(session, visit, worker, clock.now())


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def a_day_of(coop: Coop, worker_id: UUID) -> None:
    """Make three visits: two near each other, and one long after."""
    first = make_visit(coop, worker_id, minutes=30, name="Elsi Fôn", place=HERE)
    second = make_visit(coop, worker_id, planned_from=at(40), minutes=30, name="Gwyn Rees", place=THERE)
    third = make_visit(coop, worker_id, planned_from=at(240), minutes=45, name="=Eira Pugh")
    went(coop, first, worker_id, at(0), at(30))
    went(coop, second, worker_id, at(60), at(80))
    went(coop, third, worker_id, at(240), at(285))


def carer(app: Flask, coop: Coop) -> tuple[Visitor, SeedAccount, UUID]:
    person = make_person(coop, "care_worker", name="Nia Prys")
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    return visitor, person, make_worker(coop, person)


def at_a_desk(app: Flask, coop: Coop, *roles: str) -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, *(roles or ("care_coordinator",)), has_factor=True))
    return visitor


def table(visitor: Visitor, path: str) -> list[list[str]]:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_table_keeps_schedule_and_actual_apart(app: Flask, aber: Coop) -> None:
    visitor, _, worker_id = carer(app, aber)
    a_day_of(aber, worker_id)

    _head, *lines = table(visitor, f"/hours/record.csv?{DAYS}")

    assert [(line[2], line[3], line[6], line[9]) for line in lines] == [
        ("Visit", "Elsi Fôn", "30", "30"),
        ("Travel", "", "2", "2"),
        ("Waiting", "", "8", "28"),
        ("Visit", "Gwyn Rees", "30", "20"),
        ("Rest", "", "170", "160"),
        ("Visit", "'=Eira Pugh", "45", "45"),
    ]
    assert lines[0][4] == "2026-11-02T09:00+00:00"


def test_the_page_sums_each_day_and_all(app: Flask, aber: Coop) -> None:
    visitor, _, worker_id = carer(app, aber)
    a_day_of(aber, worker_id)

    page = visitor.get(f"/hours/record?{DAYS}").text

    assert "Monday, 2 November 2026" in page
    assert page.count("1 h 45 min") == 2
    assert page.count("1 h 35 min") == 3
    assert "1 h 35 min of visits" in page
    assert "2 h 50 min" in page
    assert "/hours/record.pdf?since=2026-11-01&amp;until=2026-11-03" in page


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_document_opens(app: Flask, aber: Coop, language: str) -> None:
    person = make_person(aber, "care_worker", language=language)
    a_day_of(aber, make_worker(aber, person))
    visitor = Visitor(app, aber)
    visitor.sign_in(person)

    answer = visitor.get(f"/hours/record.pdf?{DAYS}")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in answer.data or len(answer.data) > 10_000


def test_a_desk_reads_everybodys_and_a_worker_their_own_alone(app: Flask, aber: Coop, bryn: Coop) -> None:
    visitor, _, _ = carer(app, aber)
    _, other = make_carer(aber)
    _, elsewhere = make_carer(bryn)
    a_day_of(aber, other)
    desk = at_a_desk(app, aber)

    assert visitor.get(f"/hours/records?worker_id={other}").status_code == 404
    assert visitor.get(f"/hours/records/{other}.csv").status_code == 404
    assert "Elsi Fôn" in desk.get(f"/hours/records?worker_id={other}&{DAYS}").text
    assert len(table(desk, f"/hours/records/{other}.csv?{DAYS}")) == 7
    assert desk.get(f"/hours/records/{elsewhere}.pdf").status_code == 404
    assert desk.get("/hours/record").status_code == 404


def test_who_reads_no_visits_reads_no_names(app: Flask, aber: Coop) -> None:
    _, other = make_carer(aber)
    a_day_of(aber, other)
    contact = at_a_desk(app, aber, "payroll_contact")

    page = contact.get(f"/hours/records?worker_id={other}&{DAYS}").text

    assert "Monday, 2 November 2026" in page
    assert "Elsi Fôn" not in page


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("since=2026-11-03&until=2026-11-02", "The last day must not be before the first"),
        ("since=2026-01-01&until=2026-11-02", "Choose 92 days at the most"),
        ("since=never", "Enter a real date"),
    ],
)
def test_wrong_days_are_named(app: Flask, aber: Coop, days: str, sentence: str) -> None:
    visitor, _, _ = carer(app, aber)

    assert sentence in visitor.get(f"/hours/record?{days}").text


def test_late_short_and_missed_visits_are_listed(app: Flask, aber: Coop) -> None:
    _, worker_id = make_carer(aber)
    a_day_of(aber, worker_id)
    make_visit(aber, worker_id, planned_from=at(400), name="Huw Parri")
    make_visit(aber, None, planned_from=at(700), name="Still To Come")

    page = at_a_desk(app, aber).get("/hours/late-visits").text

    assert "Gwyn Rees" in page
    assert "Huw Parri" in page
    assert "Elsi Fôn" not in page
    assert "Still To Come" not in page
    assert page.count("Shorter than planned") == 2
    assert page.count(">Missed<") == 2
    assert "Nobody came" in page


def test_an_earlier_week_had_none(app: Flask, aber: Coop) -> None:
    assert (
        "No visit was late, short or missed"
        in at_a_desk(app, aber).get("/hours/late-visits?week=2026-10-01").text
    )


def test_the_ways_of_a_day_are_worked_out_anew_at_a_press(app: Flask, aber: Coop) -> None:
    _, worker_id = make_carer(aber)
    a_day_of(aber, worker_id)
    with upkeep(aber) as session:
        for row in session.query(TimeEntry).where(TimeEntry.kind == "travel"):
            row.minutes += 1
        visit_entry = session.query(TimeEntry).where(TimeEntry.kind == "visit").order_by(TimeEntry.starts_at)
        entry_id = visit_entry.first().id  # type: ignore[union-attr] # made above
    desk = at_a_desk(app, aber)
    page = desk.get(f"/hours/{entry_id}").text

    first = desk.post(f"/hours/{entry_id}/remake", {})
    said = desk.get(first.headers["Location"]).text
    again = desk.get(desk.post(f"/hours/{entry_id}/remake", {}).headers["Location"]).text

    assert "Work out the ways of this day anew" in page
    assert "between the visits is worked out anew" in said
    assert "Nothing between the visits had to change" in again
