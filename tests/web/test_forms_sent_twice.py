# SPDX-License-Identifier: AGPL-3.0-or-later
"""A form that is sent twice makes one, and the second time leads to what the first made."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from flask import Flask
from sqlalchemy import text

from tenants.office import Coop
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.web import Visitor

NIA = {
    "given_name": "Nia",
    "family_name": "Prys",
    "language": "cy",
    "staff_category": "other_social_care",
    "started_on": "2026-11-02",
}


def at_the_form(app: Flask, coop: Coop) -> tuple[Visitor, dict[str, str]]:
    """Return a co-ordinator who has the form for a worker open, and what it says when it is sent."""
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, "registered_manager", has_factor=True))
    return visitor, NIA | {"once_key": key_on(visitor.get("/workers/new").text)}


def key_on(page: str) -> str:
    found = re.search(r'name="once_key" value="([^"]{22})"', page)
    assert found is not None
    return found.group(1)


def names(coop: Coop) -> list[str]:
    with reading(coop) as session:
        return list(session.scalars(text("SELECT given_name FROM worker ORDER BY given_name")))


def test_the_second_time_leads_to_what_the_first_made(app: Flask, aber: Coop) -> None:
    visitor, form = at_the_form(app, aber)

    first, second = (visitor.post("/workers/new", form) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert "This was sent twice, and done once." in visitor.get(first.headers["Location"]).text
    assert names(aber) == ["Nia"]


def test_a_double_click_makes_one(app: Flask, aber: Coop) -> None:
    visitor, form = at_the_form(app, aber)

    with ThreadPoolExecutor(2) as hands:
        sent = [hands.submit(partial(visitor.post, "/workers/new", form)) for _ in range(2)]
        ways = {one.result().headers["Location"] for one in sent}

    assert len(ways) == 1
    assert names(aber) == ["Nia"]


def test_another_answer_from_the_same_page_is_another_act(app: Flask, aber: Coop) -> None:
    visitor, form = at_the_form(app, aber)

    visitor.post("/workers/new", form)
    visitor.post("/workers/new", form | {"given_name": "Non"})

    assert names(aber) == ["Nia", "Non"]


def test_what_was_refused_may_be_sent_again(app: Flask, aber: Coop) -> None:
    visitor, form = at_the_form(app, aber)

    wrong = visitor.post("/workers/new", form | {"family_name": ""})
    right = visitor.post("/workers/new", form)

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert names(aber) == ["Nia"]


def test_a_page_drawn_anew_has_another_key(app: Flask, aber: Coop) -> None:
    visitor, form = at_the_form(app, aber)

    visitor.post("/workers/new", form)
    visitor.post("/workers/new", form | {"once_key": key_on(visitor.get("/workers/new").text)})

    assert names(aber) == ["Nia", "Nia"]


def test_the_key_of_one_person_is_nothing_to_another(app: Flask, aber: Coop) -> None:
    (one, form), (other, _) = at_the_form(app, aber), at_the_form(app, aber)

    for visitor in (one, other):
        visitor.post("/workers/new", form)

    assert names(aber) == ["Nia", "Nia"]
