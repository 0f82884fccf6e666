# SPDX-License-Identifier: AGPL-3.0-or-later
"""Learning, training and modules in a real browser: axe finds nothing, nothing is too wide."""

import os
import re
from datetime import UTC, datetime

import pyotp
import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.training import actions
from tenants import clock
from tenants.office import HUB, Coop
from tests.support.browser import DESK_SIZE, PHONE_SIZE, faults_of
from tests.support.people import PASSWORD, actor_of, make_person
from tests.support.thread import make_worker
from tests.support.training import adopt_module, complete, make_learner, publish_module, read_all, start

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# For looking at the pages: a folder that gets a picture of each.
PICTURES = os.environ.get("CYDOFAL_TEST_PICTURES")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BOTH = pytest.mark.parametrize(("size", "language"), [(DESK_SIZE, "en"), (PHONE_SIZE, "cy")])


@pytest.fixture(autouse=True)
def _noon(aber: Coop) -> None:
    assert aber
    clock.set_fixed(NOON)


def sign_in(page: Page, address: str, person: SeedAccount) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#email", person.email)
    page.fill("#password", PASSWORD)
    page.click("main form:first-of-type button[type=submit]")
    if person.totp_secret is not None:
        page.fill("#code", pyotp.TOTP(person.totp_secret).at(clock.ticking()))
        page.click("main form:first-of-type button[type=submit]")
    page.wait_for_url(re.compile("/(today|network)$"))


@BOTH
def test_axe_finds_nothing_while_somebody_learns(
    browser: Browser, domain: str, aber: Coop, size: ViewportSize, language: str
) -> None:
    address = f"http://{aber.slug}.{domain}"
    for code in ("SAF-A", "WEL-1", "BRD-1"):
        publish_module(code)
        adopt_module(aber, code.lower())
    person = make_person(aber, "care_worker", name="Nia Prys", language=language)
    make_worker(aber, "Nia Prys", account_id=person.id)
    by = actor_of(aber, person)
    complete(aber, by, "wel-1")
    context = browser.new_context(viewport=size, locale="cy-GB" if language == "cy" else "en-GB")
    page = context.new_page()
    sign_in(page, address, person)
    stem, faults = f"{size['width']}-{language}", {}
    for name, path in {
        "mine": "/learning",
        "module": "/learning/saf-a",
        "done": "/learning/wel-1",
        "lesson": "/learning/saf-a/lessons/saf-2",
    }.items():
        page.goto(f"{address}{path}")
        faults[name] = faults_of(page, f"{stem}-{name}")
    read_all(aber, by)
    page.goto(f"{address}/learning/attempts/{start(aber, by)}")
    faults["quiz"] = faults_of(page, f"{stem}-quiz")
    page.locator("main form button").click()
    page.locator(".govuk-error-summary").wait_for()
    faults["quiz-error"] = faults_of(page, f"{stem}-quiz-error")
    for group in page.locator("main fieldset").all():
        group.locator("input").first.check()
    page.locator("main form button").click()
    page.locator(".stat-figure").wait_for()
    faults["result"] = faults_of(page, f"{stem}-result")

    context.close()
    assert {name: found for name, found in faults.items() if found} == {}


@BOTH
def test_axe_finds_nothing_on_the_pages_of_training(
    browser: Browser, domain: str, aber: Coop, size: ViewportSize, language: str
) -> None:
    address = f"http://{aber.slug}.{domain}"
    for code in ("SAF-A", "WEL-1"):
        publish_module(code)
        adopt_module(aber, code.lower())
    publish_module("SAF-A")
    complete(aber, make_learner(aber, "Nia Prys"))
    for name in ("Siôn Gŵyn", "Ann Llewelyn-Parry", "Iolo ap Rhys"):
        make_worker(aber, name)
    clock.set_fixed(NOON.replace(day=30))
    context = browser.new_context(viewport=size, locale="cy-GB" if language == "cy" else "en-GB")
    page = context.new_page()
    lead = make_person(aber, "training_lead", "registered_manager", name="Mair Desg", language=language)
    sign_in(page, address, lead)
    stem, faults = f"{size['width']}-{language}", {}
    for name, path in {
        "matrix": "/training",
        "modules": "/training/modules",
        "offered": "/training/modules/saf-a",
        "library": "/library/training_module/saf-a/1",
    }.items():
        page.goto(f"{address}{path}")
        faults[name] = faults_of(page, f"{stem}-{name}")

    context.close()
    assert {name: found for name, found in faults.items() if found} == {}


@BOTH
def test_axe_finds_nothing_where_modules_are_published(
    browser: Browser, domain: str, size: ViewportSize, language: str
) -> None:
    address = f"http://{domain}"
    person = make_person(HUB, "training_editor", name="Gwen Golygydd", language=language)
    actions.draft_shipped(by=actor_of(HUB, person), code="SAF-A", now=clock.now())
    context = browser.new_context(viewport=size, locale="cy-GB" if language == "cy" else "en-GB")
    page = context.new_page()
    sign_in(page, address, person)
    stem, faults = f"{size['width']}-{language}", {}
    for name, path in {"shipped": "/training-modules", "preview": "/training-modules/saf-a"}.items():
        page.goto(f"{address}{path}")
        faults[name] = faults_of(page, f"{stem}-{name}")

    context.close()
    assert {name: found for name, found in faults.items() if found} == {}
