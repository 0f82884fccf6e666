# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rota in a real browser, at a desk and on a phone: axe finds nothing, nothing is too wide."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser

from franchise_kit.access.actions.seeding import SeedAccount
from franchise_kit.care import actions, queries
from franchise_kit.care.actions import Change, NewPattern, SettingsSaid, TaskSaid, TravelSaid
from tenants import clock
from tenants.actor import SYSTEM
from tenants.office import Coop
from tenants.transaction import reading
from tests.support.browser import DESK_SIZE
from tests.support.people import make_person
from tests.support.rota import make_kind, set_place, visits_of
from tests.support.signing import let_in
from tests.support.thread import make_supported, make_visit, make_worker
from tests.support.walking import Company

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MONDAY = date(2026, 11, 9)
NOON = datetime(2026, 11, 8, 12, 0, tzinfo=UTC)
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
WORKERS = (f"Nia {LONG}", "Siôn Gŵyn", "Ann Llewelyn-Parry", "Iolo ap Rhys")
PEOPLE = ("Elsi Fôn", f"Twm {LONG}", "Gwen Morys")


def make_week(coop: Coop) -> dict[str, str]:
    """Plan a week with drafts, a change, a clash and too little rest; return the pages that show it."""
    workers = [make_worker(coop, name, pence_per_hour=1345) for name in WORKERS]
    people = [make_supported(coop, name) for name in PEOPLE]
    for person_id, place in zip(
        people, ("52.0831,-4.6609", "52.0822,-4.6816", "52.1000,-4.6000"), strict=True
    ):
        set_place(coop, person_id, place)
    kind_id = make_kind(coop)
    tasks = [
        TaskSaid("Breakfast", "Brecwast", is_essential=True),
        TaskSaid("Open the curtains", "Agor y llenni"),
    ]
    actions.save_tasks(coop=coop, kind_id=kind_id, tasks=tasks, version=1, by=SYSTEM)
    pattern = NewPattern(people[0], kind_id, 0b1111111, 480, 20, date(2026, 11, 2), carers=2,
                         window_minutes=30, short_reason="task_within_plan", language="cy")  # fmt: skip
    pattern_id = actions.make_pattern(coop=coop, pattern=pattern, by=SYSTEM, now=NOON)
    actions.generate_week(coop=coop, monday=MONDAY, by=SYSTEM, now=NOON)
    for day in range(7):
        for number, worker_id in enumerate(workers[:3]):
            make_visit(
                coop, people[number], MONDAY + timedelta(days=day), f"{10 + number}:00", worker_id=worker_id
            )
    late = make_visit(coop, people[1], MONDAY, "22:00", worker_id=workers[0])
    drafts = [one.id for one in visits_of(coop) if one.told_at is None]
    for visit_id, worker_id in zip(drafts[2:6], workers, strict=True):
        actions.assign_visit(
            coop=coop, visit_id=visit_id, worker_id=worker_id, by=SYSTEM, now=NOON, change=Change()
        )
    actions.cancel_visit(coop=coop, visit_id=late, cancelled_by="person", by=SYSTEM, now=NOON)
    settings = SettingsSaid(140, 600, 720, 15)
    actions.set_rota_settings(coop=coop, settings=settings, version=0, by=SYSTEM, now=NOON)
    actions.set_travel(coop=coop, travel=TravelSaid(people[0], people[1], 12, 8000), by=SYSTEM, now=NOON)
    with reading(coop) as session:
        (task, *_more) = queries.get_kind(session, kind_id, by=SYSTEM).tasks
    pages = pages_of(workers[0], people[0], kind_id, pattern_id, drafts[3], late)
    return pages | {"task-change": f"/rota/kinds/{kind_id}/tasks/{task.id}"}


def mair(coop: Coop, language: str) -> SeedAccount:
    return make_person(coop, "care_coordinator", name="Mair Desg", language=language)


def pages_of(
    worker_id: UUID, person_id: UUID, kind_id: UUID, pattern_id: UUID, draft_id: UUID, cancelled_id: UUID
) -> dict[str, str]:
    """Return the pages of the rota by a short name."""
    return {
        "week": "/rota?week=2026-11-09",
        "people": "/rota?week=2026-11-09&rows=people",
        "changed": "/rota?week=2026-11-09&show=changed",
        "empty": "/rota?week=2027-01-04",
        "none": "/rota?week=2026-11-09&show=waiting",
        "visit": f"/rota/visits/{draft_id}",
        "cancelled": f"/rota/visits/{cancelled_id}",
        "plan": "/rota/plan",
        "publish": "/rota/publish?week=2026-11-09",
        "published": "/rota/publish?week=2027-01-04",
        "generate": "/rota/generate",
        "copy": "/rota/copy",
        "sheet": f"/rota/workers/{worker_id}?week=2026-11-09",
        "kinds": "/rota/kinds",
        "kind": f"/rota/kinds/{kind_id}",
        "kind-change": f"/rota/kinds/{kind_id}/change",
        "patterns": "/rota/patterns",
        "pattern-end": f"/rota/patterns/{pattern_id}/end",
        "pattern": f"/rota/patterns/{pattern_id}",
        "pattern-new": "/rota/patterns/new",
        "of-person": f"/people-supported/{person_id}/patterns",
        "settings": "/rota/settings",
        "numbers": "/rota/settings/numbers",
        "way": "/rota/settings/ways/new",
    }


def test_axe_finds_nothing_on_the_pages_of_the_rota(company: Company, aber: Coop) -> None:
    clock.set_fixed(NOON)
    pages = make_week(aber)
    desk = company.at(aber, mair(aber, company.language))

    desk.look_at(pages)
    for name in ("plan", "pattern-new", "numbers", "generate"):
        desk.go(pages[name])
        for box in desk.page.locator("main form input[type=text], main form input[type=date]").all():
            box.fill("x" if box.get_attribute("type") == "text" else "")
        desk.page.locator("main form button[type=submit]").last.click()
        desk.look_at_error(name)

    assert company.faults == {}


def test_a_coordinator_makes_gives_out_and_publishes_a_week(
    app: Flask, browser: Browser, address: str, aber: Coop
) -> None:
    clock.set_fixed(NOON)
    make_week(aber)
    context = browser.new_context(viewport=DESK_SIZE, locale="en-GB", java_script_enabled=False)
    let_in(context, app, address, aber, mair(aber, "en"))
    page = context.new_page()
    page.goto(f"{address}/rota?week=2026-11-16")
    page.locator("main a", has_text="Make the drafts").first.click()
    page.locator("main button", has_text="Make the drafts").click()
    said = page.locator(".lede").inner_text()
    page.locator("main a", has_text="Give out what nobody has").click()
    page.locator(".rota-cell a").first.click()
    page.get_by_role("button", name="Give it").first.click()
    page.locator("main a", has_text="Publish this visit").click()
    page.get_by_role("button", name="Publish").click()

    told = [
        one for one in visits_of(aber) if one.told_at is not None and one.planned_from > NOON + timedelta(7)
    ]
    assert said == "14 drafts are made."
    assert page.get_by_text("1 visit is published").is_visible()
    assert [one.told_worker_id is not None for one in told] == [True]
    context.close()
