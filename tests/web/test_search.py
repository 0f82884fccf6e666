# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search over people, pages and help."""

import re

import pytest
from flask import Flask

from tenants.office import HUB, Coop
from tests.support.people import make_person
from tests.support.web import Visitor


def searching(app: Flask, coop: Coop, *roles: str, language: str = "en") -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, *roles, language=language, name="Zoe Chwilio"))
    return visitor


@pytest.mark.parametrize("words", ["sion", "Siôn", "SIÔN gŵyn", "gwyn si"])
def test_accents_and_capitals_do_not_matter(app: Flask, aber: Coop, words: str) -> None:
    make_person(aber, "care_worker", name="Siôn Gŵyn")
    visitor = searching(app, aber, "coop_admin")

    page = visitor.get("/search", query_string={"q": words}).text

    assert "Siôn Gŵyn" in page


def test_people_of_another_co_op_are_not_found(app: Flask, aber: Coop, bryn: Coop) -> None:
    make_person(bryn, "care_worker", name="Siôn Gŵyn")
    visitor = searching(app, aber, "coop_admin")

    assert "Siôn Gŵyn" not in visitor.get("/search?q=gwyn").text


def test_a_care_worker_finds_pages_but_no_people(app: Flask, aber: Coop) -> None:
    make_person(aber, "care_worker", name="Siôn Cyfrif")
    visitor = searching(app, aber, "care_worker")

    page = visitor.get("/search?q=cyfrif").text

    assert "Siôn Cyfrif" not in page
    assert "My account" in page


def test_a_care_coordinator_finds_people_without_a_way_to_their_accounts(app: Flask, aber: Coop) -> None:
    person = make_person(aber, "care_worker", name="Siôn Gŵyn")
    visitor = searching(app, aber, "care_coordinator")

    page = visitor.get("/search?q=gwyn").text

    assert "Siôn Gŵyn" in page
    assert f"/accounts/{person.id}" not in page


@pytest.mark.parametrize(("words", "label"), [("cofnod mynediad", "Journal"), ("journal", "Journal")])
def test_pages_are_found_by_their_words_in_either_language(
    app: Flask, aber: Coop, words: str, label: str
) -> None:
    visitor = searching(app, aber, "chair")

    page = visitor.get("/search", query_string={"q": words}).text

    assert f'href="/journal">{label}</a>' in page


def test_help_is_found(app: Flask, aber: Coop) -> None:
    visitor = searching(app, aber, "care_worker")

    assert "/help#language" in visitor.get("/search?q=language").text


def test_names_stand_in_the_order_of_the_readers_alphabet(app: Flask, aber: Coop) -> None:
    for name in ("Cen Prawf", "Chwen Prawf", "Dai Prawf", "Cybi Prawf"):
        make_person(aber, "care_worker", name=name)
    welsh = searching(app, aber, "coop_admin", language="cy").get("/search?q=prawf").text
    english = searching(app, aber, "coop_admin").get("/search?q=prawf").text

    def order(page: str) -> list[str]:
        return re.findall(r">(\w+) Prawf</a>", page)

    assert order(welsh) == ["Cen", "Cybi", "Chwen", "Dai"]
    assert order(english) == ["Cen", "Chwen", "Cybi", "Dai"]


@pytest.mark.parametrize(
    "words", ["%", "_", "<script>alert(1)</script>", "'; DROP TABLE account; --", "\x00", "x" * 500]
)
def test_hostile_words_find_nothing_and_run_nothing(app: Flask, aber: Coop, words: str) -> None:
    visitor = searching(app, aber, "coop_admin")

    page = visitor.get("/search", query_string={"q": words})

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "Zoe Chwilio</a>" not in page.text


@pytest.mark.parametrize(
    ("words", "sentence"), [("", "What are you looking for?"), ("qqqq", "Try a part of a name")]
)
def test_an_empty_result_teaches(app: Flask, aber: Coop, words: str, sentence: str) -> None:
    visitor = searching(app, aber, "coop_admin")

    assert sentence in visitor.get("/search", query_string={"q": words}).text


def test_the_hub_has_a_search_too(app: Flask, hub: object) -> None:
    make_person(HUB, "quality_lead", name="Siôn Gŵyn")
    visitor = Visitor(app, HUB)
    visitor.sign_in(make_person(HUB, "network_director"))

    assert "Siôn Gŵyn" in visitor.get("/search?q=gwyn").text
