# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages about people supported and the rota."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.time.actions.absence import NewAbsence, enter_absence
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.rows import rows
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.web import Visitor

MONDAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
WEEK = "/rota?week=2026-11-04"
PERSON = {
    "given_name": "Elsi",
    "family_name": "Fôn",
    "known_as": "Els",
    "language": "cy",
    "address": "1 Y Stryd\nAber",
    "what_matters": "Radio Cymru am saith.\nPaned gyntaf.",
    "started_on": "2026-01-05",
}


def desk(app: Flask, coop: Coop, *roles: str, language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, *(roles or ("care_coordinator",)), language=language, name="Mair Desg"))
    return visitor


def visit_form(person_id: UUID, **more: str) -> dict[str, str]:
    usual = {"day": "2026-11-02", "at": "09:00", "minutes": "45", "worker_id": ""}
    return {"person_supported_id": str(person_id), **usual, **more}


def test_a_person_is_entered_in_their_own_words(app: Flask, aber: Coop, bryn: Coop) -> None:
    visitor = desk(app, aber)
    visitor.get("/people-supported/new")

    entered = visitor.post("/people-supported/new", PERSON)
    page = visitor.get(entered.headers["Location"]).text

    assert entered.status_code == 303
    assert "Radio Cymru am saith." in page
    assert "<p>Paned gyntaf.</p>" in page
    assert "Els Fôn" in visitor.get("/people-supported").text
    assert "Radio" not in str(rows(aber, "person_supported"))
    assert rows(bryn, "person_supported") == []


