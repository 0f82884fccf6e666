# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draw the README's pictures from a demo that runs: `make run` in one window, `make pictures` in another.

Each page is drawn at the width of a desk or of a phone, in English or in Welsh, by a real browser that signs
in as the demo's people do.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
CYDOFAL = ROOT / ".venv" / "bin" / "cydofal"
WIDTHS = {1440: 900, 390: 844}
LANGUAGES = ("en", "cy")
CO_OP = "glannau-teifi"


class PictureError(Exception):
    """A picture cannot be drawn; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page, as one account sees it."""

    name: str
    account: str
    path: str
    views: tuple[tuple[int, str], ...]
    """The widths and languages in which it is drawn."""


# Who looks at what. An account is named as `cydofal demo accounts` names it.
PICTURES = (
    Picture("coop-home", f"{CO_OP}/data-protection-lead", "/today", ((1440, "en"), (390, "cy"))),
    Picture("coop-sharing", f"{CO_OP}/data-protection-lead", "/sharing", ((390, "en"),)),
    Picture("coop-visitors", f"{CO_OP}/data-protection-lead", "/visitors", ((1440, "cy"),)),
    Picture("coop-journal", f"{CO_OP}/data-protection-lead", "/journal", ((1440, "en"),)),
    Picture("carer-home", f"{CO_OP}/care-worker", "/today", ((390, "cy"),)),
    Picture("hub-coops", "hub/quality-lead", "/network/coops", ((1440, "en"),)),
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one person of the demo signs in."""

    account: str
    address: str
    email: str
    password: str
    has_second_factor: bool


def main(arguments: Sequence[str]) -> int:
    """Draw every picture, or those whose names are given; return the exit status."""
    parser = argparse.ArgumentParser(prog="make pictures", description="Draw the README's pictures.")
    parser.add_argument("names", nargs="*", help="only these, such as coop-home")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures")
    asked = parser.parse_args(arguments)
    wanted = [picture for picture in PICTURES if not asked.names or picture.name in asked.names]
    try:
        draw(wanted, asked.to)
    except PictureError as error:
        print(f"No pictures: {error}", file=sys.stderr)
        return 1
    return 0


def draw(pictures: Sequence[Picture], folder: Path) -> None:
    """Sign in once for each account and language, then draw that account's pages."""
    folder.mkdir(parents=True, exist_ok=True)
    sign_ins = demo_sign_ins()
    with browser_open() as browser:
        for account in dict.fromkeys(picture.account for picture in pictures):
            if account not in sign_ins:
                message = f"the demo has no account {account}."
                raise PictureError(message)
            theirs = [picture for picture in pictures if picture.account == account]
            draw_for(browser, sign_ins[account], theirs, folder)


def draw_for(browser: "Browser", who: SignIn, pictures: Sequence[Picture], folder: Path) -> None:
    """Draw the pages of one account, in the widths and languages that are wanted."""
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, who)
    for language in LANGUAGES:
        # On a phone the switch may be behind a menu; the choice stays when the width changes.
        page.set_viewport_size({"width": 1440, "height": WIDTHS[1440]})
        speak(page, language)
        for picture in pictures:
            for width in (width for width, spoken in picture.views if spoken == language):
                page.set_viewport_size({"width": width, "height": WIDTHS[width]})
                visit(page, who.address + picture.path)
                path = folder / f"{picture.name}-{width}-{language}.png"
                page.screenshot(path=path)
                print(f"  - {path.name}")
    context.close()


def sign_in(page: "Page", who: SignIn) -> None:
    """Fill the sign-in pages in, the second factor's too, and end at home."""
    visit(page, f"{who.address}/sign-in")
    page.fill("input[name=email]", who.email)
    page.fill("input[name=password]", who.password)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    if who.has_second_factor:
        page.fill("input[name=code]", said_by("demo", "code", who.account).strip())
        page.locator("form:has(input[name=code]) button[type=submit]").first.click()
    page.wait_for_load_state()
    if page.locator("input[name=password], input[name=code]").count():
        message = f"{who.account} could not sign in at {who.address}."
        raise PictureError(message)


def speak(page: "Page", language: str) -> None:
    """Use the page's own switch, unless the page speaks that language already."""
    if page.locator("html").get_attribute("lang") == language:
        return
    form = page.locator(f'form[action$="/language"]:has([name=language][value="{language}"])').first
    form.locator("button").first.click()
    page.wait_for_load_state()
    if page.locator("html").get_attribute("lang") != language:
        message = f"the switch did not lead to {language}."
        raise PictureError(message)


def visit(page: "Page", address: str) -> None:
    """Open a page that must be there, and wait for its letters."""
    answer = page.goto(address)
    if answer is None or not answer.ok:
        message = f"{address} answers {answer.status if answer else 'nothing'}."
        raise PictureError(message)
    page.evaluate("document.fonts.ready.then(() => true)")


def demo_sign_ins() -> dict[str, SignIn]:
    """Return the demo's sign-ins by account, each at an address that this machine itself serves."""
    found = [
        SignIn(
            account=row["account"],
            address=row["address"].rstrip("/"),
            email=row["email"],
            password=row["password"],
            has_second_factor=row["has_second_factor"],
        )
        for row in json.loads(said_by("demo", "accounts", "--json"))
    ]
    for who in found:
        host = urlsplit(who.address).hostname or ""
        if host not in {"localhost", "127.0.0.1"} and not host.endswith(".localhost"):
            message = f"{who.address} is not on this machine; pictures are of the demo alone."
            raise PictureError(message)
    return {who.account: who for who in found}


def said_by(*words: str) -> str:
    """Run one of our commands and return what it said."""
    result = subprocess.run([str(CYDOFAL), *words], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        message = f"`cydofal {' '.join(words)}` failed: {result.stderr.strip() or result.returncode}"
        raise PictureError(message)
    return result.stdout


@contextmanager
def browser_open() -> Iterator["Browser"]:
    """Open the machine's own chromium; playwright's is not fetched."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        message = "chromium is not installed."
        raise PictureError(message)
    with sync_playwright() as playwright:
        # Chromium's sandbox refuses root; what is opened here is our own pages alone.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
