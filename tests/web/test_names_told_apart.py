# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two co-ops of one name are told apart wherever the hub lists them, and where a stranger looks for one."""

import re

import pytest
from flask import Flask

from tenants import clock, registry
from tenants.actor import SYSTEM
from tenants.office import HUB, Coop
from tenants.transaction import transaction
from tests.support.billing import EARLY_NOVEMBER, invoice_of, publish_plan
from tests.support.people import make_person
from tests.support.web import Visitor

TAGS = re.compile(r"<[^>]+>")


@pytest.fixture(autouse=True)
def _on_the_day(app: Flask) -> None:
    clock.set_fixed(EARLY_NOVEMBER)


def name_alike(*coops: Coop) -> None:
    with transaction(HUB, by=SYSTEM, doing="registry.rename") as session:
        for coop in coops:
            registry.rename(
                session,
                coop_id=coop.id,
                name_en="Valley Care",
                name_cy="Gofal y Cwm",
                town_en="Town",
                town_cy="Tref",
                language="en",
            )
    registry.forget()


@pytest.mark.parametrize(("language", "name"), [("en", "Valley Care"), ("cy", "Gofal y Cwm")])
def test_the_pages_of_fees_tell_them_apart(
    app: Flask, aber: Coop, bryn: Coop, language: str, name: str
) -> None:
    publish_plan()
    invoice_id = invoice_of(aber)
    name_alike(aber, bryn)
    officer = Visitor(app, HUB)
    officer.sign_in(make_person(HUB, "billing_officer", language=language))

    month = TAGS.sub("", officer.get("/network/fees").text)
    others = [
        TAGS.sub("", officer.get(f"/network/fees/{path}").text)
        for path in ("invoices", "balances", f"invoices/{invoice_id}")
    ]

    assert (f"{name} (aber)" in month, f"{name} (bryn)" in month) == (True, True)
    assert [f"{name} (aber)" in page for page in others] == [True, True, True]


@pytest.mark.parametrize(("language", "name"), [("en", "Valley Care"), ("cy", "Gofal y Cwm")])
def test_a_stranger_finds_each_by_its_own_name(
    app: Flask, aber: Coop, bryn: Coop, language: str, name: str
) -> None:
    stranger = Visitor(app, HUB)
    before = stranger.get("/find?name=aber", headers={"Accept-Language": language}).text
    name_alike(aber, bryn)

    page = TAGS.sub("", stranger.get("/find?name=cwm", headers={"Accept-Language": language}).text)

    assert "(aber)" not in before
    assert page.index(f"{name} (aber)") < page.index(f"{name} (bryn)")
