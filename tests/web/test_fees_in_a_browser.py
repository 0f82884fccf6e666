# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fees and books in a real browser, on both sides of the wall: axe finds nothing, nothing is too wide."""

import os
from datetime import date

import pyotp
import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from franchise_kit.billing import actions
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop, Office
from tests.support.billing import EARLY_DECEMBER, NOVEMBER, invoice_of, told, told_all
from tests.support.browser import DESK_SIZE, PHONE_SIZE, faults_of
from tests.support.openings import carry_all
from tests.support.people import PASSWORD, make_person

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# For looking at the pages: a folder that gets a picture of each.
PICTURES = os.environ.get("CYDOFAL_TEST_PICTURES")


def make_books(aber: Coop, bryn: Coop) -> dict[str, dict[str, str]]:
    """Bill October, have part of it paid, and return the pages of each side by name."""
    invoice_id = invoice_of(aber)
    actions.record_transfer(
        invoice_id=invoice_id,
        transfer=actions.Transfer(1_000_00, date(2026, 11, 20), "ABER OCT"),
        by=SYSTEM,
        now=EARLY_DECEMBER,
    )
    told_all(aber, payslips=94, month=NOVEMBER)
    told(bryn, "payslips", 3, month=NOVEMBER)
    carry_all(aber)
    return {
        "hub": {
            "month": "/network/fees?month=2026-11",
            "invoices": "/network/fees/invoices",
            "balances": "/network/fees/balances",
            "hub-invoice": f"/network/fees/invoices/{invoice_id}",
            "hub-books": "/network/books",
        },
        "coop": {
            "fees": "/fees",
            "invoice": f"/fees/{invoice_id}",
            "turnover": "/fees/turnover",
            "books": "/books",
        },
    }


def sign_in(page: Page, address: str, office: Office, role: str, language: str) -> None:
    person = make_person(office, role, language=language)
    page.goto(f"{address}/sign-in")
    page.fill("#email", person.email)
    page.fill("#password", PASSWORD)
    page.click("main form:first-of-type button[type=submit]")
    page.wait_for_url("**/second-factor*")
    assert person.totp_secret is not None
    page.fill("#code", pyotp.TOTP(person.totp_secret).at(clock.ticking()))
    page.click("main form:first-of-type button[type=submit]")
    page.wait_for_function("!document.location.pathname.startsWith('/sign-in')")


@pytest.mark.parametrize(("size", "language"), [(DESK_SIZE, "en"), (PHONE_SIZE, "cy")])
def test_axe_finds_nothing_on_the_pages_of_money(
    browser: Browser, domain: str, aber: Coop, bryn: Coop, size: ViewportSize, language: str
) -> None:
    clock.set_fixed(EARLY_DECEMBER)
    pages = make_books(aber, bryn)
    faults = {}
    for side, address, office, role in (
        ("hub", f"http://{domain}", HUB, "billing_officer"),
        ("coop", f"http://{aber.slug}.{domain}", aber, "finance_officer"),
    ):
        context = browser.new_context(viewport=size, locale="cy-GB" if language == "cy" else "en-GB")
        page = context.new_page()
        sign_in(page, address, office, role, language)
        for name, path in pages[side].items():
            page.goto(f"{address}{path}")
            faults[name] = faults_of(page, f"{size['width']}-{language}-{name}")
        page.goto(f"{address}{pages[side]['hub-invoice' if side == 'hub' else 'turnover']}")
        page.locator("main form button[type=submit]").last.click()
        page.locator(".govuk-error-summary").wait_for()
        faults[f"{side}-error"] = faults_of(page, f"{size['width']}-{language}-{side}-error")
        context.close()

    assert {name: found for name, found in faults.items() if found} == {}
