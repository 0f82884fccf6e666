# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time and miles that somebody writes down, at a desk or on a phone."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tenants import clock
from tenants.office import Coop
from tests.support.people import make_person
from tests.support.rows import rows
from tests.support.time import NINE, make_carer, make_worker
from tests.support.web import Visitor

TRAINING = {
    "kind": "training",
    "day": "2026-11-02",
    "begins": "09:00",
    "ends": "10:30",
    "reason": "agreed_before",
}
DRIVE = {"day": "2026-11-02", "purpose": "training", "miles": "12.4", "note": "To Carmarthen"}


@pytest.fixture(autouse=True)
def _in_the_afternoon() -> None:
    clock.set_fixed(NINE + timedelta(hours=8))


def carer(app: Flask, coop: Coop, language: str = "en") -> Visitor:
    person = make_person(coop, "care_worker", language=language)
    make_worker(coop, person)
    visitor = Visitor(app, coop)
    visitor.sign_in(person)
    return visitor


def at_a_desk(app: Flask, coop: Coop) -> Visitor:
    visitor = Visitor(app, coop)
    visitor.sign_in(make_person(coop, "care_coordinator", name="Rhian Huws"))
    return visitor


def test_one_writes_down_ones_own_time(app: Flask, aber: Coop, bryn: Coop) -> None:
    visitor = carer(app, aber)
    assert "write themselves down" in visitor.get("/hours/new").text

    answer = visitor.post("/hours/new", TRAINING)

    assert answer.status_code == 303
    page = visitor.get(answer.headers["Location"]).text
    assert "Training" in page
    assert "1 h 30 min" in page
    (row,) = rows(aber)
    assert (row["kind"], row["source"], row["state"], row["minutes"]) == ("training", "hand", "recorded", 90)
    assert rows(bryn) == []


@pytest.mark.parametrize(
    ("case", "now", "day", "minutes"),
    [
        ("a usual night", datetime(2027, 2, 1, 9, tzinfo=UTC), "2027-01-30", 480),
        ("the clocks go forward", datetime(2027, 3, 29, 9, tzinfo=UTC), "2027-03-27", 420),
        ("the clocks go back", datetime(2026, 10, 26, 9, tzinfo=UTC), "2026-10-24", 540),
        ("into leap day", datetime(2028, 3, 2, 9, tzinfo=UTC), "2028-02-28", 480),
    ],
)
def test_a_night_lasts_what_it_lasts(
    app: Flask, aber: Coop, case: str, now: datetime, day: str, minutes: int
) -> None:
    clock.set_fixed(now)
    visitor = carer(app, aber)
    visitor.get("/hours/new")

    visitor.post(
        "/hours/new", TRAINING | {"kind": "sleep_in", "day": day, "begins": "23:00", "ends": "07:00"}
    )

    assert [row["minutes"] for row in rows(aber)] == [minutes], case