def test_a_visit_is_planned_given_and_cancelled(app: Flask, aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    person_id, worker_id = make_supported(aber), make_worker(aber)
    visitor = desk(app, aber)
    visitor.get("/rota/plan")

    planned = visitor.post("/rota/plan", visit_form(person_id))
    before = visitor.get(WEEK).text
    visit_id = rows(aber, "visit")[0]["id"]
    visitor.get(f"/rota/visits/{visit_id}")
    given = visitor.post(f"/rota/visits/{visit_id}/worker", {"worker_id": str(worker_id)})
    after = visitor.get(WEEK).text
    visitor.get(f"/rota/visits/{visit_id}")
    cancelled = visitor.post(f"/rota/visits/{visit_id}/cancel", {"cancelled_by": "person"})

    assert planned.headers["Location"] == "/rota?week=2026-11-02#day-2026-11-02"
    assert "Nobody yet" in before
    assert (given.status_code, cancelled.status_code) == (303, 303)
    assert "Nia Prys" in after
    assert "Nobody yet" not in after
    assert rows(aber, "visit")[0]["cancelled_by"] == "person"
    assert "Cancelled" in visitor.get(f"/rota/visits/{visit_id}").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minutes": "14"}, "A visit takes 15 minutes at the least"),
        ({"minutes": "0"}, "A visit ends after it begins"),
        ({"minutes": "99999"}, "Use something from 0 to 1440"),
        ({"day": "2025-12-01"}, "We do not support this person on that day"),
        ({"day": "2026-02-30"}, "Enter a real date"),
        ({"at": "25:00"}, "Enter a real time"),
        ({"at": "08:30"}, "This worker is at another visit at that time"),
        ({"person_supported_id": ""}, "Choose"),
    ],
)
def test_a_visit_that_cannot_be_is_said_so_beside_the_field(
    app: Flask, aber: Coop, wrong: dict[str, str], sentence: str
) -> None:
    person_id, worker_id = make_supported(aber), make_worker(aber)
    clock.set_fixed(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
    visitor = desk(app, aber)
    visitor.get("/rota/plan")

    answer = visitor.post("/rota/plan", visit_form(person_id, at="12:00", worker_id=str(worker_id)) | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(rows(aber, "visit")) == 1


def test_a_worker_who_is_elsewhere_is_not_given_the_visit(app: Flask, aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    person_id, worker_id = make_supported(aber), make_worker(aber)
    make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
    visit_id = make_visit(aber, person_id, MONDAY, "09:30")
    visitor = desk(app, aber)
    visitor.get(f"/rota/visits/{visit_id}")

    answer = visitor.post(f"/rota/visits/{visit_id}/worker", {"worker_id": str(worker_id)})

    assert answer.status_code == 422
    assert "This worker is at another visit at that time" in answer.text
    assert {row["worker_id"] for row in rows(aber, "visit") if row["id"] == visit_id} == {None}


def test_a_missed_visit_says_so_once_its_time_is_over(app: Flask, aber: Coop) -> None:
    person_id, worker_id = make_supported(aber), make_worker(aber)
    make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
    make_visit(aber, person_id, MONDAY, "15:00", worker_id=worker_id)
    clock.set_fixed(NOON)
    visitor = desk(app, aber)

    waiting = visitor.get(f"{WEEK}&show=waiting").text

    assert "09:00–09:45" in waiting
    assert "15:00–15:45" not in waiting


def test_a_care_worker_sees_their_own_visits_alone(app: Flask, aber: Coop) -> None:
    account = make_person(aber, "care_worker", name="Nia Prys")
    worker_id = make_worker(aber, account_id=account.id)
    mine, other = make_supported(aber), make_supported(aber, "Gwen Morys")
    make_visit(aber, mine, MONDAY, "09:00", worker_id=worker_id)
    foreign = make_visit(aber, other, MONDAY, "09:00")
    visitor = Visitor(app, aber)
    visitor.sign_in(account)

    page = visitor.get(WEEK).text

    assert "Elsi Fôn" in page
    assert "Gwen Morys" not in page + visitor.get("/people-supported").text
    assert visitor.get(f"/rota/visits/{foreign}").status_code == 404
    assert visitor.get(f"/people-supported/{other}").status_code == 404
    assert visitor.get("/rota/plan").status_code == 404


def test_what_is_another_coops_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    person_id = make_supported(bryn)
    visit_id = make_visit(bryn, person_id, MONDAY, "09:00")
    visitor = desk(app, aber)

    answers = [
        visitor.get(f"/rota/visits/{visit_id}"),
        visitor.get(f"/people-supported/{person_id}"),
        visitor.post(f"/rota/visits/{visit_id}/worker", {"worker_id": ""}),
        visitor.post(f"/rota/visits/{visit_id}/cancel", {"cancelled_by": "co_op"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert rows(bryn, "visit")[0]["cancelled_by"] is None


@pytest.mark.parametrize("week", ["", "x", "0001-01-01", "9999-12-31", "2026-11-02"])
def test_any_week_that_is_asked_for_opens(app: Flask, aber: Coop, week: str) -> None:
    assert desk(app, aber).get("/rota", query_string={"week": week}).status_code == 200


def test_only_a_week_with_something_to_look_at_has_a_card_of_it(app: Flask, aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    worker_id = make_worker(aber)
    make_visit(aber, make_supported(aber), MONDAY, "21:00", worker_id=worker_id)
    visitor = desk(app, aber)

    quiet = visitor.get(WEEK).text
    make_visit(aber, make_supported(aber), MONDAY + timedelta(days=1), "06:00", worker_id=worker_id)
    little_rest = visitor.get(WEEK).text

    assert ["<h2>To look at</h2>" in page for page in (quiet, little_rest)] == [False, True]


def test_the_rota_speaks_welsh(app: Flask, aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")
    visitor = desk(app, aber, language="cy")

    assert "Neb eto" in visitor.get(WEEK).text
    assert "Ymweliad pwy ydyw?" in visitor.get(f"/rota/visits/{visit_id}").text
    assert "Cynllunio ymweliad" in visitor.get("/rota/plan").text


def test_support_does_not_end_before_the_last_visit(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    make_visit(aber, person_id, MONDAY, "00:15")
    visitor = desk(app, aber)
    path = f"/people-supported/{person_id}/last-day"
    visitor.get(path)

    refused = visitor.post(path, {"ended_on": "2026-11-01"})
    kept = visitor.post(path, {"ended_on": "2026-11-02"})

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert "cancel them first" in refused.text
    assert str(rows(aber, "person_supported")[0]["ended_on"]) == "2026-11-02"


def test_whoever_is_away_is_not_suggested_and_not_given_the_visit(app: Flask, aber: Coop) -> None:
    clock.set_fixed(datetime(2026, 11, 1, 12, 0, tzinfo=UTC))
    worker_id = make_worker(aber)
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")
    new = NewAbsence("sickness", MONDAY, MONDAY)
    enter_absence(coop=aber, worker_id=worker_id, new=new, by=SYSTEM, now=clock.now())
    visitor = desk(app, aber)

    page = visitor.get(f"/rota/visits/{visit_id}").text
    refused = visitor.post(f"/rota/visits/{visit_id}/worker", {"worker_id": str(worker_id)})

    assert "<strong>Nia Prys</strong>: is away on that day" in page
    assert (refused.status_code, "This worker is away on that day" in refused.text) == (422, True)
    assert rows(aber, "visit")[0]["worker_id"] is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (7, "This week, from 2 November 2026"),
        (8, "Next week, from 9 November 2026"),
        (9, "This week, from 9 November 2026"),
    ],
)
def test_on_a_sunday_the_rota_opens_on_the_week_to_come(app: Flask, aber: Coop, day: int, words: str) -> None:
    clock.set_fixed(NOON.replace(day=day))
    make_worker(aber)
    visitor = desk(app, aber)

    assert words in visitor.get("/rota").text
    assert "from 26 October 2026" in visitor.get("/rota?week=2026-10-26").text
