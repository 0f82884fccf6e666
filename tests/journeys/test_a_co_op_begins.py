# SPDX-License-Identifier: AGPL-3.0-or-later
"""The hub begins a co-op from a page; its first administrator comes in; it is paused and opened again."""

import pytest
from playwright.sync_api import expect

from tenants import registry
from tenants.office import HUB, Coop
from tests.support.people import make_person
from tests.support.walking import Company, Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "cwmwl gwyn uwch y bryn"


def test_a_co_op_is_begun_entered_paused_and_opened(company: Company, aber: Coop) -> None:
    operator = company.at(
        HUB, make_person(HUB, "platform_operator", name="Mari Parri", language=company.language)
    )
    operator.go("/network/coops")
    operator.press("Begin a co-op")
    operator.press("Begin this co-op")
    operator.sees("There is a problem")
    _answer(operator)
    operator.press("Begin this co-op")
    operator.sees("It waits for its turn.")

    company.house.run_jobs(HUB)
    operator.page.get_by_role(
        "button", name=operator.house.words(company.language, "To the co-op's own address")
    ).wait_for()
    operator.looks_right()
    made = registry.get("dyfi")
    company.house.run_jobs(made)
    operator.go("/bell")
    operator.sees("The new co-op's place is built")

    first = company.at(made)
    first.go(company.house.link_to("twm@example.invalid"))
    first.choose("language", company.language)
    first.fill(password=PASSWORD)
    first.press("Accept the invitation")
    first.fill(email="twm@example.invalid", password=PASSWORD)
    first.press("Sign in")
    first.sees("First, a second step")

    operator.go("/network/coops?q=dyfi")
    operator.page.locator("main table a").click()
    operator.choose("reason", "other")
    operator.press("Pause this co-op")
    operator.sees("The co-op is paused. Nothing of it is lost.")
    company.house.run_jobs(HUB)
    first.page.reload()
    expect(first.page.locator("h1")).to_have_text(
        first.house.words(company.language, "These pages are closed just now")
    )
    # The door that is shut answers 503, which the browser tells.
    first.complaints.clear()
    operator.choose("reason", "mended")
    operator.press("Open this co-op again")
    company.house.run_jobs(HUB)
    first.page.reload()
    first.sees("Sign in")


def _answer(operator: Walker) -> None:
    operator.fill(
        name_en="Dyfi Care Co-op Limited",
        name_cy="Gofal Dyfi Cyfyngedig",
        slug="dyfi",
        admin_first_name="Tŵm",
        admin_email="twm@example.invalid",
    )
