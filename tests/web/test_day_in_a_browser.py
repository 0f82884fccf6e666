# SPDX-License-Identifier: AGPL-3.0-or-later
"""My day on a phone, also without a script, and hours to approve: axe finds nothing, nothing is too wide."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from franchise_kit.care.actions.concerns import raise_concern
from franchise_kit.care.models import Concern
from franchise_kit.time.actions import check_in, check_out
from franchise_kit.time.actions.visiting import Phone
from tenants import clock
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.attending import give_tasks
from tests.support.browser import PHONE_SIZE
from tests.support.people import actor_of, make_person
from tests.support.signing import let_in
from tests.support.time import make_carer, make_entry, make_visit, make_worker
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MATTERS = (
    "Tea before anything else, and the radio on. Mot the cat must not get out.\nShe hears better on her left."
)


@pytest.fixture
def noon() -> datetime:
    """Let it be noon: visits before and after are of the same day."""
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    clock.set_fixed(noon)
    return noon


def test_a_visit_is_checked_into_and_out_of_without_a_script(
    app: Flask, browser: Browser, address: str, aber: Coop, noon: datetime
) -> None:
    person = make_person(aber, "care_worker", language="en", name="Siôn Gwyn")
    make_visit(aber, make_worker(aber, person), planned_from=noon, what_matters=MATTERS)
    context = browser.new_context(viewport=PHONE_SIZE, locale="cy-GB", java_script_enabled=False)
    let_in(context, app, address, aber, person)
    page = context.new_page()
    page.goto(f"{address}/today")

    page.get_by_role("button", name="Check in").click()
    clock.set_fixed(noon + timedelta(minutes=29))
    page.fill("#note", "Ate well, and was in good spirits.")
    page.get_by_role("button", name="Check out").click()

    expect(page.get_by_text("The visit took 29 minutes.")).to_be_visible()
    context.close()


def test_axe_finds_nothing_on_a_carers_day(company: Company, aber: Coop, noon: datetime) -> None:
    person = make_person(aber, "care_worker", language=company.language, name="Siôn Gwyn")
    worker_id = make_worker(aber, person)
    visit_id = make_visit(aber, worker_id, planned_from=noon, what_matters=MATTERS)
    give_tasks(aber, visit_id, True, False)
    for hours, name in ((-3, "Tomos Rowlands"), (2, "Gwenllian Haf Williams"), (26, "Idris Bowen")):
        make_visit(aber, worker_id, planned_from=noon + timedelta(hours=hours), name=name)
    for state in ("recorded", "approved", "paid"):
        make_entry(aber, person_id=person.person_id, starts_at=noon - timedelta(hours=4), state=state)
    carer = company.at(aber, person)

    carer.look_at({"today": "/today", "visits": "/my-visits", "hours": "/hours"})
    carer.go(f"/my-visits/{visit_id}")
    carer.look("visit")
    carer.page.locator("form[data-waits='check-in'] button").click()
    carer.page.wait_for_selector("#note:visible")
    carer.look("there")
    by = actor_of(aber, person)
    concern = raise_concern(coop=aber, visit_id=visit_id, words="", by=by, now=clock.now())
    carer.look_at({"today-there": "/today", "concern": f"/concerns/mine/{concern}"})

    assert company.faults == {}


def test_axe_finds_nothing_on_concerns(company: Company, aber: Coop, noon: datetime) -> None:
    carer, worker_id = make_carer(aber)
    visit_id = make_visit(aber, worker_id, planned_from=noon)
    essential, _other = give_tasks(aber, visit_id, True, False)
    check_in(coop=aber, visit_id=visit_id, by=carer, now=noon, phone=Phone(noon - timedelta(minutes=9)))
    leaving = Phone(answers={essential: "done"})
    check_out(coop=aber, visit_id=visit_id, note="Ate well", by=carer, now=noon, phone=leaving)
    raised = [
        raise_concern(coop=aber, visit_id=visit_id, words=words, by=carer, now=noon)
        for words in ("A bruise on her arm.", "")
    ]
    person = make_person(
        aber, "registered_manager", language=company.language, name="Nia Manager", has_factor=False
    )
    with upkeep(aber) as session:
        row = session.get_one(Concern, raised[1])
        row.seen_by_person, row.seen_at, row.answer = person.person_id, noon, "Rang the doctor"
    coordinator = make_person(aber, "care_coordinator", language=company.language, name="Mair Ellis")

    company.at(aber, coordinator).look_at(
        {
            "list": "/concerns",
            "one": f"/concerns/{raised[0]}",
            "seen": f"/concerns/{raised[1]}",
            "visit": f"/rota/visits/{visit_id}",
        }
    )

    assert company.faults == {}


def test_axe_finds_nothing_on_hours_to_approve(company: Company, aber: Coop, noon: datetime) -> None:
    person = make_person(
        aber, "care_worker", "care_coordinator", language=company.language, name="Mair Ellis"
    )
    own = make_worker(aber, person)
    carer, worker_id = make_carer(aber)
    make_entry(aber, person_id=person.person_id, worker_id=own, starts_at=noon - timedelta(hours=5))
    entry, _ = (
        make_entry(
            aber,
            person_id=carer.person_id,
            worker_id=worker_id,
            starts_at=noon - timedelta(days=1, minutes=minutes),
            minutes=minutes,
        )
        for minutes in (30, 45)
    )
    desk = company.at(aber, person)

    desk.look_at({"today": "/today", "waiting": "/hours/approve", "one": f"/hours/{entry}"})
    desk.page.locator("main form button[type=submit]").click()
    desk.look_at_error("one")
    desk.go("/hours/approve")
    desk.page.locator(".hours-of summary").first.click()
    desk.page.locator("button[value=ticked]").first.click()
    desk.look_at_error("nothing-ticked")

    assert company.faults == {}
