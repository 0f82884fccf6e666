# SPDX-License-Identifier: AGPL-3.0-or-later
"""My day on a phone, also without a script, and hours to approve: axe finds nothing, nothing is too wide."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect

from franchise_kit.care.actions.concerns import raise_concern
from franchise_kit.care.models import Concern
from franchise_kit.time.actions import check_in, check_out
from franchise_kit.time.actions.visiting import Phone
from tenants import clock
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.attending import give_tasks
from tests.support.browser import DESK_SIZE, PHONE_SIZE, faults_of
from tests.support.people import actor_of, make_person
from tests.support.signing import sign_in
from tests.support.time import make_carer, make_entry, make_visit, make_worker

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


def carers_context(browser: Browser, *, javascript: bool = True) -> BrowserContext:
    return browser.new_context(viewport=PHONE_SIZE, locale="cy-GB", java_script_enabled=javascript)


def test_a_visit_is_checked_into_and_out_of_without_a_script(
    browser: Browser, address: str, aber: Coop, noon: datetime
) -> None:
    person = make_person(aber, "care_worker", language="en", name="Siôn Gwyn")
    make_visit(aber, make_worker(aber, person), planned_from=noon, what_matters=MATTERS)
    context = carers_context(browser, javascript=False)
    page = context.new_page()
    sign_in(page, address, person)

    page.get_by_role("button", name="Check in").click()
    clock.set_fixed(noon + timedelta(minutes=29))
    page.fill("#note", "Ate well, and was in good spirits.")
    page.get_by_role("button", name="Check out").click()

    expect(page.get_by_text("The visit took 29 minutes.")).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_axe_finds_nothing_on_a_carers_day(
    browser: Browser, address: str, aber: Coop, noon: datetime, language: str
) -> None:
    person = make_person(aber, "care_worker", language=language, name="Siôn Gwyn")
    worker_id = make_worker(aber, person)
    visit_id = make_visit(aber, worker_id, planned_from=noon, what_matters=MATTERS)
    give_tasks(aber, visit_id, True, False)
    for hours, name in ((-3, "Tomos Rowlands"), (2, "Gwenllian Haf Williams"), (26, "Idris Bowen")):
        make_visit(aber, worker_id, planned_from=noon + timedelta(hours=hours), name=name)
    for state in ("recorded", "approved", "paid"):
        make_entry(aber, person_id=person.person_id, starts_at=noon - timedelta(hours=4), state=state)
    context = carers_context(browser)
    page = context.new_page()
    sign_in(page, address, person)

    faults = {}
    for name, path in {"today": "/today", "visits": "/my-visits", "hours": "/hours"}.items():
        page.goto(f"{address}{path}")
        faults[name] = faults_of(page, f"carer-{language}-{name}")
    page.goto(f"{address}/my-visits/{visit_id}")
    faults["visit"] = faults_of(page, f"carer-{language}-visit")
    page.locator("form[data-waits='check-in'] button").click()
    page.wait_for_selector("#note:visible")
    faults["there"] = faults_of(page, f"carer-{language}-there")
    page.goto(f"{address}/today")
    faults["today there"] = faults_of(page, f"carer-{language}-today-there")
    carer = actor_of(aber, person)
    concern = raise_concern(coop=aber, visit_id=visit_id, words="", by=carer, now=clock.now())
    page.goto(f"{address}/concerns/mine/{concern}")
    faults["concern"] = faults_of(page, f"carer-{language}-concern")

    context.close()
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(("size", "language"), [(DESK_SIZE, "en"), (PHONE_SIZE, "cy")])
def test_axe_finds_nothing_on_concerns(
    browser: Browser, address: str, aber: Coop, noon: datetime, size: ViewportSize, language: str
) -> None:
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
    person = make_person(aber, "registered_manager", language=language, name="Nia Manager", has_factor=False)
    with upkeep(aber) as session:
        row = session.get_one(Concern, raised[1])
        row.seen_by_person, row.seen_at, row.answer = person.person_id, noon, "Rang the doctor"
    context = browser.new_context(viewport=size, locale="cy-GB" if language == "cy" else "en-GB")
    page = context.new_page()
    sign_in(page, address, make_person(aber, "care_coordinator", language=language, name="Mair Ellis"))

    faults = {}
    pages = {
        "list": "/concerns",
        "one": f"/concerns/{raised[0]}",
        "seen": f"/concerns/{raised[1]}",
        "visit": f"/rota/visits/{visit_id}",
    }
    for name, path in pages.items():
        page.goto(f"{address}{path}")
        faults[name] = faults_of(page, f"concerns-{size['width']}-{language}-{name}")

    context.close()
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(("size", "language"), [(DESK_SIZE, "en"), (PHONE_SIZE, "cy")])
def test_axe_finds_nothing_on_hours_to_approve(
    browser: Browser, address: str, aber: Coop, noon: datetime, size: ViewportSize, language: str
) -> None:
    person = make_person(aber, "care_worker", "care_coordinator", language=language, name="Mair Ellis")
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
    context = browser.new_context(viewport=size, locale="cy-GB" if language == "cy" else "en-GB")
    page = context.new_page()
    sign_in(page, address, person)

    faults = {}
    stem = f"hours-{size['width']}-{language}"
    for name, path in {"today": "/today", "waiting": "/hours/approve", "one": f"/hours/{entry}"}.items():
        page.goto(f"{address}{path}")
        faults[name] = faults_of(page, f"{stem}-{name}")
    page.locator("main form button[type=submit]").click()
    faults["error"] = faults_of(page, f"{stem}-error")
    page.goto(f"{address}/hours/approve")
    page.locator(".hours-of summary").first.click()
    page.locator("button[value=ticked]").first.click()
    faults["nothing ticked"] = faults_of(page, f"{stem}-nothing-ticked")

    context.close()
    assert {name: found for name, found in faults.items() if found} == {}
