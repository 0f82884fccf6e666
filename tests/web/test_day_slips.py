# SPDX-License-Identifier: AGPL-3.0-or-later
"""A slip on "Check out" is taken back on the page, for ten minutes."""

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
