# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in, factors and accounts in a real browser: passkeys work, and axe finds nothing."""

from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tenants import clock
from tenants.office import Coop
from tests.support.browser import DESK_SIZE, PHONE_SIZE, axe_faults
from tests.support.people import PASSWORD, make_person

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


class Looker:
    """Looks at the page that is open, and remembers what is wrong with it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.faults: dict[str, list[str]] = {}

    def look(self, name: str) -> None:
        found = axe_faults(self.page)
        width = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        size = self.page.viewport_size or DESK_SIZE
        for one in (size, PHONE_SIZE if size == DESK_SIZE else DESK_SIZE):
            self.page.set_viewport_size(one)
            if self.page.evaluate(width):
                found.append(f"too wide at {one['width']}")
        self.page.set_viewport_size(size)
        if found:
            self.faults[name] = found

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.look(path)

    def press(self, path: str, button: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.page.locator(button).last.click()
        self.look(f"{path} {button}")


@pytest.fixture(params=[(DESK_SIZE, "en-GB"), (PHONE_SIZE, "cy")], ids=["desk-en", "phone-cy"])
def kind(request: pytest.FixtureRequest) -> tuple[ViewportSize, str]:
    """How it is looked at; both widths are measured in both languages."""
    size, locale = request.param
    return size, locale


@pytest.fixture
def locale(kind: tuple[ViewportSize, str]) -> str:
    return kind[1]


@pytest.fixture
def looker(kind: tuple[ViewportSize, str], browser: Browser, address: str) -> Iterator[Looker]:
    size, locale = kind
    context = browser.new_context(viewport=size, locale=locale)
    yield Looker(context.new_page(), address)
    context.close()


def test_axe_finds_nothing_where_strangers_come(looker: Looker) -> None:
    for path in ("/sign-in", "/sign-in/forgotten", f"/sign-in/reset/{'A' * 43}"):
        looker.open(path)
    looker.press("/sign-in/forgotten", "main form button[type=submit]")
    sign_in(looker.page, looker.address, "nobody@example.org")
    looker.look("refused")

    assert looker.faults == {}


def test_axe_finds_nothing_on_any_page_of_accounts(looker: Looker, locale: str, aber: Coop) -> None:
    name, language = "Gwenllïan Prys-Jones", "cy" if locale == "cy" else "en"
    admin = make_person(aber, "coop_admin", "registered_manager", name=name, language=language)
    other = make_person(aber, "worker_member", name="Dewi Hughes")
    assert admin.totp_secret is not None
    sign_in(looker.page, looker.address, admin.email)
    looker.look("second factor")
    give_code(looker.page, admin.totp_secret)

    own = ("", "/password", "/address", "/security", "/passkeys/new", "/devices")
    all_accounts = ("", "/invite", f"/{other.id}", f"/{other.id}/roles", "/waiting")
    for path in (*(f"/account{path}" for path in own), *(f"/accounts{path}" for path in all_accounts)):
        looker.open(path)
    looker.open("/sign-in/prove")
    looker.press("/accounts/invite", "main form button[type=submit]")
    looker.press("/account/security", "form[action$='/authenticator/begin'] button")
    looker.press("/account/security", "form[action$='/recovery-codes'] button")

    assert looker.faults == {}
