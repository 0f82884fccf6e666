"""The shell in a real browser: axe finds nothing, the policy is kept, errors get the focus."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import DESK_SIZE, PHONE_SIZE, axe_faults, served
from tests.support.shell import DESK, Reader, make_shell_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(make_shell_app(Reader(visitor=DESK), csrf=True)) as url:
        yield url


@pytest.fixture(params=[(DESK_SIZE, "en-GB"), (PHONE_SIZE, "cy")], ids=["desk-en", "phone-cy"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    size, language = request.param
    context = browser.new_context(viewport=size, locale=language)
    opened = context.new_page()
    said: list[str] = []
    # Hints are of another type; a breach of the policy is an error.
    opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert [line for line in said if "422" not in line] == []


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_a_page_with_data_and_with_errors(page: Page, address: str) -> None:
    page.goto(f"{address}/absence")
    assert axe_faults(page) == []
    assert not is_too_wide(page)

    page.locator("main form .govuk-button[type=submit]").last.click()

    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert axe_faults(page) == []
    assert not is_too_wide(page)
    summary.get_by_role("link").first.click()
    expect(page.locator("#who")).to_be_focused()


def test_comforts_that_need_a_script(page: Page, address: str) -> None:
    page.goto(f"{address}/absence")
    password = page.locator("#password")

    page.locator(".govuk-js-password-input-toggle").click()
    assert password.get_attribute("type") == "text"

    if page.viewport_size == DESK_SIZE:
        page.locator("h1").click()
        page.keyboard.press("/")
        expect(page.locator("#page-search")).to_be_focused()


def test_the_switch_of_language_works_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/absence?of=mari")

    page.get_by_role("button", name="Cymraeg").click()

    assert page.url == f"{address}/absence?of=mari"
    assert page.locator("html").get_attribute("lang") == "cy"
    assert page.get_by_role("button", name="English").is_visible()
    context.close()


def test_the_rest_of_the_ways_open_on_a_phone_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE_SIZE)
    page = context.new_page()
    page.goto(address)

    page.locator(".more summary").click()

    expect(page.locator(".more-sheet").get_by_role("button", name="Sign out")).to_be_visible()
    context.close()
