# SPDX-License-Identifier: AGPL-3.0-or-later
"""A care worker's day on a phone: the next visit first, checked in and out by two buttons."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.time import NINE, make_carer, make_visit, make_worker
from tests.support.web import Visitor


@pytest.fixture(autouse=True)
def _at_nine() -> None:
    clock.set_fixed(NINE)


def carer(app: Flask, coop: Coop, language: str = "en") -> tuple[Visitor, UUID]:
    person = make_person(coop, "care_worker", language=language, has_factor=True)
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    return visitor, make_worker(coop, person)


def minutes_of(coop: Coop) -> list[int]:
    with reading(coop) as session:
        return list(session.scalars(text("SELECT minutes FROM time_entry")))


def test_the_next_visit_comes_first_with_what_matters(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    make_visit(aber, worker_id, planned_from=NINE + timedelta(hours=3), name="Gwen Later")
    make_visit(aber, worker_id, what_matters="Tea before anything else.\nThe cat is Mot. " + "x" * 300)
    make_visit(aber, worker_id, planned_from=NINE - timedelta(hours=3), name="Tom Missed")

    page = visitor.get("/today").text

    assert page.index("Your next visit") < page.index("Eluned Price") < page.index("Gwen Later")
    assert "2 Test Terrace, Nowhere" in page
    assert "Tea before anything else. The cat is Mot. …" in page
    assert page.index("Check in") < page.index("What needs doing next")
    assert "Not checked in" in page


def test_a_visit_is_checked_into_and_out_of(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id)
    visitor.get("/today")

    entered = visitor.post(f"/my-visits/{visit_id}/check-in")
    there = visitor.get(entered.headers["Location"]).text
    assert "You are there" in there
    assert "You are there now" in visitor.get("/today").text
    clock.set_fixed(NINE + timedelta(minutes=33))
    left = visitor.post(f"/my-visits/{visit_id}/check-out", {"note": "Ate well"})
    page = visitor.get(left.headers["Location"]).text

    assert "The visit took 33 minutes" in page
    assert "Ate well" in page
    assert minutes_of(aber) == [33]
    assert "33 minutes this week" in visitor.get("/hours").text
    assert "Nothing more today" in visitor.get("/today").text


def test_a_second_tap_changes_nothing_and_shows_the_visit(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id)
    visitor.get("/today")
    visitor.post(f"/my-visits/{visit_id}/check-in")
    clock.set_fixed(NINE + timedelta(minutes=10))

    again = visitor.post(f"/my-visits/{visit_id}/check-in")
    left = visitor.post(f"/my-visits/{visit_id}/check-out", {"note": "First"})
    clock.set_fixed(NINE + timedelta(minutes=20))
    left_again = visitor.post(f"/my-visits/{visit_id}/check-out", {"note": "Second"})
    once_more = visitor.post(f"/my-visits/{visit_id}/check-in")

    answers = (again, left, left_again, once_more)
    assert {answer.headers["Location"] for answer in answers} == {f"/my-visits/{visit_id}"}
    page = visitor.get(f"/my-visits/{visit_id}").text
    assert "First" in page
    assert "Second" not in page
    assert minutes_of(aber) == [10]


def test_a_note_that_is_too_long_stays_in_its_field(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id)
    visitor.get("/today")
    visitor.post(f"/my-visits/{visit_id}/check-in")

    answer = visitor.post(f"/my-visits/{visit_id}/check-out", {"note": "n" * 2001})

    assert answer.status_code == 422
    assert "Use 2000 characters or fewer" in answer.text
    assert minutes_of(aber) == []


def test_another_day_is_refused_in_words(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id, planned_from=NINE + timedelta(days=2))
    page = visitor.get("/today").text
    assert "Your next visit:" in page

    shown = visitor.get(f"/my-visits/{visit_id}").text
    came_from = {"Referer": f"http://{visitor.host}/my-visits/{visit_id}?from=today"}
    answer = visitor.post(f"/my-visits/{visit_id}/check-in", headers=came_from)

    assert "You can check in on the day of the visit." in shown
    assert f"{visit_id}/check-in" not in shown
    assert answer.status_code == 409
    assert f'href="/my-visits/{visit_id}?from=today">Back to where you were' in answer.text


@pytest.mark.parametrize(
    ("case", "came_from"),
    [
        ("another host", "http://elsewhere.test/my-visits"),
        ("another scheme of address", "javascript:alert(1)"),
        ("what is sent and not opened", "http://{host}/my-visits/{visit}/check-in"),
        ("nothing there", "http://{host}/nowhere"),
        ("no address", ""),
    ],
)
def test_a_way_back_is_only_ever_to_a_page_of_this_office(
    app: Flask, aber: Coop, case: str, came_from: str
) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id, planned_from=NINE + timedelta(days=2))
    visitor.get("/today")

    headers = {"Referer": came_from.format(host=visitor.host, visit=visit_id)}
    answer = visitor.post(f"/my-visits/{visit_id}/check-in", headers=headers)

    assert (answer.status_code, "Back to where you were" in answer.text) == (409, False), case


def test_two_open_visits_are_something_to_sort_out(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    first = make_visit(aber, worker_id)
    second = make_visit(aber, worker_id, planned_from=NINE + timedelta(hours=2), name="Gwen Later")
    visitor.get("/today")
    visitor.post(f"/my-visits/{first}/check-in")
    alone = visitor.get("/today").text
    visitor.post(f"/my-visits/{second}/check-in")

    page = visitor.get("/today").text

    assert "more than one visit is open" not in alone
    assert "To be sorted out: more than one visit is open" in page
    assert page.count(f"/my-visits/{second}") == 1


@pytest.mark.parametrize("what", ["", "/check-in", "/check-out"])
def test_another_workers_visit_is_not_there(app: Flask, aber: Coop, bryn: Coop, what: str) -> None:
    visitor, _ = carer(app, aber)
    _, other = make_carer(aber)
    _, foreign = make_carer(bryn)
    visitor.get("/today")
    send = visitor.post if what else visitor.get

    for visit_id in (make_visit(aber, other), make_visit(bryn, foreign)):
        assert send(f"/my-visits/{visit_id}{what}").status_code == 404


def test_who_is_no_worker_sees_no_visits(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "care_worker", has_factor=True)
    visitor = Visitor(app, aber)
    visitor.sign_in(person)

    assert "Nothing more today" not in visitor.get("/today").text
    assert "No visits" in visitor.get("/my-visits").text


def test_the_day_speaks_welsh(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber, language="cy")
    make_visit(aber, worker_id)

    page = visitor.get("/today").text

    assert "Eich ymweliad nesaf" in page
    assert "Cofnodi cyrraedd" in page
