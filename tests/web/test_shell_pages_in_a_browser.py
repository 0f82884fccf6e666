# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shell's pages in a real browser: axe finds nothing, nothing is too wide, progress moves by itself."""

import os
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.profile import actions
from franchise_kit.profile.rules import ProfileFacts
from tenants import bells, clock
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop, Office
from tenants.registry import CoopRow
from tenants.transaction import upkeep
from tests.support.browser import DESK_SIZE, PHONE_SIZE, faults_of
from tests.support.people import PASSWORD, actor_of, make_person

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# For looking at the pages: a folder that gets a picture of each.
PICTURES = os.environ.get("CYDOFAL_TEST_PICTURES")
COOP_PAGES = {
    "today": "/today",
    "journal": "/journal",
    "journal-refused": "/journal?outcome=refused",
    "journal-error": "/journal?since=x",
    "journal-empty": "/journal?until=2020-01-01",
    "bell": "/bell",
    "search": "/search?q=si",
    "search-empty": "/search?q=qqqq",
    "settings": "/settings",
    "profile": "/settings/profile",
    "paper": "/settings/papers/new",
    "export": "/export",
    "help": "/help",
}
HUB_PAGES = {
    "network": "/network",
    "coops": "/network/coops",
    "coops-none": "/network/coops?q=qq",
    "new": "/network/coops/new",
}


def address_of(office: Office, domain: str) -> str:
    return f"http://{office.slug}.{domain}" if isinstance(office, Coop) else f"http://{domain}"


def sign_in(page: Page, address: str, person: SeedAccount) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#email", person.email)
    page.fill("#password", PASSWORD)
    page.click("main form:first-of-type button[type=submit]")
    if person.totp_secret is not None:
        page.fill("#code", pyotp.TOTP(person.totp_secret).at(clock.ticking()))
        page.click("main form:first-of-type button[type=submit]")


def fill(coop: Coop) -> SeedAccount:
    """Put something on every page."""
    make_person(coop, "care_worker", name="Siôn Gwyn")
    person = make_person(coop, "coop_admin", "data_protection_lead", "registered_manager", name="Mari Llwyd")
    by, now = actor_of(coop, person), clock.now()
    facts = ProfileFacts(
        coop.name_en, coop.name_cy, "Aberystwyth", "Aberystwyth", "cy", phone="01970 000 000"
    )
    actions.save_profile(coop=coop, by=by, facts=facts, version=0, now=now)
    upload = actions.Upload(name="tystysgrif.pdf", content=b"%PDF-1.7\n%%EOF")
    actions.add_paper(coop=coop, by=by, kind="registration", upload=upload, replaces_id=None, now=now)
    with upkeep(coop) as session:
        bells.ring_for(session, person.id, kind="archive_ready", path="/export")
    return person


def look_at(page: Page, address: str, pages: dict[str, str], stem: str) -> dict[str, list[str]]:
    faults = {}
    for name, path in pages.items():
        page.goto(f"{address}{path}")
        faults[name] = faults_of(page, f"{stem}-{name}")
    return {name: found for name, found in faults.items() if found}


@pytest.mark.parametrize(("size", "language"), [(DESK_SIZE, "en"), (PHONE_SIZE, "cy")])
def test_axe_finds_nothing_on_a_co_ops_pages(
    browser: Browser, app: Flask, domain: str, aber: Coop, size: ViewportSize, language: str
) -> None:
    person = fill(aber)
    context = browser.new_context(viewport=size, locale="cy-GB" if language == "cy" else "en-GB")
    page = context.new_page()
    address = address_of(aber, domain)
    sign_in(page, address, person)
    other = page.locator(f".language button[value={language}]")
    other.or_(page.locator(f".language-now[lang={language}]")).first.click()

    faults = look_at(page, address, COOP_PAGES, f"coop-{size['width']}-{language}")
    page.goto(f"{address}/settings/profile")
    page.fill("#phone", "x")
    page.locator("main form button[type=submit]").click()
    faults["profile-error"] = faults_of(page, f"coop-{size['width']}-{language}-profile-error")
    page.goto(f"{address}/export")
    page.fill("#passphrase", "short")
    page.locator("main form button[type=submit]").first.click()
    faults["export-error"] = faults_of(page, f"coop-{size['width']}-{language}-export-error")

    context.close()
    assert {name: found for name, found in faults.items() if found} == {}


def test_axe_finds_nothing_on_a_care_workers_phone(browser: Browser, domain: str, aber: Coop) -> None:
    person = make_person(aber, "care_worker", name="Siôn Gwyn", language="cy")
    context = browser.new_context(viewport=PHONE_SIZE, locale="cy-GB")
    page = context.new_page()
    address = address_of(aber, domain)
    sign_in(page, address, person)

    faults = look_at(page, address, {"today": "/today", "bell": "/bell", "search": "/search"}, "carer-390")

    context.close()
    assert faults == {}


@pytest.mark.parametrize(("size", "language"), [(DESK_SIZE, "cy"), (PHONE_SIZE, "en")])
def test_axe_finds_nothing_on_the_hubs_pages(
    browser: Browser, domain: str, aber: Coop, bryn: Coop, size: ViewportSize, language: str
) -> None:
    person = make_person(HUB, "platform_operator", "network_director", language=language, name="Non Parri")
    with upkeep(HUB) as session:
        session.get_one(CoopRow, aber.id).last_disclosure_at = clock.now() - timedelta(days=40)
    context = browser.new_context(viewport=size)
    page = context.new_page()
    address = address_of(HUB, domain)
    sign_in(page, address, person)

    pages = HUB_PAGES | {"coop": f"/network/coops/{bryn.id}"}
    faults = look_at(page, address, pages, f"hub-{size['width']}-{language}")
    page.goto(f"{address}/network/coops/new")
    page.locator("main form button[type=submit]").last.click()
    faults["new-error"] = faults_of(page, f"hub-{size['width']}-{language}-new-error")

    context.close()
    assert {name: found for name, found in faults.items() if found} == {}


def test_progress_moves_by_itself(browser: Browser, app: Flask, domain: str, aber: Coop) -> None:
    person = make_person(aber, "chair", name="Mari Llwyd")
    context = browser.new_context(viewport=DESK_SIZE, locale="en-GB")
    page = context.new_page()
    address = address_of(aber, domain)
    sign_in(page, address, person)
    page.goto(f"{address}/journal")
    page.get_by_role("button", name="Check it now").click()
    expect(page.locator("[data-progress-words]")).to_contain_text("It waits for its turn.")
    assert faults_of(page, "progress-running") == []

    with app.app_context():
        run_pending(aber)

    whole = page.get_by_text("The journal is whole: no line was changed or taken away.")
    expect(whole).to_be_visible(timeout=15_000)
    assert faults_of(page, "progress-done") == []
    context.close()
