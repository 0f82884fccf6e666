"""People who walk through the served application in a real browser, in one language and at one size."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

import pyotp
from flask import Flask
from flask_babel import force_locale, gettext
from playwright.sync_api import (
    Browser,
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
from tests.support.browser import axe_faults, is_axes_turn
from tests.support.people import PASSWORD
from tests.support.signing import let_in, served_by_name
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
SENDS = "main form button[type=submit]"
_SHAPE = """
() => {
    const page = document.documentElement;
    return [page.scrollWidth - page.clientWidth, document.querySelectorAll("h1").length, page.lang];
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
    faults: dict[str, list[str]] = field(default_factory=dict)
    # Where there is no second look, axe looks at everything in this one.
    is_alone: bool = False

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
        self._draw(self.page.url.partition(":")[2])

    def look_at(self, pages: Mapping[str, str]) -> None:
        """Open pages, given by name, and look at each."""
        for name, path in pages.items():
            self.go(path)
            self.look(name)

    def send_wrong(self, pages: Mapping[str, str], *names: str, button: str = SENDS) -> None:
        """Send the forms of some pages as they are, and look at each with what is wrong beside it."""
        for name in names:
            self.go(pages[name])
            self.page.locator(button).last.click()
            self.look_at_error(name)

    def look_at_error(self, name: str) -> None:
        """Wait until a form has come back with what is wrong, and look at that."""
        self.page.locator(".govuk-error-summary").wait_for()
        self.look(f"{name}-error")

    def look(self, name: str, *, is_known: bool = False) -> None:
        """Look at the page that is open: at its shape, and with axe in one of the two looks.

        What is wrong is kept in the company's ``faults``, by name. Axe needs no second look at what is known.
        """
        page = self.page
        page.wait_for_load_state()
        is_axed = not is_known and (self.is_alone or is_axes_turn(page, name))
        found = axe_faults(page) if is_axed else []
        wider, heads, language = page.evaluate(_SHAPE)
        if wider:
            found.append(f"too wide by {wider} px")
        if heads != 1:
            found.append(f"{heads} first headings")
        if language != self.language:
            found.append(f"its language is {language}")
        found += self.complaints
        self.complaints.clear()
        if found:
            self.faults[name] = found
        self._draw(name)

    def _draw(self, name: str) -> None:
        if PICTURES:
            size = self.page.viewport_size or {"width": 0}
            plain = re.sub(r"[^a-z0-9]+", "-", name.lower())[-60:]
            path = Path(PICTURES) / f"{size['width']}-{self.language}-{plain}.png"
            self.page.screenshot(path=path, full_page=True)

    def sign_in(self, person: SeedAccount) -> None:
        """Sign in with the form, with the second factor where there is one."""
        self.go("/sign-in")
        self.fill(email=person.email, password=PASSWORD)
        self.press("Sign in")
        if person.totp_secret is not None:
            self.give_code(person.totp_secret)

    def let_in(self, person: SeedAccount) -> None:
        """Be signed in, without the form; no page is open yet."""
        let_in(self.page.context, self.house.app, self.house.address_of(self.office), self.office, person)

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
    # What is wrong with the pages that they looked at, by name.
    faults: dict[str, list[str]] = field(default_factory=dict)

    def at(self, office: Office, person: SeedAccount | None = None) -> Walker:
        """Let somebody come: a stranger, or a person who is signed in; no page is open yet."""
        locale = "cy-GB" if self.language == "cy" else "en-GB"
        page = self.house.browser.new_context(viewport=self.size, locale=locale).new_page()
        page.set_default_timeout(10_000)
        walker = Walker(self.house, office, page, self.language, faults=self.faults)
        page.on("console", walker.heard)
        page.on("pageerror", lambda error: walker.complaints.append(str(error)))
        self.made.append(walker)
        if person is not None:
            walker.let_in(person)
        return walker
