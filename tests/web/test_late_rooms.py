"""Rooms behind the front door are loaded when somebody asks for one, and nothing is different then."""

import json
import threading

import pytest
from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app import create_app, late_rooms
from app.late_rooms import AsksOfAll, TableIsBehind, load_rooms, read_table, routes_of
from tenants import jobs
from tenants.office import Coop, Hub
from tests.support.people import make_person
from tests.support.web import Visitor, settings_of
from tests.support.world import World


@pytest.fixture
def fresh(world: World, hub: Hub) -> Flask:
    """Return an application whose rooms nobody has asked for."""
    app = create_app(settings_of(world))
    app.testing = True
    jobs.set_doorbell(None)
    return app


def are_loaded(app: Flask) -> bool:
    """Say whether the rooms are loaded."""
    return "workers" in app.blueprints


def test_the_finder_and_the_health_check_need_no_room(fresh: Flask) -> None:
    visitor = fresh.test_client()

    statuses = [
        visitor.get(path, base_url="http://localhost:8000").status_code for path in ("/find", "/healthz")
    ]

    assert (statuses, are_loaded(fresh)) == ([200, 200], False)


def test_a_person_signs_in_though_the_first_form_finds_no_room_loaded(fresh: Flask, aber: Coop) -> None:
    visitor = Visitor(fresh, aber)

    visitor.sign_in(make_person(aber, "care_coordinator"))

    assert (visitor.get("/workers").status_code, are_loaded(fresh)) == (200, True)


def test_a_form_without_a_token_is_refused_though_no_room_is_loaded(fresh: Flask, aber: Coop) -> None:
    answer = fresh.test_client().post("/sign-in", base_url=f"http://{aber.slug}.localhost:8000")

    assert answer.status_code == 400


def test_the_api_is_asked_without_a_form_token_and_stays_shut(fresh: Flask, aber: Coop) -> None:
    at = f"http://{aber.slug}.localhost:8000"

    answer = fresh.test_client().post("/api/v1/visits", json={}, base_url=at)

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_a_page_of_the_other_side_is_unknown_from_the_first_request(fresh: Flask, aber: Coop) -> None:
    at = f"http://{aber.slug}.localhost:8000"

    assert fresh.test_client().get("/coops", base_url=at).status_code == 404


def test_many_who_ask_at_once_all_get_their_page(fresh: Flask, aber: Coop) -> None:
    at = f"http://{aber.slug}.localhost:8000"
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(fresh.test_client().get("/sign-in", base_url=at).status_code)

    asking = [threading.Thread(target=ask) for _ in range(8)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()

    assert statuses == [200] * 8


def test_every_address_is_the_same_before_and_after(fresh: Flask) -> None:
    before = routes_of(fresh)

    assert routes_of(load_rooms(fresh)) == before
    stand_ins = {end for end, view in fresh.view_functions.items() if view is late_rooms._not_loaded}
    assert stand_ins == set()


def test_a_table_that_is_behind_is_said_and_nothing_is_taken(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = read_table()[1:]
    monkeypatch.setattr(late_rooms, "read_table", lambda: behind)

    with pytest.raises(TableIsBehind):
        load_rooms(fresh)

    assert not are_loaded(fresh)


def test_a_room_may_not_ask_for_something_at_every_request(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = late_rooms._made_apart

    def greedy(app: Flask, csrf: CSRFProtect) -> Flask:
        behind = made(app, csrf)
        behind.after_request(lambda answer: answer)
        return behind

    monkeypatch.setattr(late_rooms, "_made_apart", greedy)

    with pytest.raises(AsksOfAll):
        load_rooms(fresh)


def test_the_table_is_one_line_an_address() -> None:
    text = late_rooms.TABLE.read_text(encoding="utf-8")

    assert len(text.splitlines()) == len(json.loads(text)) + 2
