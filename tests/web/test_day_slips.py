# SPDX-License-Identifier: AGPL-3.0-or-later
"""A slip on "Check out" is taken back on the page, for ten minutes."""

import html
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from tenants import clock
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.people import make_person
from tests.support.time import NINE, make_visit, make_worker
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


def test_a_slip_on_check_out_is_taken_back_for_ten_minutes(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    visit_id = make_visit(aber, worker_id)
    page = f"/my-visits/{visit_id}"
    visitor.post(f"{page}/check-in")
    visitor.post(f"{page}/check-out", {"note": ""})

    shown = visitor.get(page).text
    answers = [visitor.post(f"{page}/check-out-back") for _tap in "ab"]
    again = visitor.get(page).text
    visitor.post(f"{page}/check-out", {"note": ""})
    clock.set_fixed(NINE + timedelta(minutes=11))
    late = visitor.post(f"{page}/check-out-back")

    assert "Take the check-out back" in shown
    # Only a phone that kept the form says that its own time holds.
    assert 'name="holds"' not in shown
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "The check-out is taken back: you are there" in again
    assert late.status_code == 422
    assert "more than ten minutes ago" in late.text
    assert "Take the check-out back" not in visitor.get(page).text
    assert minutes_of(aber) == [1]


def test_a_slip_taken_back_without_signal_is_shown_to_whoever_approves(app: Flask, aber: Coop) -> None:
    visitor, worker_id = carer(app, aber)
    desk = Visitor(app, aber)
    desk.sign_in(make_person(aber, "care_coordinator", has_factor=True))
    visit_id = make_visit(aber, worker_id)
    page = f"/my-visits/{visit_id}"
    visitor.post(f"{page}/check-in")
    visitor.post(f"{page}/check-out", {"note": ""})
    tap = {"device_at": (NINE + timedelta(minutes=2)).isoformat(), "holds": "true"}

    clock.set_fixed(NINE + timedelta(hours=3))
    plain = visitor.post(f"{page}/check-out-back", {"device_at": tap["device_at"]})
    taken = visitor.post(f"{page}/check-out-back", tap)

    assert (plain.status_code, taken.status_code) == (422, 303)
    assert minutes_of(aber) == []
    assert "A check-out was taken back without signal." in desk.get(f"/rota/visits/{visit_id}").text
    listed = desk.get("/hours/late-visits").text.partition("A check-out was taken back.")[2]
    assert listed.lstrip().startswith("No signal: it reached us")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_late_press_by_a_wrong_clock_says_both_and_which_time_counts(
    app: Flask, aber: Coop, language: str
) -> None:
    visitor, worker_id = carer(app, aber)
    desk = Visitor(app, aber)
    desk.sign_in(make_person(aber, "care_coordinator", language=language, has_factor=True))
    visit_id = make_visit(aber, worker_id)
    page = f"/my-visits/{visit_id}"
    behind = [(NINE + timedelta(minutes=minutes - 60)).isoformat() for minutes in (5, 7)]
    visitor.post(f"{page}/check-in")
    clock.set_fixed(NINE + timedelta(minutes=5))
    visitor.post(f"{page}/check-out", {"note": "", "device_at": behind[0]})
    clock.set_fixed(NINE + timedelta(hours=3))
    visitor.post(f"{page}/check-out-back", {"device_at": behind[1], "holds": "true"})

    shown, listed = (
        " ".join(re.sub(r"<[^>]*>", " ", html.unescape(desk.get(path).text)).split())
        for path in (f"/rota/visits/{visit_id}", "/hours/late-visits")
    )

    counts, ours, phone, late, back = WORDS[language]
    assert visits_of(aber)[0]["taken_back_at"] == NINE + timedelta(minutes=7)
    assert re.search(rf"{counts} \S+ 12:00.*{phone} \S+ 08:07", shown), shown
    assert ours not in shown
    assert re.search(rf"{back} {late} \S+ 12:00.*{phone} \S+ 08:07", listed), listed


# Which time counts, that ours does, what the phone said, that it came late, and what was pressed.
WORDS = {
    "en": (
        "Its own time counts, put right by as much as its clock was wrong at the check-out; it reached us",
        "Our clock counts",
        "The phone's clock said",
        "No signal: it reached us",
        "A check-out was taken back.",
    ),
    "cy": (
        "Amser y ffôn sy'n cyfrif, ar ôl cywiro gwall ei gloc adeg y cofnod gadael; cyrhaeddodd ni",
        "Ein cloc ni sy'n cyfrif; dywedodd",
        "Dywedodd cloc y ffôn",
        "Dim signal: cyrhaeddodd ni",
        "Tynnwyd cofnod gadael yn ôl.",
    ),
}
