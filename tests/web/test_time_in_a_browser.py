# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of time at a desk and on a phone, in both languages: axe finds nothing, nothing is too wide."""

from datetime import timedelta

import pytest

from franchise_kit.time.actions import NewMiles, NewTime, claim_own_miles, enter_own_time
from tenants import clock
from tenants.office import Coop
from tests.support.people import actor_of, make_person
from tests.support.time import NINE, make_carer, make_entry, make_visit, make_worker
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _in_the_evening() -> None:
    clock.set_fixed(NINE + timedelta(hours=9))


def test_axe_finds_nothing_on_ones_own_pages(company: Company, aber: Coop) -> None:
    person = make_person(aber, "care_worker", language=company.language, name="Siôn Gwyn")
    worker_id, by = make_worker(aber, person), actor_of(aber, person)
    for hours, name in ((0, "Tomos Rowlands"), (1, "Gwenllian Haf Williams"), (4, "Idris Bowen")):
        make_visit(aber, worker_id, planned_from=NINE + timedelta(hours=hours), minutes=50, name=name)
    make_entry(aber, person_id=person.person_id, worker_id=worker_id, minutes=45)
    new = NewTime("training", NINE + timedelta(hours=6), NINE + timedelta(hours=8), "agreed_before")
    enter_own_time(coop=aber, new=new, by=by, now=clock.now())
    miles = NewMiles(NINE.date(), "errand", 12_345, "To the chemist in Aberteifi and back")
    claim_own_miles(coop=aber, new=miles, by=by, now=clock.now())
    own = company.at(aber, person)

    own.look_at({"hours": "/hours", "new": "/hours/new", "miles": "/hours/miles", "record": "/hours/record"})
    own.send_wrong({"new": "/hours/new"}, "new")

    assert company.faults == {}


def test_axe_finds_nothing_at_a_desk(company: Company, aber: Coop) -> None:
    person = make_person(aber, "care_coordinator", language=company.language, name="Mair Ellis")
    by, worker_id = make_carer(aber)
    make_visit(aber, worker_id, minutes=50, name="Gwenllian Haf Williams")
    paid = make_entry(aber, person_id=by.person_id, worker_id=worker_id, state="paid")
    for minutes in (0, 20):
        make_entry(
            aber,
            person_id=by.person_id,
            worker_id=worker_id,
            starts_at=NINE + timedelta(hours=2, minutes=minutes),
        )
    new = NewTime("other", NINE - timedelta(days=1), NINE - timedelta(hours=22), "other", "Moved the office")
    entry = enter_own_time(coop=aber, new=new, by=by, now=clock.now())
    miles = NewMiles(NINE.date(), "training", 23_456, "To Carmarthen")
    claim_own_miles(coop=aber, new=miles, by=by, now=clock.now())
    desk = company.at(aber, person)

    paths = {
        "approve": "/approve",
        "entry": f"/{entry}",
        "paid": f"/{paid}",
        "add": "/add",
        "miles": "/approve/miles",
        "late": "/late-visits",
        "records": "/records",
        "record": f"/records?worker_id={worker_id}&since=2026-11-01&until=2026-11-02",
    }
    desk.look_at({name: f"/hours{path}" for name, path in paths.items()})
    desk.send_wrong({"miles": "/hours/approve/miles"}, "miles", button="button[value=true]")

    assert company.faults == {}
