# SPDX-License-Identifier: AGPL-3.0-or-later
"""A co-ordinator's whole week in a browser: from visits that come back to a record that the law asks for."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pypdf
import pytest
from playwright.sync_api import expect

from franchise_kit.access.actions.seeding import SeedAccount
from tenants import clock
from tenants.office import Coop
from tests.support.browser import DESK_SIZE, PHONE_SIZE, axe_faults
from tests.support.people import make_person
from tests.support.rota import make_kind, set_place
from tests.support.thread import make_supported, make_worker
from tests.support.walking import Company, Walker, walkers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# The Friday before the week that is planned, when nobody knows yet who comes.
FRIDAY = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 16)
NINE = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
NAME, OTHER, VISITED = "Nia Prys", "Siôn Gwyn", "Elsi Fôn"
NOTE = "Paned a sgwrs dda."


@dataclass
class Week:
    """Who is in the week: whoever keeps the rota, a worker on a phone, and a second person who approves."""

    coop: Coop
    desks: Company
    phones: Company
    mair: SeedAccount
    nia: SeedAccount
    manager: SeedAccount
    nia_id: UUID
    elsi_id: UUID


@pytest.fixture
def week(company: Company, aber: Coop) -> Iterator[Week]:
    """Two workers and somebody supported; the office at a desk or on a phone, the worker on a phone."""
    clock.set_fixed(FRIDAY)
    tongue = company.language
    nia = make_person(aber, "care_worker", name=NAME, language="cy")
    nia_id = make_worker(aber, NAME, account_id=nia.id, pence_per_hour=1345)
    make_worker(aber, OTHER, pence_per_hour=1345)
    elsi_id = make_supported(aber, VISITED)
    set_place(aber, elsi_id, "52.0831,-4.6609")
    make_kind(aber, "Morning")
    with walkers(company.house, PHONE_SIZE, "cy") as phones:
        yield Week(
            aber,
            company,
            phones,
            make_person(aber, "care_coordinator", name="Mair Ellis", language=tongue),
            nia,
            make_person(aber, "registered_manager", name="Rhian Huws", language=tongue),
            nia_id,
            elsi_id,
        )


def test_a_week_goes_from_its_plan_to_the_record_of_time(week: Week, tmp_path: Path) -> None:
    mair = week.desks.at(week.coop, week.mair)
    agree_visits(mair, week)
    make_drafts(mair)
    give_out(mair)
    publish(mair)
    week.desks.house.run_jobs(week.coop)
    nia = week.phones.at(week.coop)
    it_is(NINE, nia)
    nia.sign_in(week.nia)
    # The phone is the same in both walks: axe looks at it in the first.
    look = sound if week.desks.size == DESK_SIZE else Walker.looks_right
    go_there(nia, look)
    clock.set_fixed(NINE + timedelta(hours=1))
    put_right(week.desks.at(week.coop, week.mair))
    approve(week.desks.at(week.coop, week.manager))
    read_record(week.desks.at(week.coop, week.mair), week, tmp_path)
    read_own_hours(nia, look)


def it_is(instant: datetime, phone: Walker) -> None:
    """Let it be an instant, by our clock and by the phone's."""
    clock.set_fixed(instant)
    phone.page.clock.set_fixed_time(instant)


def sound(walker: Walker) -> None:
    """Look at the page's shape, and let axe look at it."""
    walker.looks_right()
    assert (walker.page.url, axe_faults(walker.page)) == (walker.page.url, [])


def reads(walker: Walker, english: str, **facts: object) -> None:
    """Find a sentence of ours in the page, perhaps with more around it."""
    words = walker.house.words(walker.language, english, **facts)
    expect(walker.page.locator("main")).to_contain_text(words)


def agree_visits(mair: Walker, week: Week) -> None:
    """Agree a visit on Mondays and Wednesdays at nine, from the person's own page."""
    mair.go(f"/people-supported/{week.elsi_id}/patterns")
    mair.press("Agree visits")
    mair.page.locator("main [name=visit_kind_id]").select_option(index=1)
    for weekday in ("0", "2"):
        mair.choose("weekdays", weekday)
    mair.fill(at="09:00", minutes="45", valid_from=MONDAY.isoformat())
    sound(mair)
    mair.page.locator("main form[novalidate] button[type=submit]").last.click()
    mair.go(f"/people-supported/{week.elsi_id}/patterns")
    expect(mair.page.locator("main tbody tr")).to_have_count(1)
    sound(mair)


