# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fees and books in a real browser, on both sides of the wall: axe finds nothing, nothing is too wide."""

from datetime import date

import pytest

from franchise_kit.billing import actions
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop
from tests.support.billing import EARLY_DECEMBER, NOVEMBER, invoice_of, told, told_all
from tests.support.openings import carry_all
from tests.support.people import make_person
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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


def test_axe_finds_nothing_on_the_pages_of_money(company: Company, aber: Coop, bryn: Coop) -> None:
    clock.set_fixed(EARLY_DECEMBER)
    pages = make_books(aber, bryn)
    billing = make_person(HUB, "billing_officer", language=company.language)
    finance = make_person(aber, "finance_officer", language=company.language)
    at_hub, at_coop = company.at(HUB, billing), company.at(aber, finance)

    at_hub.look_at(pages["hub"])
    at_hub.send_wrong(pages["hub"], "hub-invoice")
    at_coop.look_at(pages["coop"])
    at_coop.send_wrong(pages["coop"], "turnover")

    assert company.faults == {}
