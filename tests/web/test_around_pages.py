# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of what people want to reach, and of those around them."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.care import queries
from franchise_kit.care.queries import Around
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.supported import ERROR, desk, make_outcome, send
from tests.support.thread import make_supported, make_worker

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _at_noon() -> None:
    clock.set_fixed(NOON)


def around_of(coop: Coop, person_id: UUID) -> Around:
    with reading(coop) as session:
        return queries.list_around(session, person_id, by=SYSTEM, today=clock.today())


def test_an_outcome_is_begun_read_and_ended(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    visitor = desk(app, aber)
    home = f"/people-supported/{person_id}/outcomes"

    begun, page = send(visitor, f"{home}/new", words="Cerdded i'r siop", started_on="2026-11-01")
    path = re.search(r"/people-supported/outcomes/[0-9a-f-]+", page)
    assert path is not None
    read, _first = send(visitor, f"{path[0]}/reading", on_day="2026-11-02", score="2", said_by="person")
    again, course = send(
        visitor, f"{path[0]}/reading", on_day="2026-11-09", score="4", said_by="together", note="Balch!"
    )
    ended, over = send(visitor, f"{path[0]}/end", version="1", ending="reached", ended_on="2026-11-10")

    assert (begun, read, again, ended) == (303, 303, 303, 303)
    assert "It is further than the time before (4: mostly)." in course
    assert "Balch!" in course
    assert "<svg" in course
    assert "Reached" in over
    assert "Say how far it is" not in over


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"score": "6"}, "How far is it?"),
        ({"score": "2.5"}, "How far is it?"),
        ({"on_day": "2026-11-11"}, "Enter a day that is not still to come"),
        ({"on_day": "2026-01-01"}, "This outcome had not begun on that day"),
        ({"said_by": ""}, "Who says so?"),
    ],
)
def test_a_reading_that_cannot_be_is_said_beside_its_field(
    app: Flask, aber: Coop, answers: dict[str, str], said: str
) -> None:
    person_id = make_supported(aber)
    outcome_id = make_outcome(aber, person_id)
    usual = {"on_day": "2026-11-02", "score": "2", "said_by": "person"}
    path = f"/people-supported/outcomes/{outcome_id}/reading"

    status, page = send(desk(app, aber), path, **(usual | answers))

    assert status == 422
    assert said in page
    assert len(ERROR.findall(page)) == 1
    with reading(aber) as session:
        assert queries.get_outcome(session, outcome_id, by=SYSTEM, today=clock.today()).readings == ()


def test_those_around_somebody_are_written_down(app: Flask, aber: Coop) -> None:
    person_id, worker_id = make_supported(aber), make_worker(aber)
    visitor = desk(app, aber)
    home = f"/people-supported/{person_id}"
    contact = {"name": "Huw Dieithr", "relation": "cymydog", "phone": "01239 111", "may_come": "no"}
    speaker = {"name": "Gwen Fôn", "authority": "deputy", "from_on": "2026-01-01", "until_on": "2026-11-09"}
    consent = {"with_whom": "doctor", "what": "Bwyta", "said_how": "in_person", "given_on": "2026-11-01"}

    statuses = [
        send(visitor, f"{home}/contacts/new", **contact)[0],
        send(visitor, f"{home}/representatives/new", **speaker)[0],
        send(visitor, f"{home}/consents/new", **consent)[0],
        send(visitor, f"{home}/workers", worker_id=str(worker_id), wish="not_this_one")[0],
    ]
    page = visitor.get(f"{home}/around").text

    assert statuses == [303] * 4
    assert "They may not come in" in page
    assert '<strong class="tag tag-gap">Over</strong>' in page
    assert '<strong class="tag tag-gap">May not come</strong>' in page
    kept = around_of(aber, person_id)
    path = f"/people-supported/consents/{kept.consents[0].id}/take-back"
    back, taken = send(visitor, path, version="1", taken_back_on="2026-11-10")
    assert back == 303
    assert "Taken back" in taken
    ended = visitor.post(f"/people-supported/contacts/{kept.contacts[0].id}/end")
    assert ended.status_code == 303
    assert around_of(aber, person_id).contacts[0].ended_on == TODAY


@pytest.mark.parametrize(
    ("page", "answers", "said"),
    [
        ("contacts/new", {"name": "", "relation": "merch", "may_come": "yes"}, "Enter their name"),
        (
            "representatives/new",
            {"name": "G", "authority": "deputy", "from_on": "2026-01-02", "until_on": "2026-01-01"},
            "The end must not be before the beginning",
        ),
        (
            "representatives/new",
            {"name": "G", "authority": "deputy", "from_on": "2026-01-02", "seen_on": "2026-11-11"},
            "Enter a day that is not still to come",
        ),
        (
            "consents/new",
            {"with_whom": "doctor", "what": "x", "said_how": "in_person", "given_on": "2026-12-01"},
            "Enter a day that is not still to come",
        ),
        (
            "workers",
            {"worker_id": "d2719e49-0000-4000-8000-000000000000", "wish": "prefers"},
            "Which worker?",
        ),
    ],
)
def test_what_cannot_be_around_somebody_is_said_beside_its_field(
    app: Flask, aber: Coop, page: str, answers: dict[str, str], said: str
) -> None:
    person_id = make_supported(aber)

    status, shown = send(desk(app, aber), f"/people-supported/{person_id}/{page}", **answers)

    assert status == 422
    assert said in shown
    assert len(ERROR.findall(shown)) == 1
    assert around_of(aber, person_id) == Around((), (), (), ())
