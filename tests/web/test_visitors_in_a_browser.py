# SPDX-License-Identifier: AGPL-3.0-or-later
"""Coming in, in a real browser: from the hub's host to the co-op's; axe finds nothing on any of the pages."""

import pytest
from playwright.sync_api import expect

from franchise_kit.access.jobs import tell_profile
from franchise_kit.visiting.actions.agreeing import accept_agreement
from tenants import clock
from tenants.office import HUB, Coop
from tests.support.openings import carry_all
from tests.support.people import make_person
from tests.support.visiting import PAYROLL, SIX_IDS, ask_of, decider, give, offer_to, terms
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_co_ops_pages(company: Company, aber: Coop) -> None:
    given, waits = ask_of(aber), ask_of(aber, record_kinds=frozenset({"incident", "safeguarding"}))
    give(given, terms(ids=SIX_IDS[:4]))
    agreement_id, _officer = offer_to(aber)
    person = make_person(aber, "responsible_individual", "chair", language=company.language)
    tell_profile(aber)
    carry_all(aber)
    chair = company.at(aber, person)

    pages = {
        "visitors": "/visitors",
        "request-waits": f"/visitors/requests/{waits.id}",
        "request-given": f"/visitors/requests/{given.id}",
        "agreement": f"/visitors/agreements/{agreement_id}",
        "sharing": "/sharing",
    }
    chair.look_at(pages)
    chair.go(pages["request-waits"])
    chair.page.locator("form[action$='/refuse'] button").click()
    expect(chair.page.locator(".govuk-error-summary")).to_be_focused()
    chair.look_at_error("request")

    assert company.faults == {}


def test_the_same_pages_with_nothing_on_them(company: Company, bryn: Coop) -> None:
    chair = company.at(bryn, make_person(bryn, "chair", language=company.language))

    chair.look_at({f"{name}-empty": f"/{name}/" for name in ("visitors", "sharing")})

    assert company.faults == {}


def test_from_the_hub_into_a_co_op_and_back(company: Company, aber: Coop) -> None:
    house = company.house
    asker = make_person(HUB, "quality_lead", "payroll_bureau", name="Elin Prys", language=company.language)
    asked = ask_of(aber, asker=asker)
    give(asked, terms(ids=SIX_IDS[:4]))
    agreement_id, _officer = offer_to(aber, person=asker)
    accept_agreement(
        coop=aber, agreement_id=agreement_id, by=decider(aber, "chair"), permissions=PAYROLL, now=clock.now()
    )
    carry_all(aber)
    guest = company.at(HUB, asker)
    page = guest.page
    guest.look_at({path: path for path in ("/entries", "/entries/ask", "/offers", "/offers/new", "/doors")})

    page.locator(f"form[action='/doors/{asked.id}/set-out'] button").click()
    page.wait_for_url(f"{house.address_of(aber)}/enter?**")
    guest.look("enter")
    page.locator("main form[action='/enter'] button").click()
    page.wait_for_url(f"{house.address_of(aber)}/inside")
    expect(page.locator(".band-inside")).to_contain_text("Elin Prys")
    guest.look("inside")
    page.locator(".band-inside button").click()
    page.wait_for_url(f"{house.address_of(aber)}/left")
    guest.look("left")
    page.locator("main a").click()
    page.wait_for_url(f"{house.address_of(HUB)}/**")

    assert company.faults == {}
