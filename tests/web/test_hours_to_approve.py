# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hours that wait for a yes, by worker: a line each, and what is doubtful apart from the rest."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from app.time.approving_views import MOST_AT_ONCE
from franchise_kit.time import queries
from franchise_kit.time.actions import NewTime, check_in, check_out, enter_time
from franchise_kit.time.actions.visiting import Phone
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.people import actor_of, make_person
from tests.support.supported import desk
from tests.support.time import NINE, make_carer, make_entries, make_entry, make_visit
from tests.support.web import Visitor


@pytest.fixture(autouse=True)
def _on_a_monday() -> None:
    clock.set_fixed(NINE + timedelta(hours=8))


def states(coop: Coop) -> dict[UUID, str]:
    day = NINE.date()
    with reading(coop) as session:
        found = queries.list_entries(session, by=SYSTEM, from_=day, until=day + timedelta(days=1))
    return {entry.id: entry.state for entry in found}


def shown_ids(page: str) -> list[str]:
    """Return what a page sends where everything of a worker is approved."""
    return re.findall(r'name="shown_ids" value="([^"]+)"', page)


def test_what_is_doubtful_is_not_approved_with_the_rest(app: Flask, aber: Coop) -> None:
    visitor = desk(app, aber)
    _, worker_id = make_carer(aber)
    certain = make_entry(aber, worker_id=worker_id, starts_at=NINE + timedelta(hours=3))
    overlapping = [
        make_entry(aber, worker_id=worker_id, starts_at=NINE + timedelta(minutes=minutes))
        for minutes in (0, 20)
    ]

    page = visitor.get("/hours/approve").text
    visitor.post("/hours/approve", {"shown_ids": shown_ids(page), "which": "all"})

    assert "<strong>2 to look at</strong>" in page
    assert shown_ids(page) == [f"{certain}:1"]
    assert states(aber) == {certain: "approved"} | dict.fromkeys(overlapping, "recorded")


def test_nothing_but_doubtful_time_is_not_approved_at_once(app: Flask, aber: Coop) -> None:
    visitor = desk(app, aber)
    by, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id)
    check_in(coop=aber, visit_id=visit_id, by=by, now=NINE, phone=Phone(NINE - timedelta(hours=2)))
    check_out(coop=aber, visit_id=visit_id, note="", by=by, now=NINE + timedelta(minutes=30))

    page = visitor.get("/hours/approve").text
    late = visitor.get("/hours/late-visits?week=2026-11-02").text

    assert "Look: no signal, or a phone whose clock is wrong" in page
    assert "Approve all of" not in page
    assert "Times to look at" in late
    assert "The phone's clock said" in late.replace("&#39;", "'")


def test_each_worker_is_one_line_until_it_is_opened(app: Flask, aber: Coop) -> None:
    visitor = desk(app, aber)
    workers = [make_carer(aber)[1] for _two in range(2)]
    for worker_id in workers:
        make_entry(aber, worker_id=worker_id)

    folded = visitor.get("/hours/approve").text
    of_one = visitor.get(f"/hours/approve?worker_id={workers[0]}").text

    assert [folded.count('class="fold">'), folded.count('class="fold" open>')] == [2, 0]
    assert [of_one.count('class="fold">'), of_one.count('class="fold" open>')] == [0, 1]


def test_of_many_hours_each_worker_is_a_way_to_theirs(app: Flask, aber: Coop) -> None:
    visitor = desk(app, aber)
    workers = [make_carer(aber)[1] for _two in range(2)]
    for worker_id in workers:
        make_entries(aber, worker_id, MOST_AT_ONCE // 2 + 1)

    page = visitor.get("/hours/approve").text
    of_one = visitor.get(f"/hours/approve?worker_id={workers[0]}").text

    assert [page.count('name="entry_ids"'), len(shown_ids(page))] == [0, MOST_AT_ONCE + 2]
    assert [page.count(f'href="/hours/approve?worker_id={worker_id}"') for worker_id in workers] == [1, 1]
    assert of_one.count('name="entry_ids"') == MOST_AT_ONCE // 2 + 1


def test_today_counts_what_the_reader_may_say_yes_to(app: Flask, aber: Coop) -> None:
    visitor, person = Visitor(app, aber), make_person(aber, "care_coordinator")
    visitor.sign_in(person)
    by = actor_of(aber, person)
    _, worker_id = make_carer(aber)
    make_entry(aber, worker_id=worker_id)
    make_entry(aber, worker_id=worker_id, person_id=by.person_id)
    written = NewTime("training", NINE - timedelta(hours=3), NINE - timedelta(hours=2), "agreed_before")
    enter_time(coop=aber, worker_id=worker_id, new=written, by=by, now=clock.now())

    page = visitor.get("/today").text

    assert "1 time worked waits for your yes" in page
