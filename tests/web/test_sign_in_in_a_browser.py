# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in, factors and accounts in a real browser: passkeys work, and axe finds nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tenants.office import Coop
from tests.support.browser import DESK_SIZE
from tests.support.people import PASSWORD, make_person
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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


def test_axe_finds_nothing_where_strangers_come(company: Company, aber: Coop) -> None:
    stranger = company.at(aber)
    pages = {
        "sign-in": "/sign-in",
        "forgotten": "/sign-in/forgotten",
        "reset": f"/sign-in/reset/{'A' * 43}",
    }

    stranger.look_at(pages)
    stranger.send_wrong(pages, "forgotten")
    sign_in(stranger.page, company.house.address_of(aber), "nobody@example.org")
    stranger.look_at_error("refused")

    assert company.faults == {}


def test_axe_finds_nothing_on_any_page_of_accounts(company: Company, aber: Coop) -> None:
    roles = ("coop_admin", "registered_manager")
    admin = make_person(aber, *roles, name="Gwenllïan Prys-Jones", language=company.language)
    other = make_person(aber, "worker_member", name="Dewi Hughes")
    assert admin.totp_secret is not None
    walker = company.at(aber)
    sign_in(walker.page, company.house.address_of(aber), admin.email)
    walker.look("second factor")
    walker.give_code(admin.totp_secret)

    own = ("", "/password", "/address", "/security", "/passkeys/new", "/devices")
    all_accounts = ("", "/invite", f"/{other.id}", f"/{other.id}/roles", "/waiting")
    paths = (*(f"/account{path}" for path in own), *(f"/accounts{path}" for path in all_accounts))
    pages = {path.replace(str(other.id), "other"): path for path in (*paths, "/sign-in/prove")}
    walker.look_at(pages)
    walker.send_wrong(pages, "/accounts/invite")
    for button in ("form[action$='/authenticator/begin'] button", "form[action$='/recovery-codes'] button"):
        walker.go("/account/security")
        walker.page.locator(button).last.click()
        walker.look(button)

    assert company.faults == {}