@pytest.mark.parametrize(
    ("wrong", "sentence", "field"),
    [
        ({"kind": "visit"}, "Choose one of the answers in the list", "kind"),
        ({"day": "2026-11-31"}, "Enter a real date", "day"),
        ({"begins": "25:00"}, "Enter a real time", "begins"),
        ({"begins": ""}, "Enter the time", "begins"),
        ({"ends": "23:30"}, "That is still to come.", "ends"),
        ({"ends": "08:00"}, "That is still to come.", "ends"),
        ({"day": "2026-07-01"}, "more than three months ago", "day"),
        ({"kind": "other"}, "Say in a few words what it was.", "note"),
        ({"reason": ""}, "Choose an answer", "reason"),
        ({"day": "2026-03-29", "begins": "01:30"}, "this time does not exist", "begins"),
        ({"note": "x" * 401}, "Use 400 characters or fewer", "note"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    app: Flask, aber: Coop, wrong: dict[str, str], sentence: str, field: str
) -> None:
    visitor = carer(app, aber)
    visitor.get("/hours/new")

    answer = visitor.post("/hours/new", TRAINING | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="{field}-error"' in answer.text
    assert rows(aber) == []


def test_a_desk_writes_down_time_that_somebody_else_approves(app: Flask, aber: Coop) -> None:
    visitor = at_a_desk(app, aber)
    by, worker_id = make_carer(aber)
    visitor.get("/hours/add")

    visitor.post("/hours/add", TRAINING | {"worker_id": str(worker_id)})

    (row,) = rows(aber)
    assert (row["worker_person"], row["state"]) == (by.person_id, "recorded")
    assert "You wrote this down: somebody else approves it" in visitor.get("/hours/approve").text
    refused = visitor.post("/hours/approve", {"entry_ids": [f"{row['id']}:1"]})
    assert refused.status_code == 422


def test_a_worker_of_another_coop_is_no_choice(app: Flask, aber: Coop, bryn: Coop) -> None:
    visitor = at_a_desk(app, aber)
    _, elsewhere = make_carer(bryn)
    visitor.get("/hours/add")

    answer = visitor.post("/hours/add", TRAINING | {"worker_id": str(elsewhere)})

    assert answer.status_code == 422
    assert rows(aber) + rows(bryn) == []


def test_miles_are_claimed_and_decided_by_somebody_else(app: Flask, aber: Coop) -> None:
    visitor, desk = carer(app, aber), at_a_desk(app, aber)
    visitor.get("/hours/miles")

    claimed = visitor.post("/hours/miles", DRIVE)
    page = visitor.get("/hours/miles").text
    (claim,) = rows(aber, "mileage_claim")
    waits = desk.get("/hours/approve/miles").text
    nothing = desk.post("/hours/approve/miles", {"is_approved": "true"})
    ticked = {"claim_ids": [f"{claim['id']}:1"]}
    decided = desk.post("/hours/approve/miles", ticked | {"is_approved": "true"})
    again = desk.post("/hours/approve/miles", ticked | {"is_approved": "false"})

    assert (claimed.status_code, claim["metres"]) == (303, 19956)
    assert "12.4 miles" in page
    assert "To Carmarthen" in waits
    assert nothing.status_code == 422
    assert "Tick the miles that you decide on" in nothing.text
    assert (decided.status_code, again.status_code) == (303, 422)
    assert [row["state"] for row in rows(aber, "mileage_claim")] == ["approved"]


@pytest.mark.parametrize(
    ("wrong", "sentence", "field"),
    [
        ({"miles": "12.45"}, "one decimal at the most", "miles"),
        ({"miles": "0"}, "one decimal at the most", "miles"),
        ({"miles": "900"}, "one decimal at the most", "miles"),
        ({"miles": "-4"}, "one decimal at the most", "miles"),
        ({"day": "2026-11-03"}, "That is still to come.", "day"),
        ({"purpose": "visits"}, "Choose one of the answers in the list", "purpose"),
    ],
)
def test_wrong_miles_are_said_beside_their_field(
    app: Flask, aber: Coop, wrong: dict[str, str], sentence: str, field: str
) -> None:
    visitor = carer(app, aber)
    visitor.get("/hours/miles")

    answer = visitor.post("/hours/miles", DRIVE | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="{field}-error"' in answer.text
    assert rows(aber, "mileage_claim") == []


def test_who_claims_for_somebody_does_not_decide(app: Flask, aber: Coop) -> None:
    desk = at_a_desk(app, aber)
    _, worker_id = make_carer(aber)
    desk.get("/hours/approve/miles/new")

    desk.post("/hours/approve/miles/new", DRIVE | {"worker_id": str(worker_id)})
    (claim,) = rows(aber, "mileage_claim")
    refused = desk.post("/hours/approve/miles", {"claim_ids": [f"{claim['id']}:1"], "is_approved": "true"})

    assert refused.status_code == 422
    assert "on those that you entered" in refused.text
    assert [row["state"] for row in rows(aber, "mileage_claim")] == ["recorded"]


def test_the_pages_speak_welsh(app: Flask, aber: Coop) -> None:
    visitor = carer(app, aber, language="cy")

    assert "Cofnodi amser" in visitor.get("/hours/new").text
    assert "Fy milltiroedd" in visitor.get("/hours/miles").text
