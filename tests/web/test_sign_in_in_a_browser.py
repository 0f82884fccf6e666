# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in, factors and accounts in a real browser: passkeys work, and axe finds nothing."""

import dataclasses
from collections.abc import Iterator

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from app.web.hosts import SETTINGS
from tenants import clock
from tenants.office import Coop
from tests.support.browser import DESK_SIZE, PHONE_SIZE, axe_faults, open_browser, served
from tests.support.people import PASSWORD, make_person

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as running:
        yield running


@pytest.fixture
def address(app: Flask, aber: Coop) -> Iterator[str]:
    """Serve the application; its own addresses name the port that it has."""
    held = app.config[SETTINGS]
    with served(app) as url:
        port = url.rpartition(":")[2]
        app.config[SETTINGS] = dataclasses.replace(held, base_domain=f"localhost:{port}")
        yield f"http://{aber.slug}.localhost:{port}"
    app.config[SETTINGS] = held


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=DESK_SIZE, locale="en-GB")
    yield made
    made.close()


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main form:first-of-type button[type=submit]")


def give_code(page: Page, seed: str) -> None:
    page.fill("#code", pyotp.TOTP(seed).at(clock.ticking()))
    page.click("main form:first-of-type button[type=submit]")


def test_a_passkey_is_made_and_signs_in(context: BrowserContext, address: str, aber: Coop) -> None:
    carer = make_person(aber, "care_worker")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, address, carer.email)
    page.goto(f"{address}/account/passkeys/new")
    page.fill("#name", "My phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()

    context.clear_cookies()
    page.goto(f"{address}/sign-in?next=/account")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    expect(page.locator("main")).to_contain_text(carer.full_name)


def test_a_password_can_be_shown(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#password", "dŵr o dan y bont")

    page.get_by_role("button", name="Show").click()

    assert page.get_attribute("#password", "type") == "text"


@pytest.mark.parametrize("locale", ["en-GB", "cy"])
@pytest.mark.parametrize("size", [DESK_SIZE, PHONE_SIZE], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_page_of_accounts(
    browser: Browser, address: str, aber: Coop, locale: str, size: ViewportSize
) -> None:
    language = "cy" if locale == "cy" else "en"
    admin = make_person(
        aber, "coop_admin", "registered_manager", name="Gwenllïan Prys-Jones", language=language
    )
    other = make_person(aber, "worker_member", name="Dewi Hughes")
    context = browser.new_context(viewport=size, locale=locale)
    page = context.new_page()
    faults: dict[str, object] = {}

    def look(name: str) -> None:
        found = axe_faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if found or wide:
            faults[name] = [*found, *(["too wide"] if wide else [])]

    page.goto(f"{address}/sign-in")
    look("sign-in")
    page.fill("#email", "nobody@example.org")
    page.fill("#password", "no")
    page.click("main form:first-of-type button[type=submit]")
    look("sign-in refused")
    page.goto(f"{address}/sign-in/forgotten")
    look("forgotten")
    sign_in(page, address, admin.email)
    look("second factor")
    assert admin.totp_secret is not None
    give_code(page, admin.totp_secret)
    for path in (
        "/account",
        "/account/password",
        "/account/address",
        "/account/security",
        "/account/passkeys/new",
        "/account/devices",
        "/accounts",
        "/accounts/invite",
        f"/accounts/{other.id}",
        f"/accounts/{other.id}/roles",
        "/accounts/waiting",
        "/sign-in/prove",
    ):
        page.goto(f"{address}{path}")
        look(path)
    page.goto(f"{address}/accounts/invite")
    page.locator("main form button[type=submit]").last.click()
    look("invite refused")
    page.goto(f"{address}/account/security")
    page.locator("form[action$='/authenticator/begin'] button").click()
    look("authenticator")
    page.goto(f"{address}/account/security")
    page.locator("form[action$='/recovery-codes'] button").click()
    look("recovery codes")
    context.close()

    assert faults == {}
