# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page that opens without an id, in a real browser: nothing on it is against its own policy."""

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from franchise_kit.access.actions.seeding import SeedAccount
from tenants import clock
from tenants.office import HUB, Coop, Hub, Office
from tests.support.browser import DESK_SIZE
from tests.support.people import PASSWORD
from tests.support.web import may_open
from tests.web.test_every_route import bare_rules, is_api, make_powerful

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Runs in the page before anything else does, also in those that a form leads to.
LISTEN = """
document.addEventListener("securitypolicyviolation", event =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
# They give a file, or end the session that looks.
NOT_FOUND = 404
NO_PAGES = {"/journal/journal.csv", "/training/training.csv", "/healthz"}


def sign_in(page: Page, address: str, person: SeedAccount) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#email", person.email)
    page.fill("#password", PASSWORD)
    page.click("main form:first-of-type button[type=submit]")
    assert person.totp_secret is not None
    page.fill("#code", pyotp.TOTP(person.totp_secret).at(clock.ticking()))
    page.click("main form:first-of-type button[type=submit]")


@pytest.mark.parametrize("side", ["coop", "hub"])
def test_no_page_breaks_its_own_policy(
    app: Flask, hub: Hub, aber: Coop, browser: Browser, domain: str, side: str
) -> None:
    office: Office = HUB if side == "hub" else aber
    address = f"http://{domain}" if side == "hub" else f"http://{aber.slug}.{domain}"
    context = browser.new_context(viewport=DESK_SIZE)
    context.add_init_script(LISTEN)
    page, said = context.new_page(), list[str]()
    page.on(
        "console", lambda message: said.append(message.text) if "policy" in message.text.lower() else None
    )
    person = make_powerful(office)
    sign_in(page, address, person)

    pages = [rule for rule in bare_rules(app) if not is_api(rule) and rule.rule not in NO_PAGES]
    paths = [rule.rule for rule in pages if may_open(app, rule.endpoint, person.roles)]
    opened = {path: page.goto(f"{address}{path}") for path in [*paths, "/nowhere"]}
    shown = [path for path, answer in opened.items() if answer is not None and answer.status == 200]
    context.close()

    assert said == []
    # The other side's pages are unknown here, and show the same as what is nowhere.
    assert len(shown) >= 15
    assert opened["/nowhere"].status == NOT_FOUND


def test_a_breach_of_the_policy_would_be_heard(app: Flask, aber: Coop, browser: Browser, domain: str) -> None:
    context = browser.new_context()
    context.add_init_script(LISTEN)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"http://{aber.slug}.{domain}/sign-in")

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    page.wait_for_timeout(200)
    context.close()

    assert [line for line in said if line.startswith("policy: style-src")] != []
