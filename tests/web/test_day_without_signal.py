# SPDX-License-Identifier: AGPL-3.0-or-later
"""Without signal the day stays readable, and what was done is sent once when the signal is back."""

import gzip
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.web.assets import asset_url
from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.care.models import Visit
from tenants import clock
from tenants.office import Coop
from tenants.transaction import upkeep
from tests.support.attending import give_tasks
from tests.support.browser import PHONE_SIZE, axe_faults
from tests.support.people import PASSWORD, make_person
from tests.support.rows import rows
from tests.support.time import make_carer, make_visit, make_worker
from tests.support.web import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("CYDOFAL_TEST_PICTURES")
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
MOST_BYTES = 30 * 1024


@pytest.fixture(autouse=True)
def _noon(aber: Coop) -> None:
    assert aber
    clock.set_fixed(NOON)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE_SIZE, locale="en-GB")
    opened.clock.install(time=NOON)
    yield opened
    opened.close()


def sign_in(page: Page, address: str, person: SeedAccount) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#email", person.email)
    page.fill("#password", PASSWORD)
    page.click("main form:first-of-type button[type=submit]")
    page.wait_for_url("**/today")


KEPT_PATHS = """async () => {
  const names = (await indexedDB.databases()).map((one) => one.name);
  if (!names.includes("cydofal-day:/")) return [];
  return new Promise((done) => {
    const opening = indexedDB.open("cydofal-day:/");
    opening.onsuccess = () => {
      const asked = opening.result.transaction("pages").objectStore("pages").getAllKeys();
      asked.onsuccess = () => { opening.result.close(); done(asked.result); };
    };
  });
}"""


def wait_until_kept(page: Page, path: str) -> None:
    """Wait until the phone has kept the page of a path."""
    until = time.monotonic() + 15
    while path not in (kept := page.evaluate(KEPT_PATHS)):
        assert time.monotonic() < until, kept
        page.wait_for_timeout(100)


def draw(page: Page, name: str) -> list[str]:
    found = axe_faults(page)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("too wide")
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
    return found


def waiting(page: Page, count: int) -> None:
    expect(page.get_by_text(f"Waiting to send ({count})")).to_be_visible()


def take_back_and_leave_again(page: Page) -> None:
    """Take back a check-out that was a slip and waits, and make it again."""
    page.get_by_role("button", name="Take the check-out back").click()
    waiting(page, 4)
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Check out").click()
    page.get_by_role("button", name="Keep this time: I am leaving now").click()
    waiting(page, 5)


def test_a_visit_without_signal_is_sent_once(context: BrowserContext, address: str, aber: Coop) -> None:
    person = make_person(aber, "care_worker", name="Siôn Gwyn")
    visit_id = make_visit(aber, make_worker(aber, person), planned_from=NOON)
    task, _ = give_tasks(aber, visit_id, True, False)
    page = context.new_page()
    sign_in(page, address, person)
    wait_until_kept(page, f"/my-visits/{visit_id}")
    wait_until_kept(page, "/today")
    context.set_offline(True)

    page.goto(f"{address}/today")
    expect(page.get_by_text("There is no signal. This page is from")).to_be_visible()
    faults = draw(page, "offline-today")
    page.get_by_role("link", name="Eluned Price", exact=True).click()
    page.get_by_role("button", name="Check in").click()
    faults += draw(page, "offline-asking")
    page.get_by_role("button", name="Keep this time: I am here now").click()
    waiting(page, 1)
    page.clock.fast_forward(60_000 * 25)
    page.fill("#note", "Ate well")
    page.get_by_role("button", name="Check out").click()
    expect(page.get_by_text("Say whether this was done, or why not")).to_be_visible()
    page.select_option(f"#task-{task.hex}", "done")
    page.get_by_role("button", name="Keep, and stay").click()
    waiting(page, 2)
    # A second press within a second is taken for a double click.
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Check out").click()
    page.get_by_role("button", name="Keep this time: I am leaving now").click()
    waiting(page, 3)
    faults += draw(page, "offline-waiting")
    take_back_and_leave_again(page)
    page.goto(f"{address}/today")
    waiting(page, 5)
    assert rows(aber, "time_entry") == []
    clock.set_fixed(NOON + timedelta(hours=2))
    context.set_offline(False)
    page.reload()
    expect(page.get_by_text("Nothing more today")).to_be_visible()
    expect(page.get_by_text("Waiting to send")).to_have_count(0)

    (visit,) = rows(aber, "visit")
    (entry,) = rows(aber, "time_entry")
    (outcome,) = rows(aber, "task_outcome")
    assert visit["checked_in_at"] - NOON < timedelta(minutes=2)
    assert visit["received_in_at"] == NOON + timedelta(hours=2)
    assert (entry["minutes"], outcome["is_done"]) in {(25, True), (26, True)}
    assert [change["reason"] for change in rows(aber, "time_change")] == ["taken_back"]
    assert faults == []


