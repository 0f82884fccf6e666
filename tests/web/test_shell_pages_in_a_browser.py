# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shell's pages in a real browser: axe finds nothing, nothing is too wide, progress moves by itself."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.profile import actions
from franchise_kit.profile.rules import ProfileFacts
from tenants import bells, clock
from tenants.office import HUB, Coop
from tenants.registry import CoopRow
from tenants.transaction import upkeep
from tests.support.browser import DESK_SIZE, PHONE_SIZE
from tests.support.people import actor_of, make_person
from tests.support.walking import Company, House, walkers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
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


def fill(coop: Coop, language: str) -> SeedAccount:
    """Put something on every page."""
    make_person(coop, "care_worker", name="Siôn Gwyn")
    roles = ("coop_admin", "data_protection_lead", "registered_manager")
    person = make_person(coop, *roles, name="Mari Llwyd", language=language)
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


def test_axe_finds_nothing_on_a_co_ops_pages(company: Company, aber: Coop) -> None:
    admin = company.at(aber, fill(aber, company.language))

    admin.look_at(COOP_PAGES)
    for name, field, typed in (("profile", "#phone", "x"), ("export", "#passphrase", "short")):
        admin.go(COOP_PAGES[name])
        admin.page.fill(field, typed)
        admin.page.locator("main form button[type=submit]").first.click()
        admin.look_at_error(name)

    assert company.faults == {}


def test_axe_finds_nothing_on_a_care_workers_phone(house: House, aber: Coop) -> None:
    person = make_person(aber, "care_worker", name="Siôn Gwyn", language="cy")
    with walkers(house, PHONE_SIZE, "cy") as company:
        carer = company.at(aber, person)
        carer.is_alone = True
        carer.look_at({"today": "/today", "bell": "/bell", "search": "/search"})

    assert company.faults == {}


def test_axe_finds_nothing_on_the_hubs_pages(company: Company, aber: Coop, bryn: Coop) -> None:
    roles = ("platform_operator", "network_director")
    person = make_person(HUB, *roles, language=company.language, name="Non Parri")
    with upkeep(HUB) as session:
        session.get_one(CoopRow, aber.id).last_disclosure_at = clock.now() - timedelta(days=40)
    pages = HUB_PAGES | {"coop": f"/network/coops/{bryn.id}"}
    operator = company.at(HUB, person)

    operator.look_at(pages)
    operator.send_wrong(pages, "new")

    assert company.faults == {}


def test_progress_moves_by_itself(house: House, aber: Coop) -> None:
    with walkers(house, DESK_SIZE, "en") as company:
        chair = company.at(aber, make_person(aber, "chair", name="Mari Llwyd"))
        chair.is_alone = True
        page = chair.page
        chair.go("/journal")
        page.get_by_role("button", name="Check it now").click()
        expect(page.locator("[data-progress-words]")).to_contain_text("It waits for its turn.")
        chair.look("progress-running")

        house.run_jobs(aber)

        whole = page.get_by_text("The journal is whole: no line was changed or taken away.")
        expect(whole).to_be_visible(timeout=15_000)
        chair.look("progress-done")

    assert company.faults == {}
