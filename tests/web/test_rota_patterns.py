# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kinds of visit with their tasks, visits that come back, and the numbers of the rota, on their pages."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from franchise_kit.care import actions
from franchise_kit.care.actions import KindSaid
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.rota import make_kind, make_pattern
from tests.support.rows import rows
from tests.support.thread import make_supported
from tests.support.web import Visitor

NOON = datetime(2026, 11, 8, 12, 0, tzinfo=UTC)
KIND = {"name_en": "Morning", "name_cy": "Bore", "minutes": "45", "pays_as": "visit", "is_offered": "true"}
TASK = {"words_en": "Breakfast", "words_cy": "Brecwast", "is_essential": "true"}


@pytest.fixture(autouse=True)
def _noon() -> None:
    clock.set_fixed(NOON)


def desk(app: Flask, coop: Coop, language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, "care_coordinator", language=language, name="Mair Desg"))
    return visitor


def pattern_form(person_id: UUID, kind_id: UUID) -> dict[str, Any]:
    return {
        "person_supported_id": str(person_id),
        "visit_kind_id": str(kind_id),
        "weekdays": ["0", "2", "4"],
        "every_weeks": "2",
        "at": "08:15",
        "minutes": "45",
        "window_minutes": "15",
        "carers": "2",
        "language": "cy",
        "valid_from": "2026-11-09",
        "last_on": "2027-03-31",
    }


