"""``cydofal serve --with-demo`` for real, as a process of its own, and the demo's people in a browser."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psycopg
import pyotp
from babel.support import Translations
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from psycopg.sql import SQL, Identifier

from app.demo.loading import PASSWORD
from app.demo.people import HUB_SLUG, coops, people_of, people_of_hub
from app.local_state import settings_of_state
from app.supervisor.running import free_port, read_note
from franchise_kit.access.actions.seeding import SeedAccount
from tenants.embedded import EmbeddedServer
from tests.support.browser import DESK_SIZE, PHONE_SIZE, axe_faults
from tests.support.walking import Walker

ROOT = Path(__file__).parents[2]
# Where pictures of the pages go for whoever wants to look at them.
PICTURES = os.environ.get("CYDOFAL_PICTURES")
# A network with its years takes a minute on an idle machine, and some on one that is busy.
START_SECONDS = 400.0
STOP_SECONDS = 60
STEP_SECONDS = 30
# What makes one page of a kind another than the next.
_ONE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)saf-\d+|(?<=S1\.)\d+|\?.*")
_WELSH = Translations.load(ROOT / "app" / "translations", ["cy"])


@dataclass
class Demo:
    """A demo network that is served on this machine, and the browser that looks at it."""

    state: Path
    browser: Browser
    pictures: Path
    only: str
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    looked_at: set[str] = field(default_factory=set)
    here: dict[tuple[str, tuple[str, ...], str], "Guest"] = field(default_factory=dict)

    def start(self, *, day: date | None = None) -> None:
        """Serve, on a day of the demo's; the first start loads the network."""
        self.port = self.port or free_port("127.0.0.1", 18_800)
        with (self.state.parent / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "serve", "--with-demo"],
                cwd=ROOT,
                env=self._environment(day),
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + START_SECONDS
        while (note := read_note(self.state)) is None or note.pid != self.process.pid:
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < until, self.log()
            time.sleep(0.1)

    def stop(self) -> None:
        """End it as Ctrl-C does, and see that it ended well."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        status, self.process = self.process.wait(timeout=STOP_SECONDS), None
        assert status == 0, self.log()

    def log(self) -> str:
        """Return what it said."""
        return (self.state.parent / "serve.log").read_text(encoding="utf-8")

    def _environment(self, day: date | None) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CYDOFAL_", "DATABASE_"))
        }
        ports = {"CYDOFAL_PORT": str(self.port), "CYDOFAL_METRICS_PORT": str(self.port + 400)}
        # A tenth of the older weeks of one co-op shows as much of a page, and takes a twentieth of the time.
        small = {"CYDOFAL_DEMO_TENTHS": "1", "CYDOFAL_DEMO_ONLY": self.only}
        held = {"CYDOFAL_DEMO_DAY": day.isoformat()} if day else {}
        return {**kept, **ports, **small, **held, "CYDOFAL_STATE": str(self.state)}

    def address_of(self, office: str) -> str:
        """Return where an office's pages are, by its short name."""
        host = "localhost" if office == HUB_SLUG else f"{office}.localhost"
        return f"http://{host}:{self.port}"

    def words(self, language: str, english: str, **facts: object) -> str:
        """Return one of our own sentences as a reader of a language sees it."""
        said = _WELSH.ugettext(english) if language == "cy" else english
        return said % facts if facts else said

    def person(self, office: str, *roles: str) -> SeedAccount:
        """Return the one of an office's people who has these roles and no others."""
        key = settings_of_state({"CYDOFAL_STATE": str(self.state), "CYDOFAL_MODE": "demo"}).place.key
        people = (
            people_of_hub(key)
            if office == HUB_SLUG
            else people_of(next(one for one in coops() if one.slug == office), key)
        )
        return next(one for one in people if one.roles == roles)

    def come(self, office: str, *roles: str, language: str = "en") -> "Guest":
        """Let somebody sign in, at a desk in English or on a phone in Welsh; who is here already stays."""
        if (here := self.here.get((office, roles, language))) is not None:
            return here
        size = PHONE_SIZE if language == "cy" else DESK_SIZE
        guest = Guest(self, office, self._page(size, language), language)
        guest.page.on("console", guest.heard)
        guest.page.on("pageerror", lambda error: guest.complaints.append(str(error)))
        self.here[office, roles, language] = guest
        guest.sign_in(self.person(office, *roles))
        guest.read_in(language)
        return guest

    def _page(self, size: ViewportSize, language: str) -> Page:
        locale = "cy-GB" if language == "cy" else "en-GB"
        page = self.browser.new_context(viewport=size, locale=locale).new_page()
        page.set_default_timeout(15_000)
        return page

    def let_proofs_grow_old(self) -> None:
        """Make every second factor that was proved ten minutes old: the one thing that no page can do."""
        with psycopg.connect(EmbeddedServer(self.state).superuser_url("cydofal")) as connection:
            schemas = connection.execute(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'c\\_%'"
            ).fetchall()
            for (schema,) in schemas:
                older = SQL("UPDATE {}.sign_in_session SET proved_at = proved_at - interval '10 minutes'")
                connection.execute(older.format(Identifier(schema)))


