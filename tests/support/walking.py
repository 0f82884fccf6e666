"""People who walk through the served application in a real browser, in one language and at one size."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from functools import cached_property
from pathlib import Path

import pyotp
from flask import Flask
from flask_babel import force_locale, gettext
from playwright.sync_api import (
    Browser,
    CDPSession,
    ConsoleMessage,
    Download,
    Locator,
    Page,
    ViewportSize,
    expect,
)

from app.web.language import locale_of
from franchise_kit.access.actions.seeding import SeedAccount
from tenants import clock
from tenants.jobs.runner import run_pending
from tenants.office import Coop, Office
from tests.support.people import PASSWORD
from tests.support.signing import served_by_name
from tests.support.world import World

# For looking at what was walked through: a folder that gets a picture of each step.
PICTURES = os.environ.get("CYDOFAL_TEST_PICTURES")
_LINK = re.compile(r"https?://\S+")
# A refused form answers 422 and a page that is not there 404: the browser tells both, and both are meant.
_EXPECTED = "Failed to load resource: the server responded with a status of 4"


@dataclass
class House:
    """The application, served on this machine, and the browser that looks at it."""

    app: Flask
    world: World
    browser: Browser
    domain: str

    def address_of(self, office: Office) -> str:
        """Return where an office's pages are."""
        host = f"{office.slug}.{self.domain}" if isinstance(office, Coop) else self.domain
        return f"http://{host}"

    def run_jobs(self, *offices: Office) -> None:
        """Do what a worker would do now, also what one job asks of the next."""
        with self.app.app_context():
            for office in offices * 2:
                run_pending(office)

    def link_to(self, email: str) -> str:
        """Return the link in the last letter to somebody."""
        found = sorted((self.world.state / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]
        [*_earlier, last] = [letter for letter in letters if letter["To"] == email]
        body = last.get_body()
        assert body is not None
        link = _LINK.search(body.get_content())
        assert link is not None
        return link.group()

    def words(self, language: str, english: str, **facts: object) -> str:
        """Return one of our own sentences as a reader of a language sees it."""
        with self.app.test_request_context(), force_locale(locale_of("cy" if language == "cy" else "en")):
            return str(gettext(english, **facts))


@contextmanager
def house_of(app: Flask, world: World, browser: Browser) -> Iterator[House]:
    """Serve the application; the addresses that it makes name the port that it has."""
    with served_by_name(app) as domain:
        yield House(app, world, browser, domain)


# Words, since nought would be waited for as if it were not yet there.
_WIDER = """
() => {
    const page = document.readyState === "complete" && document.documentElement;
    return page && `${page.scrollWidth - page.clientWidth} px`;
}
"""


@dataclass
class Walker:
    """Somebody with a browser of their own, at the pages of one office."""

    house: House
    office: Office
    page: Page
    language: str
    complaints: list[str] = field(default_factory=list)

    @cached_property
    def wire(self) -> CDPSession:
        """Return the browser's own protocol for this page."""
        return self.page.context.new_cdp_session(self.page)

    def go(self, path: str) -> None:
        """Open a page of this office, or a whole address."""
        self.page.goto(path if path.startswith("http") else f"{self.house.address_of(self.office)}{path}")

    def fill(self, **answers: str) -> None:
        """Type into fields, by their names."""
        for name, value in answers.items():
            self.page.fill(f"main [name={name}]", value)

    def choose(self, name: str, value: str) -> None:
        """Tick a box, or choose one of several."""
        found = self.page.locator(f"main [name={name}]").first
        if found.evaluate("it => it.tagName") == "SELECT":
            found.select_option(value)
        else:
            self.page.check(f'main [name="{name}"][value="{value}"]')

    def press(self, english: str) -> None:
        """Press the first button that says this."""
        self.button(english).click()
        self.page.wait_for_load_state()

    def button(self, english: str) -> Locator:
        """Return the first button that says this."""
        return self.page.locator("main").get_by_role("button", name=self._say(english)).first

    def follow(self, english: str) -> None:
        """Follow the first link that says this."""
        self.page.locator("main").get_by_role("link", name=self._say(english)).first.click()
        self.page.wait_for_load_state()

    def fetch(self, english: str) -> Download:
        """Press what answers with a file."""
        with self.page.expect_download() as coming:
            self.button(english).click()
        return coming.value

    def sees(self, english: str, **facts: object) -> None:
        """Wait for a sentence of ours, in this reader's language; look at the page's shape too."""
        words = self.house.words(self.language, english, **facts)
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible()
        self.looks_right()

    def looks_right(self) -> None:
        """Whatever the page: one heading, no wider than the screen, in the reader's language."""
        # Between two pages there is a moment with no document at all, also after a click came back.
        wide = self.page.wait_for_function(_WIDER).json_value()
        assert (self.page.url, wide) == (self.page.url, "0 px")
        expect(self.page.locator("h1")).to_have_count(1)
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        assert self.complaints == []
        if PICTURES:
            name = re.sub(r"[^a-z0-9]+", "-", self.page.url.partition(":")[2].lower())[-60:]
            size = self.page.viewport_size or {"width": 0}
            self.page.screenshot(path=Path(PICTURES) / f"{size['width']}-{name}.png", full_page=True)

    def sign_in(self, person: SeedAccount) -> None:
        """Sign in, with the second factor where there is one."""
        self.go("/sign-in")
        self.fill(email=person.email, password=PASSWORD)
        self.press("Sign in")
        if person.totp_secret is not None:
            self.give_code(person.totp_secret)

    def give_code(self, seed: str) -> None:
        """Type the code that an app shows now."""
        self.fill(code=pyotp.TOTP(seed).at(clock.ticking()))
        self.page.locator("main form:has([name=code]) button[type=submit]").click()
        self.page.wait_for_load_state()

    def heard(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains about: our own scripts, and all that the page's policy forbids."""
        if message.type == "error" and not message.text.startswith(_EXPECTED):
            self.complaints.append(message.text)

    def _say(self, english: str) -> str:
        return self.house.words(self.language, english)


@contextmanager
def walkers(house: House, size: ViewportSize, language: str) -> Iterator["Company"]:
    """Let several people walk, each in a browser of their own, all at one size and in one language."""
    company = Company(house, size, language)
    try:
        yield company
    finally:
        for walker in company.made:
            walker.page.context.close()


@dataclass
class Company:
    """The people of one journey."""

    house: House
    size: ViewportSize
    language: str
    made: list[Walker] = field(default_factory=list)

    def at(self, office: Office, person: SeedAccount | None = None) -> Walker:
        """Let somebody come: a stranger, or a person who signs in."""
        locale = "cy-GB" if self.language == "cy" else "en-GB"
        page = self.house.browser.new_context(viewport=self.size, locale=locale).new_page()
        page.set_default_timeout(10_000)
        walker = Walker(self.house, office, page, self.language)
        page.on("console", walker.heard)
        page.on("pageerror", lambda error: walker.complaints.append(str(error)))
        self.made.append(walker)
        if person is not None:
            walker.sign_in(person)
        return walker