def make_drafts(mair: Walker) -> None:
    """Make the drafts of the week to come."""
    mair.go(f"/rota?week={MONDAY}")
    mair.press("Make the drafts")
    mair.press("Make the drafts")
    mair.sees("The drafts are made")
    sound(mair)


def give_out(mair: Walker) -> None:
    """Give one visit as is suggested, and the other from the list of all workers."""
    mair.press("Give out what nobody has")
    open_visit(mair)
    mair.sees("The best first, and why.")
    suggested = mair.page.locator(".rota-suggestions li", has_text=NAME)
    expect(suggested).to_contain_text(mair.house.words(mair.language, "speaks their language"))
    suggested.get_by_role("button").click()
    mair.sees("The visit is given")
    sound(mair)
    mair.go(f"/rota?week={MONDAY + timedelta(days=2)}&show=open")
    open_visit(mair)
    mair.page.select_option("main [name=worker_id]:visible", label=NAME)
    mair.press("Keep it")
    mair.sees("The visit is given")


def open_visit(mair: Walker) -> None:
    """Open the first visit that is to be seen, in the grid at a desk or in the day's list on a phone."""
    mair.page.locator("main a[href*='/rota/visits/']:visible").first.click()
    mair.page.wait_for_url("**/rota/visits/*")


def publish(mair: Walker) -> None:
    """Look at what will be told and to whom, and tell it."""
    mair.go(f"/rota?week={MONDAY}")
    mair.press("Publish")
    expect(mair.page.locator("main")).to_contain_text(NAME)
    expect(mair.page.locator("main tbody tr")).to_have_count(2)
    sound(mair)
    mair.press("Publish")
    expect(mair.page.locator("main .rota-grid")).to_have_count(1)
    sound(mair)


def go_there(nia: Walker, look: Callable[[Walker], None]) -> None:
    """Hear of it, check in on the phone, and out twenty minutes later with a note."""
    nia.go("/bell")
    reads(nia, "Your visits have changed. Look at your week.")
    nia.go("/today")
    expect(nia.page.locator("main")).to_contain_text(VISITED)
    look(nia)
    nia.press("Check in")
    nia.sees("You are checked in")
    look(nia)
    it_is(NINE + timedelta(minutes=20), nia)
    nia.fill(note=NOTE)
    nia.press("Check out")
    nia.sees("Done")
    look(nia)


def put_right(mair: Walker) -> None:
    """Put right how long it took, with the reason; whoever did it does not approve it."""
    mair.go("/hours/approve")
    expect(mair.page.locator("main")).to_contain_text(NAME)
    sound(mair)
    mair.follow("Put it right")
    mair.fill(minutes="45")
    mair.choose("reason", "checked_out_early")
    mair.fill(note="Gadawodd y ffôn yn y car.")
    mair.press("Save the time")
    mair.sees("The time is put right. Somebody else approves it.")
    reads(mair, "You wrote this down: somebody else approves it")
    assert mair.button("Approve all of %(name)s").count() == 0
    sound(mair)


def approve(manager: Walker) -> None:
    """Approve it as the second person."""
    manager.go("/hours/approve")
    expect(manager.page.locator("main")).to_contain_text(NAME)
    words = manager.house.words(manager.language, "Approve all of %(name)s", name=NAME)
    manager.page.get_by_role("button", name=words).click()
    manager.sees("No hours wait")
    sound(manager)


def read_record(mair: Walker, week: Week, folder: Path) -> None:
    """Open the record that regulation 41 asks for, and take it along on paper and as a table."""
    mair.go(f"/hours/records?worker_id={week.nia_id}&since={MONDAY}&until={MONDAY}")
    reads(mair, "Schedule")
    reads(mair, "Actual")
    expect(mair.page.locator("main")).to_contain_text(VISITED)
    sound(mair)
    paper, table = folder / "record.pdf", folder / "record.csv"
    mair.fetch("On paper (PDF)").save_as(paper)
    mair.fetch("As a table (CSV)").save_as(table)
    assert NAME in pypdf.PdfReader(paper).pages[0].extract_text()
    (_heading, line) = csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    assert line[0] == NAME
    assert line[3:7] == [VISITED, "2026-11-16T09:00+00:00", "2026-11-16T09:45+00:00", "45"]
    assert line[-1] == "45"


def read_own_hours(nia: Walker, look: Callable[[Walker], None]) -> None:
    """See on the phone that the time is approved."""
    nia.go("/hours")
    reads(nia, "Approved")
    look(nia)
