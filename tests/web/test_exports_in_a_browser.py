# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking lists along and sharing counts in a real browser, at a desk and on a phone, in both languages."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize

from tenants import clock
from tenants.jobs.runner import run_pending
from tenants.office import HUB, Coop
from tests.support.browser import DESK_SIZE, PHONE_SIZE, faults_of
from tests.support.openings import carry
from tests.support.people import make_person
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.time import make_entry
from tests.web.test_visitors_in_a_browser import open_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TAKE = {"en": "For other programs (CSV)", "cy": "Ar gyfer rhaglenni eraill (CSV)"}
AGREE = {"en": "Agree to tell them", "cy": "Cytuno i'w rhannu"}


@pytest.fixture(params=[(DESK_SIZE, "en"), (PHONE_SIZE, "cy")], ids=["desk", "phone"])
def view(request: pytest.FixtureRequest) -> tuple[ViewportSize, str]:
    """A screen and a language."""
    chosen: tuple[ViewportSize, str] = request.param
    return chosen


@pytest.fixture
def context(browser: Browser, view: tuple[ViewportSize, str]) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=view[0], locale="cy" if view[1] == "cy" else "en-GB")
    yield made
    made.close()


def make_october(coop: Coop) -> None:
    workers = [make_worker(coop, f"Nia {name}") for name in "ABCDEF"]
    people = [make_supported(coop, f"Elsi {name}") for name in "ABCDEF"]
    for number, person_id in enumerate(people):
        make_visit(coop, person_id, date(2026, 10, 5 + number), "09:00")
        make_entry(coop, worker_id=workers[number], starts_at=datetime(2026, 10, 5 + number, 9, tzinfo=UTC))


def test_a_co_ordinator_takes_a_week_along(
    context: BrowserContext, view: tuple[ViewportSize, str], domain: str, aber: Coop, tmp_path: Path
) -> None:
    clock.set_fixed(NOON)
    make_october(aber)
    language = view[1]
    host = f"{aber.slug}.{domain}"
    page = open_page(
        context, host, make_person(aber, "care_coordinator", name="Mair Desg", language=language)
    )
    faults = {}

    page.goto(f"http://{host}/lists")
    faults["all"] = faults_of(page, f"lists-{language}")
    page.goto(f"http://{host}/rota?week=2026-10-05")
    page.locator("a[href*='/lists?list=visits']").click()
    page.wait_for_url("**/lists?list=visits**")
    faults["visits"] = faults_of(page, f"lists-visits-{language}")
    page.goto(f"http://{host}/lists?list=visits&since=2026-10-09&until=2026-10-01")
    faults["wrong"] = faults_of(page, f"lists-wrong-{language}")
    page.goto(f"http://{host}/lists?list=visits&since=2026-10-05&until=2026-10-07")
    with page.expect_download() as taken:
        page.get_by_role("button", name=TAKE[language]).click()
    taken.value.save_as(tmp_path / "visits.csv")

    rows = list(csv.reader((tmp_path / "visits.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:]] == ["Elsi A", "Elsi B", "Elsi C"]
    assert {name: found for name, found in faults.items() if found} == {}


def test_a_chair_agrees_and_the_hub_sees_the_month(
    context: BrowserContext, view: tuple[ViewportSize, str], domain: str, aber: Coop
) -> None:
    clock.set_fixed(NOON)
    make_october(aber)
    language = view[1]
    host = f"{aber.slug}.{domain}"
    page = open_page(context, host, make_person(aber, "chair", name="Siân Ddu", language=language))
    faults = {}

    page.goto(f"http://{host}/sharing/counts")
    faults["before"] = faults_of(page, f"counts-before-{language}")
    page.get_by_role("button", name=AGREE[language]).click()
    page.wait_for_url("**/sharing/counts")
    run_pending(aber)
    page.goto(f"http://{host}/sharing/counts")
    faults["after"] = faults_of(page, f"counts-after-{language}")
    page.goto(f"http://{host}/sharing")
    faults["shared"] = faults_of(page, f"counts-shared-{language}")
    carry(aber)
    seen = open_page(
        context, domain, make_person(HUB, "network_director", name="Gwen Hub", language=language)
    )
    seen.goto(f"http://{domain}/network/coops/{aber.id}")
    faults["hub"] = faults_of(seen, f"counts-hub-{language}")

    assert ("October 2026" if language == "en" else "Hydref 2026") in seen.locator("main").inner_text()
    assert {name: found for name, found in faults.items() if found} == {}