@dataclass
class Guest(Walker):
    """Somebody of the demo, at the pages of one office."""

    house: Demo
    office: str
    last_step: int = 0

    def sign_in(self, person: SeedAccount) -> None:
        """Sign in, in whatever language the door speaks; with the second factor where there is one."""
        self.go("/sign-in")
        self.fill(email=person.email, password=PASSWORD)
        self.page.locator("main form").first.locator("button[type=submit]").click()
        self.page.wait_for_load_state()
        if person.totp_secret is not None:
            self.give_code(person.totp_secret)
        self.page.wait_for_url(re.compile("/(today|network)$"))

    def give_code(self, seed: str) -> None:
        """Type a code that was not used before: of the present half minute, or of the next."""
        self.last_step = max(int(time.time()) // STEP_SECONDS, self.last_step + 1)
        self.fill(code=pyotp.TOTP(seed).at(self.last_step * STEP_SECONDS))
        self.page.locator("main form:has([name=code]) button[type=submit]").click()
        self.page.wait_for_load_state()

    def read_in(self, language: str) -> None:
        """Change the language, unless the page is in it already."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.locator(f".language button[value={language}]").first.click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def button(self, english: str, **facts: object) -> Locator:
        """Return the first button that says this."""
        said = self.house.words(self.language, english, **facts)
        return self.page.locator("main").get_by_role("button", name=said).first

    def press(self, english: str, **facts: object) -> None:
        """Press the first button that says this."""
        self.button(english, **facts).click()
        self.page.wait_for_load_state()

    def act(self, address_end: str) -> None:
        """Press the button whose form goes to an address that ends so."""
        self.page.locator(f"main form[action$='{address_end}'] button").first.click()
        self.page.wait_for_load_state()

    def send(self) -> None:
        """Send the last form of the page."""
        self.page.locator("main form[novalidate]").last.locator("button[type=submit]").last.click()
        self.page.wait_for_load_state()

    def reads(self, english: str, **facts: object) -> None:
        """See a sentence of ours somewhere in the main part, perhaps with more around it."""
        expect(self.page.locator("main")).to_contain_text(
            self.house.words(self.language, english, **facts), timeout=15_000
        )

    def keeps(self, name: str) -> None:
        """Let axe look at the page too, once at its kind; keep a picture where somebody wants to see it.

        Empty, and with what the tests have, each page is looked at elsewhere: here it is full.
        """
        self.page.wait_for_load_state()
        self.looks_right()
        path = _ONE.sub("…", self.page.url.removeprefix(self.house.address_of(self.office)))
        if path not in self.house.looked_at:
            self.house.looked_at.add(path)
            assert (path, axe_faults(self.page)) == (path, [])
        if PICTURES:
            size = self.page.viewport_size or DESK_SIZE
            path = self.house.pictures / f"{name}-{size['width']}-{self.language}.png"
            self.page.screenshot(path=path, full_page=True)
            self._keep_other(name)

    def _keep_other(self, name: str) -> None:
        """Keep the same page as it is on a phone in Welsh, or at a desk in English, in a tab beside."""
        other, size = ("cy", PHONE_SIZE) if self.language == "en" else ("en", DESK_SIZE)
        tab = self.page.context.new_page()
        tab.set_viewport_size(size)
        tab.goto(self.page.url)
        for language in (other, self.language):
            tab.locator(f".language button[value={language}]").first.click()
            expect(tab.locator("html")).to_have_attribute("lang", language)
            if language == other:
                path = self.house.pictures / f"{name}-{size['width']}-{language}.png"
                tab.screenshot(path=path, full_page=True)
                assert (name, axe_faults(tab)) == (name, [])
        tab.close()

    def answers(self, heading: str) -> dict[str, str]:
        """Return the answers of a card, by what they answer."""
        card = self.page.locator("main .card").filter(
            has=self.page.get_by_role("heading", name=self.house.words(self.language, heading))
        )
        pairs = card.locator("dl.answers > div")
        # A link was followed just now, and its page may still be on its way.
        expect(pairs.first).to_be_visible()
        return {one.locator("dt").inner_text(): one.locator("dd").inner_text() for one in pairs.all()}


@contextmanager
def demo_in(parent: Path, browser: Browser, only: str) -> Iterator[Demo]:
    """Serve a demo in which one co-op works, with a state of its own; afterwards nothing runs or is left."""
    pictures = Path(PICTURES) if PICTURES else parent / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    demo = Demo(parent / "state", browser, pictures, only)
    _let_it_forget(demo.state)
    try:
        demo.start()
        yield demo
    finally:
        for guest in demo.here.values():
            guest.page.context.close()
        try:
            demo.stop()
        finally:
            # Whatever went wrong, no database is left running.
            EmbeddedServer(demo.state).remove()
            shutil.copy(parent / "serve.log", pictures)


def _let_it_forget(state: Path) -> None:
    """Make the database, and let no commit wait for the disk: none of it must outlive a power cut."""
    with (
        EmbeddedServer(state, durable=False) as server,
        psycopg.connect(server.superuser_url(), autocommit=True) as connection,
    ):
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(name)))


def set_aside_what_waits(bureau: Guest) -> None:
    """Close the run without time of its days that nobody has approved yet: at night there is none."""
    if not bureau.button("Look at the time that no run pays").count():
        return
    bureau.press("Look at the time that no run pays")
    bureau.sees("Which time?")
    bureau.choose("reason", "not_clear_yet")
    bureau.press("Set aside all that is left")
    bureau.sees("Time that no run pays")


def take_back_what_is_drafted(bureau: Guest) -> None:
    """Take the demo's draft of a run back, from the list of runs; come back to the list."""
    draft = bureau.page.locator("main tbody tr", has_text=bureau.house.words(bureau.language, "Draft"))
    draft.get_by_role("link").click()
    bureau.act("/roll-back")
    bureau.go("/pay-runs")
