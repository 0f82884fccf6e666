"""The pages that make, list and take back tokens."""

import re

import pytest
from flask import Flask

from tenants.office import HUB, Coop, Hub, Office
from tests.support.people import make_person
from tests.support.program import Program
from tests.support.web import Visitor

TOKEN = re.compile(r"cydofal_[0-9a-f]{32}_[A-Za-z0-9_-]{43}")
ANSWERS = {"name": "Rota program", "permissions": ["journal.read"], "days": "30"}


def administrator(app: Flask, office: Office, *, language: str = "en") -> Visitor:
    visitor = Visitor(app, office)
    role = "coop_admin" if isinstance(office, Coop) else "network_director"
    visitor.sign_in(make_person(office, role, language=language))
    return visitor


def make_one(visitor: Visitor) -> str:
    visitor.get("/tokens/new")
    page = visitor.post("/tokens/new", ANSWERS)
    found = TOKEN.search(page.text)
    assert page.status_code == 200
    assert found is not None
    return found.group(0)


@pytest.mark.parametrize("side", ["coop", "hub"])
def test_a_token_is_made_shown_once_and_works(app: Flask, hub: Hub, aber: Coop, side: str) -> None:
    office: Office = aber if side == "coop" else HUB
    visitor = administrator(app, office)

    token = make_one(visitor)
    listed = visitor.get("/tokens").text

    assert Program(app, office, token).get("/journal").status_code == 200
    assert "Rota program" in listed
    assert "Read the journal" in listed
    assert token.rpartition("_")[2] not in listed


def test_a_token_is_taken_back(app: Flask, aber: Coop) -> None:
    visitor = administrator(app, aber)
    token = make_one(visitor)
    token_id = visitor.get("/tokens").text.split("/revoke")[0].rpartition("/")[2]

    answer = visitor.post(f"/tokens/{token_id}/revoke")

    assert answer.status_code == 303
    assert "Taken back" in visitor.get("/tokens").text
    assert Program(app, aber, token).get("/me").status_code == 401


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Say which program the token is for"),
        ({"permissions": []}, "Choose at least one thing that it may do"),
        ({"permissions": ["payrun.approve"]}, "Choose one of the answers in the list"),
        ({"days": "367"}, "A token lasts from 1 to 366 days"),
        ({"days": "soon"}, "Write a number of days"),
        ({"days": ""}, "Say how many days it lasts"),
    ],
)
def test_a_wrong_answer_is_marked_and_makes_nothing(
    app: Flask, aber: Coop, changes: dict[str, object], words: str
) -> None:
    visitor = administrator(app, aber)
    visitor.get("/tokens/new")

    page = visitor.post("/tokens/new", ANSWERS | changes)

    assert page.status_code == 422
    assert words in page.text
    assert "No program has a token" in visitor.get("/tokens").text


def test_the_pages_speak_welsh(app: Flask, aber: Coop) -> None:
    visitor = administrator(app, aber, language="cy")

    assert "Tocynnau i raglenni" in visitor.get("/tokens").text
    assert "Ar gyfer pa raglen y mae?" in visitor.get("/tokens/new").text


def test_tokens_of_another_office_are_not_there(app: Flask, aber: Coop, bryn: Coop) -> None:
    theirs = administrator(app, bryn)
    token = make_one(theirs)
    token_id = theirs.get("/tokens").text.split("/revoke")[0].rpartition("/")[2]
    visitor = administrator(app, aber)

    answer = visitor.post(f"/tokens/{token_id}/revoke")

    assert answer.status_code == 404
    assert Program(app, bryn, token).get("/me").status_code == 200


def test_whoever_manages_no_tokens_finds_no_page(app: Flask, aber: Coop) -> None:
    visitor = Visitor(app, aber)
    visitor.sign_in(make_person(aber, "care_worker"))

    assert visitor.get("/tokens").status_code == 404
    assert visitor.get("/tokens/new").status_code == 404
