# SPDX-License-Identifier: AGPL-3.0-or-later
"""A week of the rota on its pages: the grid, what narrows it, making it, giving out, publishing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.care import actions
from franchise_kit.care.actions import Change, NewPattern
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.rota import make_kind
from tests.support.rows import rows
from tests.support.thread import make_supported, make_visit, make_worker, make_worker_with_account
from tests.support.web import Visitor

MONDAY = date(2026, 11, 9)
SUNDAY_NOON = datetime(2026, 11, 8, 12, 0, tzinfo=UTC)
WEEK = "/rota?week=2026-11-09"


@pytest.fixture(autouse=True)
def _sunday() -> None:
    clock.set_fixed(SUNDAY_NOON)


def desk(app: Flask, coop: Coop, *, language: str = "en", name: str = "Mair Desg") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, "care_coordinator", language=language, name=name))
    return visitor


def visits(coop: Coop) -> list[dict[str, Any]]:
    return rows(coop, "visit", "planned_from, carer")


def draft_week(coop: Coop, person_id: UUID, *, weekdays: int = 0b11111, carers: int = 1) -> None:
    pattern = NewPattern(person_id, make_kind(coop), weekdays, 540, 45, date(2026, 11, 2), carers=carers)
    actions.make_pattern(coop=coop, pattern=pattern, by=SYSTEM, now=clock.now())
    actions.generate_week(coop=coop, monday=MONDAY, by=SYSTEM, now=clock.now())


def test_the_grid_has_a_row_for_each_worker_and_one_for_nobody(app: Flask, aber: Coop, bryn: Coop) -> None:
    person_id, worker_id = make_supported(aber), make_worker(aber, pence_per_hour=1300)
    make_worker(aber, "Iolo Rhydd")
    make_supported(bryn, "Gwen Arall")
    make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
    make_visit(aber, person_id, MONDAY, "14:00")

    page = desk(app, aber).get(WEEK).text
    grid = page[page.index("rota-grid") : page.index("</table>")]

    assert grid.index("Nobody yet") < grid.index("Nia Prys")
    assert "Iolo Rhydd" in grid
    assert "45 min / 20 h" in grid
    assert "14:00–14:45" in grid
    assert "Gwen Arall" not in page


def test_the_rows_may_be_the_people_supported(app: Flask, aber: Coop) -> None:
    first, second = make_supported(aber), make_supported(aber, "Twm Huws")
    worker_id = make_worker(aber)
    make_visit(aber, first, MONDAY, "09:00", worker_id=worker_id)
    make_visit(aber, second, MONDAY, "11:00")

    page = desk(app, aber).get(f"{WEEK}&rows=people").text
    grid = page[page.index("rota-grid") : page.index("</table>")]

    assert grid.index("Elsi Fôn") < grid.index("Twm Huws")
    assert "Nia Prys" in grid
    assert "rows=people" in page[page.index("pagination") :]


@pytest.mark.parametrize(
    ("narrowed", "times"),
    [
        ("", {"09:00", "10:00", "11:00"}),
        ("&show=open", {"11:00"}),
        ("&show=changed", {"10:00"}),
        ("&show=waiting", {"11:00"}),
        ("&show=look", set()),
        ("&show=nonsense&rows=nonsense&worker=nonsense", {"09:00", "10:00", "11:00"}),
    ],
)
def test_the_address_narrows_the_week(app: Flask, aber: Coop, narrowed: str, times: set[str]) -> None:
    person_id, worker_id = make_supported(aber), make_worker(aber)
    make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
    changed = make_visit(aber, person_id, MONDAY, "10:00")
    actions.assign_visit(
        coop=aber, visit_id=changed, worker_id=worker_id, by=SYSTEM, now=clock.now(), change=Change()
    )
    make_visit(aber, person_id, MONDAY, "11:00")

    page = desk(app, aber).get(f"{WEEK}{narrowed}").text

    assert {at for at in ("09:00", "10:00", "11:00") if f"{at}–" in page} == times


def test_a_worker_or_a_person_alone_may_be_asked_for(app: Flask, aber: Coop) -> None:
    first, second = make_supported(aber), make_supported(aber, "Twm Huws")
    worker_id = make_worker(aber)
    make_visit(aber, first, MONDAY, "09:00", worker_id=worker_id)
    make_visit(aber, second, MONDAY, "11:00")
    visitor = desk(app, aber)

    of_worker = visitor.get(f"{WEEK}&worker={worker_id}").text
    of_person = visitor.get(f"{WEEK}&person={second}").text

    assert ("09:00–" in of_worker, "11:00–" in of_worker) == (True, False)
    assert ("09:00–" in of_person, "11:00–" in of_person) == (False, True)
    assert "Only some: Nia Prys" in of_worker
    assert f"worker={worker_id}" in of_worker[of_worker.index("pagination") :]


def test_the_list_of_a_day_is_of_the_day_that_is_asked_for(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    make_visit(aber, person_id, MONDAY, "09:00")
    make_visit(aber, person_id, MONDAY + timedelta(days=2), "10:00")

    page = desk(app, aber).get("/rota?week=2026-11-11").text
    listed = page[page.index("rota-narrow") :]

    assert 'id="day-2026-11-11"' in listed
    assert ("10:00–" in listed, "09:00–" in listed) == (True, False)


def test_a_week_is_made_once_from_what_comes_back(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    pattern = NewPattern(person_id, make_kind(aber), 0b0000011, 540, 45, date(2026, 11, 2), carers=2)
    actions.make_pattern(coop=aber, pattern=pattern, by=SYSTEM, now=clock.now())
    visitor = desk(app, aber)
    visitor.get("/rota/generate")

    made = visitor.post("/rota/generate", {"monday": "2026-11-11"})
    again = visitor.post("/rota/generate", {"monday": "2026-11-09"})

    assert "4 drafts are made." in made.text
    assert "4 visits stood there already." in again.text
    assert [row["told_at"] for row in visits(aber)] == [None] * 4
    assert len({row["together_id"] for row in visits(aber)}) == 2


def test_a_copied_week_says_what_was_left_out(app: Flask, aber: Coop) -> None:
    person_id, worker_id = make_supported(aber), make_worker(aber)
    make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
    cancelled = make_visit(aber, person_id, MONDAY, "11:00")
    actions.cancel_visit(coop=aber, visit_id=cancelled, cancelled_by="person", by=SYSTEM, now=clock.now())
    make_visit(
        aber, make_supported(aber, "Twm Huws"), MONDAY + timedelta(days=7), "09:10", worker_id=worker_id
    )
    visitor = desk(app, aber)
    visitor.get("/rota/copy")

    copied = visitor.post("/rota/copy", {"from_monday": "2026-11-09", "to_monday": "2026-11-16"})
    same = visitor.post("/rota/copy", {"from_monday": "2026-11-09", "to_monday": "2026-11-10"})

    assert "1 draft is made." in copied.text
    assert "It was cancelled in that week" in copied.text
    assert "Nia Prys: is at another visit then" in copied.text
    assert same.status_code == 422
    assert "Choose another week to copy from" in same.text
    assert len(visits(aber)) == 4


def test_the_check_says_who_will_be_told_and_publishing_tells_them_alone(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    nia, _account = make_worker_with_account(aber)
    make_worker_with_account(aber, "Iolo Rhys")
    draft_week(aber, person_id)
    for row in visits(aber):
        actions.assign_visit(
            coop=aber, visit_id=row["id"], worker_id=nia, by=SYSTEM, now=clock.now(), change=Change()
        )
    visitor = desk(app, aber)

    check = visitor.get("/rota/publish?week=2026-11-09").text
    before = visits(aber)
    published = visitor.post("/rota/publish?week=2026-11-09", {"seen": seen_in(check)})

    assert "<strong>Nia Prys</strong>: 5 visits" in check
    assert "Iolo Rhys" not in check
    assert [row["told_at"] for row in before] == [None] * 5
    assert published.headers["Location"] == "/rota?week=2026-11-09"
    assert {row["told_worker_id"] for row in visits(aber)} == {nia}
    assert "Nothing waits to be told" in visitor.get("/rota/publish?week=2026-11-09").text


def test_what_changed_since_the_check_is_shown_and_not_published(app: Flask, aber: Coop) -> None:
    draft_week(aber, make_supported(aber))
    worker_id = make_worker(aber)
    visitor = desk(app, aber)
    check = visitor.get("/rota/publish?week=2026-11-09").text
    actions.assign_visit(
        coop=aber,
        visit_id=visits(aber)[0]["id"],
        worker_id=worker_id,
        by=SYSTEM,
        now=clock.now(),
        change=Change(),
    )

    refused = visitor.post("/rota/publish?week=2026-11-09", {"seen": seen_in(check)})
    again = visitor.post("/rota/publish?week=2026-11-09", {"seen": seen_in(refused.text)})

    assert refused.status_code == 422
    assert refused.text.count("Changed since you looked") == 1
    assert "Somebody else changed this visit meanwhile" in refused.text
    assert again.status_code == 303


def test_one_visit_alone_may_be_published(app: Flask, aber: Coop) -> None:
    draft_week(aber, make_supported(aber))
    visit_id = visits(aber)[1]["id"]
    visitor = desk(app, aber)
    path = f"/rota/publish?week=2026-11-10&visit={visit_id}"

    visitor.post(path, {"seen": seen_in(visitor.get(path).text)})

    assert [row["id"] for row in visits(aber) if row["told_at"] is not None] == [visit_id]


def test_publishing_nothing_or_nonsense_tells_nobody(app: Flask, aber: Coop) -> None:
    draft_week(aber, make_supported(aber))
    visitor = desk(app, aber)
    visitor.get("/rota/publish?week=2026-11-09")

    nothing = visitor.post("/rota/publish?week=2026-11-09", {"seen": ""})
    nonsense = visitor.post("/rota/publish?week=2026-11-09", {"seen": "x:1"})

    assert (nothing.status_code, nonsense.status_code) == (422, 422)
    assert [row["told_at"] for row in visits(aber)] == [None] * 5


def test_suggestions_say_why_and_who_cannot_come(app: Flask, aber: Coop) -> None:
    person_id, worker_id = make_supported(aber), make_worker(aber, pence_per_hour=1300)
    busy = make_worker(aber, "Iolo Rhys")
    make_visit(aber, make_supported(aber, "Twm Huws"), MONDAY, "09:00", worker_id=busy)
    visit_id = make_visit(aber, person_id, MONDAY, "09:00")
    visitor = desk(app, aber)

    page = visitor.get(f"/rota/visits/{visit_id}").text
    visitor.post(f"/rota/visits/{visit_id}/worker", {"worker_id": str(worker_id), "version": "1"})

    assert "speaks their language; 19 h 15 min left this week" in page
    assert "<strong>Iolo Rhys</strong>: is at another visit then" in page
    (row,) = [row for row in visits(aber) if row["id"] == visit_id]
    assert (row["worker_id"], row["told_worker_id"]) == (worker_id, None)
    after = visitor.get(f"/rota/visits/{visit_id}").text
    assert "Changed since told" in after
    assert "nobody yet" in after


def test_the_second_of_two_is_shown_what_changed_beside_their_own_answers(app: Flask, aber: Coop) -> None:
    person_id, worker_id = make_supported(aber), make_worker(aber)
    visit_id = make_visit(aber, person_id, MONDAY, "09:00")
    visitor = desk(app, aber)
    visitor.get(f"/rota/visits/{visit_id}")
    path = f"/rota/visits/{visit_id}/time"
    actions.assign_visit(
        coop=aber, visit_id=visit_id, worker_id=worker_id, by=SYSTEM, now=clock.now(), change=Change()
    )
    mine = {"day": "2026-11-09", "at": "10:30", "minutes": "60", "version": "1"}

    refused = visitor.post(path, mine)
    version = visits(aber)[0]["version"]
    moved = visitor.post(path, mine | {"version": str(version)})

    assert refused.status_code == 422
    assert "Somebody else changed this visit meanwhile" in refused.text
    assert "The visit as it is now" in refused.text
    assert 'value="10:30"' in refused.text
    assert f'name="version" value="{version}"' in refused.text
    assert "Nia Prys" in refused.text
    assert moved.status_code == 303
    assert visits(aber)[0]["worker_id"] == worker_id
    assert visits(aber)[0]["planned_from"] == datetime(2026, 11, 9, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minutes": "20"}, "A visit under 30 minutes needs a reason that the law allows"),
        ({"day": "2026-11-07"}, "That time is over"),
        ({"day": "2027-03-28", "at": "01:30"}, "There is no such time on that day"),
        ({"minutes": "10"}, "A visit takes 15 minutes at the least"),
        ({"minutes": "x"}, "Write this as a whole number"),
        ({"short_reason": "because"}, "Choose one of the answers in the list"),
        ({"at": "12:15"}, "This worker is at another visit at that time"),
        ({"version": "x"}, "whole number"),
    ],
)
def test_a_move_that_cannot_be_is_said_so_and_nothing_changes(
    app: Flask, aber: Coop, wrong: dict[str, str], sentence: str
) -> None:
    person_id, worker_id = make_supported(aber), make_worker(aber)
    visit_id = make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
    make_visit(aber, person_id, MONDAY, "12:00", worker_id=worker_id)
    visitor = desk(app, aber)
    visitor.get(f"/rota/visits/{visit_id}")
    before = visits(aber)

    said = {"day": "2026-11-09", "at": "10:00", "minutes": "45", "version": "1"} | wrong
    answer = visitor.post(f"/rota/visits/{visit_id}/time", said)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert visits(aber) == before


def test_a_visit_is_cancelled_with_reason_and_notice(app: Flask, aber: Coop) -> None:
    visit_id = make_visit(aber, make_supported(aber), MONDAY, "09:00")
    visitor = desk(app, aber)
    visitor.get(f"/rota/visits/{visit_id}")

    visitor.post(
        f"/rota/visits/{visit_id}/cancel", {"cancelled_by": "professional", "cancel_reason": "hospital"}
    )
    page = visitor.get(f"/rota/visits/{visit_id}").text

    assert visits(aber)[0]["cancel_reason"] == "hospital"
    assert "They are in hospital" in page
    assert "21 h" in page


def test_the_same_visit_again_is_the_second_carers_or_is_refused(app: Flask, aber: Coop) -> None:
    person_id = make_supported(aber)
    make_visit(aber, person_id, MONDAY, "09:00")
    visitor = desk(app, aber)
    visitor.get("/rota/plan")
    said = {"person_supported_id": str(person_id), "day": "2026-11-09", "at": "09:00", "minutes": "45"}

    refused = visitor.post("/rota/plan", said)
    second = visitor.post("/rota/plan", said | {"carer": "2"})

    assert refused.status_code == 422
    assert "Say so if this is the second carer" in refused.text
    assert second.status_code == 303
    assert len({row["together_id"] for row in visits(aber)}) == 1


def test_a_workers_sheet_has_visits_ways_and_rest_apart(app: Flask, aber: Coop, bryn: Coop) -> None:
    person_id, worker_id = make_supported(aber), make_worker(aber)
    make_visit(aber, person_id, MONDAY, "09:00", worker_id=worker_id)
    make_visit(aber, person_id, MONDAY, "10:00", worker_id=worker_id)
    make_visit(aber, person_id, MONDAY + timedelta(days=1), "08:00", worker_id=worker_id)
    visitor = desk(app, aber)

    page = visitor.get(f"/rota/workers/{worker_id}?week=2026-11-11").text

    assert "09:45–10:00" in page
    assert "Rest before: 21 h 15 min" in page
    assert "2 h 15 min" in page
    assert visitor.get(f"/rota/workers/{make_worker(bryn)}").status_code == 404


def test_the_grid_speaks_welsh(app: Flask, aber: Coop) -> None:
    draft_week(aber, make_supported(aber))
    visitor = desk(app, aber, language="cy")

    page = visitor.get(WEEK).text

    assert "Gwneud y drafftiau" in page
    assert "Llun 9 Tach" in page
    assert "Wrth bwy y dywedir" in visitor.get("/rota/publish?week=2026-11-09").text


def test_what_keeps_the_rota_is_not_there_for_a_care_worker(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker", name="Nia Prys"))
    paths = ("publish", "generate", "copy", "patterns", "kinds", "settings", "patterns/new", "kinds/new")

    assert [visitor.get(f"/rota/{path}").status_code for path in paths] == [404] * len(paths)
    assert [visitor.post(f"/rota/{path}", {}).status_code for path in paths[:3]] == [404] * 3


def seen_in(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]
