# SPDX-License-Identifier: AGPL-3.0-or-later
"""Coming in, in a real browser: from the hub's host to the co-op's; axe finds nothing on any of the pages."""

import os
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.access.jobs import tell_profile
from franchise_kit.visiting.actions.agreeing import accept_agreement
from tenants import clock
from tenants.office import HUB, Coop
from tests.support.browser import DESK_SIZE, PHONE_SIZE, axe_faults
from tests.support.openings import carry_all
from tests.support.people import PASSWORD, make_person
from tests.support.visiting import PAYROLL, SIX_IDS, ask_of, decider, give, offer_to, terms

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Where pictures of the pages go for whoever wants to look at them.
PICTURES = os.environ.get("CYDOFAL_TEST_PICTURES")


@pytest.fixture(params=[(DESK_SIZE, "en-GB"), (PHONE_SIZE, "cy")], ids=["desk-en", "phone-cy"])
def view(request: pytest.FixtureRequest) -> tuple[ViewportSize, str]:
    """A screen and a language."""
    chosen: tuple[ViewportSize, str] = request.param
    return chosen


@pytest.fixture
def language(view: tuple[ViewportSize, str]) -> str:
    return view[1]


@pytest.fixture
def context(browser: Browser, view: tuple[ViewportSize, str]) -> Iterator[BrowserContext]:
    size, language = view
    made = browser.new_context(viewport=size, locale=language)
    yield made
    made.close()


def open_page(context: BrowserContext, host: str, person: SeedAccount) -> Page:
    page = context.new_page()
    page.goto(f"http://{host}/sign-in")
    page.fill("#email", person.email)
    page.fill("#password", PASSWORD)
    page.click("main form:first-of-type button[type=submit]")
    if person.totp_secret is not None:
        page.fill("#code", pyotp.TOTP(person.totp_secret).at(clock.ticking()))
        page.click("main form:first-of-type button[type=submit]")
    return page


def look(page: Page, name: str) -> None:
    """Let axe look, see that nothing sticks out to the side, and take a picture if somebody wants one."""
    page.wait_for_load_state()
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        language = page.evaluate("document.documentElement.lang")
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{language}.png", full_page=True)
    assert axe_faults(page) == []
    is_too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert page.evaluate(is_too_wide) is False


def code_of(language: str) -> str:
    return language.partition("-")[0]


def test_the_co_ops_pages(context: BrowserContext, domain: str, aber: Coop, language: str) -> None:
    given, waits = ask_of(aber), ask_of(aber, record_kinds=frozenset({"incident", "safeguarding"}))
    give(given, terms(ids=SIX_IDS[:4]))
    agreement_id, _officer = offer_to(aber)
    person = make_person(aber, "responsible_individual", "chair", language=code_of(language))
    tell_profile(aber)
    carry_all(aber)
    host = f"{aber.slug}.{domain}"
    page = open_page(context, host, person)

    for name, path in (
        ("visitors", "/visitors"),
        ("request-waits", f"/visitors/requests/{waits.id}"),
        ("request-given", f"/visitors/requests/{given.id}"),
        ("agreement", f"/visitors/agreements/{agreement_id}"),
        ("sharing", "/sharing"),
    ):
        page.goto(f"http://{host}{path}")
        look(page, name)

    page.goto(f"http://{host}/visitors/requests/{waits.id}")
    page.locator("form[action$='/refuse'] button").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    look(page, "request-error")


def test_the_same_pages_with_nothing_on_them(
    context: BrowserContext, domain: str, bryn: Coop, language: str
) -> None:
    page = open_page(context, f"{bryn.slug}.{domain}", make_person(bryn, "chair", language=code_of(language)))

    for name in ("visitors", "sharing"):
        page.goto(f"http://{bryn.slug}.{domain}/{name}/")
        look(page, f"{name}-empty")


def test_from_the_hub_into_a_co_op_and_back(
    context: BrowserContext, domain: str, aber: Coop, language: str
) -> None:
    asker = make_person(HUB, "quality_lead", "payroll_bureau", name="Elin Prys", language=code_of(language))
    asked = ask_of(aber, asker=asker)
    give(asked, terms(ids=SIX_IDS[:4]))
    agreement_id, _officer = offer_to(aber, person=asker)
    accept_agreement(
        coop=aber, agreement_id=agreement_id, by=decider(aber, "chair"), permissions=PAYROLL, now=clock.now()
    )
    carry_all(aber)
    page = open_page(context, domain, asker)
    for path in ("/entries", "/entries/ask", "/offers", "/offers/new", "/doors"):
        page.goto(f"http://{domain}{path}")
        look(page, f"hub{path.replace('/', '-').rstrip('-')}")

    page.locator(f"form[action='/doors/{asked.id}/set-out'] button").click()
    page.wait_for_url(f"http://{aber.slug}.{domain}/enter?**")
    look(page, "enter")
    page.locator("main form[action='/enter'] button").click()
    page.wait_for_url(f"http://{aber.slug}.{domain}/inside")
    expect(page.locator(".band-inside")).to_contain_text("Elin Prys")
    look(page, "inside")
    page.locator(".band-inside button").click()
    page.wait_for_url(f"http://{aber.slug}.{domain}/left")
    look(page, "left")
    page.locator("main a").click()
    page.wait_for_url(f"http://{domain}/**")