def test_a_kind_is_kept_with_its_tasks_in_both_languages(app: Flask, aber: Coop, bryn: Coop) -> None:
    visitor = desk(app, aber)
    visitor.get("/rota/kinds/new")

    path = visitor.post("/rota/kinds/new", KIND).headers["Location"]
    visitor.post(f"{path}/tasks", TASK | {"version": "1"})
    visitor.post(f"{path}/tasks", {"words_en": "Tidy", "words_cy": "Tacluso", "version": "2"})
    (first, second) = rows(aber, "kind_task", "position")
    visitor.post(f"{path}/tasks/{second['id']}/up", {"version": "3"})
    visitor.post(f"{path}/tasks/{first['id']}", TASK | {"words_en": "Good breakfast", "version": "4"})
    visitor.post(f"{path}/tasks/{second['id']}/remove", {"version": "5"})
    page = visitor.get(path).text

    assert "Good breakfast" in page
    assert "Brecwast" in page
    assert "Tidy" not in page
    assert [(row["words_en"], row["is_offered"]) for row in rows(aber, "kind_task", "position")] == [
        ("Good breakfast", True),
        ("Tidy", False),
    ]
    assert rows(bryn, "visit_kind") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name_en": ""}, "This is needed"),
        ({"name_cy": "x" * 61}, "Use between 1 and 60 characters"),
        ({"minutes": "14"}, "Use something from 15 to 1440"),
        ({"minutes": "1.5"}, "whole number"),
        ({"pays_as": "gold"}, "Choose one of the answers in the list"),
        ({"name_en": "Meal"}, "Another kind of visit has this name"),
    ],
)
def test_a_kind_that_cannot_be_is_said_so_beside_the_field(
    app: Flask, aber: Coop, wrong: dict[str, str], sentence: str
) -> None:
    make_kind(aber, "Meal")
    visitor = desk(app, aber)
    visitor.get("/rota/kinds/new")

    answer = visitor.post("/rota/kinds/new", KIND | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(rows(aber, "visit_kind")) == 1


def test_the_second_who_changes_a_kind_sees_what_the_first_kept(app: Flask, aber: Coop) -> None:
    kind_id = make_kind(aber)
    visitor = desk(app, aber)
    visitor.get(f"/rota/kinds/{kind_id}/change")
    theirs = KindSaid("Early morning", "Bore cynnar", 30)
    actions.save_kind(coop=aber, kind_id=kind_id, kind=theirs, version=1, by=SYSTEM, now=NOON)

    refused = visitor.post(f"/rota/kinds/{kind_id}/change", KIND | {"version": "1"})
    kept = visitor.post(f"/rota/kinds/{kind_id}/change", KIND | {"version": "2"})

    assert refused.status_code == 422
    assert "What somebody else changed meanwhile" in refused.text
    assert '<td data-label="It is now">Early morning</td>' in refused.text
    assert 'name="version" value="2"' in refused.text
    assert kept.status_code == 303
    assert rows(aber, "visit_kind")[0]["name_en"] == "Morning"


def test_visits_that_come_back_are_agreed_on_the_persons_page(app: Flask, aber: Coop) -> None:
    person_id, kind_id = make_supported(aber), make_kind(aber)
    visitor = desk(app, aber)
    visitor.get(f"/rota/patterns/new?person={person_id}")

    made = visitor.post("/rota/patterns/new", pattern_form(person_id, kind_id))
    page = visitor.get(made.headers["Location"]).text

    (row,) = rows(aber, "visit_pattern")
    assert made.headers["Location"] == f"/people-supported/{person_id}/patterns"
    assert "Monday, Wednesday, Friday, 08:15–09:00" in page
    assert "every 2 weeks" in page
    assert (row["weekdays"], row["starts_minute"], row["carers"]) == (0b10101, 495, 2)
    assert row["valid_until"] == date(2027, 4, 1)
    assert "Elsi Fôn" in visitor.get("/rota/patterns").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"weekdays": []}, "Choose at least one"),
        ({"weekdays": ["7"]}, "Use something from 0 to 6"),
        ({"at": "24:00"}, "Enter a real time"),
        ({"minutes": "20"}, "A visit under 30 minutes needs a reason that the law allows"),
        ({"minutes": "14"}, "Use something from 15 to 1440"),
        ({"window_minutes": "241"}, "Use something from 0 to 240"),
        ({"carers": "3"}, "Choose one of the answers in the list"),
        ({"language": "fr"}, "Choose one of the answers in the list"),
        ({"valid_from": "2025-12-31"}, "We do not support this person on that day"),
        ({"valid_from": "2027-02-29"}, "Enter a real date"),
        ({"last_on": "2026-11-08"}, "The last day must not be before the first"),
        ({"visit_kind_id": "x"}, "Choose one of the answers in the list"),
    ],
)
def test_a_pattern_that_cannot_be_is_said_so_beside_the_field(
    app: Flask, aber: Coop, wrong: dict[str, Any], sentence: str
) -> None:
    person_id, kind_id = make_supported(aber), make_kind(aber)
    visitor = desk(app, aber)
    visitor.get("/rota/patterns/new")

    answer = visitor.post("/rota/patterns/new", pattern_form(person_id, kind_id) | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(aber, "visit_pattern") == []


def test_a_pattern_changes_from_a_day_on_and_ends(app: Flask, aber: Coop) -> None:
    person_id, kind_id = make_supported(aber), make_kind(aber)
    pattern_id = make_pattern(aber, person_id, kind_id)
    actions.generate_week(coop=aber, monday=date(2026, 11, 9), by=SYSTEM, now=NOON)
    visitor = desk(app, aber)
    path = f"/rota/patterns/{pattern_id}"
    visitor.get(path)
    form = pattern_form(person_id, kind_id) | {"valid_from": "2026-11-11", "last_on": "", "version": "1"}
    del form["person_supported_id"]

    changed = visitor.post(path, form)
    said = visitor.get(changed.headers["Location"]).text
    stale = visitor.post(f"{path}/end", {"last_on": "2026-11-10", "version": "1"})
    ended = visitor.post(f"{path}/end", {"last_on": "2026-11-09", "version": "2"})

    old, new = rows(aber, "visit_pattern", "valid_from")
    assert "5 drafts are taken away" in said
    assert (stale.status_code, ended.status_code) == (422, 303)
    assert "Somebody else changed this pattern meanwhile" in stale.text
    assert (old["valid_until"], new["valid_from"]) == (date(2026, 11, 10), date(2026, 11, 11))


def test_the_second_who_changes_a_pattern_sees_what_the_first_kept(app: Flask, aber: Coop) -> None:
    person_id, kind_id = make_supported(aber), make_kind(aber)
    pattern_id = make_pattern(aber, person_id, kind_id)
    visitor = desk(app, aber)
    visitor.get(f"/rota/patterns/{pattern_id}")
    actions.end_pattern(
        coop=aber, pattern_id=pattern_id, valid_until=date(2027, 1, 1), version=1, by=SYSTEM, now=NOON
    )
    form = pattern_form(person_id, kind_id) | {"version": "1"}
    del form["person_supported_id"]

    refused = visitor.post(f"/rota/patterns/{pattern_id}", form)

    assert refused.status_code == 422
    assert '<td data-label="It is now">31 December 2026</td>' in refused.text
    assert '<td data-label="You have entered">31 March 2027</td>' in refused.text
    assert 'value="08:15"' in refused.text


def test_the_numbers_are_kept_and_a_stale_change_is_shown(app: Flask, aber: Coop) -> None:
    visitor = desk(app, aber)
    visitor.get("/rota/settings/numbers")
    said = {
        "travel_factor_percent": "150",
        "metres_per_minute": "600",
        "least_rest_minutes": "720",
        "late_after_minutes": "10",
        "version": "0",
    }

    kept = visitor.post("/rota/settings/numbers", said)
    stale = visitor.post("/rota/settings/numbers", said | {"late_after_minutes": "20"})
    wrong = visitor.post("/rota/settings/numbers", said | {"travel_factor_percent": "99", "version": "1"})

    assert kept.status_code == 303
    assert "150 %" in visitor.get("/rota/settings").text
    assert "12 h" in visitor.get("/rota/settings").text
    assert stale.status_code == 422
    assert '<td data-label="You have entered">20</td>' in stale.text
    assert (wrong.status_code, "Use something from 100 to 300" in wrong.text) == (422, True)
    assert rows(aber, "rota_settings")[0]["late_after_minutes"] == 10


def test_a_way_is_said_and_forgotten(app: Flask, aber: Coop, bryn: Coop) -> None:
    here, there, foreign = make_supported(aber), make_supported(aber, "Twm Huws"), make_supported(bryn)
    visitor = desk(app, aber)
    visitor.get("/rota/settings/ways/new")
    said = {"from_person_id": str(here), "to_person_id": str(there), "minutes": "12", "metres": "8000"}

    kept = visitor.post("/rota/settings/ways/new", said)
    page = visitor.get("/rota/settings").text
    nowhere = visitor.post("/rota/settings/ways/new", said | {"to_person_id": str(here)})
    other = visitor.post("/rota/settings/ways/new", said | {"to_person_id": str(foreign)})
    forgotten = visitor.post(f"/rota/settings/ways/{here}/{there}/forget", {})
    again = visitor.post(f"/rota/settings/ways/{here}/{there}/forget", {})

    assert kept.status_code == 303
    assert "12 min" in page
    assert (nowhere.status_code, "Choose two people" in nowhere.text) == (422, True)
    assert other.status_code == 422
    assert (forgotten.status_code, again.status_code) == (303, 404)
    assert rows(aber, "travel_time") == []


def test_the_pages_speak_welsh(app: Flask, aber: Coop) -> None:
    person_id, kind_id = make_supported(aber), make_kind(aber)
    make_pattern(aber, person_id, kind_id)
    visitor = desk(app, aber, "cy")

    assert "Bob dydd, 09:00–09:45" in visitor.get("/rota/patterns").text
    assert "Mathau o ymweliad" in visitor.get("/rota/kinds").text
    assert "Rhifau a theithiau" in visitor.get("/rota/settings").text
    assert "Ar ba ddyddiau?" in visitor.get("/rota/patterns/new").text


def test_what_is_another_coops_is_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    person_id, kind_id = make_supported(bryn), make_kind(bryn)
    pattern_id = make_pattern(bryn, person_id, kind_id)
    visitor = desk(app, aber)
    paths = (
        f"kinds/{kind_id}",
        f"kinds/{kind_id}/change",
        f"patterns/{pattern_id}",
        f"patterns/{pattern_id}/end",
    )

    read = [visitor.get(f"/rota/{path}").status_code for path in paths]
    sent = [visitor.post(f"/rota/{path}", {"version": "1"}).status_code for path in paths[1:]]
    assert (read, sent) == ([404] * 4, [404] * 3)
    assert visitor.get(f"/people-supported/{person_id}/patterns").status_code == 404
    assert rows(bryn, "visit_pattern")[0]["version"] == 1


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        (0b0011111, "Monday to Friday, 09:00–09:45"),
        (0b1100000, "Saturday, Sunday, 09:00–09:45"),
        (0b0010101, "Monday, Wednesday, Friday, 09:00–09:45"),
        (0b1111111, "Every day, 09:00–09:45"),
    ],
)
def test_days_that_follow_each_other_are_said_by_the_first_and_the_last(
    app: Flask, aber: Coop, weekdays: int, words: str
) -> None:
    make_pattern(aber, make_supported(aber), make_kind(aber), weekdays=weekdays)

    assert words in desk(app, aber).get("/rota/patterns").text
