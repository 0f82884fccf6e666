# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checking a payslip in a real browser: a stranger reads each step in both languages, at both sizes."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tenants.office import Coop
from tests.support.browser import DESK_SIZE, PHONE_SIZE
from tests.support.walking import House, walkers

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def fill(page: Page) -> None:
    page.get_by_label("Gross pay this time").fill("4115.57")
    page.get_by_label("Pay day").fill("2026-09-30")
    page.get_by_label("Tax code").fill("C1257L")
    page.get_by_label("Taxable pay earlier this tax year").fill("15152.27")
    page.get_by_label("Tax taken from it").fill("1982.00")
    page.get_by_label("Plan 2").check()
    page.get_by_label("Postgraduate loan").check()
    page.get_by_label("From net pay, with relief at source").check()
    page.get_by_label("Net pay that your payslip says").fill("2821.75")


@pytest.mark.parametrize("size", [DESK_SIZE, PHONE_SIZE], ids=["desk", "phone"])
def test_a_stranger_reads_each_step_in_both_languages(house: House, aber: Coop, size: ViewportSize) -> None:
    with walkers(house, size, "en") as company:
        stranger = company.at(aber)
        page = stranger.page
        page.emulate_media(reduced_motion="reduce")
        stranger.look_at({"asked": "/check-payslip"})

        page.get_by_role("button", name="Work it out").click()
        stranger.look_at_error("asked")

        fill(page)
        page.get_by_role("button", name="Work it out").click()
        expect(page.get_by_text("Your payslip says the same: £2,821.75.")).to_be_visible()
        stranger.look("answered")

        page.get_by_role("button", name="Dangos hyn yn Gymraeg").click()
        expect(page.get_by_text("Mae eich slip cyflog yn dweud yr un peth: £2,821.75.")).to_be_visible()
        stranger.language = "cy"
        stranger.look("answered-in-welsh")

        page.get_by_role("button", name="Show this in English").click()
        expect(page.get_by_text("Your payslip says the same: £2,821.75.")).to_be_visible()

    assert company.faults == {}


def test_it_works_without_javascript(browser: Browser, domain: str, aber: Coop) -> None:
    context = browser.new_context(viewport=PHONE_SIZE, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"http://{aber.slug}.{domain}/check-payslip")
    fill(page)
    page.get_by_role("button", name="Work it out").click()

    expect(page.get_by_text("Your payslip says the same: £2,821.75.")).to_be_visible()
    context.close()
