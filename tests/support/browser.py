"""A real browser, an application served to it on this machine, and axe to look at its pages."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from zlib import crc32

from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright
from werkzeug.serving import make_server

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What axe says of a whole page is long; to carry it over here takes longer than to find it.
_LOOK = """
async tags => {
    // Films and sheets of other hosts, which it would fetch first, have no place on our pages.
    const said = { runOnly: tags, resultTypes: ["violations"], preload: false };
    const { violations } = await axe.run(document, said);
    const told = (fault, node) => `${fault.id}: ${JSON.stringify(node.target)}`;
    return violations.flatMap(fault => fault.nodes.map(node => told(fault, node)));
}
"""
# The shell has no window around its pages: a page opens in half the time of the whole browser's.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser")
# Suggestions under an address line that nobody sees took a fifth of each page's time. A list replaces
# the driver's own, which is what stands before them.
OFF = ",".join(
    (
        "AvoidUnnecessaryBeforeUnloadCheckSync",
        "DestroyProfileOnBrowserClose",
        "HttpsUpgrades",
        "HttpsFirstBalancedModeAutoEnable",
        "LensOverlay",
        "MediaRouter",
        "PaintHolding",
        "ThirdPartyStoragePartitioning",
        "AvoidCorsURLLoaderRestartOnRedirect",
        "TcpPortRandomizationWin",
        "OptimizationHints",
        "NetworkTimeServiceQuerying",
        "AimEnabled",
        "PreconnectToSearch",
        "PreloadTopChromeWebUI",
        "WebUIOmniboxPopup",
        "WebUIOmniboxAimPopup",
    )
)
DESK_SIZE: ViewportSize = {"width": 1440, "height": 900}
PHONE_SIZE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a headless chromium with a profile of its own."""
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    assert found, "No chromium here: apt-get install chromium"
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        f"--disable-features={OFF}",
    ]
    with _driver() as driver:
        browser = driver.chromium.launch(executable_path=found, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


class _Shared:
    driver: Playwright | None = None
    users = 0


@contextmanager
def _driver() -> Iterator[Playwright]:
    """Give the one driver of this process: a second one beside it is refused."""
    if _Shared.driver is None:
        _Shared.driver = sync_playwright().start()
    _Shared.users += 1
    try:
        yield _Shared.driver
    finally:
        _Shared.users -= 1
        if _Shared.users == 0:
            _Shared.driver.stop()
            _Shared.driver = None


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free port of this machine; give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def axe_faults(page: Page) -> list[str]:
    """Return what axe finds wrong with the page, one line each; wait for all of it after a click.

    The browser is given axe once, for all pages that come: to read it anew for each took a fifth of the
    time, since then nothing is kept of what was compiled.
    """
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.add_init_script(_axe())
        page.evaluate(_axe())
    faults: list[str] = page.evaluate(_LOOK, TAGS)
    return faults


def is_axes_turn(page: Page, name: str) -> bool:
    """Say whether axe looks at a page of this name in this look, since it does in the other one else.

    Half of the pages have their turn at a desk and the other half on a phone; axe takes two thirds of
    the time of a page, and what is in its layout alone is measured in both.
    """
    is_desk = page.viewport_size == DESK_SIZE
    return crc32(name.encode()) % 2 == is_desk


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
