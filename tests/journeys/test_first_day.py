# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first day in a co-op: finding the door, being invited, letting somebody in and out again."""

import re

import pytest
from playwright.sync_api import expect

from tenants.office import HUB, Coop
from tests.support.openings import carry_all
from tests.support.people import make_person
from tests.support.visiting import ask_of
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEW_PASSWORD = "cwmwl gwyn uwch y bryn"


def test_a_stranger_finds_their_co_op_and_sets_a_forgotten_password(company: Company, aber: Coop) -> None:
    carer = make_person(aber, "care_worker", name="Siân Ŵyn", language=company.language)
    page = company.at(HUB)
    page.go("/")
    page.sees("Find your co-op")
    page.fill(name="zzz")
    page.press("Find")
    page.sees("No co-op is called that")
    page.fill(name="aber")
    page.press("Find")
    page.page.get_by_role("link", name=aber.name_cy if company.language == "cy" else aber.name_en).click()

    page.office = aber
    page.sees("Sign in")
    page.fill(email=carer.email, password="not this one at all")
    page.press("Sign in")
    page.sees("The e-mail address and the password do not fit together.")
    page.follow("I have forgotten my password")
    page.fill(email=carer.email)
    page.press("Send me a link")
    page.sees("Look at your mail")
    company.house.run_jobs(aber)
    page.go(company.house.link_to(carer.email))
    page.fill(password="short")
    page.press("Set the password")
    page.sees("There is a problem")
    page.fill(password=NEW_PASSWORD)
    page.press("Set the password")
    page.sees("Your new password counts from now on. Please sign in with it.")
    page.fill(email=carer.email, password=NEW_PASSWORD)
    page.press("Sign in")

    page.sees("What needs doing next")
    expect(page.page.locator("h1")).to_contain_text("Siân")


def test_somebody_is_invited_and_works_when_a_second_person_has_agreed(company: Company, aber: Coop) -> None:
    tongue = company.language
    admin = company.at(aber, make_person(aber, "coop_admin", name="Bethan Huws", language=tongue))
    approver = make_person(aber, "responsible_individual", name="Elin Prys", language=tongue)
    admin.go("/accounts")
    admin.press("Invite somebody")
    admin.press("Send the invitation")
    admin.sees("Enter an e-mail address")
    admin.fill(email="twm@example.invalid", first_name="Tŵm", full_name="Tŵm Ŷnyr")
    admin.choose("language", tongue)
    admin.choose("roles", "payroll_contact")
    admin.press("Send the invitation")
    admin.sees("waits for a second person")
    company.house.run_jobs(aber)

    new = company.at(aber)
    new.go(company.house.link_to("twm@example.invalid"))
    new.fill(password=NEW_PASSWORD)
    new.press("Accept the invitation")
    new.fill(email="twm@example.invalid", password=NEW_PASSWORD)
    new.press("Sign in")
    new.sees("Your role waits until a second person says yes: %(role)s", role=_payroll_contact(tongue))

    second = company.at(aber, approver)
    second.go("/today")
    second.follow("Decide")
    second.press("Say yes")
    second.sees("Nothing waits")

    new.go("/sign-in")
    new.fill(email="twm@example.invalid", password=NEW_PASSWORD)
    new.press("Sign in")
    new.sees("First, a second step")
    new.press("Set up an app")
    seed = re.sub(r"\s", "", new.page.locator("main code").first.inner_text())
    new.fill(code="000000")
    new.page.locator("main form:has([name=code]) button[type=submit]").click()
    new.sees("There is a problem")
    new.give_code(seed)
    new.sees("Your recovery codes")
    new.press("I have kept them")
    new.go("/today")
    new.sees("What needs doing next")


def _payroll_contact(language: str) -> str:
    return {"en": "Payroll contact", "cy": "Cyswllt cyflogres"}[language]


def test_a_device_is_signed_out_from_another(company: Company, aber: Coop) -> None:
    carer = make_person(aber, "care_worker", name="Siân Ŵyn", language=company.language)
    lost, kept = company.at(aber, carer), company.at(aber, carer)
    lost.go("/today")
    kept.go("/account/devices")

    kept.page.locator("form[action$='/end'] button").first.click()
    # Only other devices have the button, so it is gone when the page is back.
    expect(kept.page.locator("form[action$='/end']")).to_have_count(0)
    kept.looks_right()
    lost.page.reload()

    lost.sees("Sign in")
    assert "/sign-in" in lost.page.url


def test_a_request_is_narrowed_read_under_the_band_and_taken_back(company: Company, aber: Coop) -> None:
    tongue = company.language
    lead = make_person(aber, "data_protection_lead", name="Owain Gwynne", language=tongue)
    asker = make_person(HUB, "quality_lead", name="Rhian Castell", language=tongue)
    ask_of(aber, asker=asker, record_kinds=frozenset({"incident", "training_record"}), record_ids=())
    decides = company.at(aber, lead)
    decides.go("/today")
    decides.follow("Decide")
    decides.page.locator("main table a").first.click()
    decides.page.uncheck("main [name=record_kinds][value=training_record]")
    decides.fill(hours="999")
    decides.press("Let them in")
    decides.sees("There is a problem")
    decides.fill(hours="24")
    decides.press("Let them in")
    decides.sees("They may come in, until the time that you see here.")
    decides.sees("Less than was asked")
    request = decides.page.url
    carry_all(aber)

    guest = company.at(HUB, asker)
    guest.go("/doors")
    guest.press("Go in")
    guest.page.wait_for_url("**/enter?*")
    guest.press("Come in")
    guest.sees("What you may read here")
    expect(guest.page.locator(".band-inside")).to_contain_text("Rhian Castell")
    guest.page.locator(".band-inside button").click()
    guest.sees("You have left")

    decides.go("/journal")
    decides.sees("came in from the network's office")
    guest.go("/doors")
    guest.press("Go in")
    guest.page.wait_for_url("**/enter?*")
    guest.press("Come in")
    decides.go(request)
    decides.press("Take it back now")
    decides.sees("The grant is taken back. Whoever was inside is outside now.")
    guest.page.reload()
    guest.sees("You have left")