def test_what_was_given_to_another_meanwhile_is_said_and_kept(
    context: BrowserContext, address: str, aber: Coop
) -> None:
    person = make_person(aber, "care_worker", name="Siôn Gwyn")
    visit_id = make_visit(aber, make_worker(aber, person), planned_from=NOON)
    _, other = make_carer(aber)
    page = context.new_page()
    sign_in(page, address, person)
    wait_until_kept(page, f"/my-visits/{visit_id}")
    context.set_offline(True)
    page.goto(f"{address}/my-visits/{visit_id}")
    page.get_by_role("button", name="Check in").click()
    page.get_by_role("button", name="Without this time").click()
    waiting(page, 1)
    with upkeep(aber) as session:
        visit = session.get_one(Visit, visit_id)
        visit.worker_id = visit.told_worker_id = other
    context.set_offline(False)

    page.goto(f"{address}/today")

    expect(page.get_by_text("This was not taken: Checked in at")).to_be_visible()
    faults = draw(page, "offline-refused")
    page.reload()
    expect(page.get_by_text("This was not taken: Checked in at")).to_be_visible()
    page.get_by_role("button", name="Put away").click()
    expect(page.get_by_text("This was not taken")).to_have_count(0)
    assert rows(aber, "visit")[0]["checked_in_at"] is None
    assert faults == []


def test_signing_out_asks_first_and_empties_the_phone(
    context: BrowserContext, address: str, aber: Coop
) -> None:
    person = make_person(aber, "care_worker", name="Siôn Gwyn")
    visit_id = make_visit(aber, make_worker(aber, person), planned_from=NOON)
    page = context.new_page()
    sign_in(page, address, person)
    wait_until_kept(page, f"/my-visits/{visit_id}")
    context.set_offline(True)
    page.goto(f"{address}/my-visits/{visit_id}")
    page.get_by_role("button", name="Raise a concern").click()
    waiting(page, 1)
    # The phone is shown a way out that the server does not answer yet.
    context.route("**/my-visits/token", lambda route: route.abort())
    context.set_offline(False)
    page.goto(f"{address}/account")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Sign out").last.click()
    page.wait_for_url("**/today")
    waiting(page, 1)
    page.get_by_text("More", exact=True).click()
    out = page.get_by_role("button", name="Sign out").last

    out.click()
    expect(page.get_by_text("Something waits to be sent.")).to_be_visible()
    out.click()
    page.wait_for_url("**/sign-in**")

    assert "cydofal-day:/" not in page.evaluate(
        "indexedDB.databases().then((all) => all.map((one) => one.name))"
    )
    assert rows(aber, "concern") == []


def test_nothing_readable_lies_on_the_phone(context: BrowserContext, address: str, aber: Coop) -> None:
    person = make_person(aber, "care_worker", name="Siôn Gwyn")
    visit_id = make_visit(aber, make_worker(aber, person), planned_from=NOON)
    page = context.new_page()
    sign_in(page, address, person)
    wait_until_kept(page, f"/my-visits/{visit_id}")

    kept = page.evaluate(
        """() => new Promise((done) => {
          const opening = indexedDB.open("cydofal-day:/");
          opening.onsuccess = () => {
            const shops = opening.result.transaction(["pages", "own"]);
            const pages = shops.objectStore("pages").getAll();
            const key = shops.objectStore("own").get("key");
            shops.oncomplete = () => done([
              pages.result.map((one) => Object.keys(one).sort().join()),
              pages.result.map((one) => new TextDecoder("latin1").decode(one.data)).join(""),
              key.result.extractable,
            ]);
          };
        })"""
    )

    assert set(kept[0]) == {"at,data,iv"}
    assert "Eluned" not in kept[1]
    assert kept[2] is False


def test_the_day_weighs_little(app: Flask, aber: Coop) -> None:
    clock.set_fixed(NOON)
    person = make_person(aber, "care_worker", has_factor=True)
    worker_id = make_worker(aber, person)
    for hour in range(7):
        visit_id = make_visit(aber, worker_id, planned_from=NOON + timedelta(hours=hour))
        give_tasks(aber, visit_id, True, True, False)
    visitor = Visitor(app, aber)
    visitor.sign_in(person)

    page = visitor.get("/today")
    names = ("app.css", "app.js", "phone.js", "mark.svg")
    with app.test_request_context():
        urls = [str(asset_url(name)) for name in names]
    files = [visitor.get(url, headers={"Accept-Encoding": "gzip"}, buffered=True).data for url in urls]

    weights = [len(gzip.compress(page.data, 6)), *(len(data) for data in files)]
    assert sum(weights) <= MOST_BYTES, weights
