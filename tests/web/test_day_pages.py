# SPDX-License-Identifier: AGPL-3.0-or-later
"""A care worker's day on a phone: the next visit first, checked in and out by two buttons."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from franchise_kit.care.models import Visit
from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading, upkeep
from tests.support.attending import give_tasks
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


def visits_of(coop: Coop) -> list[dict[str, Any]]:
    with reading(coop) as session:
        found = session.execute(text("SELECT * FROM visit ORDER BY planned_from, entered_at")).mappings()
        return [dict(row) for row in found]


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


def test_nobody_checks_in_while_another_visit_is_open(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    first = make_visit(aber, worker_id)
    second = make_visit(aber, worker_id, planned_from=NINE + timedelta(hours=2), name="Gwen Later")
    visitor.get("/today")
    visitor.post(f"/my-visits/{first}/check-in")

    refused = visitor.post(f"/my-visits/{second}/check-in")
    shown = visitor.get(f"/my-visits/{second}").text

    assert refused.status_code == 422
    assert "You are still checked in to another visit. Check out of that one first." in refused.text
    for page in (refused.text, shown):
        assert f'<a class="govuk-link" href="/my-visits/{first}">Eluned Price</a>' in page
        assert f"{second}/check-in" not in page
    assert [row["checked_in_at"] for row in visits_of(aber)] == [NINE, None]


def test_two_open_visits_are_something_to_sort_out(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    first = make_visit(aber, worker_id)
    second = make_visit(aber, worker_id, planned_from=NINE + timedelta(hours=2), name="Gwen Later")
    with upkeep(aber) as session:
        for visit_id in (first, second):
            session.get_one(Visit, visit_id).checked_in_at = NINE

    page = visitor.get("/today").text

    assert "To be sorted out: more than one visit is open" in page


def test_tomorrows_visits_are_listed_and_not_checked_into(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    make_visit(aber, worker_id)
    later = make_visit(aber, worker_id, planned_from=NINE + timedelta(days=1), name="Gwen Yfory")

    today = visitor.get("/today").text
    page = visitor.get(f"/my-visits/{later}").text

    assert today.index("Eluned Price") < today.index("Tomorrow") < today.index("Gwen Yfory")
    assert "You can check in on the day of the visit." in page
    assert "/check-in" not in page


def test_tasks_and_note_are_kept_and_asked_for(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id)
    essential, other = give_tasks(aber, visit_id, True, False)
    asked = visitor.get("/today").text
    visitor.post(f"/my-visits/{visit_id}/check-in")
    kept = visitor.post(f"/my-visits/{visit_id}/report", {f"task_{other.hex}": "declined", "note": "Halfway"})
    shown = visitor.get(kept.headers["Location"]).text
    refused = visitor.post(f"/my-visits/{visit_id}/check-out", {"note": "Ate well"})
    nonsense = visitor.post(f"/my-visits/{visit_id}/check-out", {f"task_{essential.hex}": "perhaps"})
    still_there = minutes_of(aber)
    clock.set_fixed(NINE + timedelta(minutes=20))
    visitor.post(f"/my-visits/{visit_id}/check-out", {f"task_{essential.hex}": "done", "note": "Ate well"})
    page = visitor.get(f"/my-visits/{visit_id}").text

    assert "Medicines 1" in asked
    assert "Halfway" in shown
    assert '<option value="declined" selected' in shown
    assert (refused.status_code, nonsense.status_code, still_there) == (422, 422, [])
    assert "Say whether this was done, or why not" in refused.text
    assert "Ate well" in refused.text
    assert "Not done: they did not want it" in page
    assert minutes_of(aber) == [20]


def test_what_changed_since_one_looked_is_marked(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    make_visit(aber, worker_id, name="Eluned Price")
    first = visitor.get("/today").text
    clock.set_fixed(NINE + timedelta(minutes=30))
    visitor.get("/my-visits")
    changed = make_visit(aber, worker_id, planned_from=NINE + timedelta(hours=5), name="Gwen Later")
    with upkeep(aber) as session:
        session.get_one(Visit, changed).told_at = NINE + timedelta(minutes=31)
    clock.set_fixed(NINE + timedelta(minutes=50))

    marked = visitor.get("/today").text
    again = visitor.get("/today").text
    clock.set_fixed(NINE + timedelta(minutes=70))
    later = visitor.get("/today").text

    counts = [page.count("New or changed") for page in (first, marked, again, later)]
    assert counts == [0, 1, 1, 0]


@pytest.mark.parametrize("cookie", ["x", "..", "99999999999.1", "1.2.3", "1" * 5000, "٣.٣"])
def test_a_cookie_that_says_nonsense_marks_nothing(app: Flask, aber: Coop, cookie: str) -> None:
    visitor, worker_id = carer(app, aber)
    make_visit(aber, worker_id)

    page = visitor.get("/today", headers={"Cookie": f"day_looked={cookie}"})

    assert page.status_code in (200, 303)
    assert "New or changed" not in page.text


@pytest.mark.parametrize("said", ["yesterday", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:00"])
def test_a_clock_that_is_none_is_refused(app: Flask, aber: Coop, said: str) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id)
    visitor.get("/today")

    answer = visitor.post(f"/my-visits/{visit_id}/check-in", {"device_at": said})

    assert answer.status_code == 422
    assert [row["checked_in_at"] for row in visits_of(aber)] == [None]


def test_the_phones_script_is_answered_in_words(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id)
    _, other = make_carer(aber)
    visitor.get("/today")
    phone = {"headers": {"X-Phone": "late"}}
    late = {"device_at": (NINE - timedelta(minutes=20)).isoformat(), "holds": "true", "once_key": "k"}

    ways = [visitor.post(f"/my-visits/{visit_id}/check-in", late, **phone) for _ in "ab"]
    gone = visitor.post(f"/my-visits/{make_visit(aber, other)}/check-in", late, **phone)
    visitor.post(f"/my-visits/{visit_id}/check-out", {"note": ""}, **phone)
    over = visitor.post(f"/my-visits/{visit_id}/report", {"note": "x"}, **phone)
    long = visitor.post(f"/my-visits/{visit_id}/concern", {"words": "n" * 2001}, **phone)

    assert [(way.status_code, way.json) for way in ways] == [(200, {"way": f"/my-visits/{visit_id}"})] * 2
    assert gone.status_code == 404
    assert "This visit is not yours any more." in gone.text
    assert over.json == {"sentence": "This visit is over already."}
    assert long.status_code == 422
    assert "2000 characters" in long.text
    (first,) = (row for row in visits_of(aber) if row["id"] == visit_id)
    assert (first["checked_in_at"], first["received_in_at"]) == (NINE - timedelta(minutes=20), NINE)


def test_a_concern_goes_from_the_phone_to_the_desk(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id)
    manager = Visitor(app, aber)
    manager.sign_in(make_person(aber, "registered_manager"))
    coordinator = Visitor(app, aber)
    coordinator.sign_in(make_person(aber, "care_coordinator"))
    visitor.get("/today")

    raised = visitor.post(f"/my-visits/{visit_id}/concern")
    own = raised.headers["Location"]
    visitor.post(own, {"words": "A bruise on her arm"})
    concern_id = own.rpartition("/")[2]
    listed = coordinator.get("/concerns").text
    bells = coordinator.get("/bell").text
    read = manager.get(f"/concerns/{concern_id}").text
    empty = manager.post(f"/concerns/{concern_id}/seen", {"version": "2", "answer": " "})
    stale = manager.post(f"/concerns/{concern_id}/seen", {"version": "1", "answer": "Rang the GP"})
    seen = manager.post(f"/concerns/{concern_id}/seen", {"version": "2", "answer": "Rang the GP"})

    assert "A worker raised a concern after a visit" in bells
    assert f"/concerns/{concern_id}" in listed
    assert "A bruise on her arm" in read
    assert (empty.status_code, stale.status_code, seen.status_code) == (422, 422, 303)
    assert "Words were added meanwhile." in stale.text
    assert "Rang the GP" in visitor.get(own).text
    assert (
        coordinator.post(f"/concerns/{concern_id}/seen", {"version": "3", "answer": "x"}).status_code == 404
    )
    assert visitor.get("/concerns").status_code == 404


def test_signing_out_leaves_nothing_on_the_phone(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    make_visit(aber, worker_id)
    visitor.get("/today")

    assert visitor.post("/sign-out").headers["Clear-Site-Data"] == '"storage"'


def test_the_token_to_send_with_says_whose_it_is(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "care_worker", has_factor=True)
    visitor = Visitor(app, aber)
    visitor.sign_in(person)

    assert f'"whose":"{person.id}"' in visitor.get("/my-visits/token").text.replace(" ", "")
    assert Visitor(app, aber).get("/my-visits/token").status_code == 303
    assert visitor.get("/my-visits/no-signal").status_code == 200


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


def test_the_desk_reads_what_was_done_and_what_is_doubtful(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id)
    task, _ = give_tasks(aber, visit_id, True, False)
    desk = Visitor(app, aber)
    desk.sign_in(make_person(aber, "care_coordinator"))
    visitor.get("/today")
    early = (NINE - timedelta(minutes=30)).isoformat()
    visitor.post(f"/my-visits/{visit_id}/check-in", {"device_at": early, "holds": "true"})
    fast = (NINE + timedelta(minutes=30)).isoformat()
    visitor.post(f"/my-visits/{visit_id}/check-out", {f"task_{task.hex}": "declined", "device_at": fast})

    page = desk.get(f"/rota/visits/{visit_id}").text

    assert "Checked in without signal." in page
    assert "Checked out by a phone whose clock is wrong." in page
    assert "Not done: they did not want it" in page
    assert "Not answered" in page
